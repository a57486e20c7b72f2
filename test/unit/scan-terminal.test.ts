import { describe, expect, it } from 'vitest'
import { fromLatin1, latin1 } from '../../shared/base/bytes.ts'
import {
  advanceColumn,
  answerQueries,
  fontSwitch,
  replyIn,
} from '../../shared/fingerprint/terminal-queries.ts'
import { columnsOf } from '../../shared/fingerprint/width.ts'

const answered = (chunk: string, column = 1, encoding = 'ascii'): readonly string[] =>
  answerQueries(chunk, column, encoding).replies.map(({ kind, bytes }) => `${kind} ${fromLatin1(bytes)}`)

describe('what a chunk asks of a terminal', () => {
  it('is answered by kind: attributes, status, enquiry, then the cursor', () => {
    expect(answered('\x1b[6n\x05\x1b[5n\x1b[c\x1b[0c\x05')).toEqual([
      'attributes \x1b[?1;2c',
      'attributes \x1b[?1;2c',
      'status \x1b[0n',
      'enquiry \r',
      'cursor \x1b[1;1R',
    ])
    expect(answered('\x1b[>c\x1b[1c\x1b[?6n')).toEqual([])
  })

  it('about the cursor is answered with the column that the text has reached', () => {
    expect(answered('\x1b[2Jabc\x1b[6n\x08\x1b[6n\r\nx\x1b[6n', 1)).toEqual([
      'cursor \x1b[1;4R',
      'cursor \x1b[1;3R',
      'cursor \x1b[1;2R',
    ])
    const first = answerQueries('ab', 1, 'ascii')
    expect(answered('c\x1b[6n', first.column)).toEqual(['cursor \x1b[1;4R'])
  })
})

describe('the column', () => {
  it('counts characters of the session’s encoding, wide ones twice, and none for controls and line feeds', () => {
    expect(advanceColumn(1, fromLatin1(Buffer.from('é你a\u0301', 'utf8')), 'utf-8')).toBe(5)
    expect(advanceColumn(1, '\xc4\xc4', 'cp437')).toBe(3)
    expect(advanceColumn(1, '\xff\xfe', 'ascii')).toBe(3)
    expect(advanceColumn(9, '\n\t\x07\x7f', 'ascii')).toBe(9)
    expect(advanceColumn(2, '\b\b\b', 'ascii')).toBe(1)
    expect(advanceColumn(100, 'x'.repeat(100), 'ascii')).toBe(200)
  })

  it('is as wide as Python’s wcwidth says', () => {
    const widths = (text: string): readonly number[] => Array.from(text, columnsOf)
    expect(widths('aé\u00ad\u0600─█')).toEqual([1, 1, 1, 1, 1, 1])
    expect(widths('\u0301\u200b\u200d\ufe0f\u0903\u1160')).toEqual([0, 0, 0, 0, 0, 0])
    expect(widths('你ア가ㄅ（￥〈😀🈂䷀')).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 2])
    expect(widths('ｱﾡ￩˪☺')).toEqual([1, 1, 1, 1, 1])
    expect(widths('\x00\x1b\x80\x9f\u2028')).toEqual([0, 0, 0, 0, 0])
  })
})

it('takes the first font switch of SyncTERM for the encoding it stands for', () => {
  expect(fontSwitch('x\x1b[0;36 D\x1b[0;0 D')).toEqual({ font: 36, encoding: 'atascii' })
  expect(fontSwitch('\x1b[1;31 D')).toEqual({ font: 31, encoding: 'cp1131' })
  expect(fontSwitch('\x1b[0;7 D')).toEqual({ font: 7 })
  expect(fontSwitch('\x1b[0;0D')).toBeUndefined()
})

it('sends replies as they are, but in ATASCII its own line end', () => {
  expect(replyIn('cp437', latin1('y\r\n'))).toEqual(latin1('y\r\n'))
  expect(replyIn('atascii', latin1('y\r\n'))).toEqual(latin1('y\x9b'))
})
