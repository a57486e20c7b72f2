import type { Terminal } from '@xterm/xterm'

/** What of xterm is used here though it is not in its interface; where it is missing xterm draws as it will. */
interface Inner {
  readonly _core?: { readonly _renderService?: RenderService; readonly _viewport?: Viewport }
}
interface RenderService {
  readonly _renderDebouncer?: { _innerRefresh?: () => void; _animationFrame?: number | undefined }
  handleSelectionChanged?: (start: unknown, end: unknown, columns: boolean) => void
}
interface Viewport {
  _sync?: (row?: number) => void
}

/** So many characters are several screens: nobody reads what goes by between two drawings of them. */
const SCREENS = 12 * 1024
/** How often they are drawn, in milliseconds: every third frame of most screens. */
const REST = 45

/**
 * Draws a flood of text less often. To draw a screen takes as long as to take in a hundred of them, so that drawing each
 * frame would hold the text up. Anything less than a flood is drawn with the next frame, as ever.
 */
export class DrawRate {
  readonly #now: () => number
  #written = 0
  #drawn = -Infinity

  constructor(terminal: Terminal, now: () => number = () => performance.now()) {
    this.#now = now
    const { _renderService: service, _viewport: viewport } = (terminal as unknown as Inner)._core ?? {}
    if (service) {
      this.#rest(service)
      drawNoMissingSelection(service)
    }
    if (viewport) moveBarOnce(viewport)
  }

  /** So many characters more were given to the terminal. */
  wrote(characters: number): void {
    this.#written += characters
  }

  #rest({ _renderDebouncer: debouncer }: RenderService): void {
    const draw = debouncer?._innerRefresh
    if (!debouncer || !draw) return
    debouncer._innerRefresh = () => {
      if (this.#written > SCREENS && this.#now() - this.#drawn < REST) {
        debouncer._animationFrame = requestAnimationFrame(() => debouncer._innerRefresh?.())
        return
      }
      this.#written = 0
      this.#drawn = this.#now()
      draw.call(debouncer)
    }
  }
}

/** Whenever text scrolls, xterm draws all rows once more in the same frame for the selection, also where there is none. */
function drawNoMissingSelection(service: RenderService): void {
  const draw = service.handleSelectionChanged
  if (!draw) return
  let selected = false
  service.handleSelectionChanged = (start, end, columns) => {
    const before = selected
    selected = start !== undefined || end !== undefined
    if (before || selected) draw.call(service, start, end, columns)
  }
}

/** The scroll bar is moved for each line that scrolls. Once for all that a task brings is enough, before anything else can happen. */
function moveBarOnce(viewport: Viewport): void {
  const sync = viewport._sync
  if (!sync) return
  let due = false
  viewport._sync = (row) => {
    if (row !== undefined) return sync.call(viewport, row)
    if (due) return
    due = true
    queueMicrotask(() => {
      due = false
      sync.call(viewport)
    })
  }
}
