import { decoderFor, ENCODINGS, type Encoding } from '../terminal/encodings.ts'

/** A banner whose bytes the scan could not read, and what they seem to be. */
export interface Garbled {
  readonly bytes: Uint8Array
  readonly guess: Encoding
  /** Why that is the guess. */
  readonly why: string
}

const encoder = new TextEncoder()
const strict = new TextDecoder('utf-8', { fatal: true })
const UNREAD = /[\udc80-\udcff]/u

/**
 * The bytes of a text in which those that had no meaning stand as U+DC80 to U+DCFF; undefined if none does. What could be
 * read was ASCII or UTF-8: every other set has a character for each byte or is not written so.
 */
export function garbledIn(text: string): Garbled | undefined {
  if (!UNREAD.test(text)) return undefined
  const bytes: number[] = []
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code & 255)
    else bytes.push(...encoder.encode(char))
  }
  const found = Uint8Array.from(bytes)
  const readable = isUtf8(found)
  return {
    bytes: found,
    guess: readable ? 'UTF-8' : 'CP437',
    why: readable
      ? 'its bytes are those of UTF-8'
      : 'its bytes are no UTF-8, and most servers that send others draw with the IBM PC’s characters',
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes)
    return true
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return false
  }
}

/** The text of those bytes in a set of characters. */
export function readAs(bytes: Uint8Array, encoding: Encoding): string {
  const decoder = decoderFor(encoding)
  return decoder.decode(bytes, 0, bytes.length) + decoder.flush()
}

/** The sets to choose from. */
export const READINGS = ENCODINGS
