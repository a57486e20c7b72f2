import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, latin1, toHex } from '../../shared/base/bytes.ts'
import { carryOut, type Intent } from '../../shared/session/intent.ts'
import { encodeLine } from '../../shared/session/line-end.ts'
import { optionRows } from '../../shared/session/option-rows.ts'
import type { Verb } from '../../shared/telnet/codes.ts'
import { words } from '../helpers/bytes.ts'
import { Game, hex } from '../helpers/play.ts'

/** What an intent sent, as hex, behind what became of it. */
function tell(game: Game, intent: Intent): string {
  const before = game.sent.length
  const outcome = carryOut(game.driver, intent)
  return `${outcome} ${toHex(concat(game.sent.slice(before)), ' ')}`.trim()
}

const verb = (name: Verb, option: number): Intent => ({ kind: 'verb', verb: name, option })
const raw = (line: string): Intent => ({ kind: 'raw', bytes: words(line) })
const rule = (
  name: 'usual' | 'accept' | 'refuse',
  performer: 'server' | 'client',
  option: number,
): Intent => ({
  kind: 'rule',
  rule: name,
  performer,
  option,
})

const lamps = (game: Game, code: number): string => {
  const row = optionRows(game.driver.state, game.at).find((candidate) => candidate.code === code)
  return row ? `${row.server} ${row.client}` : 'no row'
}

/** All that was stored of what a person sent, as one string. */
const stored = (game: Game): string =>
  game.driver.timeline.entries
    .map((entry) => (entry.kind === 'out' && entry.from === 'user' ? fromLatin1(entry.bytes) : ''))
    .join('')

describe('a request by hand', () => {
  it('goes out as the person’s, and says when it must wait or is needless', () => {
    const game = new Game()
    expect(tell(game, verb('DO', 3))).toBe(`sent ${hex('IAC DO SGA')}`)
    expect(game.driver.timeline.entries.at(-1)).toMatchObject({ kind: 'out', from: 'user' })
    expect(tell(game, verb('DO', 3))).toBe('needless')
    expect(tell(game, verb('DONT', 3))).toBe('queued')
    expect(tell(game, verb('DONT', 3))).toBe('queued')
    expect(game.driver.timeline.entries.filter(({ kind }) => kind === 'mark')).toHaveLength(1)
    expect(game.hear('IAC WILL SGA')).toBe(hex('IAC DONT SGA'))
    game.hear('IAC WONT SGA')
    expect(lamps(game, 3)).toBe('off none')
    expect(tell(game, verb('WONT', 99))).toBe('needless')
    game.driver.close('closed')
    expect(tell(game, verb('DO', 25))).toBe('over')
    expect(tell(game, raw('IAC NOP'))).toBe('over')
  })

  it('for a timing mark goes out each time', () => {
    const game = new Game()
    expect(tell(game, verb('DO', 6))).toBe(`sent ${hex('IAC DO TM')}`)
    expect(tell(game, verb('DO', 6))).toBe(`sent ${hex('IAC DO TM')}`)
  })

  it('can be sent all the same as raw bytes, and the table shows what came of it', () => {
    const game = new Game()
    tell(game, raw('IAC WILL 99 IAC WILL 99'))
    expect(toHex(game.sent[0] ?? new Uint8Array(), ' ')).toBe(hex('IAC WILL 99 IAC WILL 99'))
    game.hear('IAC DONT 99')
    expect(lamps(game, 99)).toBe('none refused-by-them')
  })
})

describe('a subnegotiation by hand', () => {
  it('is framed, its 255s doubled', () => {
    const game = new Game()
    expect(tell(game, { kind: 'subnegotiation', option: 31, payload: Uint8Array.of(0, 255, 0, 24) })).toBe(
      `sent ${hex('IAC SB NAWS 0 255 255 0 24 IAC SE')}`,
    )
    expect(game.events.at(-2)).toMatchObject({ kind: 'subnegotiation', message: { columns: 255, rows: 24 } })
  })

  it('with a login over GMCP is sent in full and stored as stars', () => {
    const game = new Game()
    const payload = latin1('Char.Login.Credentials {"account":"zoe","password":"lantern"}')
    tell(game, { kind: 'subnegotiation', option: 201, payload })
    expect(fromLatin1(game.sent[0] ?? new Uint8Array())).toContain('"lantern"')
    expect(stored(game)).not.toContain('lantern')
    expect(stored(game)).toContain('Char.Login.Credentials ***')
    expect(stored(game)).toHaveLength(payload.length + 5)
    tell(game, { kind: 'subnegotiation', option: 201, payload: latin1('Char.Vitals {"hp":1}') })
    expect(stored(game)).toContain('Char.Vitals {"hp":1}')
  })
})

