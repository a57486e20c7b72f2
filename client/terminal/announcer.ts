import { PlainLines } from './plain-lines.ts'

/** Timers, so that tests need not wait. */
export interface Ticks {
  now(): number
  after(milliseconds: number, run: () => void): unknown
}

const BATCH_EVERY = 1000
const FIRST_AFTER = 150
/** A second's text beyond this is not read out: nobody can listen to it. */
const TEXT_MAX = 32 * 1024
const LINES_MAX = 40

/**
 * Turns a server's text into batches of plain lines for a polite live region: at most one batch a second, each line
 * once, a flood cut down to its end with a line that says so. A prompt without a line end is given once it stands still.
 */
export class Announcer {
  readonly #deliver: (lines: readonly string[]) => void
  readonly #ticks: Ticks
  #plain = new PlainLines()
  #text = ''
  #skipped = false
  #fresh = false
  #scheduled = false
  #last = -Infinity

  constructor(deliver: (lines: readonly string[]) => void, ticks: Ticks) {
    this.#deliver = deliver
    this.#ticks = ticks
  }

  push(text: string): void {
    if (text === '') return
    this.#fresh = true
    this.#text += text
    if (this.#text.length > 2 * TEXT_MAX) this.#cut()
    this.#schedule(Math.max(FIRST_AFTER, this.#last + BATCH_EVERY - this.#ticks.now()))
  }

  #cut(): void {
    const from = this.#text.length - TEXT_MAX
    const line = this.#text.indexOf('\n', from)
    this.#text = this.#text.slice(line < 0 ? from : line + 1)
    // What was cut may have held the start of a control sequence.
    this.#plain = new PlainLines()
    this.#skipped = true
  }

  #schedule(wait: number): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.#ticks.after(wait, () => {
      this.#scheduled = false
      this.#tick()
    })
  }

  #tick(): void {
    const lines = this.#plain.push(this.#text)
    this.#text = ''
    if (this.#fresh) {
      this.#fresh = false
      this.#schedule(BATCH_EVERY)
    } else {
      lines.push(...this.#plain.flush())
    }
    const skipped = this.#skipped || lines.length > LINES_MAX
    this.#skipped = false
    if (lines.length === 0) return
    this.#last = this.#ticks.now()
    const kept = lines.slice(-LINES_MAX)
    this.#deliver(skipped ? ['Some lines were left out.', ...kept] : kept)
  }
}
