import type { RoundTripView } from '../../shared/session/round-trip.ts'

/** A time as people read it: `0.4 ms`, `12 ms`, `1.25 s`. */
export function tookText(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`
  return ms < 1 ? `${Math.max(0.1, ms).toFixed(1)} ms` : `${Math.round(ms)} ms`
}

/** How the way to the game and back stands, in words. */
export function roundTripText({ last, waiting, doubt }: RoundTripView): string {
  if (waiting) return 'asked, waiting for the answer'
  if (doubt === 'unanswered')
    return `the game left the question unanswered${last ? `; before that ${tookText(last.took)}` : ''}`
  if (!last) return 'not measured yet'
  const by = last.by === 'Core.Ping' ? 'by Core.Ping' : 'by a timing mark'
  return `${tookText(last.took)}, ${by}${doubt === 'refused' ? ', which the game refused' : ''}`
}
