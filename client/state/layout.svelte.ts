import type { Memory } from './memory.ts'

const KEY = 'willdo.layout'
export const SHARE_MIN = 25
export const SHARE_MAX = 80
const SHARE_USUAL = 60

/** Where panels are shown: the inspector's upper and lower pane, or all together in a narrow page's sheet. */
export type Pane = 'top' | 'bottom' | 'sheet'

/** Where things are on the page: who has which share of the room in percent, the inspector shown or not, which panels. */
export class Layout {
  readonly #memory: Memory
  /** The terminal's share of the width. */
  share = $state(SHARE_USUAL)
  /** The upper pane's share of the inspector's height. */
  upper = $state(SHARE_USUAL)
  inspector = $state(true)
  /** On a narrow page the inspector is a sheet over the terminal. */
  sheet = $state(false)
  /** The panel chosen last in each pane. */
  readonly #chosen: Record<Pane, string> = $state({ top: '', bottom: '', sheet: '' })

  constructor(memory: Memory) {
    this.#memory = memory
    const [share, inspector, upper, top, bottom, sheet] = (memory.getItem(KEY) ?? '').split(' ')
    this.share = readShare(share)
    this.upper = readShare(upper)
    this.inspector = inspector !== 'hidden'
    this.#chosen = { top: top ?? '', bottom: bottom ?? '', sheet: sheet ?? '' }
  }

  /** The id of the panel that was chosen last; empty if none was. */
  chosen(pane: Pane): string {
    return this.#chosen[pane]
  }

  choose(pane: Pane, panel: string): void {
    this.#chosen[pane] = panel
    this.#remember()
  }

  setShare(percent: number): void {
    this.share = clamp(Math.round(percent))
    this.#remember()
  }

  setUpper(percent: number): void {
    this.upper = clamp(Math.round(percent))
    this.#remember()
  }

  toggleInspector(): void {
    this.inspector = !this.inspector
    this.#remember()
  }

  #remember(): void {
    const { top, bottom, sheet } = this.#chosen
    const shown = this.inspector ? 'shown' : 'hidden'
    this.#memory.setItem(KEY, [this.share, shown, this.upper, top, bottom, sheet].join(' '))
  }
}

const clamp = (percent: number): number => Math.min(SHARE_MAX, Math.max(SHARE_MIN, percent))

const readShare = (text = ''): number => (/^\d+$/.test(text) ? clamp(Number(text)) : SHARE_USUAL)
