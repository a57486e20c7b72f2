import type { Millis } from '../../base/brands.ts'
import type { SessionEvent } from '../events.ts'
import type { LintCode } from './book/index.ts'
import type { Known } from './known.ts'

export type EventOf<Kind extends SessionEvent['kind']> = Extract<SessionEvent, { kind: Kind }>

/** What provoked a lint, where that is not simply the event at hand. */
export interface Provoked {
  readonly option?: number | undefined
  /** Bytes of text: an event that is a command has its own. */
  readonly bytes?: Uint8Array
  /** What the book cannot know, as a sentence. */
  readonly note?: string
  /** The event it is about, when that is an earlier one. */
  readonly subject?: Subject | undefined
}

/** An event, and where it happened. */
export interface Subject {
  readonly event: SessionEvent
  readonly row: number
  readonly entry: number
  readonly offset: number
  readonly at: Millis
}

/** The event at hand, with what is known beside it. */
export interface Scene extends Subject {
  /** The text of the whole entry. */
  readonly text: Uint8Array
  /** The server's last request or message: what a fault is about that comes behind it. */
  readonly last: Subject | undefined
  /** What was agreed before the event. */
  readonly known: Known
  readonly found: (code: LintCode, provoked?: Provoked) => void
}

/** What looks for a family of lints: a function for each kind of event it cares for. It may remember a few things. */
export type Watch = {
  readonly [Kind in SessionEvent['kind']]?: (event: EventOf<Kind>, scene: Scene) => void
} & {
  /** Called once for each entry, before its events: time has passed. */
  readonly passed?: (at: Millis, found: Scene['found']) => void
}
