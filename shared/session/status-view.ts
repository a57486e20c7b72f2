import { optionModule } from '../options/index.ts'
import type { StatusEntry, StatusFacts } from '../options/status.ts'
import type { Millis } from '../base/brands.ts'
import { optionName, TELOPT } from '../telnet/codes.ts'
import type { Side } from './events.ts'
import type { SessionState } from './state.ts'

/** One side of an option of which server and client hold different views. */
export interface StatusDifference {
  readonly option: number
  readonly name: string
  readonly performer: Side
  /** What the table here says. */
  readonly here: boolean
  readonly there: boolean
}

/** The server's view of the options, held against ours (RFC 859). */
export interface StatusView {
  readonly at: Millis
  /** How many things the server takes to be on. */
  readonly on: number
  readonly differences: readonly StatusDifference[]
}

/** Undefined while the server has told nothing. What changed since, or is being asked, is not held against it. */
export function statusView(state: SessionState): StatusView | undefined {
  const { told } = state.facts[TELOPT.STATUS] as StatusFacts
  if (!told) return undefined
  const saysOn = (verb: 'WILL' | 'DO'): ReadonlySet<number> =>
    new Set(told.entries.filter((entry) => isVerb(entry) && entry.verb === verb).map(({ option }) => option))
  const on = { server: saysOn('WILL'), client: saysOn('DO') }
  const options = new Set([...state.mentioned, ...on.server, ...on.client])
  const differences = [...options]
    .sort((a, b) => a - b)
    .flatMap((option) =>
      (['server', 'client'] as const).flatMap((performer): StatusDifference[] => {
        const side = state.options[option]?.[performer]
        const q = side?.q ?? 'no'
        if (optionModule(option).stateless || (q !== 'yes' && q !== 'no')) return []
        if (side && side.since > told.at) return []
        const [here, there] = [q === 'yes', on[performer].has(option)]
        return here === there ? [] : [{ option, name: optionName(option), performer, here, there }]
      }),
    )
  return { at: told.at, on: on.server.size + on.client.size, differences }
}

const isVerb = (entry: StatusEntry): entry is Extract<StatusEntry, { verb: unknown }> => 'verb' in entry
