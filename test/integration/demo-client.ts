import { connect, type Socket } from 'node:net'
import { constants, createInflate, inflateSync } from 'node:zlib'
import { concat, latin1 } from '../../shared/base/bytes.ts'
import { IAC, SB, SE, TELOPT, commandName, optionName, verbOf, type Verb } from '../../shared/telnet/codes.ts'
import { encodeSubnegotiation, encodeVerb } from '../../shared/telnet/encode.ts'
import { FrameParser, type FrameSink } from '../../shared/telnet/frames.ts'

/** What a test's client agrees to; everything else is refused, once each. */
export interface Accepts {
  /** Options the server may do. */
  readonly server?: readonly number[]
  /** Options this client does. */
  readonly client?: readonly number[]
  /** Answers nothing at all, as `nc`. */
  readonly mute?: boolean
}

const START = Uint8Array.of(IAC, SB, TELOPT.MCCP2, IAC, SE)

/** A telnet client for tests: keeps all that came and decodes it anew each time, MCCP2 streams too. */
export class DemoClient {
  readonly socket: Socket
  readonly #accepts: Accepts
  readonly #answered = new Set<string>()
  /** The stream as it was on the wire. */
  raw: Uint8Array = new Uint8Array(0)
  #waiters: (() => void)[] = []
  closed = false

  /** The stream with MCCP2 undone. */
  plain: Uint8Array = new Uint8Array(0)
  text = ''
  /** `WILL ECHO`, `GA`, `SB GMCP ...` and `"text"` in order. */
  frames: string[] = []
  /** Zlib streams begun and properly ended so far. */
  mccp2 = { starts: 0, ends: 0 }
  #subnegotiations: { option: number; payload: string }[] = []

  private constructor(socket: Socket, accepts: Accepts) {
    this.socket = socket
    this.#accepts = accepts
    socket.on('data', (bytes) => {
      this.raw = concat([this.raw, bytes])
      this.#decode()
      if (!accepts.mute) this.#answer()
      this.#wake()
    })
    socket.on('error', () => this.#wake())
    socket.on('close', () => {
      this.closed = true
      this.#wake()
    })
  }

  static async connect(port: number, accepts: Accepts = {}): Promise<DemoClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const client = new DemoClient(socket, accepts)
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    return client
  }

  send(bytes: Uint8Array | string): void {
    this.socket.write(typeof bytes === 'string' ? latin1(bytes) : bytes)
  }

  verb(verb: Verb, option: number): void {
    this.send(encodeVerb(verb, option))
  }

  subnegotiate(option: number, payload: string): void {
    this.send(encodeSubnegotiation(option, latin1(payload)))
  }

  /** Waits until `holds`, which is looked at whenever something came. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.closed)
        throw new Error(`closed before it held; text: ${JSON.stringify(this.text.slice(-400))}`)
      await new Promise<void>((resolve) => this.#waiters.push(resolve))
    }
  }

  async untilClosed(): Promise<void> {
    while (!this.closed) await new Promise<void>((resolve) => this.#waiters.push(resolve))
  }

  /** Sends a line and gives what came up to the next prompt. */
  async line(line: string): Promise<string> {
    const [text, prompts] = [this.text.length, this.prompts]
    this.send(`${line}\r\n`)
    await this.until(() => this.prompts > prompts)
    return this.text.slice(text)
  }

  /** Up to the first prompt of the game. */
  async login(name = 'Ann'): Promise<string> {
    await this.until(() => this.prompts === 1)
    await this.line(name)
    return await this.line('a word')
  }

  /**
   * Reads on without decoding everything anew at each chunk, for a flood; gives the end of the text once `words` match.
   * Nothing else of this client is up to date afterwards.
   */
  async tail(words: RegExp): Promise<string> {
    let tail = ''
    const keep = (bytes: Uint8Array): void => {
      tail = (tail + Buffer.from(bytes).toString('latin1')).slice(-64 * 1024)
      this.#wake()
    }
    this.socket.removeAllListeners('data')
    if (this.mccp2.starts > this.mccp2.ends) {
      const inflater = createInflate().on('data', keep)
      inflater.write(this.raw.subarray(Buffer.from(this.raw).lastIndexOf(START) + START.length))
      this.socket.on('data', (bytes) => inflater.write(bytes))
    } else this.socket.on('data', keep)
    this.socket.resume()
    await this.until(() => words.test(tail))
    return tail
  }

  get prompts(): number {
    return this.frames.filter((frame) => frame === 'GA' || frame === 'EOR').length
  }

  subnegotiations(option: number): string[] {
    return this.#subnegotiations.filter((sub) => sub.option === option).map(({ payload }) => payload)
  }

  gmcp(name: string): unknown[] {
    const messages = this.subnegotiations(TELOPT.GMCP).filter((text) => text.split(' ')[0] === name)
    return messages.map((text) => JSON.parse(text.slice(name.length) || 'null') as unknown)
  }

  #wake(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const wake of waiters) wake()
  }

  #decode(): void {
    const parts: Uint8Array[] = []
    this.mccp2 = { starts: 0, ends: 0 }
    let rest = this.raw
    for (;;) {
      const at = Buffer.from(rest).indexOf(START)
      if (at < 0) break
      this.mccp2.starts++
      parts.push(rest.subarray(0, at + START.length))
      const { text, used } = inflate(rest.subarray(at + START.length))
      parts.push(text)
      if (used === undefined) {
        rest = new Uint8Array(0)
        break
      }
      this.mccp2.ends++
      rest = rest.subarray(at + START.length + used)
    }
    this.plain = concat([...parts, rest])
    this.#parse()
  }

  #parse(): void {
    const frames: string[] = []
    let text = ''
    this.#subnegotiations = []
    const sink: FrameSink = {
      text: (bytes, start, end) => {
        const run = Buffer.from(bytes.subarray(start, end)).toString('utf8')
        text += run
        frames.push(JSON.stringify(run))
      },
      command: (code) => frames.push(commandName(code)),
      negotiate: (verb, option) => frames.push(`${verbOf(verb)} ${optionName(option)}`),
      subnegotiation: (option, bytes, start, end) => {
        const payload = Buffer.from(bytes.subarray(start, end)).toString('latin1')
        frames.push(`SB ${optionName(option)} ${payload}`.trim())
        this.#subnegotiations.push({ option, payload })
        return false
      },
      fault: (code) => frames.push(`fault ${code}`),
    }
    const parser = new FrameParser()
    for (let at = 0; at < this.plain.length;) at = parser.push(this.plain, at, sink)
    this.frames = frames
    this.text = text
  }

  #answer(): void {
    for (const frame of this.frames) {
      const [verb, name] = frame.split(' ')
      if ((verb !== 'WILL' && verb !== 'DO') || this.#answered.has(frame)) continue
      this.#answered.add(frame)
      const option = TELOPT[name as keyof typeof TELOPT]
      const agreed = (verb === 'WILL' ? this.#accepts.server : this.#accepts.client)?.includes(option)
      const [yes, no] = verb === 'WILL' ? (['DO', 'DONT'] as const) : (['WILL', 'WONT'] as const)
      this.verb(agreed ? yes : no, option)
    }
  }
}

/** What a zlib stream holds so far, and how many bytes it took if it is complete. */
function inflate(bytes: Uint8Array): { text: Uint8Array; used: number | undefined } {
  if (bytes.length === 0) return { text: bytes, used: undefined }
  try {
    const whole = inflateSync(bytes, { info: true }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    return { text: whole.buffer, used: whole.engine.bytesWritten }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'Z_BUF_ERROR') throw error
    return { text: inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }), used: undefined }
  }
}
