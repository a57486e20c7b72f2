/** Time as the demo sees it: tests bring one that they move by hand. */
export interface Clock {
  /** Calls `then` once after so many milliseconds; the function returned takes it back. */
  after(milliseconds: number, then: () => void): () => void
}

export const realClock: Clock = {
  after: (milliseconds, then) => {
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  },
}
