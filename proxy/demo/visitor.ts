import type { Socket } from 'node:net'
import { EC, EL, EOR, GA, IP, TELOPT } from '../../shared/telnet/codes.ts'
import { encodeCommand, encodeSubnegotiation, escapeIac } from '../../shared/telnet/encode.ts'
import type { FrameSink } from '../../shared/telnet/frames.ts'
import type { Activity } from './activity.ts'
import { banner } from './banner.ts'
import { channelPlayers, channelText, CHANNEL } from './channel.ts'
import { CharLogin } from './char-login.ts'
import { Charset } from './charset.ts'
import { runCommand } from './commands.ts'
import { ENVIRON_SEND, Environment } from './environ.ts'
import { Gmcp } from './gmcp.ts'
import { Inbox } from './inbox.ts'
import { KIN, Kin } from './kin.ts'
import { LINE_MAX, LineReader, type Line } from './lines.ts'
import type { Loop } from './loop.ts'
import { isMxpAnswer, Mcp, MCP_GREETING, MXP_START } from './markup.ts'
import { encodeMsdp, Msdp, pairsIn, type MsdpGame } from './msdp.ts'
import { encodeMssp, msspText, msspVariables, type Address } from './mssp.ts'
import { Options, type Side } from './options.ts'
import { SAID, Telnetd } from './telnetd.ts'
import { REPORTABLE, SENDABLE, readVariable, tellGmcp, tellGmcpChanges } from './tellings.ts'
import { TINT, enumerate, paint, wrap } from './text.ts'
import { TTYPE_SEND, TerminalNames } from './ttype.ts'
import { lookAround } from './walking.ts'
import { Wire } from './wire.ts'
import { FIRST_ROOM, FULL_VITALS, type Person, type Room, type Vitals, type World } from './world.ts'

const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'_-]{0,19}$/u
const WIDTH_MIN = 20
const WIDTH_MAX = 250

/** Compression first, so that all the rest may come compressed. */
const OFFERS = [
  TELOPT.MCCP2,
  TELOPT.GMCP,
  TELOPT.MSDP,
  TELOPT.MSSP,
  TELOPT.MXP,
  TELOPT.MSP,
  TELOPT.EOR,
  TELOPT.CHARSET,
  ...KIN,
]
const REQUESTS = [TELOPT.TTYPE, TELOPT.NAWS, TELOPT.NEW_ENVIRON]

