export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/**
 * The text that Python's `json.dumps(value, sort_keys=True, separators=(',', ':'))` writes: keys sorted by code point,
 * no blanks, everything outside printable ASCII escaped as lower-case `\uxxxx` (U+007F too, lone surrogates kept).
 * Throws on numbers that are no JSON numbers. A whole number is written as Python's int (it has no other form here).
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return quote(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`${value} has no JSON form`)
    return number(value)
  }
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const keys = Object.keys(value).sort(byCodePoint)
  return `{${keys.map((key) => `${quote(key)}:${canonicalJson(value[key] ?? null)}`).join(',')}}`
}

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value)

const number = (value: number): string =>
  Number.isInteger(value) && !Object.is(value, -0) && Math.abs(value) < 1e21
    ? String(value)
    : floatText(value)

/** Python's `repr(float)`: exponents below 1e-4 and from 1e16 on, of two digits at least; `0.0` where JavaScript has `0`. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf'
  if (Object.is(value, -0)) return '-0.0'
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (value === 0 || (power >= -4 && power < 16))
    return Number.isInteger(value) ? `${value}.0` : String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/** A JSON string as Python writes it: everything outside printable ASCII escaped. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Python sorts by code point, JavaScript by UTF-16 unit: they differ between U+E000-U+FFFF and astral characters. */
export function byCodePoint(a: string, b: string): number {
  const left = Array.from(a, (c) => c.codePointAt(0) ?? 0)
  const right = Array.from(b, (c) => c.codePointAt(0) ?? 0)
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}
