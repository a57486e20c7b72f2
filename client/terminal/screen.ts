/** What draws text: xterm.js in the page. `parsed` is called once the text is taken in. */
export interface Display {
  write(text: string, parsed: () => void): void
}

/** Text on its way to a display that may not be there yet; until then nothing counts as parsed. */
export class Screen {
  #display: Display | undefined
  #waiting: (readonly [string, () => void])[] = []

  write(text: string, parsed: () => void): void {
    if (this.#display) this.#display.write(text, parsed)
    else this.#waiting.push([text, parsed])
  }

  attach(display: Display): void {
    this.#display = display
    const waiting = this.#waiting
    this.#waiting = []
    for (const [text, parsed] of waiting) display.write(text, parsed)
  }
}
