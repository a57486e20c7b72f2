import type { Activity } from './activity.ts'
import type { Wire } from './wire.ts'

const MIB = 1024 * 1024
const ZEROS = new Uint8Array(64 * 1024)

/** Zeros through the compressor, a thousandth of which reaches the wire: what a client must not unpack all at once. */
export class Bomb implements Activity {
  readonly #wire: Wire
  readonly #done: () => void
  readonly #bytes: number
  #left: number

  /** Calls `done` when all has been sent. */
  constructor(wire: Wire, megabytes: number, done: () => void) {
    this.#wire = wire
    this.#done = done
    this.#bytes = megabytes * MIB
    this.#left = this.#bytes
  }

  /** The same 64 KiB each time, and only while the compressor wants more: nothing piles up here. */
  pump(): void {
    if (this.#left === 0) return
    while (this.#left > 0 && this.#wire.ready) {
      // Without compression these would be as many bytes on the wire.
      if (!this.#wire.compressing) return this.#done()
      this.#wire.pour(ZEROS)
      this.#left -= ZEROS.length
    }
    if (this.#left === 0) this.#done()
  }

  stop(): string {
    const sent = this.#bytes - this.#left
    this.#left = 0
    return `That was the bomb: ${Math.round(sent / MIB)} MiB of zeros.`
  }
}
