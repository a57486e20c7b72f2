import { millis, type Millis } from '../base/brands.ts'
import type { Verb } from '../telnet/codes.ts'
import type { Q } from '../telnet/negotiation.ts'
import type { EchoFacts } from './state.ts'
import { endsOpen, extendTail } from './text-tail.ts'

/** Text that follows ECHO within this time belongs to the question that is answered unseen. */
const ECHO_TEXT_WITHIN = 1000

/** All that an EchoWatch remembers. */
export interface EchoState {
  readonly facts: EchoFacts | undefined
  readonly offer: { readonly since: Millis; readonly burst: boolean; readonly asked: boolean }
  readonly hidden: boolean
  readonly tail: Uint8Array
  readonly bytes: number
  readonly lastAt: Millis
}

const NOTHING: EchoState = {
  facts: undefined,
  offer: { since: millis(0), burst: false, asked: false },
  hidden: false,
  tail: new Uint8Array(0),
  bytes: 0,
  lastAt: millis(0),
}

/** Watches the server's text around its ECHO, which together say whether a secret is asked for. */
export class EchoWatch {
  #state: EchoState

  constructor(state = NOTHING) {
    this.#state = state
  }

  get state(): EchoState {
    return this.#state
  }

  /** Takes in the server's text [start, end) of a moment. */
  text(bytes: Uint8Array, start: number, end: number, at: Millis): void {
    if (start === end) return
    const { facts, tail, lastAt } = this.#state
    const next = extendTail(tail, bytes, start, end)
    this.#state = {
      ...this.#state,
      tail: next,
      bytes: this.#state.bytes + end - start,
      lastAt: at,
      facts:
        facts && at - facts.since <= ECHO_TEXT_WITHIN ? { ...settled(facts, lastAt, at), tail: next } : facts,
    }
  }

  /** Takes in a verb about the server's ECHO, of either side; all text before it must have been taken in. */
  verb(verb: Verb, before: Q, after: Q, at: Millis): void {
    const { tail, bytes } = this.#state
    if (verb === 'WILL') {
      const burst = bytes === 0
      this.#state = {
        ...this.#state,
        offer: { since: at, burst, asked: !burst && endsOpen(tail) },
        hidden: true,
      }
    } else if (verb === 'WONT' || (verb === 'DONT' && before === 'due')) {
      this.#state = { ...this.#state, hidden: false }
    }
    // A second WILL is a second question.
    if (verb !== 'WILL' && before === after) return
    this.#state = { ...this.#state, facts: after === 'yes' ? { ...this.#state.offer, tail } : undefined }
  }
}

/** Only what stood open when time went on counts as a question: within one moment text may come in any pieces. */
function settled(facts: EchoFacts, lastAt: Millis, at: Millis): EchoFacts {
  return !facts.asked && at > lastAt && lastAt >= facts.since && endsOpen(facts.tail)
    ? { ...facts, asked: true }
    : facts
}
