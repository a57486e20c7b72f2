import { tick } from 'svelte'
import type { SessionView } from '../../state/session.svelte.ts'
import { NO_FILTER } from './log-filter.ts'
import { LogRows, type LogRow } from './log-rows.ts'
import { Log } from './log.svelte.ts'
import { GAP, gapText, ROW } from './row-list.ts'

/** Rows beyond the edges that are made too. */
const BEYOND = 8
/** So many milliseconds in a row the page may be kept from drawing and from keys. */
const SLICE = 8
/** New rows are looked for so often, or more seldom where making rows is dear: a flood of compressed text. */
const EVERY = 100
const COST_SHARE = 20
/** Browsers draw no element that is higher than this; Firefox ends at 17.8 million. */
export const PIXELS_MAX = 16_000_000

/** A row in its place. */
export interface PlacedRow {
  readonly number: number
  readonly position: number
  readonly top: number
  /** The silence before it, in words. */
  readonly gap: string
  readonly row: LogRow | undefined
}

/** The log as it is scrolled: which rows are on the screen, which one has the focus, whether it follows the end. */
export class LogScroll {
  readonly view: SessionView
  readonly log: Log
  readonly #rows: LogRows
  scroller = $state<HTMLElement>()
  /** Where the scroller stands, and how much it shows. */
  top = $state(0)
  height = $state(0)
  following = $state(true)
  /** The row that Tab leads to. */
  active = $state.raw<number>()
  /** How high what an open row shows is. */
  extra = $state(0)
  #made = $state.raw(0)
  #timer: ReturnType<typeof setTimeout> | undefined
  #revealed: number | undefined

  constructor(view: SessionView) {
    this.view = view
    this.log = new Log(view.timeline)
    this.#rows = new LogRows(view.timeline)
  }

