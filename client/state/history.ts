const MAX = 200

/** Lines sent before, to be called back with up and down. What is typed anew waits at the end. */
export class History {
  readonly #lines: string[] = []
  #at = 0
  #draft = ''

  /** Keeps a sent line; blank and repeated ones are not worth it. */
  add(line: string): void {
    if (line.trim() !== '' && line !== this.#lines.at(-1)) this.#lines.push(line)
    if (this.#lines.length > MAX) this.#lines.shift()
    this.#at = this.#lines.length
    this.#draft = ''
  }

  /** The line before the one shown, `shown` being what the box holds; undefined at the first. */
  previous(shown: string): string | undefined {
    if (this.#at === 0) return undefined
    if (this.#at === this.#lines.length) this.#draft = shown
    return this.#lines[--this.#at]
  }

  /** The line after it; what was typed anew comes last. */
  next(): string | undefined {
    if (this.#at >= this.#lines.length) return undefined
    this.#at++
    return this.#at === this.#lines.length ? this.#draft : this.#lines[this.#at]
  }
}
