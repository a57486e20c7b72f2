import { concat, fromLatin1 } from '../../shared/base/bytes.ts'
import { IP, TELOPT, type Verb } from '../../shared/telnet/codes.ts'
import { message, ScriptedServer, text, verb, type Surroundings } from './scripted-server.ts'

const { AUTHENTICATION, ENCRYPT, TTYPE, TSPEED, XDISPLOC, NEW_ENVIRON, OLD_ENVIRON } = TELOPT
const { ECHO, SGA, TM, STATUS, LFLOW, LINEMODE, NAWS, BINARY } = TELOPT
/** What it asks about the client with SEND, and waits to be told. */
const ASKED: readonly number[] = [TSPEED, XDISPLOC, NEW_ENVIRON, OLD_ENVIRON, TTYPE]
const LF = 10
const CR = 13
const NUL = 0

/** GNU telnetd 2.4 as it behaves on the wire: it says nothing to a person before each of its questions is answered. */
export class GnuTelnetd extends ScriptedServer {
  readonly #linemode: boolean
  /** What it waits for: answers to its first requests, then what those who agreed were asked. */
  readonly #open = new Set<number>([AUTHENTICATION, ENCRYPT, ...ASKED])
  readonly #agreed = new Set<number>()
  #opened = false
  #line = ''
  #last = 0
  size: { readonly columns: number; readonly rows: number } | undefined
  /** Names under which somebody tried to log in. */
  readonly logins: string[] = []
  loggedIn = false

  constructor(around: Surroundings, { linemode = false } = {}) {
    super(around)
    this.#linemode = linemode
  }

  start(): void {
    this.wire(
      concat([
        verb('WILL', AUTHENTICATION),
        verb('WILL', ENCRYPT),
        ...[TTYPE, TSPEED, XDISPLOC, NEW_ENVIRON, OLD_ENVIRON].map((option) => verb('DO', option)),
      ]),
    )
  }

  /** It waits for the first answers, then asks all who agreed, then waits for what they say. */
  #settled(option: number): void {
    if (!this.#open.delete(option) || this.#open.size > 0 || this.#opened) return
    const asked = ASKED.filter((candidate) => this.#agreed.has(candidate))
    if (asked.length > 0 && !this.#asked) {
      this.#asked = true
      for (const candidate of asked) this.#open.add(candidate)
      return this.wire(concat(asked.map((candidate) => message(candidate, '\x01'))))
    }
    this.#begin()
  }

  #asked = false

  /** The second burst and the login. DO ECHO is meant to catch very old clients. */
  #begin(): void {
    this.#opened = true
    this.wire(
      concat([
        verb('WILL', SGA),
        verb('DO', ECHO),
        verb('DO', LINEMODE),
        verb('DO', NAWS),
        verb('WILL', STATUS),
        verb('DO', LFLOW),
        verb('DO', TM),
      ]),
    )
  }

  /** Once LINEMODE is answered it knows how the terminal works. */
  #login(): void {
    const characters = !this.#linemode || !this.#agreed.has(LINEMODE)
    if (characters) {
      const ends = this.#agreed.has(LINEMODE) ? [verb('DONT', LINEMODE)] : []
      this.wire(concat([...ends, verb('WILL', ECHO), verb('DO', BINARY), text('\r\nHost\r\nlogin: ')]))
      return
    }
    // A stray NUL comes behind the mode, and ECHO is taken back in the same breath.
    this.wire(
      concat([
        message(LINEMODE, '\x01\x03'),
        text('\0'),
        verb('WILL', ECHO),
        verb('DO', BINARY),
        verb('WONT', ECHO),
      ]),
    )
    this.wire(text('\r\nHost\r\nlogin: '))
  }

  protected verb(name: Verb, option: number): void {
    if (name === 'WILL' || name === 'DO') this.#agreed.add(option)
    else this.#agreed.delete(option)
    if (option === LFLOW && name === 'WILL') this.wire(message(LFLOW, '\x03'))
    if (option === LINEMODE && !this.#loginShown) {
      this.#loginShown = true
      this.#login()
    }
    this.#settled(option)
  }

  #loginShown = false

  protected message(option: number, payload: Uint8Array): void {
    if (option === NAWS) {
      const [a = 0, b = 0, c = 0, d = 0] = payload
      this.size = { columns: a * 256 + b, rows: c * 256 + d }
    }
    if (payload[0] === 0 && ASKED.includes(option)) this.#settled(option)
  }

  protected command(code: number): void {
    // It throws away what it had to say and marks the place.
    if (code === IP) this.wire(verb('DO', TM))
  }

  /** CR LF and CR NUL end a line, but with BINARY a CR does, and a NUL is a character like any other. */
  protected data(bytes: Uint8Array): void {
    const binary = this.#agreed.has(BINARY)
    for (const byte of bytes) {
      const second = !binary && this.#last === CR && (byte === LF || byte === NUL)
      this.#last = byte
      if (second) continue
      if (byte === CR || byte === LF) {
        const line = this.#line
        this.#line = ''
        this.#read(line)
      } else {
        this.#line += String.fromCharCode(byte)
        if (!this.#linemode && this.#reading !== 'password') this.wire(Uint8Array.of(byte))
      }
    }
  }

  #reading: 'name' | 'password' | 'shell' = 'name'

  #read(line: string): void {
    if (this.#reading === 'name') {
      this.logins.push(line)
      this.#reading = 'password'
      this.wire(text('\r\nPassword: '))
    } else if (this.#reading === 'password') {
      this.loggedIn = fromLatin1(text(line)) === 'secret' && this.logins.at(-1) === 'zoe'
      this.#reading = this.loggedIn ? 'shell' : 'name'
      // A bare CR goes out as CR NUL, and 255 doubled: towards the client all stays NVT.
      this.wire(text(this.loggedIn ? '\r\n\x1b[?2004l\r\0$ ' : '\r\nLogin incorrect\r\nlogin: '))
    } else if (line === 'raw') this.wire(concat([text('\r\n'), Uint8Array.of(255, 255), text('\r\n$ ')]))
    else this.wire(text('\r\n$ '))
  }
}
