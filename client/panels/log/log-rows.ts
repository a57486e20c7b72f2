import { describeEvent } from '../../../shared/session/describe.ts'
import type { Timeline, TimelineRow } from '../../../shared/session/timeline.ts'
import { PlainLines } from '../../terminal/plain-lines.ts'
import { clock } from '../clock.ts'

/** A row of the log as it is shown. */
export interface LogRow {
  readonly index: number
  readonly time: string
  readonly side: 'server' | 'client' | 'none'
  readonly sentence: string
  /** The beginning of a run of text, controls taken out. */
  readonly sample: string
  readonly fault: boolean
}

const CACHED_MAX = 1000
const SAMPLE = 120

/** Makes rows of the log when they are seen and remembers the last ones made. */
export class LogRows {
  readonly #timeline: Timeline
  #made = new Map<number, LogRow>()
  /** How many milliseconds the last making of rows took. */
  cost = 0

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  /** Rows [from, to). */
  get(from: number, to: number): readonly LogRow[] {
    let first = from
    while (first < to && this.#made.has(first)) first++
    let last = to
    while (last > first && this.#made.has(last - 1)) last--
    if (this.#made.size > CACHED_MAX) this.#forget(from, to)
    if (first < last) {
      const began = performance.now()
      for (const row of this.#timeline.rows(first, last)) this.#made.set(row.index, logRow(row))
      this.cost = performance.now() - began
    }
    const rows: LogRow[] = []
    for (let index = from; index < to; index++) {
      const row = this.#made.get(index)
      if (row) rows.push(row)
    }
    return rows
  }

  #forget(from: number, to: number): void {
    const kept = new Map<number, LogRow>()
    for (const [index, row] of this.#made) if (index >= from && index < to) kept.set(index, row)
    this.#made = kept
  }
}

function logRow({ index, at, event, text }: TimelineRow): LogRow {
  return {
    index,
    time: clock(at),
    side: 'side' in event ? event.side : 'none',
    sentence: describeEvent(event),
    sample: text ? sampleOf(text) : '',
    fault: event.kind === 'fault',
  }
}

/** What a run of text begins with, on one line. */
function sampleOf(text: Uint8Array): string {
  const plain = new PlainLines()
  const lines = [...plain.push(decoded(text.subarray(0, 4 * SAMPLE))), ...plain.flush()]
  return lines.join(' ').replace(/\s+/g, ' ').slice(0, SAMPLE)
}

/** The text as the terminal shows it; a character cut off at the end is left out. */
function decoded(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true })
  return text.includes('\ufffd') ? new TextDecoder('windows-1252').decode(bytes) : text
}
