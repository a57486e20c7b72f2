/** Runs something once per animation frame, or soon where frames do not come (a hidden tab). */
export type NextFrame = (run: () => void) => void

const HIDDEN_WAIT = 250
const REST = 30

/**
 * The browser's frames, after a short rest: the one right behind a key is for the game's echo. Panels drawn in it would
 * keep the echo waiting, first for their drawing and then for the next frame.
 */
export const nextFrame: NextFrame = (run) => {
  if (document.visibilityState === 'hidden') setTimeout(run, HIDDEN_WAIT)
  else setTimeout(() => requestAnimationFrame(run), REST)
}
