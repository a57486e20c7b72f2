import { untrack } from 'svelte'

const EVERY = 250

/**
 * What `read` gives, taken over at once after a pause and at most four times a second while it keeps changing, or after
 * `rest` milliseconds where that is longer: for what is dear to show. To be called while a component is made.
 */
export function slowly<T>(read: () => T, rest = () => 0): { readonly current: T } {
  let current = $state.raw(untrack(read))
  let taken = performance.now()
  let waiting: ReturnType<typeof setTimeout> | undefined

  function take(): void {
    waiting = undefined
    taken = performance.now()
    current = untrack(read)
  }

  $effect(() => {
    if (read() === untrack(() => current)) return
    waiting ??= setTimeout(take, Math.max(0, taken + Math.max(EVERY, rest()) - performance.now()))
  })
  $effect(() => () => clearTimeout(waiting))
  return {
    get current() {
      return current
    },
  }
}
