import type { SessionView } from '../state/session.svelte.ts'

/** Makes what a panel remembers of a session also while another panel is shown in its place. */
export function keptBy<T extends object>(make: (view: SessionView) => T): (view: SessionView) => T {
  const kept = new WeakMap<SessionView, T>()
  return (view) => {
    const found = kept.get(view) ?? make(view)
    kept.set(view, found)
    return found
  }
}
