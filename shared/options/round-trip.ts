import type { Millis } from '../base/brands.ts'

/** Questions of ours whose answer tells the time there and back; answers come in the order of the questions. */
export interface RoundTrip {
  /** When those were asked that have no answer yet, the oldest first. */
  readonly open: readonly Millis[]
  /** When the last answer came, and how many milliseconds after its question. */
  readonly last: { readonly at: Millis; readonly took: number } | undefined
}

/** A question is given up after so long; what comes later answers the next one. */
export const PATIENCE = 10_000
/** A client that asks without waiting: older questions are forgotten. */
const OPEN_MAX = 16

export const NEVER_ASKED: RoundTrip = Object.freeze({ open: [], last: undefined })

export function asked<T extends RoundTrip>(trip: T, at: Millis): T {
  const waiting = trip.open.filter((since) => at - since < PATIENCE)
  return { ...trip, open: [...waiting, at].slice(-OPEN_MAX) }
}

/** The same where nothing was asked: the other side may say it by itself. */
export function answered<T extends RoundTrip>(trip: T, at: Millis): T {
  const [since, ...open] = trip.open
  return since === undefined ? trip : { ...trip, open, last: { at, took: at - since } }
}
