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

/** At most `max` characters, with an ellipsis where more was there. */
export const shorten = (text: string, max = 80): string =>
  text.length > max ? `${text.slice(0, max - 1)}…` : text
