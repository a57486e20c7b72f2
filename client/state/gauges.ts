/** Where a value stands: the package or variable first, then the way into it. */
export type ValuePath = readonly (string | number)[]

/** A value of a game that a person wants to see beside the terminal; with a `max` it is a bar. */
export interface Gauge {
  readonly from: 'GMCP' | 'MSDP'
  readonly path: ValuePath
  readonly max?: ValuePath | number | undefined
}

/** More would leave no room for the game. */
export const GAUGES_MAX = 16
const PATH_MAX = 12
const KEY_MAX = 200

export const samePath = (a: ValuePath, b: ValuePath): boolean =>
  a.length === b.length && a.every((key, i) => String(key).toLowerCase() === String(b[i]).toLowerCase())

export const sameGauge = (a: Gauge, b: Gauge): boolean => a.from === b.from && samePath(a.path, b.path)

/** What was remembered, as far as it makes sense. */
export function gaugesOf(value: unknown): readonly Gauge[] {
  if (!Array.isArray(value)) return []
  return (value as unknown[]).flatMap(gaugeOf).slice(0, GAUGES_MAX)
}

function gaugeOf(value: unknown): readonly Gauge[] {
  if (typeof value !== 'object' || value === null) return []
  const { from, path, max } = value as Partial<Record<keyof Gauge, unknown>>
  if ((from !== 'GMCP' && from !== 'MSDP') || !isPath(path)) return []
  return [{ from, path, max: isPath(max) || typeof max === 'number' ? max : undefined }]
}

const isPath = (value: unknown): value is ValuePath =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= PATH_MAX &&
  (value as unknown[]).every(
    (key) => typeof key === 'number' || (typeof key === 'string' && key.length <= KEY_MAX),
  )
