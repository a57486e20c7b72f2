import type { Clock } from '../../proxy/demo/clock.ts'

/** Time that stands still until a test moves it. */
export class ManualClock implements Clock {
  #now = 0
  #timers: { at: number; then: () => void }[] = []

  get now(): number {
    return this.#now
  }

  after(milliseconds: number, then: () => void): () => void {
    const timer = { at: this.#now + milliseconds, then }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  get waiting(): number {
    return this.#timers.length
  }

  /** Moves on, and calls what comes due on the way in the order of its time. */
  advance(milliseconds: number): void {
    const until = this.#now + milliseconds
    for (;;) {
      const due = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
      if (!due) break
      this.#timers = this.#timers.filter((other) => other !== due)
      this.#now = due.at
      due.then()
    }
    this.#now = until
  }
}
