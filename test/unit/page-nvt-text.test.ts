import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { NvtText } from '../../client/terminal/nvt-text.ts'
import { Utf8Decoder } from '../../client/terminal/utf8.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const whole = (bytes: Uint8Array): string => new NvtText(new Utf8Decoder()).push(bytes)

/** The text of `bytes` cut at each of `cuts`. */
function cut(bytes: Uint8Array, cuts: readonly number[]): string {
  const text = new NvtText(new Utf8Decoder())
  let out = ''
  let from = 0
  for (const to of [...cuts, bytes.length]) {
    out += text.push(bytes, from, to)
    from = to
  }
  return out
}

const CASES: readonly (readonly [string, Uint8Array, string])[] = [
  ['plain lines', latin1('one\r\ntwo\r\n'), 'one\r\ntwo\r\n'],
  ['LF alone starts a line', latin1('one\ntwo'), 'one\r\ntwo'],
  ['LF CR starts a line', latin1('one\n\rtwo\n\rthree'), 'one\r\n\rtwo\r\n\rthree'],
  ['CR NUL is CR', latin1('over\r\0write'), 'over\rwrite'],
  ['a stray NUL is dropped', latin1('a\0b\0\0c\r\n\0'), 'abc\r\n'],
  ['CR NUL LF is one line end', latin1('a\r\0\nb'), 'a\r\nb'],
  ['UTF-8', utf8('grüße € 𝄞 漢字\r\nä'), 'grüße € 𝄞 漢字\r\nä'],
  ['a line in windows-1252', latin1('caf\xe9 \x80 \x93x\x94\r\n'), 'café € “x”\r\n'],
  ['the next line is judged anew', new Uint8Array([...latin1('\xe9\r\n'), ...utf8('é')]), 'é\r\né'],
  [
    'after the first wrong byte the line stays windows-1252',
    new Uint8Array([...latin1('\xe9 '), ...utf8('é\né')]),
    'é Ã©\r\né',
  ],
  ['a lead byte before a letter', latin1('\xc3a\xe2\x82b'), 'Ãaâ‚b'],
  ['a lead byte before a line end', latin1('\xe2\x82\n\xe2\r\n'), 'â‚\r\nâ\r\n'],
  [
    'overlong, surrogate and too large forms are no UTF-8',
    latin1('\xc0\xaf\n\xed\xa0\x80\n\xf5\x80\n\xe0\x80\x80'),
    'À¯\r\ní\xa0€\r\nõ€\r\nà€€',
  ],
  [
    'open places of windows-1252 are no terminal controls',
    latin1('\xff\x81\x8d\x8f\x90\x9d'),
    'ÿ\ufffd\ufffd\ufffd\ufffd\ufffd',
  ],
  ['a byte order mark is a character like any other', utf8('\ufeffa\ufeffb'), '\ufeffa\ufeffb'],
]

describe('NvtText', () => {
  it.each(CASES)('shows %s', (_name, bytes, expected) => {
    expect(whole(bytes)).toBe(expected)
  })

  it.each(CASES)('shows %s the same at every split', (_name, bytes, expected) => {
    for (let a = 0; a <= bytes.length; a++) {
      for (let b = a; b <= bytes.length; b++) expect(cut(bytes, [a, b])).toBe(expected)
    }
    expect(cut(bytes, Array.from(bytes.keys()))).toBe(expected)
  })

  it('shows what is complete at once and holds only the start of a character', () => {
    const text = new NvtText(new Utf8Decoder())
    expect(text.push(latin1('caf\xc3'))).toBe('caf')
    expect(text.push(latin1('\xa9!'))).toBe('é!')
  })

  it('gives up what it holds when flushed, as windows-1252', () => {
    const text = new NvtText(new Utf8Decoder())
    expect(text.push(latin1('Nom\xe9'))).toBe('Nom')
    expect(text.flush()).toBe('é')
    expect(text.flush()).toBe('')
    expect(text.push(latin1('\xc3\xa9\n\xc3\xa9'))).toBe('Ã©\r\né')
  })
})
