import { TELOPT, verbOf, type Verb } from '../../shared/telnet/codes.ts'
import { encodeVerb } from '../../shared/telnet/encode.ts'
import { asked, heard, sent, type Q } from '../../shared/telnet/negotiation.ts'

/** `us`: the server does it (our WILL, their DO). `him`: the client does it. */
export type Side = 'us' | 'him'

const ON: Readonly<Record<Side, Verb>> = { us: 'WILL', him: 'DO' }
const OFF: Readonly<Record<Side, Verb>> = { us: 'WONT', him: 'DONT' }

/** What the server agrees to when the client asks first. */
const WELCOME: Readonly<Record<Side, ReadonlySet<number>>> = {
  us: new Set<number>([
    TELOPT.MCCP2,
    TELOPT.GMCP,
    TELOPT.MSDP,
    TELOPT.MSSP,
    TELOPT.ZMP,
    TELOPT.ATCP,
    TELOPT.AARDWOLF,
    TELOPT.MXP,
    TELOPT.MSP,
    TELOPT.EOR,
    TELOPT.CHARSET,
    TELOPT.SGA,
    TELOPT.STATUS,
    TELOPT.MCCP3,
  ]),
  him: new Set<number>([
    TELOPT.TTYPE,
    TELOPT.NAWS,
    TELOPT.NEW_ENVIRON,
    TELOPT.CHARSET,
    TELOPT.SGA,
    TELOPT.STATUS,
    TELOPT.LINEMODE,
    TELOPT.LFLOW,
  ]),
}

/** The options of one connection by RFC 1143, with its own sends. */
export class Options {
  readonly #q = { us: new Map<number, Q>(), him: new Map<number, Q>() }
  readonly #refused = { us: new Set<number>(), him: new Set<number>() }
  readonly #write: (bytes: Uint8Array) => void
  readonly #onChange: (side: Side, option: number, on: boolean) => void

  constructor(
    write: (bytes: Uint8Array) => void,
    onChange: (side: Side, option: number, on: boolean) => void,
  ) {
    this.#write = write
    this.#onChange = onChange
  }

  isOn(side: Side, option: number): boolean {
    return this.#at(side, option) === 'yes'
  }

  /** All that is on, by its number. */
  get on(): readonly { readonly side: Side; readonly option: number }[] {
    const onOf = (side: Side) =>
      [...this.#q[side].keys()]
        .filter((option) => this.isOn(side, option))
        .map((option) => ({ side, option }))
    return [...onOf('us'), ...onOf('him')].sort((a, b) => a.option - b.option)
  }

  /** Asks for the option to be on, if it is not and was not asked for already. */
  turnOn(side: Side, option: number): void {
    const { next, send } = asked(this.#at(side, option), true)
    if (send) this.#say(side, option, true)
    else this.#q[side].set(option, next)
  }

  /**
   * Takes the option back. RFC 1143 would queue this behind an open request, but a client that hides what is typed on our
   * WILL ECHO and never answers would stay blind; an answer that crosses this settles at off by the same table.
   */
  turnOff(side: Side, option: number): void {
    const q = this.#at(side, option)
    if (q !== 'no' && q !== 'wantno') this.#say(side, option, false)
  }

  /** The client sent `verb`, as its byte. */
  receive(code: number, option: number): void {
    const verb = verbOf(code)
    const side: Side = verb === 'DO' || verb === 'DONT' ? 'us' : 'him'
    const on = verb === 'DO' || verb === 'WILL'
    if (side === 'us' && option === TELOPT.TM) {
      // RFC 860: each DO is a mark in the stream and gets its own WILL; there is no state.
      if (on) this.#write(encodeVerb('WILL', option))
      return
    }
    const before = this.#at(side, option)
    const { next, send } = heard(before, on)
    this.#q[side].set(option, next)
    if (next === 'due') this.#answer(side, option)
    else if (before !== 'yes' && next === 'yes') this.#onChange(side, option, true)
    else if (before === 'yes' && next === 'no') {
      this.#onChange(side, option, false)
      this.#say(side, option, false)
    }
    if (send !== undefined) this.#say(side, option, send)
  }

  #answer(side: Side, option: number): void {
    if (WELCOME[side].has(option)) {
      this.#say(side, option, true)
      this.#onChange(side, option, true)
    } else if (this.#refused[side].has(option)) {
      // Said once; a client that asks again at every refusal would keep both of us busy for ever.
      this.#q[side].set(option, 'no')
    } else {
      this.#refused[side].add(option)
      this.#say(side, option, false)
    }
  }

  #say(side: Side, option: number, on: boolean): void {
    this.#write(encodeVerb(on ? ON[side] : OFF[side], option))
    this.#q[side].set(option, sent(this.#at(side, option), on))
  }

  #at(side: Side, option: number): Q {
    return this.#q[side].get(option) ?? 'no'
  }
}
