import type { Millis } from '../base/brands.ts'
import { gmcp, type GmcpFacts } from '../options/gmcp.ts'
import { PATIENCE, type RoundTrip } from '../options/round-trip.ts'
import type { TimingFacts } from '../options/timing-mark.ts'
import { TELOPT } from '../telnet/codes.ts'
import { encodeSubnegotiation, encodeVerb } from '../telnet/encode.ts'
import type { SessionState } from './state.ts'

export type Question = 'Core.Ping' | 'TIMING-MARK'

/** The way to the game and back, as far as questions told. */
export interface RoundTripView {
  /** The last answer. */
  readonly last: { readonly took: number; readonly at: Millis; readonly by: Question } | undefined
  readonly waiting: boolean
  /** What is asked next. */
  readonly question: Question
  /** Why that would most likely be for nothing: only a person's word is reason enough to ask it. */
  readonly doubt: 'refused' | 'unanswered' | undefined
}

/** What is known at a time. Live and in replay: it is read off the questions and answers themselves. */
export function roundTrip(state: SessionState, at: Millis): RoundTripView {
  const mark = state.facts[TELOPT.TM] as TimingFacts
  const { ping } = state.facts[TELOPT.GMCP] as GmcpFacts
  const spoken = state.options[TELOPT.GMCP]
  const hasGmcp = spoken?.server.q === 'yes' || spoken?.client.q === 'yes'
  const question = hasGmcp && !isGivenUp(ping, at) ? 'Core.Ping' : 'TIMING-MARK'
  const marked = mark.last && { ...mark.last, by: 'TIMING-MARK' as const }
  const pinged = ping.last && { ...ping.last, by: 'Core.Ping' as const }
  const doubtful = isGivenUp(mark, at) ? 'unanswered' : mark.refused ? 'refused' : undefined
  return {
    last: marked && pinged ? (marked.at > pinged.at ? marked : pinged) : (marked ?? pinged),
    waiting: state.closed === undefined && [mark, ping].some((trip) => isWaiting(trip, at)),
    question,
    doubt: question === 'TIMING-MARK' ? doubtful : undefined,
  }
}

/** The bytes that ask. */
export const askRoundTrip = (question: Question): Uint8Array =>
  question === 'TIMING-MARK'
    ? encodeVerb('DO', TELOPT.TM)
    : encodeSubnegotiation(TELOPT.GMCP, gmcp.encode({ kind: 'message', name: question, body: '' }))

const isWaiting = ({ open }: RoundTrip, at: Millis): boolean => open.some((since) => at - since < PATIENCE)

const isGivenUp = (trip: RoundTrip, at: Millis): boolean => trip.open.length > 0 && !isWaiting(trip, at)
