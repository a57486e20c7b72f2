import { describe, expect, it } from 'vitest'
import { PlainLines } from '../../client/terminal/plain-lines.ts'

const lines = (text: string): string[] => {
  const plain = new PlainLines()
  return [...plain.push(text), ...plain.flush()]
}

describe('PlainLines', () => {
  it.each([
    ['two lines and a prompt', 'one\r\ntwo\r\nHP 10>', ['one', 'two', 'HP 10>']],
    ['colours', '\x1b[1;31mred\x1b[0m and \x1b[38;5;12mblue\x1b[m\r\n', ['red and blue']],
    ['window titles', '\x1b]0;title\x07a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\r\n', ['alink']],
    ['character sets and other escapes', '\x1b(Ba\x1b7b\x1b8c\r\n', ['abc']],
    ['a bar that is drawn over', '10%\r50%\r100%\r\n', ['100%']],
    ['a line that is partly written over', 'NUL\rR\r\n', ['RUL']],
    [
      'a line that is erased and written anew',
      'HP 10>\r\x1b[KBob waves.\r\n50%\x1b[2K\rok\r\n',
      ['Bob waves.', 'ok'],
    ],
    ['a pair of units as one character', '\u{1f600}b\rab\r\n', ['ab']],
    ['eight-bit controls', 'a\x85b\x9b31mc\r\n', ['abc']],
    ['a backspace', 'abx\bc\r\n', ['abc']],
    ['blank lines are left out', '\r\n  \r\na\r\n', ['a']],
    ['a bell', 'ding\x07\r\n', ['ding']],
  ])('reads %s', (_name, text, expected) => {
    expect(lines(text)).toEqual(expected)
    const plain = new PlainLines()
    expect([...Array.from(text).flatMap((unit) => plain.push(unit)), ...plain.flush()]).toEqual(expected)
  })

  it('does not let an endless control sequence swallow the text', () => {
    expect(lines(`\x1b]${'x'.repeat(5000)}\r\nafter\r\n`).at(-1)).toBe('after')
  })

  it('gives a line without end in pieces', () => {
    expect(new PlainLines().push('x'.repeat(4500)).map((line) => line.length)).toEqual([2000, 2000])
  })
})
