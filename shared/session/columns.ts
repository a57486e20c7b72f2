import { millis, type Millis } from '../base/brands.ts'
import type { SessionEvent, Side } from './events.ts'
import { readAskMark, readRuleMark } from './marks.ts'

export const KINDS = [
  'text',
  'command',
  'prompt',
  'negotiate',
  'subnegotiation',
  'inband',
  'compression',
  'fault',
  'resize',
  'mark',
  'message',
  'gap',
  'close',
] as const satisfies readonly SessionEvent['kind'][]

export type Kind = SessionEvent['kind']

const SIDES = ['server', 'client'] as const
const NO_SIDE = 2

/** What of a row can be told without making it. */
export interface Glance {
  readonly at: Millis
  readonly kind: Kind
  /** Undefined for what is neither's. */
  readonly side: Side | undefined
  readonly option: number | undefined
  readonly entry: number
  /** Where the entry's direction stood on the wire before it. */
  readonly offset: number
  /** How many bytes the text or payload has. */
  readonly length: number
}

/** Which rows are wanted; what is left out is not asked for. */
export interface RowFilter {
  readonly kinds?: readonly Kind[] | undefined
  /** `neither`: windows, marks, messages of the proxy. */
  readonly sides?: readonly (Side | 'neither')[] | undefined
  readonly option?: number | undefined
}

/** What a row costs, about, with room to grow. */
export const ROW_COST = 9

/** Where each event of a session is, in a few bytes each: what all rows of an entry share is kept once. */
export class Columns {
  /** Kind, side, and whether an option is spoken of. */
  readonly #what = new Column(Uint8Array)
  readonly #option = new Column(Uint8Array)
  readonly #length = new Column(Uint32Array)
  /** By entry: the number of its first row, its time, its place on the wire. */
  readonly #row = new Column(Uint32Array)
  readonly #at = new Column(Float64Array)
  readonly #offset = new Column(Float64Array)

  get length(): number {
    return this.#what.length
  }

  add(at: Millis, events: readonly SessionEvent[], wireIn: number, wireOut: number): void {
    this.#row.push(this.length)
    this.#at.push(at)
    this.#offset.push(events.some((event) => 'side' in event && event.side === 'client') ? wireOut : wireIn)
    for (const event of events) {
      const option = optionOf(event)
      const side = 'side' in event ? SIDES.indexOf(event.side) : NO_SIDE
      this.#what.push(pack(KINDS.indexOf(event.kind), side, option !== undefined))
      this.#option.push(option ?? 0)
      this.#length.push(lengthOf(event))
    }
  }

  /** Forgets the rows and entries before these. */
  drop(rows: number, entries: number): void {
    for (const column of [this.#what, this.#option, this.#length]) column.drop(rows)
    for (const column of [this.#row, this.#at, this.#offset]) column.drop(entries)
  }

  glance(row: number): Glance {
    const what = this.#what.at(row)
    const entry = this.#entryOf(row)
    return {
      at: millis(this.#at.at(entry)),
      kind: KINDS[what >> 3] as Kind,
      side: SIDES[(what >> 1) & 3],
      option: what & 1 ? this.#option.at(row) : undefined,
      entry,
      offset: this.#offset.at(entry),
      length: this.#length.at(row),
    }
  }

  /** When each of these rows was, whose numbers go up. */
  times(rows: readonly number[]): Float64Array {
    const times = new Float64Array(rows.length)
    let entry = rows[0] === undefined ? 0 : this.#entryOf(rows[0])
    rows.forEach((row, i) => {
      while (entry + 1 < this.#row.length && this.#row.at(entry + 1) <= row) entry++
      times[i] = this.#at.at(entry)
    })
    return times
  }

  /** The number of an entry's first row. */
  firstRow(entry: number): number {
    return this.#row.at(entry)
  }

  /** The last entry that begins at or before the row: those without rows come before it. */
  #entryOf(row: number): number {
    let low = this.#row.first
    let high = this.#row.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#row.at(middle) <= row) low = middle
      else high = middle - 1
    }
    return low
  }

  /** The numbers of the rows in [from, to) that are wanted, of those that are kept. */
  matching(from: number, to: number, { kinds, sides, option }: RowFilter): number[] {
    const kind = kinds?.reduce((mask, name) => mask | (1 << KINDS.indexOf(name)), 0) ?? -1
    const side = sides?.reduce((mask, name) => mask | (1 << sideIndex(name)), 0) ?? -1
    const [what, options] = [this.#what.values, this.#option.values]
    const first = this.#what.first
    const found: number[] = []
    for (let i = Math.max(from - first, 0); i < Math.min(to, this.length) - first; i++) {
      const packed = what[i] as number
      if (!((kind >> (packed >> 3)) & 1) || !((side >> ((packed >> 1) & 3)) & 1)) continue
      if (option !== undefined && (!(packed & 1) || options[i] !== option)) continue
      found.push(i + first)
    }
    return found
  }
}

const pack = (kind: number, side: number, hasOption: boolean): number =>
  (kind << 3) | (side << 1) | (hasOption ? 1 : 0)

const sideIndex = (side: Side | 'neither'): number => (side === 'neither' ? NO_SIDE : SIDES.indexOf(side))

/** The option an event speaks of; a wish that waits and a person's rule are marks. */
function optionOf(event: SessionEvent): number | undefined {
  if (event.kind === 'mark') return (readAskMark(event.label) ?? readRuleMark(event.label))?.option
  return 'option' in event ? event.option : undefined
}

function lengthOf(event: SessionEvent): number {
  if (event.kind === 'text') return event.end - event.start
  return event.kind === 'subnegotiation' ? event.payload.length : 0
}

type NumberArray = Float64Array | Uint8Array | Uint32Array

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

  /** The index of the oldest value kept, which is the first of `values`. */
  get first(): number {
    return this.#first
  }

  get values(): NumberArray {
    return this.#values
  }

  push(value: number): void {
    const at = this.length++ - this.#first
    if (at === this.#values.length) this.#resize(Math.ceil(at * 1.5))
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
    this.#resize(Math.max(1024, Math.ceil((this.length - first) * 1.5)))
  }

  #resize(length: number): void {
    const values = new this.#type(length)
    values.set(this.#values)
    this.#values = values
  }
}