  /** How high all rows are; changes with the list and with what is open. */
  readonly #total = $derived.by(() => {
    void this.log.version
    this.log.list.open(this.view.selected, this.extra)
    return this.log.list.height
  })
  readonly pixels = $derived(Math.min(this.#total, PIXELS_MAX))

  readonly rows = $derived.by((): readonly PlacedRow[] => {
    void this.#made
    void this.log.version
    const { list } = this.log
    if (this.#total === 0 || list.length === 0) return []
    const begin = this.#virtual(this.top)
    const shift = this.top - begin
    const first = Math.max(0, list.at(begin) - BEYOND)
    const last = Math.min(list.length - 1, list.at(begin + this.height) + BEYOND)
    const positions = Array.from({ length: last - first + 1 }, (_, i) => first + i)
    for (const number of [this.stop, this.view.selected]) {
      // Where the focus is must not vanish, wherever one scrolls.
      const position = number === undefined ? undefined : list.position(number)
      if (position !== undefined && !positions.includes(position)) positions.push(position)
    }
    const numbers = positions.sort((a, b) => a - b).map((at) => [at, list.number(at)] as const)
    this.#rows.make(
      numbers.flatMap(([, number]) => (number === undefined ? [] : [number])),
      performance.now() + SLICE,
    )
    return numbers.flatMap(([position, number]) => {
      if (number === undefined) return []
      const wait = list.gap(position)
      const gap = wait === undefined ? '' : gapText(wait)
      return [{ number, position, top: list.top(position) + shift, gap, row: this.#rows.get(number) }]
    })
  })
  /** Some rows on the screen are still to be made. Told anew after each slice: who makes more asks again. */
  get unmade(): boolean {
    return this.rows.some(({ number, row }) => row === undefined && number >= this.view.timeline.first)
  }

  /** The row that Tab leads to: where one was last, or the newest. */
  get stop(): number | undefined {
    const { list } = this.log
    void this.log.version
    const known = this.active !== undefined && list.position(this.active) !== undefined
    return known ? this.active : list.number(list.length - 1)
  }

  /** Looks for new rows soon; `now` where a person waits for them. */
  wake(now = false): void {
    if (now) clearTimeout(this.#timer)
    else if (this.#timer !== undefined) return
    this.#timer = setTimeout(() => this.#step(), now ? 0 : Math.max(EVERY, this.#rows.cost * COST_SHARE))
  }

  sleep(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #step(): void {
    this.#timer = undefined
    const focused = this.#focused()
    const { more, dropped } = this.log.step(performance.now() + SLICE)
    if (dropped > 0) this.#makeUpFor(dropped, focused)
    if (more) this.wake(true)
  }

  /** Rows at the beginning are gone: what is seen stays where it is, and the focus does not fall out of the page. */
  #makeUpFor(dropped: number, focused: boolean): void {
    if (this.scroller && !this.following) this.scroller.scrollTop -= this.#real(dropped)
    if (!focused || this.active === undefined || this.active >= this.view.timeline.first) return
    this.active = this.log.list.number(0)
    void tick().then(() => this.#focus())
  }

  /** Makes more of the rows on the screen. */
  makeMore(): () => void {
    const timer = setTimeout(() => this.#made++)
    return () => clearTimeout(timer)
  }

  #virtual(top: number): number {
    const { height } = this
    return this.#total <= PIXELS_MAX ? top : (top * (this.#total - height)) / (PIXELS_MAX - height)
  }

  #real(top: number): number {
    const { height } = this
    return this.#total <= PIXELS_MAX ? top : (top * (PIXELS_MAX - height)) / (this.#total - height)
  }

  follow(): void {
    if (!this.following || !this.scroller) return
    this.scroller.scrollTop = this.pixels
    this.top = this.scroller.scrollTop
  }

  scrolled(): void {
    if (!this.scroller) return
    this.top = this.scroller.scrollTop
    this.following = this.top + this.scroller.clientHeight >= this.pixels - ROW
  }

  /** Goes to the newest row, and stays there. */
  async toEnd(): Promise<void> {
    this.following = true
    this.active = this.log.list.number(this.log.list.length - 1)
    this.follow()
    await tick()
    this.#focus()
  }

  key(event: KeyboardEvent): void {
    const { list } = this.log
    if (
      !(event.target as HTMLElement).matches('[data-row]') ||
      event.altKey ||
      event.ctrlKey ||
      event.metaKey
    )
      return
    const at = list.position(this.stop ?? -1) ?? 0
    const page = Math.max(1, Math.floor(this.height / ROW) - 1)
    const move = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: list.length - 1,
    }[event.key]
    if (move === undefined) return
    event.preventDefault()
    const to = Math.max(0, Math.min(list.length - 1, move))
    this.active = list.number(to)
    this.following = to === list.length - 1 || this.pixels <= this.height
    this.reveal(to)
    void tick().then(() => this.#focus())
  }

  #focus(): void {
    this.scroller?.querySelector<HTMLElement>('[data-row][tabindex="0"]')?.focus({ preventScroll: true })
  }

  #focused(): boolean {
    return this.scroller?.contains(document.activeElement) ?? false
  }

  /** Scrolls as little as it takes to show the row at a position, and what it shows when it is open. */
  reveal(position: number): void {
    if (!this.scroller) return
    const { list } = this.log
    const begin = this.#virtual(this.top)
    const top = list.top(position)
    const open = list.number(position) === this.view.selected ? this.extra : 0
    const bottom = top + ROW + (list.gap(position) === undefined ? 0 : GAP) + open
    if (top < begin) this.scroller.scrollTop = this.#real(top)
    else if (bottom > begin + this.height)
      this.scroller.scrollTop = this.#real(Math.min(top, bottom - this.height))
    this.top = this.scroller.scrollTop
  }

  /** Shows what a row holds once it is open and its height is known. */
  async revealOpen(): Promise<void> {
    const { selected } = this.view
    await tick()
    const position = selected === undefined ? undefined : this.log.list.position(selected)
    if (position !== undefined && selected === this.active) this.reveal(position)
  }

  /** Opens a row for all panels, or closes it. */
  toggle(number: number): void {
    this.active = number
    const { list } = this.log
    if (list.position(number) !== list.length - 1) this.following = false
    this.#revealed = number
    this.view.selected = this.view.selected === number ? undefined : number
  }

  /** Shows the row that was chosen elsewhere, taking the filter away if it hides it. */
  show(number: number | undefined): void {
    if (number === this.#revealed) return
    this.#revealed = number
    if (number === undefined || number < this.view.timeline.first) return
    if (this.log.list.position(number) === undefined) {
      if (this.log.filter !== NO_FILTER) this.log.filter = NO_FILTER
      while (this.log.list.position(number) === undefined && this.log.step(Infinity).more);
    }
    const position = this.log.list.position(number)
    if (position === undefined) return
    this.active = number
    this.following = false
    void tick().then(() => this.reveal(position))
  }
}
