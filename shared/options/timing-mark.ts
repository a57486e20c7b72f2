import { TELOPT } from '../telnet/codes.ts'
import { defineSwitch, type OptionModule } from './module.ts'
import { answered, asked, NEVER_ASKED, type RoundTrip } from './round-trip.ts'

export interface TimingFacts extends RoundTrip {
  /** The last answer was WONT. That tells the time as well, but one does not ask again without a reason (RFC 854). */
  readonly refused: boolean
}

const INITIAL: TimingFacts = { ...NEVER_ASKED, refused: false }

export const timingMark: OptionModule = defineSwitch({
  code: TELOPT.TM,
  name: 'TM',
  summary: 'measures the way there and back',
  source: 'RFC 860',
  accept: { him: false, us: true },
  refusal: { him: 'a timing mark answers a request, and we made none (RFC 860)' },
  stateless: true,
  initial: () => INITIAL,
  negotiated: (facts, verb, side, at) => {
    const own = facts as TimingFacts
    if (side === 'client') return verb === 'DO' ? asked(own, at) : own
    const isAnswer = (verb === 'WILL' || verb === 'WONT') && own.open.length > 0
    return isAnswer ? { ...answered(own, at), refused: verb === 'WONT' } : own
  },
})
