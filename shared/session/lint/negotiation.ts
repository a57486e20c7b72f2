import { TELOPT } from '../../telnet/codes.ts'
import { optionModule } from '../../options/index.ts'
import type { Side } from '../events.ts'
import { sideKey } from './known.ts'
import type { EventOf, Scene, Watch } from './watch.ts'

/** Only a server can do these: it offers them with WILL. */
const SERVERS_OWN: ReadonlySet<number> = new Set([
  TELOPT.MSDP,
  TELOPT.MSSP,
  TELOPT.MCCP1,
  TELOPT.MCCP2,
  TELOPT.MCCP3,
  TELOPT.MSP,
  TELOPT.ZMP,
  TELOPT.GMCP,
])

/** WILL, WONT, DO and DONT: asked for nothing, twice, again, or the wrong way round (RFC 854, RFC 1143). */
export function negotiation(): Watch {
  const watch = new Negotiation()
  return {
    negotiate: (event, scene) => {
      if (event.side === 'client') watch.ours(event)
      else if (event.verb === 'WILL' || event.verb === 'DO') watch.on(event, scene)
      else watch.off(event, scene)
    },
    fault: ({ side, code, option }, scene) => {
      const { last: subject } = scene
      if (side !== 'server') return
      if (code === 'loop') scene.found('loop', { option, subject })
      else if (code === 'wrong-way') scene.found('wrong-way', { option, subject })
      else if (code === 'negotiation-error') scene.found('forbidden-answer', { option, subject })
    },
  }
}

type Negotiate = EventOf<'negotiate'>

class Negotiation {
  /** Sides that we refused, until we agree to them. */
  readonly #refused = new Set<number>()
  /** What we said last of a side that is off: a refusal, or something that the server may well answer. */
  readonly #unanswered = new Map<number, 'refusal' | 'other'>()

  ours({ verb, option, performer, before }: Negotiate): void {
    const key = sideKey(option, performer)
    if (verb === 'WILL' || verb === 'DO') {
      this.#refused.delete(key)
      this.#unanswered.delete(key)
      return
    }
    if (before === 'due') this.#refused.add(key)
    this.#unanswered.set(key, before === 'due' ? 'refusal' : 'other')
  }

  on({ verb, option, performer, before, owed }: Negotiate, scene: Scene): void {
    if (verb === 'DO' && option === TELOPT.ECHO) scene.found('asks-client-echo', { option })
    if (verb === 'DO' && SERVERS_OWN.has(option) && before === 'no') scene.found('wrong-way-do', { option })
    if (optionModule(option).stateless) return
    const key = sideKey(option, performer)
    if (before === 'due' || (before === 'yes' && owed === 'nothing')) scene.found('asks-twice', { option })
    // He has started over, so nothing that was said before counts.
    if (owed === 'confirm') this.#refused.clear()
    if (before === 'no' && this.#refused.has(key)) scene.found('asks-after-no', { option })
    this.#unanswered.delete(key)
  }

  off({ option, performer, before }: Negotiate, scene: Scene): void {
    if (before !== 'no' || optionModule(option).stateless) return
    const key = sideKey(option, performer)
    const said = this.#unanswered.get(key)
    this.#unanswered.delete(key)
    if (said === 'refusal') scene.found('answers-refusal', { option })
    else if (said === undefined) scene.found('off-already', { option, note: never(scene, option, performer) })
  }
}

const never = ({ known }: Scene, option: number, performer: Side): string =>
  known.side(option, performer) === undefined ? 'Nobody had spoken of it before.' : 'It was off already.'
