import { concat } from '../base/bytes.ts'

/** Bytes that only grow: adding and copying cost nothing, however many there are. */
export class Rope {
  static readonly EMPTY = new Rope(undefined, new Uint8Array(0), 0)

  readonly length: number
  readonly #before: Rope | undefined
  readonly #last: Uint8Array

  private constructor(before: Rope | undefined, last: Uint8Array, length: number) {
    this.#before = before
    this.#last = last
    this.length = length
  }

  /** The rope with `bytes` behind it, which must not change any more. */
  add(bytes: Uint8Array): Rope {
    return bytes.length === 0 ? this : new Rope(this, bytes, this.length + bytes.length)
  }

  /** All of it, or the pieces that hold its last `count` bytes. */
  bytes(count = Infinity): Uint8Array {
    const parts: Uint8Array[] = []
    let had = 0
    parts.push(this.#last)
    had += this.#last.length
    for (let rope = this.#before; rope && had < count; rope = rope.#before) {
      parts.push(rope.#last)
      had += rope.#last.length
    }
    return concat(parts.reverse())
  }
}
