import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import type { Mssp } from '../../shared/options/mssp.ts'
import { inputMode } from '../../shared/session/input-mode.ts'
import { encodeKeys, encodeLine } from '../../shared/session/line-end.ts'
import { Fold } from '../../shared/session/fold.ts'
import { Lints } from '../../shared/session/lint/lints.ts'
import { lampOf } from '../../shared/session/option-rows.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { words } from '../helpers/bytes.ts'
import { CoffeeMud, type World } from '../helpers/coffee-mud.ts'
import { GnuTelnetd } from '../helpers/gnu-telnetd.ts'
import type { Game } from '../helpers/play.ts'
import { ScriptedGame } from '../helpers/scripted-game.ts'
import type { ScriptedServer } from '../helpers/scripted-server.ts'

const line = (text: string, game?: Game): Uint8Array => encodeLine(latin1(text), game?.driver.state)

/** What is said of the server that was played with. */
function lints(game: Game): string[] {
  const fold = new Fold()
  const found = new Lints()
  for (const entry of game.driver.timeline.entries) found.take(entry, fold.evolve(entry))
  return found.findings.map(({ code }) => code).sort()
}

/** No request of the server is without our answer, and none of ours without his. */
function expectNothingHung(game: ScriptedGame<ScriptedServer>): void {
  const { state } = game.driver
  for (const option of state.options) {
    if (!option) continue
    for (const side of ['server', 'client'] as const) {
      const lamp = lampOf(option[side], game.at, false)
      expect(`${option.code} ${side} ${lamp}`).not.toMatch(/offered|asked|never-answered/)
    }
  }
}

const mode = (game: Game): string => inputMode(game.driver.state, game.at).kind

function coffee(world: World = new Map(), before?: (game: Game) => void): ScriptedGame<CoffeeMud> {
  return new ScriptedGame((around) => new CoffeeMud(around, world), before)
}

function logIn(game: ScriptedGame<CoffeeMud>, name = 'zoe'): void {
  expect(game.until('Name: ')).toBe(true)
  game.type(line(name))
  expect(game.until('Password: ')).toBe(true)
  expect(mode(game)).toBe('password')
  game.type(line('secret'))
  expect(game.until('100mv>')).toBe(true)
  expect(mode(game)).toBe('line')
}

