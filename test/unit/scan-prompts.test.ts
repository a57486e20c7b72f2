import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromLatin1 } from '../../shared/base/bytes.ts'
import {
  codepagePrompt,
  detectPrompt,
  escPrompt,
  findPrompt,
  stripSequences,
  utf8Menu,
  type PromptKind,
} from '../../shared/fingerprint/prompts.ts'

const found = (text: string): string | undefined => {
  const prompt = detectPrompt(text)
  return (
    prompt && `${prompt.kind} ${JSON.stringify(fromLatin1(prompt.reply))} ${prompt.encoding ?? ''}`.trim()
  )
}

describe('a prompt', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['Please press <ESC> twice for BBS', 'esc-twice "\\u001b\\u001b"'],
    ['Press [.ESC.]\r\n twice', 'esc-twice "\\u001b\\u001b"'],
    ['press esc to continue', 'esc-once "\\u001b"'],
    ['Press (Esc) twicely', 'esc-twice "\\u001b\\u001b"'],
    ['More: (Y)es, (N)o, (C)ontinuous?', 'more "C\\r\\n"'],
    ['more y/n/c ont', 'more "C\\r\\n"'],
    ['More (Y)es\n(C)ontinuous', undefined],
    ['Continue more y', undefined],
    ['Display ANSI? [y/n]', 'yes-no "y\\r\\n"'],
    ['continue (yes/no)?', 'yes-no "yes\\r\\n"'],
    ['continue (YES|NO)', 'yes-no "yes\\r\\n"'],
    ['Color [YN]', 'yes-no "y\\r\\n"'],
    ['Color (Yn)?', 'yes-no "y\\r\\n"'],
    ['sexy/noon', undefined],
    ['Do you want color ?', 'color "y\\r\\n"'],
    ['Use ANSI  color\tstandard', 'ansi-color-standard "y\\r\\n"'],
    ['[1] CP437\r\n[2] UTF-8', 'utf8-menu "2\\r\\n" utf-8'],
    ['1. ASCII\r\n12... ISO / UTF8', 'utf8-menu "12\\r\\n" utf-8'],
    ['1.../utf8', 'utf8-menu "1\\r\\n" utf-8'],
    ['1) 7bit/ansi', 'ansi-menu "1\\r\\n"'],
    ['(3 ) ANSI', 'ansi-menu "3\\r\\n"'],
    ['GB/BIG5 ?', 'gb-big5 "big5\\r\\n" big5'],
    ['gb / big 5', 'gb-big5 "big5\\r\\n" big5'],
    ['xgb/big5', undefined],
    ['Select your terminal code page:', 'codepage "\\r\\n" codepage'],
    ['Pick character set', 'codepage "\\r\\n" codepage'],
    ['choose charset', 'codepage "\\r\\n" codepage'],
    ['Press the BACKSPACE key:', 'backspace "\\b"'],
    ['hit your DEL', 'delete "\\u0014"'],
    ['press backspace / delete', 'delete "\\u0014"'],
    ['HIT RETURN:', 'return "\\r\\n"'],
    ['press [ENTER]', 'return "\\r\\n"'],
    ['pressreturn', undefined],
    ['press\xa0return', undefined],
    ['login: ', undefined],
    ['', undefined],
  ]
  it.each(cases)('in %j is %s', (text, expected) => {
    expect(found(text)).toBe(expected)
  })

  it('is the first kind in the reference’s order, wherever it stands', () => {
    expect(found('press return\nansi color? (y/n)')).toBe('yes-no "y\\r\\n"')
    expect(found('press esc. Press esc twice')).toBe('esc-twice "\\u001b\\u001b"')
  })

  it('is seen through colours, titles and other sequences', () => {
    expect(found('\x1b[1;33mpress\x1b[0m \x1b[5mreturn')).toBe('return "\\r\\n"')
    expect(found('co\x1b]0;title\x07lor?')).toBe('color "y\\r\\n"')
    expect(stripSequences('a\x1b(Bb\x1b)0c\x1b#8d\x1b7e\x1bPq\x1b\\f\x1b_x\x1b\\g\x1b[?25lh\x1b[0 Di')).toBe(
      'abcdefghi',
    )
    expect(stripSequences('\x1b]open \x1b[3')).toBe('open 3')
    expect(stripSequences('\x1b\x1b[mx\x1b')).toBe('\x1bx\x1b')
  })

  it('can be looked for by kind, as while text arrives', () => {
    expect(escPrompt('press return')).toBeUndefined()
    expect(escPrompt('hit esc: press esc')?.kind).toBe('esc-once')
    expect(utf8Menu('1) UTF-8 (y/n)')?.encoding).toBe('utf-8')
    expect(codepagePrompt('select encoding')?.encoding).toBe('codepage')
  })
})

describe('the hurried searches', () => {
  const B = '[ \\t\\n\\r\\f\\v]'
  const menu = (wanted: string): RegExp =>
    new RegExp(`[[(]?([0-9]+)${B}*(?:[\\])]|\\.{1,3})${B}*(?:[^ \\t\\n\\r\\f\\v]+${B}*/${B}*)?${wanted}`, 'i')
  const PLAIN: Readonly<Partial<Record<PromptKind, RegExp>>> = {
    more: new RegExp(`more[: \\t\\n\\r\\f\\v]*\\(?y\\)?[^\\n]*\\(?c\\)?${B}*(?:ontinuous|ont)`, 'i'),
    'utf8-menu': menu('utf-?8'),
    'ansi-menu': menu('ansi'),
  }
  const pieces = fc.array(
    fc.constantFrom(
      ...[
        'more',
        'y',
        'c',
        'ont',
        '(',
        ')',
        ':',
        ' ',
        '\n',
        '1',
        '23',
        '.',
        ']',
        '/',
        'utf',
        '-8',
        '8',
        'ansi',
        'x',
      ],
    ),
    { maxLength: 24 },
  )

  it('find what one plain pattern finds', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('')
        for (const [kind, pattern] of Object.entries(PLAIN) as [PromptKind, RegExp][]) {
          const match = pattern.exec(text)
          const expected = match ? (kind === 'more' ? 'C\r\n' : `${match[1]}\r\n`) : undefined
          const prompt = findPrompt(text, [kind])
          expect([kind, prompt && fromLatin1(prompt.reply)]).toEqual([kind, expected])
        }
      }),
      { numRuns: 5000 },
    )
  })

  it('stay quick on lines made to be slow', () => {
    for (const piece of [
      'more y ',
      '1) ',
      '1)',
      '1',
      'c ',
      '/',
      'press esc ',
      'press [',
      '\x1b]',
      '\x1b[1;',
      'yes/no1',
    ])
      detectPrompt(piece.repeat(65_536))
  })
})
