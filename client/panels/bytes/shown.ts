import { fieldsOf, type EntryFields } from '../../../shared/session/fields.ts'
import type { Timeline, TimelineRow } from '../../../shared/session/timeline.ts'

/** A row with the bytes of its entry. */
export interface Shown {
  readonly row: TimelineRow
  /** Undefined where the entry has no bytes. */
  readonly fields: EntryFields | undefined
  /** Which of its entry's events the row is. */
  readonly event: number
}

/** Undefined when the row is not kept. */
export function look(timeline: Timeline, index: number): Shown | undefined {
  const [row] = timeline.rows(index, index + 1)
  const origin = timeline.origin(index)
  if (!row || !origin) return undefined
  return { row, fields: fieldsOf(origin.entry, origin.before), event: index - origin.first }
}

/** The number of the last row that has bytes; undefined while there is none. */
export function lastWithBytes(timeline: Timeline, length: number): number | undefined {
  for (let index = length - 1; index >= timeline.first; index--) {
    if (timeline.glance(index).side) return index
  }
  return undefined
}
