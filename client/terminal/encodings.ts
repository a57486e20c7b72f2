import type { Decoder } from './decoder.ts'
import { CP437, LATIN1 } from './single-byte.ts'
import { Utf8Decoder } from './utf8.ts'

/** The character sets that text can be read and sent in. */
export const ENCODINGS = ['UTF-8', 'ISO-8859-1', 'CP437'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** What servers call them, the usual name first (IANA's registry and habit). */
const NAMES: Readonly<Record<Encoding, readonly string[]>> = {
  'UTF-8': ['UTF-8', 'UTF8'],
  'ISO-8859-1': ['ISO-8859-1', 'ISO_8859-1', 'ISO8859-1', 'LATIN1', 'LATIN-1', 'L1'],
  CP437: ['IBM437', 'CP437', 'IBM-437', 'CP-437', '437'],
}
/** A part of each of them: who agrees on it has said nothing of what else may come. */
const ASCII = ['US-ASCII', 'ASCII']

const utf8 = new TextEncoder()

/** The encoding of that name, in any spelling; undefined for one that is not known here. */
export function encodingNamed(name: string): Encoding | undefined {
  const wanted = name.trim().toUpperCase()
  return ENCODINGS.find((encoding) => NAMES[encoding].includes(wanted))
}

/** What to agree to when a server proposes sets (RFC 2066): a person's choice and nothing else, or any, `first` before others. */
export function charsetsOffered(first: Encoding, chosen: boolean): readonly string[] {
  const others = chosen ? [] : ENCODINGS.filter((encoding) => encoding !== first)
  return [...[first, ...others].flatMap((encoding) => NAMES[encoding]), ...ASCII]
}

export function decoderFor(encoding: Encoding): Decoder {
  if (encoding === 'UTF-8') return new Utf8Decoder()
  return (encoding === 'CP437' ? CP437 : LATIN1).decoder()
}

/** Text as bytes, and the characters left out because the set has none such. */
export function encodeText(
  text: string,
  encoding: Encoding,
): { bytes: Uint8Array; missing: readonly string[] } {
  if (encoding === 'UTF-8') return { bytes: utf8.encode(text), missing: [] }
  const set = encoding === 'CP437' ? CP437 : LATIN1
  const bytes: number[] = []
  const missing = new Set<string>()
  // A letter and its accent may be two characters; the sets have only the one.
  for (const character of text.normalize('NFC')) {
    const byte = set.byte(character)
    if (byte === undefined) missing.add(character)
    else bytes.push(byte)
  }
  return { bytes: Uint8Array.from(bytes), missing: [...missing] }
}
