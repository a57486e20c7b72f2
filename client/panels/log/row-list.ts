import type { Millis } from '../../../shared/base/brands.ts'
import { millis } from '../../../shared/base/brands.ts'

/** Heights in pixels. */
export const ROW = 24
export const GAP = 22
/** So long a silence between two rows is drawn. */
export const GAP_FROM = 5000

/**
 * The rows of the log that are shown, and where each one stands: all are equally high, but for silences between them and
 * one that is open. A place is found without looking at the rows before it.
 */
export class RowList {
  #numbers = new Uint32Array(1024)
  #count = 0
  /** Positions of rows with a silence before them, and how long it was. */
  #gaps: number[] = []
  #waits: Millis[] = []
  #lastAt: number | undefined
  #open: { readonly number: number; readonly extra: number } | undefined

  get length(): number {
    return this.#count
  }

  /** Adds rows whose numbers go up. */
  add(numbers: readonly number[], times: Float64Array): void {
    if (this.#count + numbers.length > this.#numbers.length) {
      const larger = new Uint32Array(Math.ceil((this.#count + numbers.length) * 1.5))
      larger.set(this.#numbers)
      this.#numbers = larger
    }
    numbers.forEach((number, i) => {
      const at = times[i] as number
      if (this.#lastAt !== undefined && at - this.#lastAt >= GAP_FROM) {
        this.#gaps.push(this.#count)
        this.#waits.push(millis(at - this.#lastAt))
      }
      this.#lastAt = at
      this.#numbers[this.#count++] = number
    })
  }

  /** Forgets rows before this number; returns how high they stood. */
  dropBefore(number: number): number {
    const dropped = this.#search(number)
    if (dropped === 0) return 0
    const height = this.top(dropped)
    this.#numbers.copyWithin(0, dropped, this.#count)
    this.#count -= dropped
    const gaps = this.#gaps.findIndex((position) => position >= dropped)
    const kept = gaps < 0 ? this.#gaps.length : gaps
    this.#gaps = this.#gaps.slice(kept).map((position) => position - dropped)
    this.#waits = this.#waits.slice(kept)
    return height
  }

  clear(): void {
    this.#count = 0
    this.#gaps = []
    this.#waits = []
    this.#lastAt = undefined
  }

  /** The row at a position. */
  number(position: number): number | undefined {
    return position >= 0 && position < this.#count ? this.#numbers[position] : undefined
  }

  /** Where a row is; undefined if it is not shown. */
  position(number: number): number | undefined {
    const at = this.#search(number)
    return this.number(at) === number ? at : undefined
  }

  /** The silence before the row at a position. */
  gap(position: number): Millis | undefined {
    const i = lowerBound(this.#gaps.length, (at) => (this.#gaps[at] as number) < position)
    return this.#gaps[i] === position ? this.#waits[i] : undefined
  }

  /** One row may be open, and is so much higher. */
  open(number: number | undefined, extra: number): void {
    this.#open = number === undefined ? undefined : { number, extra }
  }

  /** Where the room of the row at that position begins, the silence before it included. */
  top(position: number): number {
    const gaps = lowerBound(this.#gaps.length, (at) => (this.#gaps[at] as number) < position)
    const open = this.#open
    const opened = open !== undefined && position > 0 && this.#isBefore(open.number, position)
    return position * ROW + gaps * GAP + (opened ? open.extra : 0)
  }

  get height(): number {
    return this.top(this.#count)
  }

  /** The position of the row that stands at that height. */
  at(height: number): number {
    const next = lowerBound(this.#count, (position) => this.top(position) <= height)
    return Math.max(0, next - 1)
  }

  #isBefore(number: number, position: number): boolean {
    const open = this.position(number)
    return open !== undefined && open < position
  }

  /** The first position whose row has that number or a higher one. */
  #search(number: number): number {
    return lowerBound(this.#count, (position) => (this.#numbers[position] as number) < number)
  }
}

/** The first of `count` places of which `isBefore` does not hold. */
function lowerBound(count: number, isBefore: (place: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}

/** A silence in words. */
export function gapText(wait: Millis): string {
  const seconds = Math.round(wait / 1000)
  if (seconds < 120) return `${seconds} s later`
  const minutes = Math.round(seconds / 60)
  return minutes < 120 ? `${minutes} min later` : `${Math.round(minutes / 60)} h later`
}
