import type { Millis } from '../base/brands.ts'
import type { Entry, Origin } from './entry.ts'
import type { SessionEvent, Step } from './events.ts'
import type { SessionState } from './state.ts'

/** Bytes to send because of something that happened, or a mark to keep. */
export type Answer = Uint8Array | { readonly mark: string }

/** What a policy decides on: what happened, the time it asked to be woken at, and news of what we may tell of ourselves. */
export type Occasion =
  SessionEvent | { readonly kind: 'wake'; readonly at: Millis } | { readonly kind: 'changed' }

/**
 * How we behave: polite play, or a scan. It folds a state of its own from the same entries (`evolve`, in replay too)
 * and decides what to send (`decide`, live only). Neither has a clock.
 */
export interface Policy<Own = unknown> {
  /** Who its bytes are said to come from in the recording. */
  readonly origin: Origin
  /** It makes the stream of MCCP3 itself: what it decides to send is compressed already where it has to be. */
  readonly packs?: true
  readonly initial: () => Own
  readonly evolve: (own: Own, entry: Entry, step: Step) => Own
  /** Once an entry is folded: called for each of its events in turn, with the state after the whole entry. */
  readonly decide: (state: SessionState, own: Own, occasion: Occasion) => readonly Answer[]
  /** When to be woken at the latest; undefined for never. */
  readonly deadline: (state: SessionState, own: Own) => Millis | undefined
}