describe('a scripted CoffeeMud is played', () => {
  it('to the prompt of the game, compressed, with the window size known and nothing hung', () => {
    const game = coffee()
    game.driver.resize(100, 30)
    logIn(game)
    expect(game.server.size).toEqual({ columns: 100, rows: 30 })
    expect(game.driver.state.compression.server).toMatchObject({ mode: 'inflating', starts: 1, ends: 0 })
    expect(game.driver.state.facts[TELOPT.MSSP] as Mssp).toMatchObject({
      variables: [{ name: 'NAME', values: ['Coffee'] }, { name: 'PLAYERS' }, { name: 'UPTIME' }],
    })
    // MXP is spoken: neither its tags nor its entities are on the screen.
    expect(game.text).not.toMatch(/SUPPORT|VERSION|&quot;|&lt;/)
    game.type(line('look'))
    expect(game.until('A caf\xe9 by the road')).toBe(true)
    game.driver.resize(132, 40)
    game.wait(10)
    expect(game.server.size).toEqual({ columns: 132, rows: 40 })
    game.wait(6000)
    expectNothingHung(game)
    expect(game.server.ttypes.slice(0, 4)).toEqual(['WILLDO', 'XTERM-256COLOR', 'MTTS 15', 'MTTS 15'])
    expect(game.faults).not.toContain('loop')
  })

  it('out of its compression and into it again', () => {
    const game = coffee()
    logIn(game)
    game.say(words('IAC DONT MCCP2'))
    game.wait(10)
    game.type(line('look'))
    expect(game.until('by the road')).toBe(true)
    expect(game.driver.state.compression.server.mode).toBe('plain')
    game.say(words('IAC DO MCCP2'))
    game.wait(2000)
    expect(game.driver.state.compression.server).toMatchObject({ mode: 'inflating', starts: 2 })
    game.type(line('quit'))
    game.wait(10)
    expect(game.driver.state.closed).toBe('closed')
    expect(game.text.endsWith('Bye!\n\r\0')).toBe(true)
    expect(game.driver.state.compression.server).toMatchObject({ mode: 'plain', ends: 1 })
    expect(game.faults.filter((code) => code.startsWith('inflate'))).toEqual([])
  })

  it('through AYT, commands it ignores, all four line ends, and LOGOUT', () => {
    const game = coffee()
    logIn(game)
    game.say(words('IAC AYT'))
    expect(game.until(' \b')).toBe(true)
    game.say(words("IAC NOP IAC 243 IAC 244 IAC GA 'one' 13 10 'two' 13 0 'three' 13 'four' 10"))
    for (const said of ['one', 'two', 'three', 'four']) expect(game.until(`You say '${said}'`)).toBe(true)
    game.say(words('IAC DO LOGOUT'))
    game.wait(10)
    expect(game.driver.state.closed).toBe('closed')
  })

  it('twice: the second login of a name ends the first, with a NUL', () => {
    const world: World = new Map()
    const first = coffee(world)
    logIn(first)
    const second = coffee(world)
    logIn(second)
    first.wait(10)
    expect(first.driver.state.closed).toBe('closed')
    expect(first.text.endsWith('\0')).toBe(true)
    expect(second.driver.state.closed).toBeUndefined()
  })

  it('by GMCP alone: credentials, reports of MSDP through it, and answers without a package', () => {
    const game = coffee()
    expect(game.until('Name: ')).toBe(true)
    game.say(
      words(
        "IAC SB GMCP 'Core.Supports.Set [\"Char.Login 1\"]' IAC SE IAC SB MSDP 1 'LIST' 2 'LISTS' IAC SE",
      ),
    )
    game.say(
      words('IAC SB GMCP \'MSDP {"REPORT":["HEALTH"]}\' IAC SE IAC SB GMCP \'MSDP {"LIST":"LISTS"}\' IAC SE'),
    )
    game.say(words('IAC SB GMCP \'Char.Login.Credentials {"account":"zoe","password":"x"}\' IAC SE'))
    expect(game.until('100mv>')).toBe(true)
    const told = game.events.flatMap((event) =>
      event.kind === 'subnegotiation' && event.side === 'server'
        ? [Buffer.from(event.payload).toString('latin1')]
        : [],
    )
    expect(told).toContain('Char.Login.Default {"type":["password-credentials"]}')
    expect(told.some((payload) => payload.startsWith('{"6779'))).toBe(true)
    expect(told.some((payload) => payload.startsWith('\x01HEALTH\x0220'))).toBe(true)
  })

  it('and its author is told what it does, also to a client that refuses MXP and MSP', () => {
    const game = coffee(new Map(), ({ driver }) => {
      for (const option of [TELOPT.MXP, TELOPT.MSP]) driver.rule('refuse', 'server', option)
    })
    logIn(game)
    expect(game.text).toContain('MXP codes have been disabled for this session.')
    game.say(words('IAC DONT MCCP2'))
    game.type(line('look'))
    game.wait(10)
    expect(lints(game)).toEqual(
      expect.arrayContaining([
        'answers-refusal',
        'asks-after-no',
        'compression-no-end',
        'lf-cr',
        'off-already',
        'sb-before-agreed',
        'wrong-way',
      ]),
    )
  })
})

describe('a scripted GNU telnetd is logged in to', () => {
  for (const linemode of [false, true]) {
    it(`with the window size known and nothing hung${linemode ? ', line by line' : ''}`, () => {
      const game = new ScriptedGame((around) => new GnuTelnetd(around, { linemode }))
      game.driver.resize(120, 40)
      expect(game.until('login: ', 1000)).toBe(true)
      expect(game.server.size).toEqual({ columns: 120, rows: 40 })
      expect(game.server.heard).toContain('WONT 1')
      expect(game.server.heard).toContain('WILL 6')
      const enter = (words: string): void =>
        game.type(
          mode(game) === 'character'
            ? encodeKeys(latin1(`${words}\r`), game.driver.state)
            : line(words, game),
        )
      enter('zoe')
      expect(game.until('Password: ', 1000)).toBe(true)
      enter('secret')
      expect(game.until('$ ', 1000)).toBe(true)
      // BINARY is on towards the server, where a NUL behind the CR would be part of what is typed.
      expect(game.server.logins).toEqual(['zoe'])
      expect(game.server.loggedIn).toBe(true)
      enter('raw')
      expect(game.until('\xff', 1000)).toBe(true)
      game.wait(6000)
      expectNothingHung(game)
      expect(game.faults).toEqual([])
      expect(lints(game)).toEqual(['asks-client-echo'])
    })
  }
})
