import type { Millis } from '../base/brands.ts'

const MINUTE = 60_000
/** In a minute so many messages of one option get an answer: a few compressed bytes can hold a hundred thousand. */
const MESSAGES_MAX = 200

interface Window {
  readonly since: Millis
  readonly count: number
}

export type MessageLimitState = readonly (readonly [option: number, Window])[]

/** Counts messages that ask for an answer, by option. */
export class MessageLimit {
  readonly #windows: Map<number, Window>

  constructor(saved: MessageLimitState = []) {
    this.#windows = new Map(saved)
  }

  /** Whether this one is to be answered; `last` says once that the limit is reached. */
  take(option: number, at: Millis): 'answer' | 'last' | 'silence' {
    const window = this.#windows.get(option)
    const fresh = !window || at - window.since >= MINUTE
    const next = fresh ? { since: at, count: 1 } : { since: window.since, count: window.count + 1 }
    this.#windows.set(option, next)
    if (next.count <= MESSAGES_MAX) return 'answer'
    return next.count === MESSAGES_MAX + 1 ? 'last' : 'silence'
  }

  save(): MessageLimitState {
    return [...this.#windows]
  }
}
