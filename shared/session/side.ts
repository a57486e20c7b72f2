import { millis, type Millis } from '../base/brands.ts'
import { asked, heard, sent, type Q } from '../telnet/negotiation.ts'
import type { Owed, Side } from './events.ts'
import type { SideState } from './state.ts'

/** A repeated request within this time of the last change is an answer that crossed ours, not a new beginning. */
export const COPYOVER_AFTER = 5000
/** In a minute, for one side of one option, we confirm so often what is agreed ... */
export const CONFIRM_MAX = 3
/** ... refuse so often what we refused before ... */
export const REFUSE_MAX = 20
/** ... and answer so often at all: a peer that undoes every answer would have us talk for ever. */
export const ANSWER_MAX = 600
const MINUTE = 60_000

export const NEVER_MENTIONED: SideState = Object.freeze({
  q: 'no',
  firstBy: undefined,
  since: millis(0),
  changes: 0,
  outcome: 'none',
  askedAgain: 0,
  answers: [],
  confirms: [],
  refused: false,
  withdrawn: false,
  crossed: false,
  asks: 0,
  looping: false,
})

type Change = Partial<SideState>

function changed(side: SideState, by: Side, at: Millis, change: Change): SideState {
  const keys = Object.keys(change) as (keyof SideState)[]
  if (side.firstBy && keys.every((key) => change[key] === side[key])) return side
  const moved = (change.q ?? side.q) !== side.q || (change.outcome ?? side.outcome) !== side.outcome
  return Object.freeze({
    ...side,
    firstBy: side.firstBy ?? by,
    ...(moved ? { since: at, changes: side.changes + 1 } : {}),
    ...change,
  })
}

/** The change that owes an answer, or silence and `looping` when the peer had `max` of them within the last minute. */
function limited(
  side: SideState,
  name: 'answers' | 'confirms',
  at: Millis,
  max: number,
  answer: Change & { owed: Owed },
): Change & { owed?: Owed } {
  const times = side[name]
  const recent = (time: Millis | undefined): boolean => time !== undefined && at - time < MINUTE
  if (recent(times[times.length - max])) return { looping: true }
  return { ...answer, looping: false, [name]: [...(recent(times[0]) ? times : times.filter(recent)), at] }
}

interface Heard {
  readonly side: SideState
  readonly owed: Owed
  /** The peer gave an answer that RFC 1143 forbids. */
  readonly error: boolean
}

/** The side after the peer's verb, and what we owe him for it. */
export function hear(side: SideState, on: boolean, by: Side, at: Millis, stateless: boolean): Heard {
  if (stateless) return hearStateless(side, on, by, at)
  const { next, error = false, send } = heard(side.q, on)
  if (side.crossed && (side.q === 'wantno' ? on : side.q === 'wantyes' && !on)) {
    return { side: changed(side, by, at, { crossed: false }), owed: 'nothing', error: false }
  }
  const settled = { withdrawn: side.q === 'due' && !on, crossed: false }
  if (send !== undefined) {
    const change: Change = { ...settled, q: next, outcome: on ? 'on' : 'off' }
    return { side: changed(side, by, at, change), owed: 'send-queued', error }
  }
  const { owed, ...change } = outcomeOf(side, on, at, next)
  return { side: changed(side, by, at, { ...settled, ...change }), owed: owed ?? 'nothing', error }
}

function outcomeOf(side: SideState, on: boolean, at: Millis, next: Q): Change & { owed?: Owed } {
  if (on && next === 'due') {
    if (side.q === 'due') return {}
    return limited(side, 'answers', at, side.refused ? REFUSE_MAX : ANSWER_MAX, { q: 'due', owed: 'choose' })
  }
  if (on && side.q === 'yes') {
    if (at - side.since < COPYOVER_AFTER) return {}
    return limited(side, 'confirms', at, CONFIRM_MAX, {
      owed: 'confirm',
      since: at,
      askedAgain: side.askedAgain + 1,
    })
  }
  if (on) return { q: next, outcome: next === 'yes' ? 'on' : 'off' }
  switch (side.q) {
    case 'yes':
    case 'due':
      return { q: next, outcome: 'off', owed: 'acknowledge' }
    case 'wantyes':
    case 'wantyes-opposite':
      return { q: next, outcome: 'refused-by-them' }
    case 'no':
      return side.outcome === 'none' ? { outcome: 'off' } : {}
    default:
      return { q: next, outcome: 'off' }
  }
}

/** TIMING-MARK, LOGOUT and EXOPL are never kept on or off: a verb answers the oldest open request, or is a new one. */
function hearStateless(side: SideState, on: boolean, by: Side, at: Millis): Heard {
  if (side.asks > 0) {
    const asks = side.asks - 1
    const q = asks > 0 ? 'wantyes' : on ? 'yes' : 'no'
    return {
      side: changed(side, by, at, { asks, q, outcome: on ? 'on' : 'refused-by-them' }),
      owed: 'nothing',
      error: false,
    }
  }
  if (!on) return { side: changed(side, by, at, { q: 'no', outcome: 'off' }), owed: 'nothing', error: false }
  const { owed, ...change } = limited(side, 'answers', at, ANSWER_MAX, { q: 'due', owed: 'choose' })
  return { side: changed(side, by, at, change), owed: owed ?? 'nothing', error: false }
}

/** The side after our own verb was seen on the wire. */
export function say(side: SideState, on: boolean, by: Side, at: Millis, stateless: boolean): SideState {
  if (stateless && side.q !== 'due') {
    return changed(side, by, at, on ? { q: 'wantyes', asks: side.asks + 1 } : { q: 'no' })
  }
  // The answer to an offer that was taken back: other clients answer each verb of a read in turn.
  if (on && side.withdrawn) return changed(side, by, at, { withdrawn: false })
  const next = sent(side.q, on)
  const crossed = on ? side.q === 'wantno' : side.q === 'wantyes'
  const change: Change = { q: next, withdrawn: false, crossed }
  if (on) return changed(side, by, at, next === 'yes' ? { ...change, outcome: 'on', refused: false } : change)
  if (side.q === 'due') return changed(side, by, at, { ...change, outcome: 'refused-by-us', refused: true })
  return changed(side, by, at, {
    ...change,
    outcome: next === 'no' && side.outcome === 'none' ? 'off' : side.outcome,
  })
}

/** The side after a wish that has to wait for the peer's answer to the opposite (RFC 1143's queue bit). */
export function wish(side: SideState, on: boolean, at: Millis): SideState {
  const { next, send } = asked(side.q, on)
  return send || next === side.q ? side : changed(side, 'client', at, { q: next })
}
