import * as pako from 'pako'
import { concat, fromLatin1 } from '../../shared/base/bytes.ts'
import { AYT, GA, IAC, SB, SE, TELOPT, type Verb } from '../../shared/telnet/codes.ts'
import { command, message, ScriptedServer, text, verb, type Surroundings } from './scripted-server.ts'

const { NEW_ENVIRON, TTYPE, MCCP2, MXP, GMCP, MSP, MSDP, NAWS, ECHO, LINEMODE, MSSP, LOGOUT } = TELOPT
const OFFERED: readonly number[] = [MCCP2, MXP, GMCP, MSP, MSDP, NAWS, MSSP]
const TTYPE_MAX = 10
const START = Uint8Array.of(IAC, SB, MCCP2, IAC, SE)
const LF = 10
const CR = 13
const NUL = 0
/** What a client says for itself, on a line of MXP's secure mode. */
const MXP_ANSWERS = ['\x1b[1z<SUPPORTS ', '\x1b[1z<VERSION ']

type Place = 'before' | 'name' | 'password' | 'game'

/** Who is in the game, by name: a second login takes the first one's place. */
export type World = Map<string, CoffeeMud>

/** CoffeeMud 5.11 as it behaves on the wire, oddities and all. */
export class CoffeeMud extends ScriptedServer {
  readonly #world: World
  #place: Place = 'before'
  #name = ''
  #line = ''
  #last = 0
  #stream: Stream | undefined
  readonly #on = new Set<number>()
  readonly #refused = new Set<number>()
  #answered = false
  /** The size that it uses; NAWS has to be agreed for that. */
  size: { readonly columns: number; readonly rows: number } | undefined
  #sizeAsked = false
  ttypes: string[] = []
  #reported = false
  #welcomed = false

  constructor(around: Surroundings, world: World = new Map()) {
    super(around)
    this.#world = world
  }

  start(): void {
    this.#send(text('\n\r#$#mcp version: 2.1 to: 2.1\n\r'))
    this.#send(text('\n\rConnecting to Coffee...\n\r'))
    this.#send(
      concat([
        verb('DO', NEW_ENVIRON),
        verb('DO', TTYPE),
        message(TTYPE, '\x01'),
        verb('WILL', MCCP2),
        verb('WILL', MXP),
        verb('WILL', GMCP),
        verb('WILL', MSP),
        verb('WILL', MSDP),
        verb('WILL', NAWS),
        verb('WONT', ECHO),
        verb('DO', LINEMODE),
        verb('WILL', MSSP),
      ]),
    )
    this.after(900, () => this.#compress())
    this.after(1800, () => this.#answered && this.#banner())
    this.after(5600, () => this.#banner())
  }

  // What a client agrees to is compressed, telnet and all.
  #send(bytes: Uint8Array): void {
    this.wire(this.#stream?.write(bytes) ?? bytes)
  }

  #compress(): void {
    if (this.#stream || !this.#on.has(MCCP2)) return
    this.#send(START)
    this.#stream = new Stream()
  }

  #banner(): void {
    if (this.#place !== 'before') return
    if (this.#on.has(MXP)) this.#send(text('\n\x1b[6z<SUPPORT IMAGE IMAGE.URL>\n\n'))
    this.#place = 'name'
    // It waits for the answer to SUPPORT.
    this.after(this.#on.has(MXP) ? 3000 : 0, () => this.#welcome())
  }

  #welcome(): void {
    if (this.#welcomed) return
    this.#welcomed = true
    this.#say('   )  (\n\r  ( <"" )\n\r\n\rWelcome to Coffee\n\r\n\r')
    this.#prompt('\n\rName: ')
  }

  #say(words: string): void {
    this.#send(text(this.#on.has(MXP) ? escaped(words) : words))
  }

  /** With a mark only before the character is in the game. */
  #prompt(words: string): void {
    this.#say(words)
    if (this.#place !== 'game') this.#send(command(GA))
  }

  protected verb(name: Verb, option: number): void {
    this.#answered = true
    if (name === 'WILL') this.#willed(option)
    else if (name === 'WONT') this.#send(verb('DONT', option))
    else if (name === 'DO') this.#done(option)
    else this.#dont(option)
  }

  #willed(option: number): void {
    // Two at once, though it has asked before.
    if (option === TTYPE) this.#send(concat([message(TTYPE, '\x01'), message(TTYPE, '\x01')]))
    else if (option === LINEMODE) this.#send(verb('DONT', LINEMODE))
    else if (option === NAWS) {
      this.#sizeAsked = true
      // It asks properly once its own offer was refused.
      if (this.#refused.has(NAWS)) this.#send(verb('DO', NAWS))
    } else if (option !== NEW_ENVIRON) this.#send(verb('DONT', option))
  }

  #done(option: number): void {
    if (option === LOGOUT) {
      this.#send(verb('WILL', LOGOUT))
      return this.leave()
    }
    if (option === ECHO) return
    if (!OFFERED.includes(option)) return this.#send(verb('WONT', option))
    const again = option === MCCP2 && this.#refused.delete(MCCP2)
    this.#on.add(option)
    if (again) {
      this.#send(verb('WILL', MCCP2))
      this.after(1300, () => this.#compress())
    }
    if (option === MSSP) {
      this.#send(message(MSSP, '\x01NAME\x02Coffee\x01PLAYERS\x020\x01UPTIME\x021700000000'))
    }
  }

  #dont(option: number): void {
    if (option === ECHO) return
    this.#refused.add(option)
    this.#on.delete(option)
    // Out of the stream without an end; what follows is plain.
    if (option === MCCP2) this.#stream = undefined
    this.#send(verb('WONT', option))
  }

  protected message(option: number, payload: Uint8Array): void {
    if (option === TTYPE) {
      this.ttypes.push(fromLatin1(payload.subarray(1)))
      if (this.ttypes.length <= TTYPE_MAX - 3) this.#send(message(TTYPE, '\x01'))
    } else if (option === NAWS && this.#sizeAsked) {
      const [a = 0, b = 0, c = 0, d = 0] = payload
      this.size = { columns: a * 256 + b, rows: c * 256 + d }
    } else if (option === GMCP) {
      this.#gmcp(fromLatin1(payload))
    }
    // MSDP from a client is not heard.
  }

  #gmcp(words: string): void {
    const [name = '', body = ''] = words.split(/ (.*)/s)
    if (name === 'Core.Ping') this.#tell('Core.Ping')
    else if (name.toLowerCase() === 'core.supports.set' && /char\.login/i.test(body)) {
      this.#tell('Char.Login.Default {"type":["password-credentials"]}')
    } else if (name.toLowerCase() === 'char.login.credentials') {
      this.#name = (JSON.parse(body) as { account: string }).account
      this.#send(verb('WONT', ECHO))
      this.#enter()
    } else if (name === 'MSDP' && body.includes('LIST')) {
      this.#tell('{"6779777765786883":[76738384,838069]}')
    } else if (name === 'MSDP' && body.includes('REPORT')) {
      this.#reported = true
    }
  }

  #tell(words: string): void {
    this.#send(message(GMCP, words))
  }

