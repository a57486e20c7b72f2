import type { Wire } from './wire.ts'

const CHUNK = 16 * 1024
const TINTS = [33, 37, 71, 136, 168, 133]
const WORDS =
  'the lamps go on and the lamps go out and each of them is written down in the ledger beside the window '

/** Endless numbered lines in colour, as fast as the visitor takes them and no faster. */
export class Flood {
  readonly #wire: Wire
  readonly #width: number
  #running = false
  #pumping = false
  #timer: NodeJS.Timeout | undefined
  /** Lines sent so far. */
  lines = 0

  constructor(wire: Wire, width: number) {
    this.#wire = wire
    this.#width = width
  }

  /** Runs until `stop`, or for `seconds` and then calls `done`. */
  start(seconds: number | undefined, done: () => void): void {
    this.#running = true
    if (seconds !== undefined) this.#timer = setTimeout(done, seconds * 1000)
    this.pump()
  }

  stop(): void {
    this.#running = false
    clearTimeout(this.#timer)
  }

  /** Sends a chunk and goes on in the next turn; if the wire is not ready the caller pumps again when it is. */
  pump(): void {
    if (!this.#running || this.#pumping || !this.#wire.ready) return
    this.#wire.write(new TextEncoder().encode(this.#chunk()))
    // A reader that keeps up never makes us wait, and everybody else wants a turn too.
    this.#pumping = true
    setImmediate(() => {
      this.#pumping = false
      this.pump()
    })
  }

  #chunk(): string {
    let text = ''
    while (text.length < CHUNK) {
      const number = String(++this.lines).padStart(8, '0')
      const from = (this.lines * 4) % WORDS.length
      const words = (WORDS.slice(from) + WORDS).slice(0, Math.max(0, Math.min(this.#width - 10, 68)))
      text += `\x1b[38;5;${TINTS[this.lines % TINTS.length]}m${number} ${words}\x1b[0m\r\n`
    }
    return text
  }
}
