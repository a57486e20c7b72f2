import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { cellsOf } from '../../shared/base/encodings/double-byte.ts'
import { canDecode, decodeEscaping, decodeReplacing, loadCodecs } from '../../shared/fingerprint/codecs.ts'

const vectors = JSON.parse(
  readFileSync(new URL('../vectors/python_double_byte.json', import.meta.url), 'utf8'),
) as {
  readonly four: string
  readonly three: string
  readonly codecs: Readonly<
    Record<string, { pairs: string; samples: readonly (readonly [string, string | null, string])[] }>
  >
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()
const sha256 = (text: string): string => createHash('sha256').update(utf16(text)).digest('hex')
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

const PAIRS = Uint8Array.from(
  range(0x80, 0xff).flatMap((lead) => range(0, 0xff).flatMap((trail) => [lead, trail, 0x41, 0x0a])),
)

it('reads a double-byte text as latin-1 until its table is there', async () => {
  expect([canDecode('euc-kr'), decodeEscaping(latin1('\xb0\xa1'), 'euc-kr')]).toEqual([false, '°¡'])
  await loadCodecs(['EUC-KR', 'no such', 'utf-8'])
  expect([canDecode('euc-kr'), decodeEscaping(latin1('\xb0\xa1'), 'euc-kr')]).toEqual([true, '가'])
  expect(canDecode('big5')).toBe(false)
})

describe('the double-byte sets', () => {
  beforeAll(() => loadCodecs())

  it.each(Object.entries(vectors.codecs))(
    'of %s are Python’s for every pair and in running text',
    (codec, { pairs, samples }) => {
      expect(sha256(decodeReplacing(PAIRS, codec))).toBe(pairs)
      for (const [hex, escaped, replaced] of samples) {
        const bytes = Uint8Array.from(Buffer.from(hex, 'hex'))
        expect([hex, utf16(decodeReplacing(bytes, codec)).toString('hex')]).toEqual([hex, replaced])
        // Where Python's escaping fails the text is read as latin-1.
        const text = decodeEscaping(bytes, codec)
        expect([hex, text]).toEqual([
          hex,
          escaped === null
            ? String.fromCharCode(...bytes)
            : Buffer.from(escaped, 'hex').swap16().toString('utf16le'),
        ])
      }
    },
  )

  it('find the supplementary kanji of EUC-JP behind 8F', () => {
    const bytes = range(0x80, 0xff).flatMap((lead) =>
      range(0, 0xff).flatMap((trail) => [0x8f, lead, trail, 0x41, 0x0a]),
    )
    expect(sha256(decodeReplacing(Uint8Array.from(bytes), 'euc_jp'))).toBe(vectors.three)
  })

  it('count the four bytes of GB 18030 as Python does', () => {
    const leads = [...range(0x81, 0x84), 0x90, 0x95, 0xe3]
    const bytes = leads.flatMap((a) =>
      range(0x30, 0x39).flatMap((b) =>
        range(0x81, 0xfe).flatMap((c) => range(0x30, 0x39).flatMap((d) => [a, b, c, d])),
      ),
    )
    expect(sha256(decodeReplacing(Uint8Array.from(bytes), 'gb18030'))).toBe(vectors.four)
  })
})

it('refuses a table that does not fill its grid', () => {
  expect(() => cellsOf({ leads: '81-81', trails: '40-41' }, 'あ')).toThrow('1 cells for 2 places')
})
