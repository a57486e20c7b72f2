import type { Latest } from '../../../shared/options/latest.ts'
import { shorten, visible } from '../../../shared/options/text.ts'
import { sameGauge, samePath, type Gauge, type ValuePath } from '../../state/gauges.ts'

/** What a game said last, by where it said it. */
export type Sources = Readonly<Record<Gauge['from'], ReadonlyMap<string, Latest>>>

/** A gauge as it is shown. */
export interface Reading {
  readonly gauge: Gauge
  readonly label: string
  /** Undefined while the game has not said it. */
  readonly text: string | undefined
  /** A number and its maximum, where it is a bar. */
  readonly value: number | undefined
  readonly max: number | undefined
}

/** What is longer is not looked into four times a second. */
const BODY_MAX = 256 * 1024
const TEXT_MAX = 60

/** The values at places in what a game said; bodies are read once for as long as they are the last. */
export class GaugeReader {
  readonly #read = new Map<string, { readonly body: string; readonly value: unknown }>()

  reading(gauge: Gauge, sources: Sources): Reading {
    const found = this.valueAt(gauge.from, gauge.path, sources)
    const max =
      typeof gauge.max === 'object' ? numberOf(this.valueAt(gauge.from, gauge.max, sources)) : gauge.max
    const value = numberOf(found)
    return {
      gauge,
      label: labelOf(gauge.path),
      text: textOf(found),
      value,
      max: max !== undefined && max > 0 ? max : undefined,
    }
  }

  /** The value at a place; undefined if there is none. */
  valueAt(from: Gauge['from'], [name, ...keys]: ValuePath, sources: Sources): unknown {
    let value = this.#body(from, String(name), sources)
    for (const key of keys) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
      value = (value as Readonly<Record<string | number, unknown>>)[key]
    }
    return value
  }

  #body(from: Gauge['from'], name: string, sources: Sources): unknown {
    const body = (sources[from].get(name) ?? anyCase(sources[from], name))?.body
    if (body === undefined || body.length > BODY_MAX) return undefined
    const key = `${from} ${name}`
    const known = this.#read.get(key)
    if (known?.body === body) return known.value
    const value = parsed(body)
    this.#read.set(key, { body, value })
    return value
  }
}

const anyCase = (bodies: ReadonlyMap<string, Latest>, name: string): Latest | undefined =>
  [...bodies].find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1]

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

/** A number, also one that came as text, as MSDP and many games have it. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'string' && !/^-?\d+(\.\d+)?$/.test(value)) return undefined
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN
  return Number.isFinite(number) ? number : undefined
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'number') return value.toLocaleString('en')
  return shorten(visible(typeof value === 'string' ? value : JSON.stringify(value)), TEXT_MAX)
}

/** The last name in the path; a number alone says nothing. */
const labelOf = (path: ValuePath): string => {
  const last = path.at(-1) ?? ''
  return shorten(visible(typeof last === 'number' ? path.slice(-2).join(' ') : last), 30)
}

/** Names under which games tell how much there can be of something. */
const maxNames = (name: string): readonly string[] => {
  const low = name.toLowerCase()
  return [`max${low}`, `max_${low}`, `${low}max`, `${low}_max`, `m${low}`, `max ${low}`]
}

/** Where the maximum of a value probably stands: beside it, or in a package of the same kind. */
export function maxFor(from: Gauge['from'], path: ValuePath, sources: Sources): ValuePath | undefined {
  const reader = new GaugeReader()
  const last = path.at(-1)
  if (typeof last !== 'string') return undefined
  const names = maxNames(last)
  const beside = path.length === 1 ? [...sources[from].keys()].map((name) => [name]) : []
  const parent = path.slice(0, -1)
  const holders: readonly ValuePath[] =
    path.length === 1 ? [] : [parent, ...kindred(path, sources[from])].filter((holder) => holder.length > 0)
  const inside = holders.flatMap((holder) =>
    keysOf(reader.valueAt(from, holder, sources)).map((key) => [...holder, key]),
  )
  return [...beside, ...inside].find(
    (candidate) =>
      names.includes(String(candidate.at(-1)).toLowerCase()) &&
      !samePath(candidate, path) &&
      numberOf(reader.valueAt(from, candidate, sources)) !== undefined,
  )
}

const kindred = ([name]: ValuePath, bodies: ReadonlyMap<string, Latest>): readonly ValuePath[] => {
  const kind = `${String(name).split('.')[0]?.toLowerCase() ?? ''}.`
  return [...bodies.keys()].filter((other) => other.toLowerCase().startsWith(kind)).map((other) => [other])
}

const keysOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []

/** The gauges that most players want, as far as the game tells them: numbers that have a maximum. */
export function usualGauges(sources: Sources, pinned: readonly Gauge[]): readonly Gauge[] {
  const reader = new GaugeReader()
  const places = [
    ...[...sources.GMCP.keys()]
      .filter((name) => name.toLowerCase() === 'char.vitals')
      .flatMap((name) => keysOf(reader.valueAt('GMCP', [name], sources)).map((key) => [name, key]))
      .map((path) => ({ from: 'GMCP' as const, path })),
    ...[...sources.MSDP.keys()].map((name) => ({ from: 'MSDP' as const, path: [name] })),
  ]
  return places.flatMap(({ from, path }) => {
    if (numberOf(reader.valueAt(from, path, sources)) === undefined) return []
    const max = maxFor(from, path, sources)
    return max && !pinned.some((gauge) => sameGauge(gauge, { from, path })) ? [{ from, path, max }] : []
  })
}
