/** Ctrl+Shift+F and Ctrl+Shift+C, on a Mac with the command key. */
export const isPageKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) &&
  event.shiftKey &&
  !event.altKey &&
  (event.code === 'KeyF' || event.code === 'KeyC')
