import { isMalformed } from '../../shared/options/module.ts'
import { LINE_MODE, linemode, modeWords, type Linemode } from '../../shared/options/linemode.ts'
import { status, type StatusEntry } from '../../shared/options/status.ts'
import { ABORT, AO, AYT, BRK, EOF, optionName, SUSP, TELOPT, type Verb } from '../../shared/telnet/codes.ts'
import type { Options, Side } from './options.ts'
import { enumerate } from './text.ts'

const ACK = 128
/** How LFLOW's messages begin (RFC 1372). */
export const FLOW = { off: 0, on: 1, any: 2, xon: 3 } as const

/** What is said of commands that need an answer one can see (RFC 854), or that nothing here could obey. */
export const SAID: ReadonlyMap<number, string> = new Map([
  [AYT, 'Yes'],
  [AO, 'Nothing is left to drop'],
  [BRK, 'Break'],
  [EOF, 'The end of the file'],
  [SUSP, 'Nothing to suspend'],
  [ABORT, 'Nothing to abort'],
])

export interface TelnetdHost {
  readonly options: Options
  /** False if the option was never agreed. */
  readonly send: (option: number, payload: Uint8Array) => boolean
  /** Says something between the prompts. */
  readonly hear: (text: string) => void
  /** What it claims is not so. */
  readonly lying: () => boolean
}

/** What a telnetd speaks and a game seldom does, on demand: STATUS, LINEMODE and LFLOW. */
export class Telnetd {
  readonly #host: TelnetdHost
  #mode: number = LINE_MODE.EDIT | LINE_MODE.TRAPSIG
  #forward = ''
  /** The client was given a mask. */
  #masked = false
  #flow: readonly number[] = []

  constructor(host: TelnetdHost) {
    this.#host = host
  }

  /** Asks the client what it takes to be on. */
  askStatus(): void {
    if (!this.#host.send(TELOPT.STATUS, status.encode({ kind: 'send' }))) this.#turnOn('him', TELOPT.STATUS)
  }

  /** Asks for lines that the client edits, or for single keys; a line is to be sent early at the characters `forward`. */
  askLines(edit: boolean, forward = ''): void {
    this.#mode = (edit ? LINE_MODE.EDIT : 0) | LINE_MODE.TRAPSIG
    this.#forward = forward
    if (this.#host.options.isOn('him', TELOPT.LINEMODE)) this.#sendMode()
    else this.#turnOn('him', TELOPT.LINEMODE)
  }

  /** Asks for keys that stop the text, with these messages. */
  askFlow(messages: readonly number[]): void {
    this.#flow = messages
    if (this.#host.options.isOn('him', TELOPT.LFLOW)) this.#sendFlow()
    else this.#turnOn('him', TELOPT.LFLOW)
  }

  /** Takes an option back that the client does; false if it was not on. */
  end(option: number): boolean {
    const on = this.#host.options.isOn('him', option)
    if (on) this.#host.options.turnOff('him', option)
    return on
  }

  /** The client has begun to do an option. */
  began(option: number): void {
    if (option === TELOPT.LINEMODE) this.#sendMode()
    else if (option === TELOPT.LFLOW) this.#sendFlow()
    else if (option === TELOPT.STATUS) this.askStatus()
  }

  receive(option: number, payload: Uint8Array): void {
    if (option === TELOPT.STATUS) this.#onStatus(payload)
    else if (option === TELOPT.LINEMODE && this.#host.options.isOn('him', option)) this.#onLinemode(payload)
  }

  #turnOn(side: Side, option: number): void {
    this.#host.options.turnOn(side, option)
  }

  #sendMode(): void {
    this.#say({ kind: 'mode', mask: this.#mode })
    if (this.#forward !== '') this.#say({ kind: 'forwardmask', verb: 'DO', mask: maskOf(this.#forward) })
    else if (this.#masked) this.#say({ kind: 'forwardmask', verb: 'DONT', mask: new Uint8Array(0) })
    this.#masked = this.#forward !== ''
  }

  #sendFlow(): void {
    for (const message of this.#flow) this.#host.send(TELOPT.LFLOW, Uint8Array.of(message))
  }

  #say(message: Linemode): void {
    this.#host.send(TELOPT.LINEMODE, linemode.encode(message))
  }

  #onLinemode(payload: Uint8Array): void {
    const message = linemode.decode(payload, 'client')
    if (isMalformed(message)) return
    if (message.kind === 'slc') {
      // Each of the client's keys is as good as any; what is acknowledged already is not acknowledged again.
      const triplets = message.triplets
        .filter(({ code, flags }) => code !== 0 && flags & 3 && !(flags & ACK))
        .map((triplet) => ({ ...triplet, flags: triplet.flags | ACK }))
      if (triplets.length > 0) this.#say({ kind: 'slc', triplets })
    } else if (message.kind === 'mode' && message.mask & LINE_MODE.ACK)
      this.#host.hear(`Your client agreed to LINEMODE: ${modeWords(message.mask & ~LINE_MODE.ACK)}.`)
  }

  #onStatus(payload: Uint8Array): void {
    const { options, send, hear } = this.#host
    const message = status.decode(payload, 'client')
    if (isMalformed(message)) return
    if (message.kind === 'is') {
      if (options.isOn('him', TELOPT.STATUS)) hear(this.#compared(message.entries))
    } else if (options.isOn('us', TELOPT.STATUS))
      send(TELOPT.STATUS, status.encode({ kind: 'is', entries: this.#table() }))
  }

  /** Our side of the table; while we lie with an ECHO that is off and without the size of the window. */
  #table(): readonly StatusEntry[] {
    const on = this.#host.options.on.map(({ side, option }) => entry(side === 'us' ? 'WILL' : 'DO', option))
    if (!this.#host.lying()) return on
    return [...on.filter(({ option }) => option !== TELOPT.NAWS), entry('WILL', TELOPT.ECHO)]
  }

  #compared(entries: readonly StatusEntry[]): string {
    // What the client does is WILL to it and DO to us.
    const words = (verb: Verb, option: number): string => `${verb} ${optionName(option)}`
    const theirs = new Set(entries.flatMap((one) => ('verb' in one ? [words(one.verb, one.option)] : [])))
    const ours = new Set(
      this.#host.options.on.map(({ side, option }) => words(side === 'us' ? 'DO' : 'WILL', option)),
    )
    const more = [...theirs].filter((one) => !ours.has(one))
    const less = [...ours].filter((one) => !theirs.has(one))
    if (more.length + less.length === 0)
      return `Your client takes ${theirs.size} things to be on, just as this server does.`
    return [
      ...(more.length > 0 ? [`Your client holds ${enumerate(more)}, which is off here.`] : []),
      ...(less.length > 0 ? [`Your client does not hold ${enumerate(less)}, which is on here.`] : []),
    ].join(' ')
  }
}

const entry = (verb: Verb, option: number): { readonly verb: Verb; readonly option: number } => ({
  verb,
  option,
})

/** A bit for each of the ASCII characters, the first one the highest of the first byte (RFC 1184 section 2.3). */
function maskOf(characters: string): Uint8Array {
  const mask = new Uint8Array(16)
  for (const character of characters) {
    const code = character.charCodeAt(0)
    if (code < 128) mask[code >> 3] = (mask[code >> 3] as number) | (0x80 >> (code & 7))
  }
  return mask
}
