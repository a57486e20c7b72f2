/** A place for a few remembered choices; `localStorage` in the page. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>

/** The browser's memory, or one for as long as the page is open where site data is blocked or full. */
export function memoryOf(storage: () => Memory): Memory {
  const own = new Map<string, string>()
  const attempt = <T>(use: (memory: Memory) => T, otherwise: T): T => {
    try {
      return use(storage())
    } catch (error) {
      console.info('Choices are remembered only until the page is closed:', error)
      return otherwise
    }
  }
  return {
    getItem: (key) => own.get(key) ?? attempt((memory) => memory.getItem(key), null),
    setItem: (key, value) => {
      own.set(key, value)
      attempt((memory) => memory.setItem(key, value), undefined)
    },
  }
}

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
