import { fromLatin1, latin1 } from '../base/bytes.ts'
import { DOUBLE_BYTE_CODECS } from '../base/encodings/double-byte-codecs.ts'
import { decodeDoubleByte } from '../base/encodings/double-byte.ts'
import { decodeUtf8, type Bad, type Shown } from '../base/encodings/utf8.ts'
import { RARE_SETS } from '../base/encodings/rare-tables.ts'
import { RETRO_SETS } from '../base/encodings/retro-tables.ts'
import { SETS } from '../base/encodings/single-byte-tables.ts'
import { byteSet, type ByteSet } from '../base/encodings/single-byte.ts'
import { pythonCodec } from './codec-names.ts'

type Decode = (bytes: Uint8Array, bad: Bad) => string | undefined

const loaded = new Map<string, Decode>()

/** Gets the double-byte tables, whose texts are read as latin-1 before: of one encoding, or of all that a scan may meet. */
export async function loadCodecs(names: readonly string[] = Object.keys(DOUBLE_BYTE_CODECS)): Promise<void> {
  for (const name of names) {
    const codec = pythonCodec(name) ?? ''
    const set = loaded.has(codec) ? undefined : await DOUBLE_BYTE_CODECS[codec]?.()
    if (set) loaded.set(codec, (bytes, bad) => decodeDoubleByte(set, bytes, bad))
  }
}

/** Whether willdo has that codec's characters at hand; where not, texts are read as latin-1. */
export const canDecode = (encoding: string): boolean => decoderOf(encoding) !== undefined

/** The text, bad bytes as U+DC80 to U+DCFF (Python's surrogateescape); latin-1 for an unknown encoding. */
export const decodeEscaping = (bytes: Uint8Array, encoding: string): string =>
  decode(bytes, encoding, escaped)

/** The text, what is bad as U+FFFD; latin-1 for an unknown encoding. */
export const decodeReplacing = (bytes: Uint8Array, encoding: string): string =>
  decode(bytes, encoding, (_bytes, _from, to) => ['\ufffd', to])

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

/** Python's handler takes four bytes at a time, and none below 0x80: it goes on before such a byte, or fails at it. */
function escaped(bytes: Uint8Array, from: number, to: number): Shown | undefined {
  let text = ''
  let at = from
  while (at < Math.min(to, from + 4) && (bytes[at] as number) >= 0x80)
    text += String.fromCharCode(0xdc00 + (bytes[at++] as number))
  return at > from ? [text, at] : undefined
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
  if (notation === undefined) return loaded.get(codec)
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
      const shown = code < 0 ? bad(bytes, i, i + 1)?.[0] : String.fromCodePoint(code)
      if (shown === undefined) return undefined
      text += shown
    }
    return text
  }
