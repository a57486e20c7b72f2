/** What draws text: xterm.js in the page. `parsed` is called once the text is taken in. */
export interface Display {
  write(text: string, parsed: () => void): void
  /** Shows `pieces` in place of all that was written before: views of the past, which ask nothing and ring no bell. */
  rewrite(pieces: Iterable<string>, parsed: () => void): void
}

/** Text on its way to a display that may not be there yet; until then nothing counts as parsed. */
export class Screen {
  #display: Display | undefined
  #waiting: (readonly [string, () => void])[] = []

  write(text: string, parsed: () => void): void {
    if (this.#display) this.#display.write(text, parsed)
    else this.#waiting.push([text, parsed])
  }

  rewrite(pieces: Iterable<string>, parsed: () => void): void {
    if (this.#display) return this.#display.rewrite(pieces, parsed)
    const before = this.#waiting.map(([, done]) => done)
    this.#waiting = before.map((done) => ['', done])
    for (const piece of pieces) this.#waiting.push([piece, () => undefined])
    this.#waiting.push(['', parsed])
  }

  attach(display: Display): void {
    this.#display = display
    const waiting = this.#waiting
    this.#waiting = []
    for (const [text, parsed] of waiting) display.write(text, parsed)
  }
}
