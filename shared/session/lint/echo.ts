import type { Millis } from '../../base/brands.ts'
import { TELOPT } from '../../telnet/codes.ts'
import type { Watch } from './watch.ts'

/** So many changes within that time are no password prompts any more. */
const FLIPS = 5
const WITHIN = 5000

/** ECHO switched on and off without end (RFC 857). */
export function echo(): Watch {
  let last = false
  let flips: Millis[] = []
  return {
    negotiate: ({ side, option, performer, verb }, { at, found }) => {
      if (side !== 'server' || option !== TELOPT.ECHO || performer !== 'server') return
      const on = verb === 'WILL'
      if (on === last) return
      last = on
      flips = [...flips, at].slice(-FLIPS)
      if (flips.length < FLIPS || at - (flips[0] as number) >= WITHIN) return
      found('echo-flapping', { option })
      flips = []
    },
  }
}
