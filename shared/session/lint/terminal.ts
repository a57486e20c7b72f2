import { fromLatin1 } from '../../base/bytes.ts'
import { TELOPT } from '../../telnet/codes.ts'
import type { Watch } from './watch.ts'

const IS = 0
const SEND = 1
/** A client without an end to its list, or one that does not answer, is asked so often and no more. */
const LIST_MAX = 20
const UNANSWERED_MAX = 5
/** What a name begins with in NEW_ENVIRON. */
const VAR = 0
const USERVAR = 3

/** What a server asks about the terminal and its user: TTYPE (RFC 1091), NEW_ENVIRON (RFC 1572). */
export function terminal(): Watch {
  let sends = 0
  let answers = 0
  let last: string | undefined
  /** How many answers there were when one came a second time, which ends the list. */
  let list: number | undefined
  return {
    negotiate: ({ side, option, owed }) => {
      if (side !== 'server' || option !== TELOPT.TTYPE) return
      if (owed === 'choose' || owed === 'confirm') [sends, answers, last, list] = [0, 0, undefined, undefined]
    },
    subnegotiation: ({ side, option, payload }, scene) => {
      if (side === 'server' && option === TELOPT.NEW_ENVIRON) {
        const names = payload.subarray(1)
        const nameless = names.every((byte) => byte === VAR || byte === USERVAR)
        if (payload[0] === SEND && names.length > 2 && nameless) scene.found('environ-no-names', { option })
      }
      if (option !== TELOPT.TTYPE) return
      if (side === 'client' && payload[0] === IS) {
        const name = fromLatin1(payload.subarray(1))
        answers++
        if (name === last) list ??= answers
        last = name
      }
      if (side !== 'server' || payload[0] !== SEND) return
      sends++
      // Once through the list to its end and once more, to come to rest at the one that is wanted.
      const enough = list === undefined ? LIST_MAX : 2 * list
      if (sends > enough || sends - answers > UNANSWERED_MAX)
        scene.found('ttype-forever', { option, note: `It was the request number ${sends}.` })
    },
  }
}
