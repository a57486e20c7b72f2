import { millis, type Millis } from '../base/brands.ts'
import { optionName, TELOPT } from '../telnet/codes.ts'
import type { Entry } from './entry.ts'
import type { SessionEvent, Step } from './events.ts'
import { Fold, type FoldState } from './fold.ts'
import { MARK_MISSED_START } from './marks.ts'
import type { SessionState } from './state.ts'

/** A checkpoint is made after so much memory, decoded text or so many entries, whichever comes first. */
export const CHECKPOINT_BYTES = 256 * 1024
export const CHECKPOINT_ENTRIES = 2000
export const CHECKPOINT_DECODED = 2 * 1024 * 1024
/** About what an entry, a row and a checkpoint cost beside their bytes. */
const ENTRY_COST = 300
const ROW_COST = 32
const CHECKPOINT_COST = 64 * 1024
/** So many bytes of memory a session may take. A day of play is a few MiB; only an endless flood reaches this. */
export const KEPT_BYTES = 24 * 1024 * 1024

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
  readonly #checkpoints: Checkpoint[] = [
    { entries: 0, rows: 0, bytes: 0, wireIn: 0, decodedIn: 0, fold: new Fold().save() },
  ]
  #bytes = 0

  constructor(keptBytes = KEPT_BYTES) {
    this.#keptBytes = keptBytes
  }

  /** How many rows there have been. */
  get length(): number {
    return this.#kind.length
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
    const label = MARK_MISSED_START + optionName(option ?? TELOPT.MCCP2)
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
    const columns = [
      this.#time,
      this.#kind,
      this.#side,
      this.#option,
      this.#entry,
      this.#offset,
      this.#length,
    ]
    for (const column of columns) column.drop(this.#oldest.rows)
  }

  /** Rows [from, to), made afresh. */
  rows(from: number, to: number): readonly TimelineRow[] {
    const end = Math.min(to, this.length)
    const start = Math.max(this.first, from)
    if (start >= end) return []
    const checkpoint = this.#before((candidate) => candidate.rows <= start)
    const fold = Fold.restore(checkpoint.fold)
    const rows: TimelineRow[] = []
    let index = checkpoint.rows
    for (let number = checkpoint.entries; index < end; number++) {
      const entry = this.#entries[number - this.#oldest.entries]
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

function sideNumber(event: SessionEvent): 0 | 1 | 2 {
  if (!('side' in event)) return 2
  return event.side === 'server' ? 0 : 1
}

function lengthOf(event: SessionEvent): number {
  if (event.kind === 'text') return event.end - event.start
  return event.kind === 'subnegotiation' ? event.payload.length : 0
}

type NumberArray = Float64Array | Uint8Array | Uint16Array | Uint32Array

/** A growing typed array that can forget its beginning; indices stay. */
class Column {
  #values: NumberArray
  readonly #type: new (length: number) => NumberArray
  #first = 0
  length = 0

  constructor(type: new (length: number) => NumberArray) {
    this.#type = type
    this.#values = new type(1024)
  }

  push(value: number): void {
    const at = this.length++ - this.#first
    if (at === this.#values.length) this.#resize(at * 2)
    this.#values[at] = value
  }

  at(index: number): number {
    const value = index >= this.#first && index < this.length ? this.#values[index - this.#first] : undefined
    if (value === undefined) throw new Error(`no row ${index}`)
    return value
  }

  drop(first: number): void {
    this.#values = this.#values.subarray(first - this.#first, this.length - this.#first)
    this.#first = first
    this.#resize(Math.max(1024, (this.length - first) * 2))
  }

  #resize(length: number): void {
    const values = new this.#type(length)
    values.set(this.#values)
    this.#values = values
  }
}
