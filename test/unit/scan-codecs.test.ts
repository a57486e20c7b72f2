import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { byteSet } from '../../shared/base/encodings/single-byte.ts'
import { langFor, offeredCodec, pythonCodec } from '../../shared/fingerprint/codec-names.ts'
import {
  canDecode,
  decodeBanner,
  decodeEscaping,
  decodeOrLatin1,
  decodeReplacing,
  encodeAtascii,
} from '../../shared/fingerprint/codecs.ts'

const vectors = JSON.parse(
  readFileSync(new URL('../vectors/python_codecs.json', import.meta.url), 'utf8'),
) as {
  readonly names: readonly (readonly [string, string | null])[]
  readonly sets: Readonly<Record<string, string>>
  readonly utf8: readonly (readonly [string, string, string])[]
}

const ALL = Uint8Array.from({ length: 256 }, (_, byte) => byte)
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

describe('codec names', () => {
  it('are found and missed as Python finds and misses them', () => {
    for (const [name, codec] of vectors.names)
      expect([name, pythonCodec(name) ?? null]).toEqual([name, codec])
    expect(pythonCodec('PETSCII')).toBe('petscii')
  })

  it('of offers are tried without leading zeros and without hyphens', () => {
    expect(offeredCodec('iso-8859-02')).toBe('iso8859-2')
    expect(offeredCodec('CP-437')).toBe('cp437')
    expect(offeredCodec('koi8r')).toBeUndefined()
    expect(offeredCodec('ISO 8859 5')).toBe('iso8859-5')
    expect(offeredCodec('iso-8859-00-15')).toBeUndefined()
    expect(offeredCodec('shift-jis-2004')).toBe('shift_jis_2004')
    expect(offeredCodec('iso8859-1-5')).toBe('iso8859-15')
    expect(offeredCodec('x-klingon')).toBeUndefined()
    expect(offeredCodec('')).toBeUndefined()
  })

  it('make LANG, which is C until there is one', () => {
    expect(langFor(undefined)).toBe('C')
    expect(langFor('UTF-8')).toBe('en_US.utf-8')
    expect(langFor('ISO-8859-1')).toBe('en_US.iso8859-1')
    expect(langFor('')).toBe('C')
  })
})

describe('decoding', () => {
  it('of the single-byte sets is Python’s in all 256 bytes', () => {
    expect(Object.keys(vectors.sets).length).toBe(69)
    for (const [codec, sha256] of Object.entries(vectors.sets)) {
      const text = /^cp(037|1026|1140|273|424|500|875)$/.test(codec)
        ? decodeReplacing(ALL, codec)
        : decodeEscaping(ALL, codec)
      expect([codec, createHash('sha256').update(utf16(text)).digest('hex')]).toEqual([codec, sha256])
    }
  })

  it('of UTF-8 escapes each bad byte, and replaces each bad part once', () => {
    for (const [hex, escaped, replaced] of vectors.utf8) {
      const bytes = Uint8Array.from(Buffer.from(hex, 'hex'))
      expect(utf16(decodeEscaping(bytes, 'utf-8')).toString('hex')).toBe(escaped)
      expect(utf16(decodeReplacing(bytes, 'utf-8')).toString('hex')).toBe(replaced)
    }
  })

  it('of ASCII keeps high bytes as lone surrogates', () => {
    expect(decodeEscaping(latin1('a\xc7\xff'), 'ascii')).toBe('a\udcc7\udcff')
    expect(decodeReplacing(latin1('a\xc7'), 'US-ASCII')).toBe('a\ufffd')
  })

  it('falls to latin-1 where the encoding is unknown or the strings of a subnegotiation are not in it', () => {
    expect(decodeEscaping(latin1('caf\xe9'), 'codepage')).toBe('café')
    expect(decodeEscaping(latin1('caf\xe9'), '')).toBe('café')
    expect(decodeOrLatin1(latin1('caf\xe9'), 'ascii')).toBe('café')
    expect(decodeOrLatin1(latin1('caf\xc3\xa9'), 'utf-8')).toBe('café')
    expect(decodeOrLatin1(latin1('caf\xc3\xa9 \xe9'), 'utf-8')).toBe('cafÃ© é')
    expect([canDecode('cp437'), canDecode('cp1131'), canDecode('hex')]).toEqual([true, false, false])
  })

  it('of a PETSCII banner drops colours and cursor codes and turns CR into LF', () => {
    expect(decodeBanner(latin1('\x93\x05\xc8\x45\x4c\x4c\x4f\x92\x8d\x9e\x5c\r'), 'petscii')).toBe(
      'Hello\n£\n',
    )
    expect(decodeEscaping(latin1('\x9ah\r'), 'petscii')).toBe('\x9a▙\r')
    expect(decodeBanner(latin1('a\r\n'), 'ascii')).toBe('a\r\n')
  })

  it('of ATASCII knows its line end, its inverse half and its characters beyond the first plane', () => {
    expect(decodeEscaping(latin1('Hi\x9b\xc8\xe9\x00\x0d\x8e'), 'atascii')).toBe('Hi\nHi♥\u{1fb82}\u{1fb85}')
    expect(encodeAtascii(latin1('y\r\n'))).toEqual(latin1('y\x9b'))
    expect(encodeAtascii(latin1('\x1b'))).toEqual(latin1('\x1b'))
    for (const codec of ['petscii', 'atascii']) expect(decodeEscaping(ALL, codec)).not.toContain('\ufffd')
  })

  it('refuses a table with more than 256 entries', () => {
    expect(() => byteSet('0-ff 100')).toThrow('257')
  })
})
