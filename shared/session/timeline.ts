import type { Millis } from '../base/brands.ts'
import { TELOPT } from '../telnet/codes.ts'
import { Columns, ROW_COST, type Glance, type RowFilter } from './columns.ts'
import type { Entry, Origin } from './entry.ts'
import type { SessionEvent, Step } from './events.ts'
import { Fold, type FoldState } from './fold.ts'
import { missedStartMark } from './marks.ts'
import type { SessionState } from './state.ts'

/** A checkpoint is made after so much memory, decoded text or so many entries or rows, whichever comes first. */
export const CHECKPOINT_BYTES = 256 * 1024
export const CHECKPOINT_ENTRIES = 2000
export const CHECKPOINT_ROWS = 10_000
export const CHECKPOINT_DECODED = 2 * 1024 * 1024
/** About what an entry and a checkpoint cost beside their bytes. */
const ENTRY_COST = 300
const CHECKPOINT_COST = 64 * 1024
/** So many bytes of memory a session may take. A day of play is a few MiB; only an endless flood reaches this. */
export const KEPT_BYTES = 24 * 1024 * 1024

/** What is kept may grow to so many times its limit before the beginning is dropped. */
const DROP_AT = 1.25

/** One event, with when and where it happened. Made when looked at. */
export interface TimelineRow {
  /** Its number, counted from 0 at the beginning of the session. */
  readonly index: number
  readonly at: Millis
  readonly event: SessionEvent
  /** The bytes of a text event. */
  readonly text: Uint8Array | undefined
  /** Which entry it came from. */
  readonly entry: number
  /** Who made the bytes, where we sent them. */
  readonly from: Origin | undefined
}

interface Checkpoint {
  /** Entries folded, rows made and memory used before it, counted from the beginning of the session. */
  readonly entries: number
  readonly rows: number
  readonly bytes: number
  readonly wireIn: number
  readonly decodedIn: number
  readonly fold: FoldState
}

/**
 * The session as it is stored: the entries, columns that say where each event is, and checkpoints of the fold. Events
 * themselves are not kept: `rows` folds again from the nearest checkpoint, so a row costs a few bytes until it is seen.
 * When a session outgrows the memory it may have, its beginning is dropped up to a checkpoint; numbers stay as they were.
 */
