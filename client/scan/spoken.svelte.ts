/** Not oftener than this is something said. */
const PAUSE = 1000

/** What those who hear the page are told: the latest, and at most once a second. */
export class Spoken {
  text = $state('')
  #saidAt = -Infinity
  #waiting: string | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  say(text: string): void {
    if (text === '' || text === (this.#waiting ?? this.text)) return
    this.#waiting = text
    this.#timer ??= setTimeout(() => this.#speak(), Math.max(0, this.#saidAt + PAUSE - performance.now()))
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  #speak(): void {
    this.#timer = undefined
    this.text = this.#waiting ?? this.text
    this.#waiting = undefined
    this.#saidAt = performance.now()
  }
}
