import { describe, expect, it } from 'vitest'
import { parse, type ParserSink } from '../../shared/fingerprint/parser.ts'
import { PARSER_START } from '../../shared/fingerprint/scan-state.ts'
import { SUBNEGOTIATION_MAX } from '../../shared/telnet/frames.ts'
import { everySplit, words } from '../helpers/bytes.ts'

/** What the pieces mean, text joined. */
function meaning(pieces: readonly Uint8Array[]): string[] {
  const seen: string[] = []
  let text = ''
  const say = (what: string): void => {
    if (text !== '') seen.push(`text ${text}`)
    text = ''
    seen.push(what)
  }
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
  const sink: ParserSink = {
    text: (bytes, start, end) => (text += hex(bytes.subarray(start, end))),
    command: (code) => say(`command ${code}`),
    verb: (code, option) => say(`${code} ${option}`),
    begin: (option) => say(`begin ${option}`),
    subnegotiation: (payload) => {
      say(`sb ${hex(payload)}`)
      return false
    },
    interrupted: (payload, byte) => say(`interrupted ${hex(payload)} by ${byte}`),
    odd: (byte) => say(`odd ${byte}`),
  }
  let state = PARSER_START
  for (const piece of pieces) state = parse(state, piece, 0, sink).state
  if (text !== '') seen.push(`text ${text}`)
  return seen
}

describe('the reference’s parser, however the bytes are cut', () => {
  it.each([
    [
      'reads text, commands and doubled 255s',
      "'a' IAC IAC 'b' IAC GA IAC 239 'c'",
      ['text 61ff62', 'command 249', 'command 239', 'text 63'],
    ],
    ['passes over 255s in the place of the option', 'IAC DO IAC IAC 24', ['253 24']],
    [
      'takes a byte that is no command for text',
      "IAC 'x' IAC SE",
      ['odd 120', 'text 78', 'odd 240', 'text f0'],
    ],
    ['reads a subnegotiation', 'IAC SB TTYPE 1 IAC IAC IAC SE', ['begin 24', 'sb 1801ff']],
    [
      'lets a command break a subnegotiation off',
      'IAC SB TTYPE 1 IAC WILL ECHO',
      ['begin 24', 'interrupted 1801 by 251', '251 1'],
    ],
    [
      'lets another one begin inside',
      'IAC SB TTYPE IAC SB 3 9 IAC SE',
      ['begin 24', 'interrupted 18 by 250', 'begin 3', 'sb 0309'],
    ],
    ['believes in an IAC behind an empty one', 'IAC SB IAC SE WILL ECHO', ['sb ', '251 1']],
  ])('%s', (_name, line, expected) => {
    for (const pieces of everySplit(words(line))) expect(meaning(pieces)).toEqual(expected)
  })

  it('keeps no endless subnegotiation', () => {
    let state = parse(PARSER_START, words('IAC SB 24'), 0, nothing).state
    for (let i = 0; i < 40; i++) state = parse(state, new Uint8Array(64 * 1024), 0, nothing).state
    expect(state.payload.length).toBeLessThanOrEqual(SUBNEGOTIATION_MAX + 64 * 1024)
  })
})

const nothing: ParserSink = {
  text: () => undefined,
  command: () => undefined,
  verb: () => undefined,
  begin: () => undefined,
  subnegotiation: () => false,
  interrupted: () => undefined,
  odd: () => undefined,
}
