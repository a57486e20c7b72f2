import { decodeText } from './text.ts'
import type { MsdpValue, MsdpVariable } from './msdp.ts'

export const MARK = { VAR: 1, VAL: 2, TABLE_OPEN: 3, TABLE_CLOSE: 4, ARRAY_OPEN: 5, ARRAY_CLOSE: 6 } as const

/** Deeper than any game nests, and far from what a stack cannot take. */
const DEPTH_MAX = 32
/** Nobody has so many; a list without end would cost its length many times over. */
const TEXTS_MAX = 10_000

/** Reads MSDP's bytes from the beginning on; `problem` says why it had to stop. */
export class MsdpReader {
  readonly #bytes: Uint8Array
  #at = 0
  #texts = 0
  problem: string | undefined

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Names and values up to the end, or to the end of the table they are in. */
  variables(depth: number): MsdpVariable[] {
    const found: MsdpVariable[] = []
    while (this.problem === undefined && this.#take(MARK.VAR)) {
      const name = this.#text()
      const values: MsdpValue[] = []
      while (this.problem === undefined && this.#take(MARK.VAL)) values.push(this.#value(depth))
      found.push({ name, values })
    }
    if (depth === 0 && this.#at < this.#bytes.length) this.#stop(`${this.#here} stands where VAR (1) should`)
    return found
  }

  #value(depth: number): MsdpValue {
    if (depth >= DEPTH_MAX) return this.#stop(`it nests deeper than ${DEPTH_MAX}`)
    if (this.#take(MARK.TABLE_OPEN)) {
      const table = this.variables(depth + 1)
      this.#close(MARK.TABLE_CLOSE, 'table')
      return { table }
    }
    if (!this.#take(MARK.ARRAY_OPEN)) return this.#text()
    const items: MsdpValue[] = []
    while (this.problem === undefined && this.#take(MARK.VAL)) items.push(this.#value(depth + 1))
    this.#close(MARK.ARRAY_CLOSE, 'list')
    return items
  }

  #close(byte: number, what: string): void {
    if (!this.#take(byte)) this.#stop(`${this.#here} stands where the ${what} should end or go on`)
  }

  #take(byte: number): boolean {
    if (this.#bytes[this.#at] !== byte) return false
    this.#at++
    return true
  }

  #text(): string {
    if (++this.#texts > TEXTS_MAX) return this.#stop(`it has over ${TEXTS_MAX} names and values`)
    const from = this.#at
    while (this.#at < this.#bytes.length && !this.#isMark(this.#bytes[this.#at] ?? 0)) this.#at++
    return decodeText(this.#bytes.subarray(from, this.#at))
  }

  #isMark(byte: number): boolean {
    return byte >= MARK.VAR && byte <= MARK.ARRAY_CLOSE
  }

  get #here(): string {
    const byte = this.#bytes[this.#at]
    return byte === undefined ? 'nothing' : `byte ${byte}`
  }

  /** The first problem is the one to tell. */
  #stop(problem: string): string {
    this.problem ??= problem
    return ''
  }
}
