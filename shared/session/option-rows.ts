import { optionModule } from '../options/index.ts'
import type { Millis } from '../base/brands.ts'
import type { SessionState, SideState } from './state.ts'

/** What a person sees of one side of an option. */
export type Lamp =
  'none' | 'asked' | 'offered' | 'on' | 'off' | 'refused-by-them' | 'refused-by-us' | 'never-answered'

/** A request without an answer for so long counts as never answered. */
export const ANSWER_WITHIN = 5000

export interface OptionRow {
  readonly code: number
  readonly name: string
  readonly summary: string
  readonly source: string
  readonly server: Lamp
  readonly client: Lamp
  /** When either side last changed. */
  readonly changedAt: Millis
  /** Confirmed again after the server seemed to start over. */
  readonly askedAgain: number
}

/** The lamp of a side at a time, which may be later than the last entry. */
export function lampOf(side: SideState, at: Millis, closed: boolean): Lamp {
  switch (side.q) {
    case 'yes':
      return 'on'
    case 'due':
      return 'offered'
    case 'no':
      return side.outcome === 'on' ? 'off' : side.outcome
    default:
      return closed || at - side.since >= ANSWER_WITHIN ? 'never-answered' : 'asked'
  }
}

/** A row for each option mentioned so far, in the order of first mention. */
export function optionRows(state: SessionState, at: Millis): readonly OptionRow[] {
  const closed = state.closed !== undefined
  return state.mentioned.map((code) => {
    const option = state.options[code]
    if (!option) throw new Error(`option ${code} was mentioned but is not known`)
    const { name, summary, source } = optionModule(code)
    return {
      code,
      name,
      summary,
      source,
      server: lampOf(option.server, at, closed),
      client: lampOf(option.client, at, closed),
      changedAt: option.server.since > option.client.since ? option.server.since : option.client.since,
      askedAgain: option.server.askedAgain + option.client.askedAgain,
    }
  })
}
