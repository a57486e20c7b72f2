import { untrack } from 'svelte'
import type { SessionView } from '../state/session.svelte.ts'

/**
 * Makes what a panel remembers of a session also while another panel is shown in its place. What is derived in it would
 * end with the component that asks first, so it is made outside of any.
 */
export function keptBy<T extends object>(make: (view: SessionView) => T): (view: SessionView) => T {
  const kept = new WeakMap<SessionView, T>()
  return (view) => {
    if (!kept.has(view)) untrack(() => $effect.root(() => void kept.set(view, make(view))))
    return kept.get(view) as T
  }
}
