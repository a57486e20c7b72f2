import type { Socket } from 'node:net'
import { AYT, EC, EL, GA, IP, TELOPT } from '../../shared/telnet/codes.ts'
import { encodeCommand, encodeSubnegotiation } from '../../shared/telnet/encode.ts'
import { FrameParser, type FrameSink } from '../../shared/telnet/frames.ts'
import { banner } from './banner.ts'
import { lookAround, runCommand } from './commands.ts'
import { Flood } from './flood.ts'
import {
  FULL_VITALS,
  Supports,
  encodeGmcp,
  parseGmcp,
  readJson,
  roomMessage,
  vitalsMessage,
  type Vitals,
} from './gmcp.ts'
import { LINE_MAX, LineReader, type Line } from './lines.ts'
import { encodeMssp, msspVariables } from './mssp.ts'
import { Options, type Side } from './options.ts'
import { TINT, paint, wrap } from './text.ts'
import { TTYPE_SEND, TerminalNames } from './ttype.ts'
import { Wire } from './wire.ts'
import { FIRST_ROOM, type Person, type Room, type World } from './world.ts'

const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'_-]{0,19}$/u
const WIDTH_MIN = 20
const WIDTH_MAX = 250
const UTF8 = new TextEncoder()

/** One connection, from the banner to the goodbye. */
export class Visitor implements Person, FrameSink {
  readonly world: World
  readonly terminal = new TerminalNames()
  readonly vitals: Vitals = { ...FULL_VITALS }
  name = ''
  room: Room = FIRST_ROOM
  size: { readonly columns: number; readonly rows: number } | undefined
  /** What Core.Hello said. */
  gmcpClient: string | undefined
  readonly #socket: Socket
  readonly #port: number
  readonly #wire: Wire
  readonly #options: Options
  readonly #frames = new FrameParser()
  readonly #reader = new LineReader((line) => this.#lines.push(line))
  readonly #supports = new Supports()
  #lines: Line[] = []
  #phase: 'name' | 'password' | 'play' | 'gone' = 'name'
  #flood: Flood | undefined

