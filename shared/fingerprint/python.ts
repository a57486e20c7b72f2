import { byCodePoint, floatText, quote, type Json } from '../base/canonical-json.ts'

/** A Python float, which prints as `0.0` where an int prints as `0`. */
export class Float {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

export class Tuple {
  readonly items: readonly PythonValue[]

  constructor(...items: readonly PythonValue[]) {
    this.items = items
  }
}

/** Whole numbers are ints, others floats. Dicts are Maps: an object would put keys like "1" first. */
export type PythonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Float
  | Uint8Array
  | Tuple
  | readonly PythonValue[]
  | ReadonlyMap<string, PythonValue>

/** A JSON value as Python has it, the objects as dicts. */
export function fromJson(value: Json): PythonValue {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map(fromJson)
  return new Map(Object.entries(value).map(([key, item]) => [key, fromJson(item)]))
}

/** `repr(value)`, as log lines show it. */
export function repr(value: PythonValue): string {
  if (value === null) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'string') return reprText(value)
  if (typeof value !== 'object') return numberText(value)
  if (value instanceof Float) return floatText(value.value)
  if (value instanceof Uint8Array) return reprBytes(value)
  if (value instanceof Tuple)
    return `(${value.items.map(repr).join(', ')}${value.items.length === 1 ? ',' : ''})`
  if (isDict(value))
    return `{${Array.from(value, ([key, item]) => `${reprText(key)}: ${repr(item)}`).join(', ')}}`
  return `[${value.map(repr).join(', ')}]`
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
const isDict = (value: object): value is ReadonlyMap<string, PythonValue> => value instanceof Map

const numberText = (value: number | bigint): string =>
  typeof value === 'number' && !Number.isInteger(value) ? floatText(value) : String(value)

/** `json.dumps(value, indent=2, sort_keys=True)`, byte for byte. Bytes are no JSON and throw. */
export function jsonText(value: PythonValue, margin = ''): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object') return jsonNumber(numberText(value))
  if (value instanceof Float) return jsonNumber(floatText(value.value))
  if (value instanceof Uint8Array) throw new Error('bytes have no JSON form')
  const inner = `${margin}  `
  const lines = (items: readonly string[], open: string, close: string): string =>
    items.length === 0 ? open + close : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${margin}${close}`
  if (value instanceof Tuple || !isDict(value)) {
    const items = value instanceof Tuple ? value.items : value
    return lines(
      items.map((item) => jsonText(item, inner)),
      '[',
      ']',
    )
  }
  const entries = [...value].sort(([a], [b]) => byCodePoint(a, b))
  return lines(
    entries.map(([key, item]) => `${quote(key)}: ${jsonText(item, inner)}`),
    '{',
    '}',
  )
}

const NOT_FINITE: Readonly<Record<string, string>> = { nan: 'NaN', inf: 'Infinity', '-inf': '-Infinity' }
const jsonNumber = (text: string): string => NOT_FINITE[text] ?? text

/** `repr(str)`. Which characters count as printable is Unicode's, whose version may differ from the reference's by a few. */
export function reprText(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'"
  let out = ''
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    out +=
      SHORT[character] ?? (character === mark ? `\\${mark}` : printable(character) ? character : escape(code))
  }
  return mark + out + mark
}

/** `repr(bytes)`. */
export function reprBytes(bytes: Uint8Array): string {
  const mark = bytes.includes(39) && !bytes.includes(34) ? '"' : "'"
  let out = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    out +=
      SHORT[character] ??
      (character === mark ? `\\${mark}` : byte > 31 && byte < 127 ? character : escape(byte))
  }
  return `b${mark}${out}${mark}`
}

const SHORT: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const printable = (character: string): boolean => character === ' ' || !/[\p{C}\p{Z}]/u.test(character)
const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0')
const escape = (code: number): string =>
  code < 0x100 ? `\\x${hex(code, 2)}` : code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
