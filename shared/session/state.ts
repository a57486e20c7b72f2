import type { Millis } from '../base/brands.ts'
import type { InbandFacts } from '../inband/pipeline.ts'
import type { Q } from '../telnet/negotiation.ts'
import type { Side } from './events.ts'

/** One performer of one option: what RFC 1143 says of it, and how it came to be. Replaced whole when it changes. */
export interface SideState {
  readonly q: Q
  /** Who spoke of it first; undefined while nobody did. */
  readonly firstBy: Side | undefined
  /** When `q` last changed, or was confirmed after it was asked again. */
  readonly since: Millis
  readonly changes: number
  /** How the last settled state came about. */
  readonly outcome: 'none' | 'on' | 'off' | 'refused-by-them' | 'refused-by-us'
  /** How often the peer asked for what was agreed already and got it confirmed (copyover). */
  readonly askedAgain: number
  /** When the peer's requests and his repeated requests were last answered: a minute's worth, for the limits. */
  readonly answers: readonly Millis[]
  readonly confirms: readonly Millis[]
  /** Our last answer was no. */
  readonly refused: boolean
  /** The peer took an offer back before it was answered: an answer to it may still come and means nothing. */
  readonly withdrawn: boolean
  /** We changed our mind before the peer answered: his answer to the first request may still come and is no error. */
  readonly crossed: boolean
  /** Requests of ours that are open, for options that keep no state (TIMING-MARK). */
  readonly asks: number
  readonly looping: boolean
}

/** `server` is the server doing it (its WILL, our DO), `client` is us doing it. */
export interface OptionState {
  readonly code: number
  readonly server: SideState
  readonly client: SideState
}

export interface Compression {
  /** `lost`: the stream was damaged; bytes are not shown until plain text is recognised. */
  readonly mode: 'plain' | 'inflating' | 'lost' | 'held'
  /** The option that started it last: MCCP1, MCCP2 or MCCP3. */
  readonly option: number | undefined
  readonly starts: number
  /** Streams that were finished as zlib prescribes. */
  readonly ends: number
  /** Compressed bytes not read yet because one entry gave too much (`inflate-too-large`). */
  readonly heldBytes: number
}

export interface EchoFacts {
  readonly since: Millis
  /** It came before any text: this server echoes all the time, nothing is hidden. */
  readonly burst: boolean
  /** It came behind an open question, or one followed within 1 s: what is typed is a secret. */
  readonly asked: boolean
  /** The end of the text as it was when echo began, or at most 1 s later. */
  readonly tail: Uint8Array
}

/** What is known after some entry: frozen, shares what did not change with the states before it. */
export interface SessionState {
  readonly at: Millis
  /** By option code; undefined where never mentioned. */
  readonly options: readonly (OptionState | undefined)[]
  /** Codes in the order of first mention. */
  readonly mentioned: readonly number[]
  /** Each option module's facts, by option code. */
  readonly facts: readonly unknown[]
  /** What was said within the text. */
  readonly inband: InbandFacts
  readonly bytes: {
    readonly wireIn: number
    readonly wireOut: number
    readonly decodedIn: number
    readonly decodedOut: number
  }
  readonly compression: Readonly<Record<Side, Compression>>
  readonly size: { readonly columns: number; readonly rows: number } | undefined
  /** Set while the server has ECHO on. */
  readonly echo: EchoFacts | undefined
  /** The server's last word on ECHO was WILL, whether or not that is agreed yet: what is typed now is stored masked. */
  readonly hidden: boolean
  readonly text: { readonly bytes: number; readonly lastAt: Millis }
  readonly faults: number
  readonly closed: string | undefined
}
