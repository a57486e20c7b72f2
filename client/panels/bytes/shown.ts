import type { Millis } from '../../../shared/base/brands.ts'
import type { SessionEvent } from '../../../shared/session/events.ts'
import { fieldsOf, type EntryFields } from '../../../shared/session/fields.ts'
import type { Timeline } from '../../../shared/session/timeline.ts'

/** A row with the bytes of its entry. */
export interface Shown {
  readonly at: Millis
  readonly event: SessionEvent
  /** Which of its entry's events that is. */
  readonly number: number
  /** Undefined where the entry has no bytes. */
  readonly fields: EntryFields | undefined
}

/** Undefined when the row is not kept. */
export function look(timeline: Timeline, index: number): Shown | undefined {
  const origin = timeline.origin(index)
  if (!origin) return undefined
  const { entry, first, before } = origin
  const fields = fieldsOf(entry, before)
  const events = fields?.events ?? before.evolve(entry).events
  const event = events[index - first]
  return event && { at: entry.at, event, number: index - first, fields }
}

/** The number of the last row that has bytes; undefined while there is none. */
export function lastWithBytes(timeline: Timeline, length: number): number | undefined {
  for (let index = length - 1; index >= timeline.first; index--) {
    if (timeline.glance(index).side) return index
  }
  return undefined
}
