import { concat } from '../../../shared/base/bytes.ts'
import { optionNumber } from '../../../shared/telnet/codes.ts'

/** What a person wrote cannot be sent, and why, with what to do. */
export interface Unsendable {
  readonly error: string
}

/** More than any telnet end takes in one message, ours included. */
export const WRITTEN_MAX = 1024 * 1024

const utf8 = new TextEncoder()
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, '0': 0, e: 27, a: 7, '\\': 92 }

/** The option a person named, by name or number. */
export function readOption(text: string): number | Unsendable {
  const wanted = text.trim()
  if (wanted === '') return { error: 'Say which option: a name such as GMCP, or a number from 0 to 255.' }
  return (
    optionNumber(wanted) ?? {
      error: `There is no option "${wanted.slice(0, 40)}". Give a name such as GMCP, or a number from 0 to 255.`,
    }
  )
}

/** Bytes from hex digits, with or without blanks, commas, colons and 0x between them. */
export function readHex(text: string): Uint8Array | Unsendable {
  const digits = text.replace(/0x|[\s,:;]/gi, '')
  const wrong = /[^0-9a-f]/i.exec(digits)?.[0]
  if (wrong !== undefined)
    return { error: `"${wrong}" is no hex digit: write 0 to 9 and a to f, such as ff fb 1f.` }
  if (digits.length % 2 === 1)
    return { error: 'The hex has an odd number of digits. Write each byte with two, such as 0a.' }
  if (digits.length / 2 > WRITTEN_MAX) return tooLong(digits.length / 2)
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  )
}

/** Bytes from text as UTF-8, `\xNN` being the byte NN. */
export function readText(text: string): Uint8Array | Unsendable {
  const parts: Uint8Array[] = []
  const escape = /\\(x[0-9a-f]{2}|[^]?)/gi
  let from = 0
  for (let found = escape.exec(text); found; found = escape.exec(text)) {
    const name = found[1] ?? ''
    const byte = /^x../i.test(name) ? parseInt(name.slice(1), 16) : ESCAPES[name]
    if (byte === undefined)
      return { error: `"\\${name}" is no escape. Write \\xNN for the byte NN, and \\\\ for a backslash.` }
    parts.push(utf8.encode(text.slice(from, found.index)), Uint8Array.of(byte))
    from = escape.lastIndex
  }
  const bytes = concat([...parts, utf8.encode(text.slice(from))])
  return bytes.length > WRITTEN_MAX ? tooLong(bytes.length) : bytes
}

const tooLong = (length: number): Unsendable => ({
  error: `That is ${length.toLocaleString('en')} bytes; at most 1,048,576 (1 MiB) can be sent at once.`,
})
