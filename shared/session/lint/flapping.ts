import type { Millis } from '../../base/brands.ts'
import { optionModule } from '../../options/index.ts'
import { TELOPT } from '../../telnet/codes.ts'
import { sideKey } from './known.ts'
import type { Watch } from './watch.ts'

/** So many changes within that time are no password prompts any more, and no change of mind. */
const FLIPS = 5
const WITHIN = 5000

interface Side {
  on: boolean
  flips: Millis[]
}

/** An option switched on and off without end. */
export function flapping(): Watch {
  const sides = new Map<number, Side>()
  return {
    negotiate: ({ side, option, performer, verb }, { at, found }) => {
      if (side !== 'server' || optionModule(option).stateless) return
      const key = sideKey(option, performer)
      const known = sides.get(key) ?? { on: false, flips: [] }
      sides.set(key, known)
      const on = verb === 'WILL' || verb === 'DO'
      if (on === known.on) return
      known.on = on
      known.flips = [...known.flips, at].slice(-FLIPS)
      if (known.flips.length < FLIPS || at - (known.flips[0] as number) >= WITHIN) return
      const echo = option === TELOPT.ECHO && performer === 'server'
      found(echo ? 'echo-flapping' : 'flapping', { option })
      known.flips = []
    },
  }
}
