import type { Kind, RowFilter } from '../../../shared/session/columns.ts'
import { describeEvent } from '../../../shared/session/describe.ts'
import type { TimelineRow } from '../../../shared/session/timeline.ts'
import { linesOf } from './log-rows.ts'

/** What people tell rows apart by. */
export const GROUPS = {
  negotiation: { words: 'Negotiation', kinds: ['negotiate', 'compression'] },
  messages: { words: 'Messages', kinds: ['subnegotiation', 'inband'] },
  text: { words: 'Text', kinds: ['text'] },
  commands: { words: 'Commands', kinds: ['command', 'prompt'] },
  faults: { words: 'Faults', kinds: ['fault', 'gap'] },
  marks: { words: 'Marks', kinds: ['mark', 'message', 'resize', 'close'] },
} as const satisfies Record<string, { readonly words: string; readonly kinds: readonly Kind[] }>

export type Group = keyof typeof GROUPS

export interface LogFilter {
  /** None stands for all. */
  readonly groups: readonly Group[]
  readonly side: 'both' | 'server' | 'client'
  readonly option: number | undefined
  /** Blanks around it do not count, nor does its case. */
  readonly text: string
}

export const NO_FILTER: LogFilter = { groups: [], side: 'both', option: undefined, text: '' }

/** How many things it asks for, the text aside. */
export const choices = ({ groups, side, option }: LogFilter): number =>
  groups.length + (side === 'both' ? 0 : 1) + (option === undefined ? 0 : 1)

/** What of the filter the columns can tell. */
export const columnsOf = ({ groups, side, option }: LogFilter): RowFilter => ({
  kinds: groups.length === 0 ? undefined : groups.flatMap((group): readonly Kind[] => GROUPS[group].kinds),
  sides: side === 'both' ? undefined : [side],
  option,
})

/** Whether a row's sentence, or its text as it is shown, contains the needle, which is in lower case. */
export function contains({ event, text }: TimelineRow, needle: string): boolean {
  if (describeEvent(event).toLowerCase().includes(needle)) return true
  return text !== undefined && linesOf(text).join('\n').toLowerCase().includes(needle)
}