/** One connection, from the banner to the goodbye. */
export class Visitor implements Person, FrameSink {
  readonly world: World
  readonly wire: Wire
  readonly options: Options
  readonly terminal = new TerminalNames()
  readonly environment = new Environment()
  readonly charset = new Charset((payload) => void this.#subnegotiate(TELOPT.CHARSET, payload))
  readonly #variables: Omit<MsdpGame, 'send'> = {
    reportable: REPORTABLE,
    sendable: SENDABLE,
    read: (name) => readVariable(name, this.playing ? this : undefined),
  }
  readonly msdp: Msdp = new Msdp({
    ...this.#variables,
    send: (pair) => this.#subnegotiate(TELOPT.MSDP, encodeMsdp(pair)),
  })
  /** MSDP inside GMCP. */
  readonly #tunnel: Msdp = new Msdp({
    ...this.#variables,
    send: ({ name, value }) => this.gmcp.answer('MSDP', { [name]: value }),
  })
  readonly #login = new CharLogin(
    () => this.gmcp,
    (name) => this.#letIn(name),
  )
  readonly kin: Kin = new Kin((option, payload) => this.#subnegotiate(option, payload))
  readonly gmcp: Gmcp = new Gmcp(
    (payload) => this.#subnegotiate(TELOPT.GMCP, payload),
    () => (this.playing ? tellGmcp(this.gmcp, this) : this.#login.offer()),
    (name, value) => this.#onGmcp(name, value),
  )
  readonly telnetd: Telnetd
  readonly inbox = new Inbox(this)
  readonly mcp = new Mcp(
    (line) => this.write(`${line}\r\n`),
    (text) => this.#onDescription(text),
  )
  description = 'Somebody with a lamp.\nNothing is known of them yet.'
  readonly vitals: Vitals = { ...FULL_VITALS }
  name = ''
  room: Room = FIRST_ROOM
  steps = 0
  state = 'standing'
  onChannel = true
  /** MSSP claims what is not so. */
  lying = false
  loop: Loop | undefined
  size: { readonly columns: number; readonly rows: number } | undefined
  readonly #socket: Socket
  readonly #address: Address
  readonly #reader = new LineReader(
    (line) => this.#lines.push(line),
    () => this.charset.name === 'UTF-8',
  )
  #lines: Line[] = []
  #phase: 'name' | 'password' | 'play' | 'gone' = 'name'
  #activity: Activity | undefined

  constructor(socket: Socket, world: World, address: Address) {
    this.#socket = socket
    this.world = world
    this.#address = address
    this.wire = new Wire(socket, () => this.#onDrain())
    this.options = new Options(
      (bytes) => this.wire.write(bytes),
      (side, option, on) => this.#onOption(side, option, on),
    )
    this.telnetd = new Telnetd({
      options: this.options,
      send: (option, payload) => this.#subnegotiate(option, payload),
      hear: (text) => this.hear(text),
      lying: () => this.lying,
    })
    socket.on('data', (bytes) => this.#onBytes(bytes))
    socket.on('close', () => this.#onClose())
  }

  /** Offers what there is, shows the banner and asks for a name. */
  welcome(): void {
    this.#socket.cork()
    for (const option of OFFERS) this.options.turnOn('us', option)
    for (const option of REQUESTS) this.options.turnOn('him', option)
    this.write(MCP_GREETING + banner())
    this.prompt()
    this.#socket.uncork()
  }

  get width(): number {
    return Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, this.size?.columns || 80))
  }

  get playing(): boolean {
    return this.#phase === 'play'
  }

  get attentive(): boolean {
    return this.#activity === undefined && !this.wire.full
  }

  /** Text as it is, in the agreed character set. */
  write(text: string): void {
    this.writeBytes(this.charset.encode(text))
  }

  /** Data bytes as they are, each 255 doubled. */
  writeBytes(bytes: Uint8Array): void {
    this.wire.write(escapeIac(bytes))
  }

  /** Lines, wrapped to the window. */
  print(text: string): void {
    this.write(wrap(text, this.width))
  }

  hear(text: string): void {
    // Somebody who does not read misses what is said rather than filling our memory.
    if (!this.attentive) return
    this.write('\r\n' + wrap(text, this.width))
    this.prompt()
  }

  hearChannel(talker: string, text: string, own: boolean): void {
    if (!this.attentive) return
    this.gmcp.tell('Comm.Channel.Text', channelText(talker, text))
    const line = `${paint(TINT.people, `[${CHANNEL}] ${talker}:`)} ${text}`
    if (own) this.print(line)
    else this.hear(line)
  }

  refresh(): void {
    if (!this.playing) return
    tellGmcpChanges(this.gmcp, this)
    this.msdp.report()
    this.#tunnel.report()
    this.kin.refresh(this)
  }

  /** Lets it send until it or a line ends it. */
  begin(activity: Activity): void {
    this.#activity = activity
    activity.pump()
  }

  /** The activity came to its end. */
  finish(activity: Activity): void {
    if (this.#activity !== activity) return
    this.#stopActivity()
    this.prompt()
  }

  /** Describes the server anew; false if the client did not agree to MSSP. */
  tellMssp(): boolean {
    if (!this.options.isOn('us', TELOPT.MSSP)) return false
    return this.#subnegotiate(TELOPT.MSSP, encodeMssp(this.#mssp))
  }

  /** Says goodbye and hangs up. */
  goodbye(words = 'Goodbye. The lamps stay on.'): void {
    this.#stopActivity()
    this.print(words)
    this.gmcp.tell('Core.Goodbye', words)
    this.#leave()
    this.wire.end()
  }

  /** The end of a prompt is marked by EOR if that is agreed (RFC 885), else by GA unless it is suppressed (RFC 858). */
  prompt(): void {
    if (this.#phase === 'gone') return
    const { hp, mv } = this.vitals
    const words = {
      name: 'Your name: ',
      password: 'Password (any word will do, it is not kept): ',
      play: `${hp}hp ${mv}mv> `,
    }
    this.write(words[this.#phase])
    if (this.options.isOn('us', TELOPT.EOR)) this.wire.write(encodeCommand(EOR))
    else if (!this.options.isOn('us', TELOPT.SGA)) this.wire.write(encodeCommand(GA))
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    this.#reader.push(bytes, start, end)
  }

  command(code: number): void {
    if (code === EC) this.#reader.eraseCharacter()
    else if (code === EL) this.#reader.eraseLine()
    else if (code === IP) this.#interrupt()
    else if (SAID.has(code) && !this.wire.full) {
      this.write(`\r\n[${SAID.get(code)}]\r\n`)
      if (!this.#activity) this.prompt()
    }
  }

  negotiate(verb: number, option: number): void {
    this.options.receive(verb, option)
    this.loop?.answered(verb, option)
  }

  subnegotiation(option: number, bytes: Uint8Array, start: number, end: number, complete: boolean): boolean {
    const payload = bytes.subarray(start, end)
    const agreed = (side: Side): boolean => this.options.isOn(side, option)
    if (!complete) return false
    if (option === TELOPT.TTYPE && agreed('him')) {
      if (this.terminal.receive(payload)) this.#subnegotiate(option, TTYPE_SEND)
    } else if (option === TELOPT.NAWS && agreed('him')) this.#onSize(payload)
    else if (option === TELOPT.NEW_ENVIRON && agreed('him')) this.#onVariables(payload)
    else if (option === TELOPT.CHARSET && (agreed('us') || agreed('him'))) this.charset.receive(payload)
    else if (option === TELOPT.GMCP && agreed('us')) this.gmcp.receive(payload)
    else if (option === TELOPT.MSDP && agreed('us')) this.msdp.receive(payload)
    else if (KIN.includes(option) && agreed('us')) this.kin.receive(option, payload)
    else if (option === TELOPT.MCCP3 && agreed('us') && !this.inbox.inflating) {
      this.inbox.inflate()
      return true
    } else this.telnetd.receive(option, payload)
    return false
  }

  /** A visitor's broken framing harms nobody but the visitor; reading goes on behind it. */
  fault(): void {}

  #onBytes(bytes: Uint8Array): void {
    if (this.#phase === 'gone') return
    if (!this.inbox.push(bytes)) return this.goodbye('What you sent cannot be unpacked.')
    this.#work()
  }

  /** Answers lines as long as the answers find room; a visitor who only writes is not read either. */
  #work(): void {
    let done = 0
    for (const line of this.#lines) {
      if (this.wire.full) break
      done++
      this.#onLine(line)
    }
    this.#lines = this.#lines.slice(done)
    if (this.wire.full) this.#socket.pause()
    else if (this.#socket.isPaused()) this.#socket.resume()
  }

  #onDrain(): void {
    if (this.#lines.length > 0 || this.#socket.isPaused()) this.#work()
    if (this.#activity) this.#activity.pump()
    else this.refresh()
  }

  #onLine(line: Line): void {
    if (this.mcp.receive(line.text) || isMxpAnswer(line.text)) return
    this.#stopActivity()
    if (line.cut) this.print(`That line was too long; its first ${LINE_MAX} bytes were taken.`)
    if (this.#phase === 'name') this.#onName(line.text.trim())
    else if (this.#phase === 'password') this.#onPassword()
    else if (this.#phase === 'gone' || this.#play(line.text)) return
    this.prompt()
  }

  #onDescription(text: string): void {
    this.description = text
    if (!this.attentive) return
    this.print(`\nYour description is now ${text.split('\n').length} lines long.`)
    this.prompt()
  }

  /** True if no prompt is to follow. */
  #play(line: string): boolean {
    this.world.channel.stir()
    const silent = runCommand(this, line)
    this.refresh()
    return silent
  }

  #onName(name: string): void {
    // https://mudstandards.org/mud/mssp: for crawlers that speak no telnet.
    if (name.toLowerCase() === 'mssp-request') return this.write(msspText(this.#mssp))
    if (!NAME.test(name)) {
      if (name !== '') this.print('A name is one word: letters and digits, 20 at most.')
      return
    }
    this.name = name
    this.#phase = 'password'
    this.options.turnOn('us', TELOPT.ECHO)
  }

  #letIn(name: string): void {
    this.name = name
    this.print('')
    this.#onPassword()
    this.prompt()
  }

  #onPassword(): void {
    this.options.turnOff('us', TELOPT.ECHO)
    this.#phase = 'play'
    this.write('\r\n')
    this.mcp.hello()
    this.world.enter(this)
    this.world.tellOthers(this, `${this.name} comes up the steps.`)
    this.print(`${this.#greeting()}\n\n${lookAround(this)}`)
    tellGmcp(this.gmcp, this)
    this.kin.tellState(true)
    this.refresh()
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
    if (this.wire.compressing) lines.push(paint(TINT.aside, 'What you read came compressed (MCCP2).'))
    return lines.join('\n')
  }

  get #mssp() {
    return msspVariables(this.world, this.#address, this.lying)
  }

  #stopActivity(): void {
    const activity = this.#activity
    if (!activity) return
    this.#activity = undefined
    this.print(activity.stop())
  }

  /** IAC IP, what ^C sends in many clients. */
  #interrupt(): void {
    this.#reader.eraseLine()
    if (this.#activity) this.finish(this.#activity)
  }

  #onOption(side: Side, option: number, on: boolean): void {
    if (side === 'us') this.#onOurs(option, on)
    else if (option === TELOPT.TTYPE) {
      if (!on) return this.terminal.clear()
      this.terminal.begin()
      this.#subnegotiate(option, TTYPE_SEND)
    } else if (option === TELOPT.NEW_ENVIRON) {
      this.environment.clear()
      if (on) this.#subnegotiate(option, ENVIRON_SEND)
    } else if (option === TELOPT.NAWS && !on) this.size = undefined
    else if (on) this.telnetd.began(option)
  }

  #onOurs(option: number, on: boolean): void {
    if (option === TELOPT.MCCP2) {
      if (on) this.wire.compress()
      else this.wire.plain()
    } else if (option === TELOPT.MSSP && on) this.tellMssp()
    else if (option === TELOPT.MXP && on) {
      this.#subnegotiate(option, new Uint8Array(0))
      this.write(MXP_START)
    } else if (option === TELOPT.GMCP && !on) {
      this.gmcp.clear()
      this.#tunnel.clear()
    } else if (option === TELOPT.MSDP && !on) this.msdp.clear()
    else if (KIN.includes(option)) {
      if (on) this.kin.begin(option, this.playing)
      else this.kin.clear()
    } else if (option === TELOPT.CHARSET) {
      if (on) this.charset.begin()
      else this.charset.clear()
    }
  }

  /** RFC 1572: INFO comes when something has changed. */
  #onVariables(payload: Uint8Array): void {
    const changed = this.environment.receive(payload)
    if (changed.length > 0 && this.playing) this.hear(`Your client tells: ${enumerate(changed)}.`)
  }

  /** RFC 1073: width and height, 16 bits each; 0 says nothing. */
  #onSize(payload: Uint8Array): void {
    if (payload.length !== 4) return
    const [a = 0, b = 0, c = 0, d = 0] = payload
    const columns = a * 256 + b
    this.size = columns === 0 ? undefined : { columns, rows: c * 256 + d }
  }

  /** What a client says by GMCP besides Core: `name` in lower case. */
  #onGmcp(name: string, value: unknown): void {
    if (name === 'comm.channel.players' && this.playing)
      this.gmcp.tell('Comm.Channel.Players', channelPlayers(this.world.channel))
    else if (name === 'msdp') this.#tunnel.take(pairsIn(value))
    else if (name === 'char.login.credentials' && !this.playing && this.#phase !== 'gone')
      this.#login.receive(value, NAME)
  }

  /** False if there is no room, or the option was never agreed. */
  #subnegotiate(option: number, payload: Uint8Array): boolean {
    const agreed = this.options.isOn('us', option) || this.options.isOn('him', option)
    if (!agreed || this.wire.full || this.#phase === 'gone') return false
    this.wire.write(encodeSubnegotiation(option, payload))
    return true
  }

  #onClose(): void {
    this.#activity?.stop()
    this.#activity = undefined
    this.#leave()
  }

  #leave(): void {
    const was = this.#phase
    this.loop?.stop()
    this.loop = undefined
    this.#phase = 'gone'
    this.#lines = []
    if (was !== 'play') return
    this.world.leave(this)
    this.world.tellOthers(this, `${this.name} leaves.`)
  }
}
