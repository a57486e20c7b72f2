import type { Memory } from './memory.ts'

const KEY = 'willdo.layout'
export const SHARE_MIN = 25
export const SHARE_MAX = 80
const SHARE_USUAL = 60

/** Where things are on the page: the terminal's share of the width in percent, the inspector shown or not. */
export class Layout {
  readonly #memory: Memory
  share = $state(SHARE_USUAL)
  inspector = $state(true)
  /** On a narrow page the inspector is a sheet over the terminal. */
  sheet = $state(false)

  constructor(memory: Memory) {
    this.#memory = memory
    const [share, inspector] = (memory.getItem(KEY) ?? '').split(' ')
    if (share !== undefined && /^\d+$/.test(share)) this.share = clamp(Number(share))
    this.inspector = inspector !== 'hidden'
  }

  setShare(percent: number): void {
    this.share = clamp(Math.round(percent))
    this.#remember()
  }

  toggleInspector(): void {
    this.inspector = !this.inspector
    this.#remember()
  }

  #remember(): void {
    this.#memory.setItem(KEY, `${this.share} ${this.inspector ? 'shown' : 'hidden'}`)
  }
}

const clamp = (percent: number): number => Math.min(SHARE_MAX, Math.max(SHARE_MIN, percent))
