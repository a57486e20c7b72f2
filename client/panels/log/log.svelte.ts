import type { Timeline, TimelineRow } from '../../../shared/session/timeline.ts'
import { columnsOf, contains, NO_FILTER, type LogFilter } from './log-filter.ts'
import { RowList } from './row-list.ts'

/** Rows looked at at once: by their columns, and by their text. */
const COLUMNS_AT_ONCE = 50_000
const TEXTS_AT_ONCE = 2000
/** Between looks at the clock. */
const TEXTS_BETWEEN = 16
/** While it is being made, the list is shown so often: whoever follows its end has rows made each time. */
const SHOWN_EVERY = 250

/**
 * The log of a session as it is looked at: which rows fit the filter. The list is made in steps that a caller can bound in
 * time, and grows with the session.
 */
export class Log {
  readonly #timeline: Timeline
  readonly list = new RowList()
  #filter: LogFilter = $state.raw(NO_FILTER)
  /** The next row to look at. */
  #next = 0
  #work: Generator<void, void> | undefined
  /** How long the list was when it was last shown, and when that was. */
  #shown = 0
  #shownAt = -Infinity
  /** Where the session is being read for its text, and the row that comes next. */
  #walk: Generator<TimelineRow, void> | undefined
  #walkAt = -1
  /** Counts changes of the list, for those who show it. */
  version = $state.raw(0)
  /** How many rows have been looked at, while there are more; the rows before the first one kept count. */
  searched = $state.raw<number>()

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  get filter(): LogFilter {
    return this.#filter
  }

  /** Begins anew with another filter; a search that runs is over. */
  set filter(filter: LogFilter) {
    this.#filter = filter
    this.#work = undefined
    this.#walk = undefined
    this.#next = 0
    this.list.clear()
    this.#shown = 0
    this.version++
  }

  /** How many rows fit, as far as they have been looked at. */
  get length(): number {
    void this.version
    return this.list.length
  }

  /**
   * Looks at more rows until the time is over; says whether there are more, and how high the rows stood that are no longer
   * kept.
   */
  step(until: number): { more: boolean; dropped: number } {
    const dropped = this.list.dropBefore(this.#timeline.first)
    let more = true
    do {
      this.#work ??= this.#look()
      if (!this.#work.next().done) continue
      this.#work = undefined
      more = this.#next < this.#timeline.length
    } while (more && performance.now() < until)
    const now = performance.now()
    const due = !more || now - this.#shownAt >= SHOWN_EVERY
    if (dropped > 0 || (due && this.list.length !== this.#shown)) {
      this.version++
      this.#shown = this.list.length
      this.#shownAt = now
    }
    this.searched = more ? this.#next : undefined
    return { more, dropped }
  }

  /** Looks at the rows that there are, with a pause now and then. */
  *#look(): Generator<void, void> {
    const columns = columnsOf(this.#filter)
    const needle = this.#filter.text.trim().toLowerCase()
    while (this.#next < this.#timeline.length) {
      const from = Math.max(this.#next, this.#timeline.first)
      const to = Math.min(from + (needle === '' ? COLUMNS_AT_ONCE : TEXTS_AT_ONCE), this.#timeline.length)
      const fitting = this.#timeline.matching(from, to, columns)
      if (needle === '') this.#add(fitting)
      else if (fitting.length > 0) yield* this.#read(fitting, from, to, needle)
      this.#next = to
      yield
    }
  }

  /** Reads the rows [from, to) on and keeps those of `numbers` that have the needle. */
  *#read(numbers: readonly number[], from: number, to: number, needle: string): Generator<void, void> {
    if (this.#walkAt !== from) this.#walk = undefined
    const walk = (this.#walk ??= this.#timeline.walk(from))
    const found: number[] = []
    let i = 0
    for (let next = walk.next(); ; next = walk.next()) {
      // What is read on may have been dropped meanwhile; then it goes on behind these rows.
      if (next.done || next.value.index >= to) {
        this.#walk = undefined
        break
      }
      const row = next.value
      this.#walkAt = row.index + 1
      while ((numbers[i] ?? Infinity) < row.index) i++
      if (numbers[i] === row.index && contains(row, needle)) found.push(row.index)
      if (this.#walkAt === to) break
      if (row.index % TEXTS_BETWEEN > 0) continue
      this.#next = row.index
      yield
    }
    this.#add(found.filter((number) => number >= this.#timeline.first))
  }

  #add(numbers: readonly number[]): void {
    if (numbers.length > 0) this.list.add(numbers, this.#timeline.times(numbers))
  }
}
