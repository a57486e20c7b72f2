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

/** The side after the peer's verb, and what we owe him for it. `stateless`: every request is a new one (TIMING-MARK). */
export function hear(side: SideState, on: boolean, by: Side, at: Millis, stateless: boolean): Heard {
  const q = stateless && (side.q === 'yes' || side.q === 'due') ? 'no' : side.q
  const { next, error = false, send } = heard(q, on)
  const { owed, ...change } = outcomeOf({ ...side, q }, on, at, stateless, next)
  if (send === undefined) return { side: changed(side, by, at, change), owed: owed ?? 'nothing', error }
  return { side: changed(side, by, at, { q: next, outcome: on ? 'on' : 'off' }), owed: 'send-queued', error }
}

function outcomeOf(
  side: SideState,
  on: boolean,
  at: Millis,
  stateless: boolean,
  next: Q,
): Change & { owed?: Owed } {
  if (on && next === 'due') {
    if (side.q === 'due') return {}
    const max = side.outcome === 'refused-by-us' && !stateless ? REFUSE_MAX : ANSWER_MAX
    return limited(side, 'answers', at, max, { q: 'due', owed: 'choose' })
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

/** The side after our own verb was seen on the wire. */
export function say(side: SideState, on: boolean, by: Side, at: Millis, stateless: boolean): SideState {
  const q = stateless && side.q === 'yes' ? 'no' : side.q
  const next = sent(q, on)
  if (on) return changed(side, by, at, { q: next, ...(next === 'yes' ? { outcome: 'on' } : {}) })
  if (q === 'due') return changed(side, by, at, { q: next, outcome: 'refused-by-us' })
  return changed(side, by, at, {
    q: next,
    outcome: next === 'no' && side.outcome === 'none' ? 'off' : side.outcome,
  })
}

/** The side after a wish that has to wait for the peer's answer to the opposite (RFC 1143's queue bit). */
export function wish(side: SideState, on: boolean, at: Millis): SideState {
  const { next, send } = asked(side.q, on)
  return send || next === side.q ? side : changed(side, 'client', at, { q: next })
}
