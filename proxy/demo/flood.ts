import type { Activity } from './activity.ts'
import type { Clock } from './clock.ts'
import type { Wire } from './wire.ts'

const CHUNK = 16 * 1024
const TINTS = [33, 37, 71, 136, 168, 133]
const WORDS = (
  'amber anchor ashore beacon below bell bollard brass bright candle chart cold copper crossing dark deep door drift east ' +
  'ebb evening far ferry flicker fog four gale glass gold green grey gull half harbour haze high hour ink iron island keel ' +
  'lamp late lantern ledger left light low mast mist moon nine north oil over pale pier quay rain red right rope rust salt ' +
  'sand shadow shore signal silver six slack slow smoke south spark star steady still storm stone tar three tide tower two ' +
  'under wake watch wave west wharf white wick wind window wire yellow zenith'
).split(' ')

/** Endless numbered lines in colour, as fast as the visitor takes them and no faster. */
export class Flood implements Activity {
  readonly #wire: Wire
  readonly #width: number
  #running = true
  #pumping = false
  #cancel: (() => void) | undefined
  #seed = 1
  #lines = 0

  constructor(wire: Wire, width: number) {
    this.#wire = wire
    this.#width = width
  }

  /** Calls `done` after so many seconds. */
  endAfter(seconds: number, clock: Clock, done: () => void): void {
    this.#cancel = clock.after(seconds * 1000, done)
  }

  stop(): string {
    this.#running = false
    this.#cancel?.()
    return `The flood stops after ${this.#lines} lines.`
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
    const most = Math.max(0, Math.min(this.#width - 10, 68))
    let text = ''
    while (text.length < CHUNK) {
      const number = String(++this.#lines).padStart(8, '0')
      let words = this.#word()
      for (let next = this.#word(); words.length + next.length < most; next = this.#word())
        words += ` ${next}`
      text += `\x1b[38;5;${TINTS[this.#lines % TINTS.length]}m${number} ${words}\x1b[0m\r\n`
    }
    return text
  }

  /**
   * The same words each time, but in an order that compresses no better than prose: what repeats itself would put seconds
   * of text into the few megabytes that the network holds, and the answer to a line would wait behind them.
   */
  #word(): string {
    this.#seed = (Math.imul(this.#seed, 1664525) + 1013904223) >>> 0
    return WORDS[Math.floor((this.#seed / 2 ** 32) * WORDS.length)] ?? ''
  }
}
