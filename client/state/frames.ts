/** Runs something once per animation frame, or soon where frames do not come (a hidden tab). */
export type NextFrame = (run: () => void) => void

const HIDDEN_WAIT = 250

/** The browser's frames. */
export const nextFrame: NextFrame = (run) => {
  if (document.visibilityState === 'hidden') setTimeout(run, HIDDEN_WAIT)
  else requestAnimationFrame(run)
}
