const FIRST = 500
const LONGEST = 15_000
/** A link that lasted so long was a good one: what went wrong before it no longer counts. */
export const GOOD_LINK = 5000

/**
 * How long to wait before a try, in milliseconds: not at all before the first, then longer each time, and never the same for
 * two pages that lost the same proxy. `random` is from 0 to 1.
 */
export function retryDelay(tries: number, random: number): number {
  if (tries === 0) return 0
  const most = Math.min(LONGEST, FIRST * 2 ** (tries - 1))
  return Math.round(most * (0.5 + random / 2))
}
