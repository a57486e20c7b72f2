/** Runs something when the page has nothing better to do; returns the way to call that off. */
export function whenIdle(run: () => void): () => void {
  // Not in every Safari.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(run, 1000)
    return () => clearTimeout(timer)
  }
  const idle = requestIdleCallback(run)
  return () => cancelIdleCallback(idle)
}
