import { millis, type Millis } from '../base/brands.ts'
import type { Entry } from './entry.ts'
import type { SessionEvent, Step } from './events.ts'
import { Fold, type FoldState } from './fold.ts'
import type { SessionState } from './state.ts'

/** A checkpoint is made after so many wire bytes or entries, whichever comes first. */
export const CHECKPOINT_BYTES = 256 * 1024
export const CHECKPOINT_ENTRIES = 2000

const KINDS = [
  'text',
  'command',
  'prompt',
  'negotiate',
  'subnegotiation',
  'compression',
  'fault',
  'resize',
  'mark',
  'message',
  'gap',
  'close',
] as const satisfies readonly SessionEvent['kind'][]

/** One event, with when and where it happened. Made when looked at. */
export interface TimelineRow {
  /** Its number, counted from 0. */
  readonly index: number
  readonly at: Millis
  readonly event: SessionEvent
  /** The bytes of a text event. */
  readonly text: Uint8Array | undefined
  /** Which entry it came from. */
  readonly entry: number
}

interface Checkpoint {
  /** Entries folded and rows made before it. */
  readonly entries: number
  readonly rows: number
  readonly fold: FoldState
}

/**
 * The session as it is stored: the entries, columns that say where each event is, and checkpoints of the fold. Events
 * themselves are not kept: `rows` folds again from the nearest checkpoint, so a row costs a few bytes until it is seen.
 */
export class Timeline {
  readonly entries: Entry[] = []
  readonly #fold = new Fold()
  readonly #time = new Column(Float64Array)
  readonly #kind = new Column(Uint8Array)
  /** 0 the server, 1 the client, 2 neither. */
  readonly #side = new Column(Uint8Array)
  /** The option spoken of; 0xffff for none. */
  readonly #option = new Column(Uint16Array)
  readonly #entry = new Column(Uint32Array)
  /** Where the entry's direction stood on the wire, and how many bytes the text or payload has. */
  readonly #offset = new Column(Float64Array)
  readonly #length = new Column(Uint32Array)
  readonly #checkpoints: Checkpoint[] = [{ entries: 0, rows: 0, fold: new Fold().save() }]
  #bytesSince = 0

  /** How many rows there are. */
  get length(): number {
    return this.#kind.length
  }

  get state(): SessionState {
    return this.#fold.state()
  }

  /** Folds the entry and keeps it. */
  append(entry: Entry): Step {
    const { wireIn, wireOut } = this.#fold.bytes
    const step = this.#fold.evolve(entry)
    const number = this.entries.push(entry) - 1
    for (const event of step.events) {
      const side = sideNumber(event)
      this.#time.push(entry.at)
      this.#kind.push(KINDS.indexOf(event.kind))
      this.#side.push(side)
      this.#option.push('option' in event && event.option !== undefined ? event.option : 0xffff)
      this.#entry.push(number)
      this.#offset.push(side === 1 ? wireOut : wireIn)
      this.#length.push(lengthOf(event))
    }
    this.#bytesSince += 'bytes' in entry ? entry.bytes.length : 0
    const last = this.#checkpoints.at(-1)
    const entriesSince = number + 1 - (last?.entries ?? 0)
    if (this.#bytesSince >= CHECKPOINT_BYTES || entriesSince >= CHECKPOINT_ENTRIES) {
      this.#checkpoints.push({ entries: number + 1, rows: this.length, fold: this.#fold.save() })
      this.#bytesSince = 0
    }
    return step
  }

  /** Rows [from, to), made afresh. */
  rows(from: number, to: number): readonly TimelineRow[] {
    const end = Math.min(to, this.length)
    const start = Math.max(0, from)
    if (start >= end) return []
    const checkpoint = this.#before((candidate) => candidate.rows <= start)
    const fold = Fold.restore(checkpoint.fold)
    const rows: TimelineRow[] = []
    let index = checkpoint.rows
    for (let number = checkpoint.entries; index < end; number++) {
      const entry = this.entries[number]
      if (!entry) throw new Error(`row ${index} of ${this.length} has no entry`)
      const step = fold.evolve(entry)
      for (const event of step.events) {
        if (index >= start && index < end) {
          const text = event.kind === 'text' ? step.text.subarray(event.start, event.end) : undefined
          rows.push({ index, at: entry.at, event, text, entry: number })
        }
        index++
      }
    }
    return rows
  }

  /** What was known at a time: all entries up to and including it. */
  stateAt(at: Millis): SessionState {
    const checkpoint = this.#before(
      ({ entries }) => entries === 0 || (this.entries[entries - 1]?.at ?? 0) <= at,
    )
    const fold = Fold.restore(checkpoint.fold)
    for (let number = checkpoint.entries; number < this.entries.length; number++) {
      const entry = this.entries[number] as Entry
      if (entry.at > at) break
      fold.evolve(entry)
    }
    return fold.state()
  }

  /** Cheap facts of a row, without making it. `side` is undefined for what is neither's; `offset` is in wire bytes. */
  glance(index: number): {
    at: Millis
    kind: SessionEvent['kind']
    side: 'server' | 'client' | undefined
    option: number | undefined
    entry: number
    offset: number
    length: number
  } {
    const option = this.#option.at(index)
    return {
      at: millis(this.#time.at(index)),
      kind: KINDS[this.#kind.at(index)] as SessionEvent['kind'],
      side: (['server', 'client'] as const)[this.#side.at(index)],
      option: option === 0xffff ? undefined : option,
      entry: this.#entry.at(index),
      offset: this.#offset.at(index),
      length: this.#length.at(index),
    }
  }

  /** The last checkpoint that fits; the one at the beginning always does. */
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

function sideNumber(event: SessionEvent): 0 | 1 | 2 {
  if (!('side' in event)) return 2
  return event.side === 'server' ? 0 : 1
}

function lengthOf(event: SessionEvent): number {
  if (event.kind === 'text') return event.end - event.start
  return event.kind === 'subnegotiation' ? event.payload.length : 0
}

type NumberArray = Float64Array | Uint8Array | Uint16Array | Uint32Array

/** A growing typed array. */
class Column {
  #values: NumberArray
  readonly #type: new (length: number) => NumberArray
  length = 0

  constructor(type: new (length: number) => NumberArray) {
    this.#type = type
    this.#values = new type(1024)
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new this.#type(this.#values.length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.length++] = value
  }

  at(index: number): number {
    const value = index < this.length ? this.#values[index] : undefined
    if (value === undefined) throw new Error(`no row ${index}`)
    return value
  }
}