  protected command(code: number): void {
    if (code === AYT) this.#say(' \b')
  }

  /** It takes CR LF, CR NUL, CR and LF for the end of a line. */
  protected data(bytes: Uint8Array): void {
    for (const byte of bytes) {
      const second = this.#last === CR && (byte === LF || byte === NUL)
      this.#last = byte
      if (second) continue
      if (byte === CR || byte === LF) {
        const line = this.#line
        this.#line = ''
        this.#read(line)
      } else this.#line += String.fromCharCode(byte)
    }
  }

  #read(line: string): void {
    if (this.#on.has(MXP) && MXP_ANSWERS.some((start) => line.startsWith(start)))
      return line.includes('SUPPORTS') ? this.#welcome() : undefined
    if (this.#place === 'name') {
      this.#name = line
      this.#place = 'password'
      this.after(100, () => {
        this.#send(verb('WILL', ECHO))
        this.#prompt('Password: ')
      })
    } else if (this.#place === 'password') {
      this.after(60, () => {
        this.#send(verb('WONT', ECHO))
        this.#say('\r\n\n\r')
        this.#enter()
      })
    } else if (this.#place === 'game') this.#obey(line)
  }

  #enter(): void {
    this.#place = 'game'
    this.#world.get(this.#name)?.leave()
    this.#world.set(this.#name, this)
    const refused = [MXP, MSP].filter((option) => this.#refused.has(option))
    for (const option of refused) this.#send(verb('WILL', option))
    this.after(100, () => {
      for (const option of refused) this.#send(verb('WONT', option))
      if (refused.includes(MXP)) this.#say('MXP codes have been disabled for this session.\n\r')
      if (this.#on.has(GMCP)) this.#tell('char.vitals {"hp":20,"maxhp":20}')
      if (this.#reported) this.#send(message(MSDP, '\x01HEALTH\x0220\x01ROOM\x02\x03\x01VNUM\x021\x04'))
      if (this.#on.has(MXP)) this.#send(text('\x1b[6z<VERSION>\n'))
      this.#say('A caf\xe9 by the road\n\r\n\rObvious exits:\n\r')
      this.#prompt('\n\r<20hp 100m 100mv>')
    })
  }

  #obey(line: string): void {
    if (line === 'quit') {
      this.#say('Bye!\n\r')
      return this.leave()
    }
    this.#say(line === 'look' ? 'A caf\xe9 by the road\n\r' : `You say '${line}'\n\r`)
    this.#prompt('\n\r<20hp 100m 100mv>')
  }

  /** A NUL, then the end of the stream, then of the connection. */
  leave(): void {
    this.#send(Uint8Array.of(NUL))
    if (this.#stream) this.wire(this.#stream.finish())
    this.close()
  }
}

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** A deflate stream that gives what it makes of some bytes at once; Node's own would give it later. */
class Stream {
  readonly #deflate = new pako.Deflate()
  #out: Uint8Array[] = []

  constructor() {
    this.#deflate.onData = (bytes) => this.#out.push(bytes)
  }

  write(bytes: Uint8Array, flush: 2 | 4 = 2): Uint8Array {
    this.#deflate.push(bytes, flush)
    const out = concat(this.#out)
    this.#out = []
    return out
  }

  finish(): Uint8Array {
    return this.write(new Uint8Array(0), 4)
  }
}