  constructor(socket: Socket, world: World, port: number) {
    this.#socket = socket
    this.world = world
    this.#port = port
    this.#wire = new Wire(socket, () => this.#onDrain())
    this.#options = new Options(
      (bytes) => this.#wire.write(bytes),
      (side, option, on) => this.#onOption(side, option, on),
    )
    socket.on('data', (bytes) => this.#onBytes(bytes))
    socket.on('close', () => this.#onClose())
  }

  /** Offers what there is, shows the banner and asks for a name. */
  welcome(): void {
    this.#socket.cork()
    this.#options.turnOn('us', TELOPT.MCCP2)
    this.#options.turnOn('us', TELOPT.GMCP)
    this.#options.turnOn('us', TELOPT.MSSP)
    this.#options.turnOn('him', TELOPT.TTYPE)
    this.#options.turnOn('him', TELOPT.NAWS)
    this.write(banner())
    this.#prompt()
    this.#socket.uncork()
  }

  get width(): number {
    return Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, this.size?.columns || 80))
  }

  get gmcp(): boolean {
    return this.#options.isOn('us', TELOPT.GMCP)
  }

  get compressing(): boolean {
    return this.#wire.compressing
  }

  get modules(): readonly string[] {
    return this.#supports.list
  }

  /** Text as it is. */
  write(text: string): void {
    this.#wire.write(UTF8.encode(text))
  }

  /** Lines, wrapped to the window. */
  print(text: string): void {
    this.write(wrap(text, this.width))
  }

  hear(text: string): void {
    // Somebody who does not read misses what is said rather than filling our memory.
    if (this.#wire.full || this.#flood) return
    this.write('\r\n' + wrap(text, this.width))
    this.#prompt()
  }

  tellRoom(): void {
    this.#tell('Room.Info', roomMessage(this.room))
  }

  tellVitals(): void {
    this.#tell('Char.Vitals', vitalsMessage(this.vitals))
  }

  startFlood(seconds: number | undefined): void {
    const flood = new Flood(this.#wire, this.width)
    this.#flood = flood
    flood.start(seconds, () => {
      this.#stopFlood()
      this.#prompt()
    })
  }

  /** Says goodbye and hangs up. */
  goodbye(words = 'Goodbye. The lamps stay on.'): void {
    this.#stopFlood()
    this.print(words)
    this.#leave()
    this.#wire.end()
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    this.#reader.push(bytes, start, end)
  }

  command(code: number): void {
    if (code === EC) this.#reader.eraseCharacter()
    else if (code === EL) this.#reader.eraseLine()
    else if (code === IP) this.#interrupt()
    else if (code === AYT && !this.#wire.full) {
      this.write('\r\n[Yes]\r\n')
      if (!this.#flood) this.#prompt()
    }
  }

  negotiate(verb: number, option: number): void {
    this.#options.receive(verb, option)
  }

  subnegotiation(option: number, bytes: Uint8Array, start: number, end: number, complete: boolean): boolean {
    const payload = bytes.subarray(start, end)
    if (!complete) return false
    if (option === TELOPT.TTYPE && this.#options.isOn('him', TELOPT.TTYPE)) {
      if (this.terminal.receive(payload)) this.#subnegotiate(TELOPT.TTYPE, TTYPE_SEND)
    } else if (option === TELOPT.NAWS && this.#options.isOn('him', TELOPT.NAWS)) {
      this.#onSize(payload)
    } else if (option === TELOPT.GMCP && this.gmcp) {
      this.#onGmcp(payload)
    }
    return false
  }

  /** A visitor's broken framing harms nobody but the visitor; reading goes on behind it. */
  fault(): void {}

  #onBytes(bytes: Uint8Array): void {
    if (this.#phase === 'gone') return
    this.#frames.push(bytes, 0, this)
    this.#work()
  }

  /** Answers lines as long as the answers find room; a visitor who only writes is not read either. */
  #work(): void {
    let done = 0
    for (const line of this.#lines) {
      if (this.#wire.full) break
      done++
      this.#onLine(line)
    }
    this.#lines = this.#lines.slice(done)
    if (this.#wire.full) this.#socket.pause()
    else if (this.#socket.isPaused()) this.#socket.resume()
  }

  #onDrain(): void {
    if (this.#lines.length > 0 || this.#socket.isPaused()) this.#work()
    this.#flood?.pump()
  }

  #onLine(line: Line): void {
    this.#stopFlood()
    if (line.cut) this.print(`That line was too long; its first ${LINE_MAX} bytes were taken.`)
    if (this.#phase === 'name') this.#onName(line.text.trim())
    else if (this.#phase === 'password') this.#onPassword()
    else if (this.#phase === 'gone' || runCommand(this, line.text)) return
    this.#prompt()
  }

  #onName(name: string): void {
    if (!NAME.test(name)) {
      if (name !== '') this.print('A name is one word: letters and digits, 20 at most.')
      return
    }
    this.name = name
    this.#phase = 'password'
    this.#options.turnOn('us', TELOPT.ECHO)
  }

  #onPassword(): void {
    this.#options.turnOff('us', TELOPT.ECHO)
    this.#phase = 'play'
    this.world.enter(this)
    this.world.tellOthers(this, `${this.name} comes up the steps.`)
    this.print(`\n${this.#greeting()}\n\n${lookAround(this)}`)
    this.tellRoom()
    this.tellVitals()
  }

  #greeting(): string {
    const [first, ...others] = this.terminal.names
    const lines = [`Welcome, ${this.name}. Type ${paint(TINT.command, 'help')} for what one can do here.`]
    if (first !== undefined) {
      const also = others.length > 0 ? `, also ${others.join(', ')}` : ''
      const can =
        this.terminal.abilities.length > 0 ? `, and can do: ${this.terminal.abilities.join(', ')}` : ''
      lines.push(paint(TINT.aside, `Your terminal is ${first}${also}${can}.`))
    }
    if (this.compressing) lines.push(paint(TINT.aside, 'What you read came compressed (MCCP2).'))
    return lines.join('\n')
  }

  #prompt(): void {
    if (this.#phase === 'gone') return
    const { hp, mv } = this.vitals
    const words = {
      name: 'Your name: ',
      password: 'Password (any word will do, it is not kept): ',
      play: `${hp}hp ${mv}mv> `,
    }
    this.write(words[this.#phase])
    this.#wire.write(encodeCommand(GA))
  }

  #stopFlood(): void {
    const flood = this.#flood
    if (!flood) return
    this.#flood = undefined
    flood.stop()
    this.print(`The flood stops after ${flood.lines} lines.`)
  }

  /** IAC IP, what ^C sends in many clients. */
  #interrupt(): void {
    this.#reader.eraseLine()
    if (!this.#flood) return
    this.#stopFlood()
    this.#prompt()
  }

  #onOption(side: Side, option: number, on: boolean): void {
    if (side === 'us' && option === TELOPT.MCCP2) {
      if (on) this.#wire.compress()
      else this.#wire.plain()
    } else if (side === 'us' && option === TELOPT.MSSP && on) {
      this.#subnegotiate(TELOPT.MSSP, encodeMssp(msspVariables(this.world, this.#port)))
    } else if (side === 'us' && option === TELOPT.GMCP && !on) {
      this.#supports.clear()
      this.gmcpClient = undefined
    } else if (side === 'him' && option === TELOPT.TTYPE) {
      if (!on) return this.terminal.clear()
      this.terminal.begin()
      this.#subnegotiate(TELOPT.TTYPE, TTYPE_SEND)
    } else if (side === 'him' && option === TELOPT.NAWS && !on) {
      this.size = undefined
    }
  }

  /** RFC 1073: width and height, 16 bits each; 0 says nothing. */
  #onSize(payload: Uint8Array): void {
    if (payload.length !== 4) return
    const [a = 0, b = 0, c = 0, d = 0] = payload
    const columns = a * 256 + b
    this.size = columns === 0 ? undefined : { columns, rows: c * 256 + d }
  }

  #onGmcp(payload: Uint8Array): void {
    const message = parseGmcp(payload)
    if (!message) return
    const name = message.name.toLowerCase()
    const [, action] = /^core\.supports\.(set|add|remove)$/.exec(name) ?? []
    if (name === 'core.ping') {
      if (!this.#wire.full) this.#subnegotiate(TELOPT.GMCP, encodeGmcp('Core.Ping'))
    } else if (name === 'core.hello') {
      this.gmcpClient = helloText(readJson(message.json))
    } else if (action && this.#supports.change(action, message.json) && this.#phase === 'play') {
      this.tellRoom()
      this.tellVitals()
    }
  }

  #tell(name: string, value: unknown): void {
    if (this.#phase !== 'play' || !this.gmcp || !this.#supports.wants(name) || this.#wire.full) return
    this.#subnegotiate(TELOPT.GMCP, encodeGmcp(name, value))
  }

  #subnegotiate(option: number, payload: Uint8Array): void {
    this.#wire.write(encodeSubnegotiation(option, payload))
  }

  #onClose(): void {
    this.#stopFlood()
    this.#leave()
  }

  #leave(): void {
    const was = this.#phase
    this.#phase = 'gone'
    this.#lines = []
    if (was !== 'play') return
    this.world.leave(this)
    this.world.tellOthers(this, `${this.name} leaves.`)
  }
}

/** Client and version of Core.Hello, safe to show. */
function helloText(hello: unknown): string | undefined {
  if (typeof hello !== 'object' || hello === null) return undefined
  const { client, version } = hello as { client?: unknown; version?: unknown }
  const words = [client, version].filter((word) => typeof word === 'string')
  const text = words.join(' ').replace(/\p{C}/gu, '').slice(0, 60)
  return text === '' ? undefined : text
}
