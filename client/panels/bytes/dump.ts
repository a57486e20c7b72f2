import { toHex } from '../../../shared/base/bytes.ts'
import type { Field, Layer } from '../../../shared/session/fields.ts'

/** Neighbouring bytes of one line and one field. */
export interface Segment {
  /** The field's number in its layer. */
  readonly field: number
  readonly kind: Field['kind']
  readonly hex: string
  readonly text: string
}

export interface DumpLine {
  readonly at: number
  readonly offset: string
  readonly segments: readonly Segment[]
  /** Of a last line: how many bytes it is short. */
  readonly missing: number
}

/** Bytes [from, to) as lines of `width` bytes; `from` is where a line begins. */
export function dumpLines(
  { bytes, fields }: Layer,
  width: number,
  from: number,
  to: number,
): readonly DumpLine[] {
  const lines: DumpLine[] = []
  const end = Math.min(to, bytes.length)
  const digits = Math.max(4, bytes.length.toString(16).length)
  let number = fieldAt(fields, from)
  for (let at = from; at < end; at += width) {
    const stop = Math.min(at + width, end)
    const segments: Segment[] = []
    for (let start = at; start < stop;) {
      const field = fields[number]
      if (!field) throw new Error(`byte ${start} has no field`)
      const next = Math.min(field.to, stop)
      const part = bytes.subarray(start, next)
      segments.push({ field: number, kind: field.kind, hex: toHex(part, ' '), text: asciiOf(part) })
      if (next === field.to) number++
      start = next
    }
    const offset = at.toString(16).padStart(digits, '0')
    lines.push({ at, offset, segments, missing: at + width - stop })
  }
  return lines
}

/** The number of the field that a byte is part of. */
export function fieldAt(fields: readonly Field[], at: number): number {
  let low = 0
  let high = fields.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((fields[middle]?.to ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Where to begin so that `at` is seen with something before it; at the beginning if that is near. */
export const startOf = (at: number, near: number, before: number): number =>
  at <= near ? 0 : Math.floor((at - before) / before) * before

/** Printable ASCII as it is, a dot for each other byte. */
const asciiOf = (bytes: Uint8Array): string =>
  String.fromCharCode(...Array.from(bytes, (byte) => (byte >= 32 && byte < 127 ? byte : 0x2e)))

const linesOf = (bytes: Uint8Array, length: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / length) }, (_, i) =>
    bytes.subarray(i * length, (i + 1) * length),
  )

/** The ways to copy bytes. */
export const COPIES: readonly {
  readonly name: string
  readonly short: string
  readonly of: (bytes: Uint8Array) => string
}[] = [
  { name: 'hex', short: 'hex', of: (bytes) => toHex(bytes, ' ') },
  {
    name: 'C array',
    short: 'C',
    of: (bytes) => {
      const lines = linesOf(bytes, 12).map(
        (line) => `  ${Array.from(line, (byte) => `0x${toHex(Uint8Array.of(byte))}`).join(', ')},`,
      )
      return `static const unsigned char data[${bytes.length}] = {\n${lines.join('\n')}\n};\n`
    },
  },
  {
    name: 'Python bytes',
    short: 'Python',
    of: (bytes) => {
      const lines = linesOf(bytes, 16).map((line) => `    b'${Array.from(line, pythonByte).join('')}'`)
      return `data = (\n${lines.join('\n') || "    b''"}\n)\n`
    },
  },
]

function pythonByte(byte: number): string {
  const char = String.fromCharCode(byte)
  if (char === "'" || char === '\\') return `\\${char}`
  return byte >= 32 && byte < 127 ? char : `\\x${toHex(Uint8Array.of(byte))}`
}
