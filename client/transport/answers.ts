import { concat } from '../../shared/base/bytes.ts'

const A_SECOND = 4096

/**
 * What the terminal answers by itself, all answers of one turn together. A server that asks without end gets 4 KiB a
 * second: enough for any honest one, and less than would fill the page.
 */
export class Answers {
  readonly #send: (bytes: Uint8Array) => void
  readonly #tooMuch: () => void
  #waiting: Uint8Array[] = []
  #since = -Infinity
  #sent = 0

  /** `tooMuch` is called once for each second in which something was left out. */
  constructor(send: (bytes: Uint8Array) => void, tooMuch: () => void) {
    this.#send = send
    this.#tooMuch = tooMuch
  }

  push(bytes: Uint8Array): void {
    if (this.#waiting.length === 0) queueMicrotask(() => this.#flush())
    this.#waiting.push(bytes)
  }

  #flush(): void {
    const bytes = concat(this.#waiting)
    this.#waiting = []
    const now = performance.now()
    if (now - this.#since >= 1000) {
      this.#since = now
      this.#sent = 0
    }
    const before = this.#sent
    this.#sent += bytes.length
    if (this.#sent <= A_SECOND) this.#send(bytes)
    else if (before <= A_SECOND) this.#tooMuch()
  }
}
