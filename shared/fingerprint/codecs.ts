import { fromLatin1, latin1 } from '../base/bytes.ts'
import { decodeUtf8 } from '../base/encodings/utf8.ts'
import { RARE_SETS } from '../base/encodings/rare-tables.ts'
import { RETRO_SETS } from '../base/encodings/retro-tables.ts'
import { SETS } from '../base/encodings/single-byte-tables.ts'
import { byteSet, type ByteSet } from '../base/encodings/single-byte.ts'
import { pythonCodec } from './codec-names.ts'

/** What is shown for bytes [from, to) that the codec has no character for; undefined gives up. */
type Bad = (bytes: Uint8Array, from: number, to: number) => string | undefined
type Decode = (bytes: Uint8Array, bad: Bad) => string | undefined

/** Whether willdo has that codec's characters; where not, texts are read as latin-1. */
export const canDecode = (encoding: string): boolean => decoderOf(encoding) !== undefined

/** The text, bad bytes as U+DC80 to U+DCFF (Python's surrogateescape); latin-1 for an unknown encoding. */
export const decodeEscaping = (bytes: Uint8Array, encoding: string): string =>
  decode(bytes, encoding, escaped)

/** The text, what is bad as U+FFFD; latin-1 for an unknown encoding. */
export const decodeReplacing = (bytes: Uint8Array, encoding: string): string =>
  decode(bytes, encoding, () => '\ufffd')

/** The text, or latin-1 if anything in it is bad: how the strings of subnegotiations are read. */
export const decodeOrLatin1 = (bytes: Uint8Array, encoding: string): string =>
  decode(bytes, encoding, () => undefined)

/** A banner as a record holds it. */
export function decodeBanner(bytes: Uint8Array, encoding: string): string {
  const text = decodeEscaping(bytes, encoding)
  return pythonCodec(encoding) === 'petscii' ? text.replace(PETSCII_CODES, '').replaceAll('\r', '\n') : text
}

// Colours, reverse on and off, the cursor's moves, home, clear and delete.
const PETSCII_CODES =
  // eslint-disable-next-line no-control-regex -- they are control characters
  /[\x05\x11-\x14\x1c-\x1f\x81\x90-\x93\x95-\x9f]/g

/** ASCII bytes as an ATASCII session sends them: a line end is one byte, and others that it lacks stay as they are. */
export const encodeAtascii = (bytes: Uint8Array): Uint8Array =>
  latin1(fromLatin1(bytes).replace(/\r\n?|\n/g, '\x9b'))

function decode(bytes: Uint8Array, encoding: string, bad: Bad): string {
  return decoderOf(encoding)?.(bytes, bad) ?? fromLatin1(bytes)
}

function escaped(bytes: Uint8Array, from: number, to: number): string | undefined {
  let text = ''
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number
    // Python escapes no ASCII byte: its decoder fails there.
    if (byte < 0x80) return undefined
    text += String.fromCharCode(0xdc00 + byte)
  }
  return text
}

const ASCII = byteSet('?128')
const sets = new Map<string, ByteSet>()

function decoderOf(encoding: string): Decode | undefined {
  const codec = pythonCodec(encoding)
  if (codec === 'utf-8') return decodeUtf8
  if (codec === 'ascii') return bySet(ASCII)
  if (codec === 'iso8859-1') return fromLatin1
  if (codec === undefined) return undefined
  const notation = SETS[codec] ?? RETRO_SETS[codec] ?? RARE_SETS[codec]
  if (notation === undefined) return undefined
  const set = sets.get(codec) ?? byteSet(notation)
  sets.set(codec, set)
  return bySet(set)
}

const bySet =
  (set: ByteSet): Decode =>
  (bytes, bad) => {
    let text = ''
    for (let i = 0; i < bytes.length; i++) {
      const code = set[bytes[i] as number] as number
      const character = code < 0 ? bad(bytes, i, i + 1) : String.fromCodePoint(code)
      if (character === undefined) return undefined
      text += character
    }
    return text
  }
