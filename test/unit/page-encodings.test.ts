import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import {
  charsetsOffered,
  decoderFor,
  encodeText,
  encodingNamed,
  ENCODINGS,
} from '../../client/terminal/encodings.ts'
import { NvtText } from '../../client/terminal/nvt-text.ts'

const ALL = Uint8Array.from({ length: 256 }, (_, byte) => byte)
const whole = (bytes: Uint8Array, encoding: (typeof ENCODINGS)[number]): string =>
  decoderFor(encoding).decode(bytes, 0, bytes.length)

describe('CP437', () => {
  it('draws what the IBM PC drew', () => {
    expect(whole(latin1('\x80\x81\x9b\x9e\xa8\xb0\xb1\xb2\xb3'), 'CP437')).toBe('Çü¢₧¿░▒▓│')
    expect(whole(latin1('\xc9\xcd\xbb\xba\xc8\xbc\xda\xc4\xbf\xc0\xd9'), 'CP437')).toBe('╔═╗║╚╝┌─┐└┘')
    expect(whole(latin1('\xdb\xdc\xdd\xde\xdf\xe1\xe3\xea\xf1\xf8\xfb\xfe\xff'), 'CP437')).toBe(
      '█▄▌▐▀ßπΩ±°√■\u00a0',
    )
  })

  it('has 256 different characters and leaves controls controls', () => {
    const text = whole(ALL, 'CP437')
    expect(new Set(text).size).toBe(256)
    expect(text.slice(0, 128)).toBe(String.fromCharCode(...ALL.subarray(0, 128)))
  })
})

it('reads ISO-8859-1 as what it is, not as windows-1252', () => {
  expect(whole(ALL, 'ISO-8859-1')).toBe(String.fromCharCode(...ALL))
})

describe('what is typed', () => {
  it.each(['ISO-8859-1', 'CP437'] as const)('comes back as it was in %s', (encoding) => {
    const text = whole(ALL, encoding)
    expect(encodeText(text, encoding)).toEqual({ bytes: ALL, missing: [] })
  })

  it('is told apart where the set has no such character, each once', () => {
    const { bytes, missing } = encodeText('a łódź → łą 🙂', 'ISO-8859-1')
    expect(missing).toEqual(['ł', 'ź', '→', 'ą', '🙂'])
    expect(bytes).toEqual(latin1('a \xf3d   '))
  })

  it('may have its accents apart', () => {
    expect(encodeText('cafe\u0301', 'CP437')).toEqual({ bytes: latin1('caf\x82'), missing: [] })
  })

  it('is anything at all in UTF-8', () => {
    expect(encodeText('ł🙂', 'UTF-8')).toEqual({ bytes: new TextEncoder().encode('ł🙂'), missing: [] })
  })
})

it.each([
  ['all of it UTF-8', 'zażółć 🙂\r\n'.repeat(40)],
  ['a mark of the byte order', '\ufeff' + 'x'.repeat(400)],
  ['cut off within a character', 'x'.repeat(400) + '🙂'],
])('reads UTF-8 the same in one piece as byte by byte: %s', (_, text) => {
  const bytes = new TextEncoder().encode(text)
  for (const end of [bytes.length, bytes.length - 1])
    for (const broken of [undefined, 0, 200, end - 1]) {
      const sent = bytes.slice(0, end)
      if (broken !== undefined) sent[broken] = 0xe9
      const one = decoderFor('UTF-8')
      const other = decoderFor('UTF-8')
      let piecemeal = ''
      for (let i = 0; i < sent.length; i++) piecemeal += one.decode(sent, i, i + 1)
      expect(other.decode(sent, 0, sent.length)).toBe(piecemeal)
      expect(other.flush()).toBe(one.flush())
    }
})

it.each(ENCODINGS)('reads %s the same however it is cut', (encoding) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(200)), (bytes, places) => {
      const cuts = [...new Set(places.map((place) => Math.min(place, bytes.length)))].sort((a, b) => a - b)
      const text = new NvtText(decoderFor(encoding))
      let out = ''
      let from = 0
      for (const to of [...cuts, bytes.length]) {
        out += text.push(bytes, from, to)
        from = to
      }
      expect(out + text.flush()).toBe(
        ((one) => one.push(bytes) + one.flush())(new NvtText(decoderFor(encoding))),
      )
    }),
  )
})

describe('names', () => {
  it.each([
    ['utf-8', 'UTF-8'],
    ['UTF8', 'UTF-8'],
    ['iso-8859-1', 'ISO-8859-1'],
    ['latin1', 'ISO-8859-1'],
    ['IBM437', 'CP437'],
    ['cp437', 'CP437'],
    ['US-ASCII', undefined],
    ['windows-1252', undefined],
    ['', undefined],
  ])('%s means %s', (name, encoding) => {
    expect(encodingNamed(name)).toBe(encoding)
  })

  it('are offered true to what was chosen', () => {
    const only = charsetsOffered('CP437', true)
    expect(only[0]).toBe('IBM437')
    expect(only).toContain('US-ASCII')
    expect(only).not.toContain('UTF-8')
    const any = charsetsOffered('ISO-8859-1', false)
    expect(any[0]).toBe('ISO-8859-1')
    expect(any).toContain('UTF-8')
    expect(any).toContain('CP437')
  })
})
