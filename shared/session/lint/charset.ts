import { TELOPT } from '../../telnet/codes.ts'
import type { Watch } from './watch.ts'

const REQUEST = 1
const ACCEPTED = 2
const REJECTED = 3

/** Who may propose character sets, and who answers (RFC 2066). */
export function charset(): Watch {
  /** We proposed some and wait. */
  let asked = false
  return {
    subnegotiation: ({ side, option, payload }, { found, known }) => {
      if (option !== TELOPT.CHARSET) return
      const [verb] = payload
      if (side === 'client') {
        if (verb === REQUEST) asked = true
        return
      }
      const onlyOurs = known.agreed(option, 'client') && !known.agreed(option, 'server')
      if (verb === REQUEST && onlyOurs) found('charset-role', { option })
      if (verb !== ACCEPTED && verb !== REJECTED) return
      if (!asked) found('charset-unasked', { option })
      asked = false
    },
  }
}
