/** One way to the goal, under way. After `cancel` its promise is rejected and nothing of it is left. */
export type Attempt<T> = { readonly done: Promise<T>; readonly cancel: () => void }

/** Runs something later; what it returns takes that back. */
export type After = (millis: number, run: () => void) => () => void

/** RFC 8305 section 5: how long the next attempt waits for the one before it. */
export const ATTEMPT_DELAY = 250

/**
 * RFC 8305 section 4: the addresses of both families in turn, beginning with the family that stands first. Each family keeps
 * its order.
 */
export function interleave<T extends { readonly family: 4 | 6 }>(targets: readonly T[]): T[] {
  const first = targets.filter(({ family }) => family === targets[0]?.family)
  const second = targets.filter(({ family }) => family !== targets[0]?.family)
  const longest = Math.max(first.length, second.length)
  return Array.from({ length: longest }, (_, i) => [first[i], second[i]])
    .flat()
    .filter((target) => target !== undefined)
}

/**
 * Starts attempts one after the other, the next as soon as one fails or has been under way for a while, until one succeeds;
 * the others are then cancelled. Rejects with all errors in the order of the failures if none does.
 *
 * Node's own `autoSelectFamily` gives an attempt up when its time is over, and so never reaches a slow server that has two
 * addresses; here they run on side by side.
 */
export function race<Target, T>(
  targets: readonly Target[],
  start: (target: Target) => Attempt<T>,
  after: After,
): Attempt<T> {
  const running = new Set<Attempt<T>>()
  const errors: unknown[] = []
  let next = 0
  let over = false
  let cancelTimer = (): void => undefined
  let settle: { resolve: (value: T) => void; reject: (error: unknown) => void } | undefined

  const finish = (): void => {
    over = true
    cancelTimer()
    for (const attempt of running) attempt.cancel()
    running.clear()
  }
  const begin = (): void => {
    cancelTimer()
    const target = targets[next++]
    if (target === undefined) return
    const attempt = start(target)
    running.add(attempt)
    attempt.done.then(
      (value) => {
        running.delete(attempt)
        if (over) return
        finish()
        settle?.resolve(value)
      },
      (error: unknown) => {
        running.delete(attempt)
        errors.push(error)
        if (over) return
        if (next < targets.length) begin()
        else if (running.size === 0) {
          finish()
          settle?.reject(new AggregateError(errors, 'no attempt succeeded'))
        }
      },
    )
    if (next < targets.length) cancelTimer = after(ATTEMPT_DELAY, begin)
  }
  const done = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject }
    begin()
  })
  const cancel = (): void => {
    if (over) return
    finish()
    settle?.reject(new AggregateError(errors, 'cancelled'))
  }
  return { done, cancel }
}
