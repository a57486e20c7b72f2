import type { SessionView } from '../../state/session.svelte.ts'
import { GAUGES_MAX, sameGauge, type Gauge } from '../../state/gauges.ts'
import { maxFor, numberOf, GaugeReader, usualGauges, type Sources } from './gauge-values.ts'
import type { TreeRow } from './tree.ts'

/** The values that a person keeps beside the terminal, for the game at hand. */
export class Pinning {
  readonly #view: SessionView
  readonly #sources: () => Sources

  constructor(view: SessionView, sources: () => Sources) {
    this.#view = view
    this.#sources = sources
  }

  get gauges(): readonly Gauge[] {
    return this.#view.settings.game(this.#view.address).gauges ?? []
  }

  /** What `pinUsual` would add. */
  get usual(): readonly Gauge[] {
    return usualGauges(this.#sources(), this.gauges)
  }

  has(gauge: Gauge): boolean {
    return this.gauges.some((other) => sameGauge(other, gauge))
  }

  remove(gauge: Gauge): void {
    this.#keep(this.gauges.filter((other) => !sameGauge(other, gauge)))
  }

  /** The same value with another maximum; 0 for none. */
  limit(gauge: Gauge, max: number): void {
    this.#keep(
      this.gauges.map((other) =>
        sameGauge(other, gauge) ? { ...other, max: max > 0 ? max : undefined } : other,
      ),
    )
  }

  pinUsual(): void {
    this.#keep([...this.gauges, ...this.usual])
  }

  /** For the lines of a tree; tells in words what became of it. */
  of(from: Gauge['from']) {
    const gaugeOf = ({ keys }: TreeRow): Gauge => ({ from, path: keys })
    return {
      has: (row: TreeRow) => this.has(gaugeOf(row)),
      toggle: (row: TreeRow) => this.#toggle(gaugeOf(row), row.path),
    }
  }

  #toggle(gauge: Gauge, path: string): string {
    if (this.has(gauge)) {
      this.remove(gauge)
      return `${path} is no longer beside the terminal.`
    }
    if (this.gauges.length >= GAUGES_MAX) return `There is room for ${GAUGES_MAX}: take one away first.`
    const sources = this.#sources()
    const isNumber = numberOf(new GaugeReader().valueAt(gauge.from, gauge.path, sources)) !== undefined
    const max = isNumber ? maxFor(gauge.from, gauge.path, sources) : undefined
    this.#keep([...this.gauges, { ...gauge, max }])
    if (max) return `${path} is now a bar beside the terminal; its maximum is ${max.join('.')}.`
    return isNumber
      ? `${path} is now beside the terminal. Give it a maximum above to make it a bar.`
      : `${path} is now beside the terminal.`
  }

  #keep(gauges: readonly Gauge[]): void {
    this.#view.settings.changeGame(this.#view.address, { gauges: gauges.slice(0, GAUGES_MAX) })
  }
}
