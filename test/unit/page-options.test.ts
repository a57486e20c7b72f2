import { describe, expect, it } from 'vitest'
import { toHex } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import type { Lamp, OptionRow } from '../../shared/session/option-rows.ts'
import { inWords } from '../../shared/telnet/words.ts'
import { arrange, counts, sourceLink } from '../../client/panels/options/option-list.ts'
import { readHex, readOption, readText, WRITTEN_MAX } from '../../client/panels/options/written.ts'
import { words } from '../helpers/bytes.ts'

const row = (name: string, code: number, server: Lamp, client: Lamp, changedAt: number): OptionRow => ({
  code,
  name,
  summary: '',
  source: 'RFC 1',
  server,
  client,
  changedAt: millis(changedAt),
  askedAgain: 0,
})
const ROWS = [
  row('MCCP2', 86, 'on', 'none', 5),
  row('ECHO', 1, 'off', 'refused-by-us', 9),
  row('NAWS', 31, 'refused-by-them', 'on', 1),
  row('EOR', 25, 'asked', 'never-answered', 7),
]
const names = (rows: readonly OptionRow[]): string => rows.map(({ name }) => name).join(' ')

describe('the rows of options', () => {
  it('are chosen by what holds on either side', () => {
    expect(counts(ROWS)).toEqual({ all: 4, agreed: 2, refused: 2, open: 1 })
    expect(names(arrange(ROWS, 'agreed', 'mentioned'))).toBe('MCCP2 NAWS')
    expect(names(arrange(ROWS, 'refused', 'mentioned'))).toBe('ECHO NAWS')
    expect(names(arrange(ROWS, 'open', 'mentioned'))).toBe('EOR')
  })

  it('are ordered without touching what they come from', () => {
    expect(names(arrange(ROWS, 'all', 'number'))).toBe('ECHO EOR NAWS MCCP2')
    expect(names(arrange(ROWS, 'all', 'name'))).toBe('ECHO EOR MCCP2 NAWS')
    expect(names(arrange(ROWS, 'all', 'changed'))).toBe('ECHO EOR MCCP2 NAWS')
    expect(names(ROWS)).toBe('MCCP2 ECHO NAWS EOR')
  })

  it('name their document by a short name and its address', () => {
    expect(sourceLink('RFC 857').href).toContain('rfc857')
    expect(sourceLink('https://www.example.org/a/b')).toEqual({
      text: 'example.org',
      href: 'https://www.example.org/a/b',
    })
    expect(sourceLink('MUD practice')).toEqual({ text: 'MUD practice', href: undefined })
  })
})

describe('what is written by hand', () => {
  const hex = (read: ReturnType<typeof readHex>): string => ('error' in read ? read.error : toHex(read, ' '))

  it.each([
    ['ff fb 1f', 'ff fb 1f'],
    ['0xFF,0xFB,0x1f', 'ff fb 1f'],
    ['ff:fb\n1f', 'ff fb 1f'],
    ['00ff', '00 ff'],
    ['', ''],
  ])('as hex %s', (text, expected) => expect(hex(readHex(text))).toBe(expected))

  it.each([
    ['Core.Ping', '43 6f 72 65 2e 50 69 6e 67'],
    [String.raw`a\xffb`, '61 ff 62'],
    [String.raw`\r\n\0\e\\`, '0d 0a 00 1b 5c'],
    ['é', 'c3 a9'],
    [String.raw`\xFF\x00`, 'ff 00'],
    ['', ''],
  ])('as text %s', (text, expected) => expect(hex(readText(text))).toBe(expected))

  it.each([
    [readHex('fff'), /odd number/],
    [readHex('fx'), /"x" is no hex digit/],
    [readText(String.raw`\q`), /"\\q" is no escape/],
    [readText('a\\'), /is no escape/],
    [readText(String.raw`\xg0`), /is no escape/],
    [readHex('00'.repeat(WRITTEN_MAX + 1)), /1,048,577 bytes/],
    [readText('x'.repeat(WRITTEN_MAX + 1)), /1,048,577 bytes/],
    [readOption('256'), /no option "256"/],
    [readOption('-1'), /no option/],
    [readOption('NOPE'), /no option "NOPE"/],
    [readOption(' '), /Say which option/],
  ])('is refused with a sentence: %j', (read, sentence) =>
    expect((read as { error: string }).error).toMatch(sentence),
  )

  it.each([
    ['gmcp', 201],
    ['new-environ', 39],
    ['0xC9', 201],
    [' 0 ', 0],
    ['255', 255],
  ])('names the option %s', (text, option) => expect(readOption(text)).toBe(option))
})

describe('bytes in words', () => {
  it.each([
    'IAC WILL GMCP IAC DO TTYPE',
    "IAC SB TTYPE 0 'WILLDO' IAC SE",
    "'Password: ' 13 10 IAC GA",
    'IAC SB 85 WILL SE',
    'IAC NOP IAC AYT',
    "IAC SB NAWS 0 255 255 0 24 IAC SE 'x'",
  ])('are read back to the same bytes: %s', (line) => {
    expect(toHex(words(inWords(words(line))))).toBe(toHex(words(line)))
  })

  it('say what is cut off, and show half commands', () => {
    expect(inWords(words("'abcdef'"), 3)).toBe("'abc' …")
    expect(inWords(words('IAC'))).toBe('IAC')
    expect(inWords(words('IAC WILL'))).toBe('IAC WILL')
    expect(inWords(words('IAC SB GMCP'))).toBe('IAC SB GMCP')
    expect(inWords(Uint8Array.of(0x27, 0x5c))).toBe("'\\'\\\\'")
  })
})
