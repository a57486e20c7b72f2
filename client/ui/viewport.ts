/** Keeps an element as high as what is left above a phone's keyboard, which covers the page without resizing it. */
export function fitViewport(element: HTMLElement): (() => void) | undefined {
  const { visualViewport } = window
  if (!visualViewport) return undefined
  const fit = (): void => {
    // Pinch zoom makes the visual viewport small too, but then the page should stay as it is.
    const covered = visualViewport.scale === 1 && visualViewport.height < window.innerHeight - 1
    element.style.setProperty('--viewport-height', covered ? `${visualViewport.height}px` : '100dvh')
    element.style.setProperty('--viewport-top', covered ? `${visualViewport.offsetTop}px` : '0px')
  }
  fit()
  visualViewport.addEventListener('resize', fit)
  visualViewport.addEventListener('scroll', fit)
  return () => {
    visualViewport.removeEventListener('resize', fit)
    visualViewport.removeEventListener('scroll', fit)
  }
}
