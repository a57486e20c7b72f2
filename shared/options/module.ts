import type { Millis } from '../base/brands.ts'
import type { Verb } from '../telnet/codes.ts'
import type { PayloadField } from './fields.ts'

/** A variable of the environment, RFC 1572: one that everybody knows (VAR), or one of one's own (USERVAR). */
export interface EnvironVariable {
  readonly type: 'VAR' | 'USERVAR'
  readonly name: string
  readonly value: string
}

/** What a person has said about what games may be told and may ask for. */
export interface Told {
  /** Variables of the person's own. */
  readonly variables: readonly EnvironVariable[]
  /** Names of variables that are not to be told. */
  readonly withheld: readonly string[]
  /** The X display, and where the terminal is; empty: refused. */
  readonly display: string
  readonly location: string
  /** What we send may be compressed (MCCP3). */
  readonly compressOut: boolean
}

export const NOTHING_TOLD: Told = Object.freeze({
  variables: [],
  withheld: [],
  display: '',
  location: '',
  compressOut: false,
})

/** WILL: the speaker does it; DO: the other end does it. */
export interface Agreed {
  readonly verb: 'WILL' | 'DO'
  readonly option: number
}

/** What an option's module may know of the outside when it speaks for us: told, never looked up. */
export interface HostFacts {
  readonly columns: number
  readonly rows: number
  readonly clientName: string
  readonly clientVersion: string
  readonly terminalType: string
  /** The MTTS bits to claim, https://tintin.mudhalla.net/protocols/mtts/ */
  readonly mtts: number
  /** The character sets we can show, best first. */
  readonly charsets: readonly string[]
  readonly told: Told
  /** The wall clock, in milliseconds since 1970: read for answers only. */
  readonly now: () => number
  /** The options that are on, as we would say it. */
  readonly agreed: () => readonly Agreed[]
}

/** A decoded subnegotiation; each module narrows it. `kind` names it within the option. */
export interface Message {
  readonly kind: string
}

export interface Malformed {
  readonly malformed: string
}

export const malformed = (why: string): Malformed => ({ malformed: why })

export const isMalformed = (value: object): value is Malformed => 'malformed' in value

/** One telnet option: all that willdo knows of it. It knows nothing of sessions, sockets or pages. */
export interface OptionModule<M extends Message = Message, F = unknown> {
  readonly code: number
  readonly name: string
  /** What it is for, in a few words. */
  readonly summary: string
  /** RFC or the document's address. */
  readonly source: string
  /** Do we let the server do it (`him`), do we do it when asked (`us`)? Play policy. */
  readonly accept: { readonly him: boolean; readonly us: boolean }
  /** Do we do it although we refuse it as a rule, because a person set what it takes? */
  readonly willing?: (performer: 'him' | 'us', told: Told) => boolean
  /** Taken only where the server has not offered this other option by the time of its first text. */
  readonly unlessOffered?: number
  /** Why not, where the answer is no: a sentence's end that follows "because". The default says that it is not spoken. */
  readonly refusal?: { readonly him?: string; readonly us?: string }
  /** Only the client can do this; a server that offers it has it backwards. With `offer` we then offer it ourselves, once. */
  readonly clientOnly?: 'refuse' | 'offer'
  /** RFC 1143 keeps no state for it: every request is new and is answered. */
  readonly stateless?: true
  /** Facts before anything was said. */
  readonly initial: () => F
  /** The message in a payload (255s undone), or why it is none. Never throws. */
  readonly decode: (payload: Uint8Array, side: 'server' | 'client') => M | Malformed
  /** The payload of a message: the inverse of `decode`. */
  readonly encode: (message: M) => Uint8Array
  /** The payload as it may be stored when a person wrote it, secrets starred out; undefined if it holds none. */
  readonly conceal?: (payload: Uint8Array) => Uint8Array | undefined
  /** `encode` gives back the very bytes that `decode` read, whatever they were. */
  readonly lossless: boolean
  /** A sentence's end that follows "the server" or "we". Values are plain text, whatever they hold. */
  readonly describe: (message: M) => string
  /** What the bytes of a payload are, also of one that is cut or malformed; without it the payload is one field. */
  readonly fields?: (payload: Uint8Array) => readonly PayloadField[]
  /**
   * The facts after a message. Small facts are replaced; a module whose facts are large changes its own object in place
   * and gives a `publish` that copies it for readers.
   */
  readonly evolve: (facts: F, message: M, side: 'server' | 'client', at: Millis) => F
  /** The facts after WILL, WONT, DO or DONT, for an option in which each of them is an event. */
  readonly negotiated?: (facts: F, verb: Verb, side: 'server' | 'client', at: Millis) => F
  readonly publish?: (facts: F) => F
  /** The facts when the server asks for the option anew, the first time or after a restart of his. */
  readonly restart?: (facts: F) => F
  /**
   * What we say as soon as the option is on: `him` the server does it, `us` we do it. `otherSide`: it is on for the other
   * side as well, which was greeted already. `asked`: we asked for it, and were granted it.
   */
  readonly greet: (
    performer: 'him' | 'us',
    host: HostFacts,
    otherSide: boolean,
    asked: boolean,
  ) => readonly M[]
  /** What we answer to the server's message, where there is an answer; `facts` are those after it (undefined with `publish`). */
  readonly respond?: (facts: F, message: M, host: HostFacts) => readonly M[]
  /** What we say when the terminal's size changed while we do the option. */
  readonly resized?: (host: HostFacts) => readonly M[]
  /** What we say, while we do the option, when something that we may have told has changed. */
  readonly updated?: (facts: F, host: HostFacts) => readonly M[]
}

type Given = 'code' | 'name' | 'summary' | 'source' | 'accept'

/** A module with defaults for an option that is only switched on and off: no subnegotiation is defined for it. */
export function defineSwitch(module: Pick<OptionModule, Given> & Partial<OptionModule>): OptionModule {
  return {
    initial: () => undefined,
    decode: () => malformed(`${module.name} has no subnegotiation (${module.source})`),
    encode: () => new Uint8Array(0),
    lossless: true,
    describe: () => '',
    evolve: (facts) => facts,
    greet: () => [],
    ...module,
  }
}

/** A module with defaults for what most options do not do. */
export function defineOption<M extends Message, F>(
  module: Pick<OptionModule<M, F>, Given | 'initial' | 'decode' | 'encode' | 'lossless' | 'describe'> &
    Partial<OptionModule<M, F>>,
): OptionModule<M, F> {
  return { evolve: (facts) => facts, greet: () => [], ...module }
}

const NOT_SPOKEN = 'willdo does not speak it, and anyone may refuse anything (RFC 854)'

/** Why we say no to the option as the play policy does, as a sentence's end that follows "because". */
export const refusalOf = (module: OptionModule, performer: 'server' | 'client'): string =>
  module.refusal?.[performer === 'server' ? 'him' : 'us'] ?? NOT_SPOKEN
