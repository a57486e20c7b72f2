const EMPTY = new Uint8Array(0)

/** Gathers an entry's text into one array. */
export class TextCollector {
  bytes = new Uint8Array(4096)
  length = 0

  /** Returns where in the collected text it begins. */
  add(bytes: Uint8Array, start: number, end: number): number {
    const from = this.length
    const need = from + end - start
    if (need > this.bytes.length) {
      const larger = new Uint8Array(Math.max(need, this.bytes.length * 2))
      larger.set(this.bytes.subarray(0, from))
      this.bytes = larger
    }
    this.bytes.set(bytes.subarray(start, end), from)
    this.length = need
    return from
  }

  take(): Uint8Array {
    const text = this.length === 0 ? EMPTY : this.bytes.slice(0, this.length)
    this.length = 0
    // One huge entry must not hold its memory for the rest of the session.
    if (this.bytes.length > 1024 * 1024) this.bytes = new Uint8Array(4096)
    return text
  }
}
