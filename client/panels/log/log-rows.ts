import { toHex } from '../../../shared/base/bytes.ts'
import { describeEvent } from '../../../shared/session/describe.ts'
import { bytesOf } from '../../../shared/session/event-bytes.ts'
import type { Timeline, TimelineRow } from '../../../shared/session/timeline.ts'
import { inWords } from '../../../shared/telnet/words.ts'
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

/** What an open row shows beside its sentence. */
export interface LogDetail {
  /** The command as people write it; empty where the row is none. */
  readonly words: string
  readonly hex: string
  readonly bytes: number
  /** The whole text of a run of text. */
  readonly text: string
  /** Who made it, where we sent it. */
  readonly from: string
}

const CACHED_MAX = 1000
const SAMPLE = 120
const DETAIL_BYTES = 256
const DETAIL_TEXT = 4000

/** Makes rows of the log when they are seen and remembers the last ones made. */
export class LogRows {
  readonly #timeline: Timeline
  #made = new Map<number, LogRow>()
  /** How many milliseconds the last making of rows took. */
  cost = 0

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  /** The row, if it is made. */
  get(number: number): LogRow | undefined {
    return this.#made.get(number)
  }

  /** Makes those rows, whose numbers go up, until the time is over; false if some are left. */
  make(numbers: readonly number[], until: number): boolean {
    const missing = numbers.filter((number) => !this.#made.has(number) && number >= this.#timeline.first)
    if (missing.length === 0) return true
    if (this.#made.size > CACHED_MAX) this.#forget(new Set(numbers))
    const began = performance.now()
    for (let from = 0; from < missing.length;) {
      const section = this.#timeline.sectionOf(missing[from] as number)
      let to = from + 1
      while (to < missing.length && this.#timeline.sectionOf(missing[to] as number) === section) to++
      for (const row of this.#timeline.pick(missing.slice(from, to))) this.#made.set(row.index, logRow(row))
      from = to
      this.cost = performance.now() - began
      if (from < missing.length && performance.now() >= until) return false
    }
    return true
  }

  #forget(kept: ReadonlySet<number>): void {
    this.#made = new Map([...this.#made].filter(([number]) => kept.has(number)))
  }
}

export function logRow({ index, at, event, text }: TimelineRow): LogRow {
  return {
    index,
    time: clock(at),
    side: 'side' in event ? event.side : 'none',
    sentence: describeEvent(event),
    sample: text ? sampleOf(text) : '',
    fault: event.kind === 'fault',
  }
}

/** A row as one line of text, with its bytes below where it has any. */
export function rowText(row: TimelineRow): string {
  const { time, side, sentence, sample } = logRow(row)
  const { words } = detailOf(row)
  return [time, side === 'none' ? '' : side, sentence, words === '' ? sample : words]
    .filter((part) => part !== '')
    .join('\t')
}

/** What an open row shows. */
export function detailOf({ event, text, from }: TimelineRow): LogDetail {
  const bytes = text ?? bytesOf(event)
  const shown = bytes?.subarray(0, DETAIL_BYTES)
  return {
    words: bytes && !text ? inWords(bytes) : '',
    hex: shown ? toHex(shown, ' ') + (bytes && bytes.length > DETAIL_BYTES ? ' …' : '') : '',
    bytes: bytes?.length ?? 0,
    text: text ? linesOf(text.subarray(0, DETAIL_TEXT)).join('\n') : '',
    from: from === 'user' ? 'Sent by you.' : from === 'engine' ? 'Sent by willdo.' : '',
  }
}

/** A run of text without its colours, line by line. */
export function linesOf(text: Uint8Array): readonly string[] {
  const plain = new PlainLines()
  return [...plain.push(decoded(text)), ...plain.flush()]
}

/** What a run of text begins with, on one line. */
const sampleOf = (text: Uint8Array): string =>
  linesOf(text.subarray(0, 4 * SAMPLE))
    .join(' ')
    .replace(/\s+/g, ' ')
    .slice(0, SAMPLE)

/** The text as the terminal shows it; a character cut off at the end is left out. */
function decoded(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true })
  return text.includes('\ufffd') ? new TextDecoder('windows-1252').decode(bytes) : text
}
