import { fromLatin1, latin1 } from '../base/bytes.ts'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** Text in a payload: UTF-8, or one character a byte where it is not. The same everywhere, so it may be part of a fold. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return fromLatin1(bytes)
  }
}

/** UTF-8. */
export const encodeText = (text: string): Uint8Array => encoder.encode(text)

/** One byte a character while all are below U+0100, else UTF-8. */
export function encodeName(text: string): Uint8Array {
  return /^[\0-\xff]*$/.test(text) && !/[\x80-\xff]/.test(text) ? latin1(text) : encoder.encode(text)
}

// Controls, halves of surrogate pairs, and marks that turn the direction of text or are not seen at all.
const UNSEEN =
  // eslint-disable-next-line no-control-regex -- controls are what is looked for
  /[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu

const escaped = (char: string): string => {
  const code = char.charCodeAt(0)
  const short = { 9: '\\t', 10: '\\n', 13: '\\r' }[code]
  return short ?? (code < 256 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`)
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0')

/** The text with all that cannot be seen written out: `\x1b`, `\n`, `\u202e`. */
export const visible = (text: string): string => text.replace(UNSEEN, escaped)

/** At most `max` characters, with an ellipsis where more was there. */
export const shorten = (text: string, max = 80): string =>
  text.length > max ? `${text.slice(0, max - 1)}…` : text

/** The text with a question mark for each character that is not one byte of ISO-8859-1. */
export const latin1Only = (text: string): string => text.replace(/[^\0-\xff]/gu, '?')