export class Timeline {
  readonly #keptBytes: number
  readonly #entries: Entry[] = []
  readonly #fold = new Fold()
  readonly #columns = new Columns()
  readonly #checkpoints: Checkpoint[] = [
    { entries: 0, rows: 0, bytes: 0, wireIn: 0, decodedIn: 0, fold: new Fold().save() },
  ]
  #bytes = 0

  constructor(keptBytes = KEPT_BYTES) {
    this.#keptBytes = keptBytes
  }

  /** How many rows there have been. */
  get length(): number {
    return this.#columns.length
  }

  /** The first row that is still kept. */
  get first(): number {
    return this.#oldest.rows
  }

  /** The entries that are kept, as a recording has them: bytes dropped from the beginning are a gap. */
  get entries(): readonly Entry[] {
    const { entries, wireIn, fold } = this.#oldest
    if (entries === 0) return this.#entries
    const gap: Entry = { kind: 'gap', at: fold.at, lost: wireIn }
    const { mode, option } = fold.server
    if (mode === 'plain') return [gap, ...this.#entries]
    const label = missedStartMark(option ?? TELOPT.MCCP2)
    return [gap, { kind: 'mark', at: fold.at, label }, ...this.#entries]
  }

  get #oldest(): Checkpoint {
    return this.#checkpoints[0] as Checkpoint
  }

  get state(): SessionState {
    return this.#fold.state()
  }

  /** Folds the entry and keeps it. */
  append(entry: Entry): Step {
    const { wireIn, wireOut } = this.#fold.bytes
    const step = this.#fold.evolve(entry)
    const number = this.#oldest.entries + this.#entries.push(entry) - 1
    this.#columns.add(entry.at, step.events, wireIn, wireOut)
    this.#bytes += ('bytes' in entry ? entry.bytes.length : 0) + ENTRY_COST + ROW_COST * step.events.length
    this.#checkpoint(number + 1)
    return step
  }

  #checkpoint(entries: number): void {
    const last = this.#checkpoints.at(-1) as Checkpoint
    const { wireIn, decodedIn } = this.#fold.bytes
    const due =
      this.#bytes - last.bytes >= CHECKPOINT_BYTES ||
      decodedIn - last.decodedIn >= CHECKPOINT_DECODED ||
      this.length - last.rows >= CHECKPOINT_ROWS ||
      entries - last.entries >= CHECKPOINT_ENTRIES
    if (!due) return
    this.#bytes += CHECKPOINT_COST
    const fold = this.#fold.save()
    this.#checkpoints.push({ entries, rows: this.length, bytes: this.#bytes, wireIn, decodedIn, fold })
    if (this.#bytes - this.#oldest.bytes > this.#keptBytes * DROP_AT) this.#drop()
  }

  /** Rarely and much at once: each drop moves what is kept. */
  #drop(): void {
    const before = this.#oldest
    const kept = this.#checkpoints.findIndex(({ bytes }) => this.#bytes - bytes <= this.#keptBytes)
    this.#checkpoints.splice(0, kept)
    this.#entries.splice(0, this.#oldest.entries - before.entries)
    this.#columns.drop(this.#oldest.rows, this.#oldest.entries)
  }

  /** Rows [from, to), made afresh. */
  rows(from: number, to: number): readonly TimelineRow[] {
    const start = Math.max(this.first, from)
    const end = Math.min(to, this.length)
    return this.pick(Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i))
  }

  /** The rows with these numbers, which go up, made afresh: one fold for each checkpoint that has any of them. */
  pick(numbers: readonly number[]): readonly TimelineRow[] {
    const rows: TimelineRow[] = []
    let walk: Generator<TimelineRow, void> | undefined
    let section = -1
    for (const number of numbers) {
      if (number < this.first || number >= this.length) continue
      const checkpoint = this.sectionOf(number)
      if (checkpoint !== section) walk = this.walk(number)
      section = checkpoint
      for (let next = walk?.next(); next && !next.done; next = walk?.next()) {
        if (next.value.index !== number) continue
        rows.push(next.value)
        break
      }
    }
    return rows
  }

  /** Which stretch between checkpoints a row lies in: making one row of it is about as dear as making all. */
  sectionOf(row: number): number {
    return this.#before((candidate) => candidate.rows <= row).rows
  }

  /**
   * Reads the session from a row on, one row after the other, to the last one there is; dropped rows are passed over. It
   * may be left and taken up again at any time.
   */
  *walk(from: number): Generator<TimelineRow, void> {
    let wanted = Math.max(from, this.first)
    let checkpoint = this.#before((candidate) => candidate.rows <= wanted)
    let fold = Fold.restore(checkpoint.fold)
    let [index, number] = [checkpoint.rows, checkpoint.entries]
    while (index < this.length) {
      if (number < this.#oldest.entries) {
        checkpoint = this.#oldest
        fold = Fold.restore(checkpoint.fold)
        ;[index, number] = [checkpoint.rows, checkpoint.entries]
        wanted = Math.max(wanted, index)
      }
      const entry = this.#entries[number - this.#oldest.entries]
      if (!entry) return
      const step = fold.evolve(entry)
      for (const event of step.events) {
        if (index >= wanted) {
          const text = event.kind === 'text' ? step.text.subarray(event.start, event.end) : undefined
          const from = entry.kind === 'out' ? entry.from : undefined
          yield { index, at: entry.at, event, text, entry: number, from }
        }
        index++
      }
      number++
    }
  }

  /** The numbers of the rows in [from, to) that fit, found without making them. */
  matching(from: number, to: number, filter: RowFilter): number[] {
    return this.#columns.matching(from, to, filter)
  }

  /** When each of these rows was; their numbers go up. */
  times(rows: readonly number[]): Float64Array {
    return this.#columns.times(rows)
  }

  /** The entry that a row came from, that entry's first row, and a fold as it stood before it; undefined if it is not kept. */
  origin(index: number): { entry: Entry; first: number; before: Fold } | undefined {
    if (index < this.first || index >= this.length) return undefined
    const number = this.#columns.glance(index).entry
    const first = this.#columns.firstRow(number)
    const checkpoint = this.#before(({ entries }) => entries <= number)
    const before = Fold.restore(checkpoint.fold)
    const kept = number - this.#oldest.entries
    for (let i = checkpoint.entries - this.#oldest.entries; i < kept; i++) {
      before.evolve(this.#entries[i] as Entry)
    }
    return { entry: this.#entries[kept] as Entry, first, before }
  }

  /** How many bytes of the server's text the oldest kept entry comes behind: 0 while nothing was dropped. */
  get textDropped(): number {
    return this.#oldest.decodedIn
  }

  /**
   * What is kept, folded once more, for views of the text: all of it, or from where at least `decoded` bytes of the server's
   * text are still to come. What is appended meanwhile is not in it.
   */
  *steps(decoded = Infinity): Generator<{ readonly entry: Entry; readonly step: Step }, void> {
    const { decodedIn } = this.#fold.bytes
    const checkpoint = this.#before((candidate) => decodedIn - candidate.decodedIn >= decoded)
    const entries = this.#entries.slice(checkpoint.entries - this.#oldest.entries)
    const fold = Fold.restore(checkpoint.fold)
    for (const entry of entries) yield { entry, step: fold.evolve(entry) }
  }

  /** What was known at a time: all entries up to and including it; of dropped ones the oldest state kept. */
  stateAt(at: Millis): SessionState {
    const checkpoint = this.#before(({ fold }) => fold.at < at)
    const fold = Fold.restore(checkpoint.fold)
    for (let i = checkpoint.entries - this.#oldest.entries; i < this.#entries.length; i++) {
      const entry = this.#entries[i] as Entry
      if (entry.at > at) break
      fold.evolve(entry)
    }
    return fold.state()
  }

  /** Cheap facts of a row, without making it. */
  glance(index: number): Glance {
    return this.#columns.glance(index)
  }

  /** The last checkpoint that fits; the oldest always does. */
  #before(fits: (checkpoint: Checkpoint) => boolean): Checkpoint {
    let low = 0
    let high = this.#checkpoints.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (fits(this.#checkpoints[middle] as Checkpoint)) low = middle
      else high = middle - 1
    }
    return this.#checkpoints[low] as Checkpoint
  }
}