describe('raw bytes', () => {
  it('are stored at once, also when they end with a lone 255', () => {
    const game = new Game()
    tell(game, raw("'a' IAC"))
    expect(stored(game)).toBe('a\xff')
    tell(game, raw('WILL 99'))
    expect(stored(game)).toBe('a\xff\xfb\x63')
    expect(lamps(game, 99)).toBe('none asked')
  })

  it('are stars where they are data and the server hides what is typed', () => {
    const game = new Game()
    game.hear("'Password: ' IAC WILL ECHO")
    tell(game, raw("'lantern' 255 255 IAC WILL NAWS '\\r\\n'"))
    expect(stored(game)).toBe('*********\xff\xfb\x1f\r\n')
  })

  it.each([
    ['an unfinished subnegotiation', 'IAC SB GMCP'],
    ['an unfinished subnegotiation with a 255', 'IAC SB GMCP IAC'],
    ['a verb without its option', 'IAC WILL'],
    ['a lone 255', 'IAC'],
  ])('that leave %s behind do not uncover the password typed next', (_what, line) => {
    const game = new Game()
    game.hear("'Password: ' IAC WILL ECHO")
    tell(game, raw(line))
    game.driver.type(encodeLine(latin1('lantern')))
    expect(fromLatin1(game.sent.at(-1) ?? new Uint8Array())).toBe('lantern\r\n')
    expect(stored(game).slice(words(line).length)).toBe('*******\r\n')
    game.driver.type(encodeLine(Uint8Array.of(115, 255, 33)))
    expect(stored(game).endsWith('****\r\n')).toBe(true)
  })
})

describe('a rule', () => {
  it('answers later offers, on both sides, until it is usual again', () => {
    const game = new Game()
    tell(game, rule('accept', 'server', 47))
    tell(game, rule('accept', 'client', 99))
    tell(game, rule('refuse', 'server', 3))
    tell(game, rule('refuse', 'client', 31))
    expect(game.sent).toEqual([])
    expect(game.hear('IAC WILL KERMIT IAC DO 99 IAC WILL SGA IAC DO NAWS')).toBe(
      hex('IAC DO KERMIT IAC WILL 99 IAC DONT SGA IAC WONT NAWS'),
    )
    // The other side of the same options is not touched.
    expect(game.hear('IAC DO KERMIT IAC WILL 99 IAC DO SGA')).toBe(
      hex('IAC WONT KERMIT IAC DONT 99 IAC WILL SGA'),
    )
    tell(game, rule('usual', 'server', 3))
    expect(game.hear('IAC WILL SGA')).toBe(hex('IAC DO SGA'))
  })

  it('to refuse ends what is on, what is asked and what is confirmed after a restart', () => {
    const game = new Game()
    game.hear('IAC WILL GMCP IAC DO NAWS')
    expect(tell(game, rule('refuse', 'server', 201))).toBe(`sent ${hex('IAC DONT GMCP')}`)
    expect(tell(game, rule('refuse', 'client', 31))).toBe(`sent ${hex('IAC WONT NAWS')}`)
    expect(game.hear('IAC WONT GMCP IAC DONT NAWS')).toBe('')
    expect([lamps(game, 201), lamps(game, 31)]).toEqual(['off none', 'none off'])
    expect(game.hear('IAC WILL GMCP')).toBe(hex('IAC DONT GMCP'))
    tell(game, verb('DO', 25))
    expect(tell(game, rule('refuse', 'server', 25))).toBe('queued')
    expect(game.hear('IAC WILL EOR')).toBe(hex('IAC DONT EOR'))
  })

  it('to refuse holds for messages that come with the offer, and for what we would offer ourselves', () => {
    const game = new Game()
    tell(game, rule('refuse', 'client', 24))
    expect(game.hear('IAC DO TTYPE IAC SB TTYPE 1 IAC SE')).toBe(hex('IAC WONT TTYPE'))
    tell(game, rule('refuse', 'client', 31))
    expect(game.hear('IAC WILL NAWS')).toBe(hex('IAC DONT NAWS'))
  })

  it('to accept has the option greeted as if it were usual', () => {
    const game = new Game()
    tell(game, rule('refuse', 'client', 31))
    tell(game, rule('accept', 'client', 31))
    expect(game.hear('IAC DO NAWS')).toBe(hex('IAC WILL NAWS IAC SB NAWS 0 80 0 24 IAC SE'))
  })

  it('is part of the recording, in words', () => {
    const game = new Game()
    tell(game, rule('refuse', 'server', 91))
    game.driver.rule('accept', 'client', 99)
    expect(game.driver.timeline.entries).toMatchObject([
      { kind: 'mark', label: 'rule refuse server MXP' },
      { kind: 'mark', label: 'rule accept client 0x63' },
    ])
    expect(game.driver.own.size).toBe(2)
  })
})
