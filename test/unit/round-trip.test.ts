import { describe, expect, it } from 'vitest'
import { millis } from '../../shared/base/brands.ts'
import { gmcp, type GmcpFacts } from '../../shared/options/gmcp.ts'
import { Fold } from '../../shared/session/fold.ts'
import { roundTrip } from '../../shared/session/round-trip.ts'
import { Game, hex } from '../helpers/play.ts'

const measured = (game: Game) => roundTrip(game.driver.state, game.at)

/** What is sent when a person, or the clock, asks. */
function ask(game: Game, anyway = true): string {
  const before = game.sent.length
  game.driver.measure(anyway)
  return game.sent.slice(before).map((bytes) => Buffer.from(bytes).toString('hex')).join(' ') // prettier-ignore
}

const DO_TM = hex('IAC DO TM').replaceAll(' ', '')
const PING = hex("IAC SB GMCP 'Core.Ping' IAC SE").replaceAll(' ', '')

function withGmcp(): Game {
  const game = new Game()
  game.hear('IAC WILL GMCP')
  return game
}

describe('the way to the game and back', () => {
  it('is never measured unasked', () => {
    const game = withGmcp()
    game.later(600_000)
    game.hear("'text'")
    expect(game.sent.map((bytes) => Buffer.from(bytes).toString('latin1')).join('')).not.toContain('Ping')
    expect(measured(game)).toMatchObject({ last: undefined, waiting: false })
  })

  it('is told by a timing mark, agreed or refused', () => {
    for (const answer of ['WILL', 'WONT']) {
      const game = new Game()
      expect(ask(game)).toBe(DO_TM)
      game.later(45)
      expect(measured(game).waiting).toBe(true)
      expect(game.hear(`IAC ${answer} TM`)).toBe('')
      expect(measured(game)).toMatchObject({ last: { took: 45, by: 'TIMING-MARK' }, waiting: false })
    }
  })

  it('is told by Core.Ping where GMCP is on', () => {
    const game = withGmcp()
    expect(ask(game)).toBe(PING)
    game.later(30)
    game.hear("IAC SB GMCP 'core.ping' IAC SE")
    expect(measured(game).last).toEqual({ took: 30, at: 30, by: 'Core.Ping' })
  })

  it('is not asked for twice at a time', () => {
    const game = new Game()
    ask(game)
    game.later(9000)
    expect(ask(game)).toBe('')
  })

  it('is asked for by a timing mark when Core.Ping stays unanswered', () => {
    const game = withGmcp()
    ask(game)
    game.later(10_000)
    expect(ask(game)).toBe(DO_TM)
  })

  it('is not asked for again by the clock where it was refused or left unanswered, but by a person', () => {
    const refused = new Game()
    ask(refused, false)
    refused.hear('IAC WONT TM')
    refused.later(30_000)
    expect(measured(refused).doubt).toBe('refused')
    expect([ask(refused, false), ask(refused, true)]).toEqual(['', DO_TM])
    const silent = new Game()
    ask(silent, false)
    silent.later(30_000)
    expect(measured(silent).doubt).toBe('unanswered')
    expect([ask(silent, false), ask(silent, true)]).toEqual(['', DO_TM])
    silent.later(20)
    silent.hear('IAC WILL TM')
    expect(measured(silent)).toMatchObject({ doubt: undefined, last: { took: 20 } })
  })

  it('is not told by what the server says by itself', () => {
    const game = withGmcp()
    game.hear("IAC WILL TM IAC SB GMCP 'Core.Ping' IAC SE")
    expect(measured(game).last).toBeUndefined()
  })

  it('is the same in replay', () => {
    const game = withGmcp()
    ask(game)
    game.later(70)
    game.hear("IAC SB GMCP 'Core.Ping' IAC SE")
    const replay = new Fold()
    for (const { entry } of game.steps) replay.evolve(entry)
    expect(roundTrip(replay.state(), game.at)).toEqual(measured(game))
  })

  it('is not asked for once the game is over', () => {
    const game = new Game()
    game.driver.close('ended')
    expect([ask(game), measured(game).waiting]).toEqual(['', false])
  })
})

describe('the body before the last one', () => {
  const take = (facts: GmcpFacts, name: string, body: string, at = 0): GmcpFacts =>
    gmcp.evolve(facts, { kind: 'message', name, body }, 'server', millis(at))

  it('is kept, with the time of the last', () => {
    let facts = take(gmcp.initial(), 'Char.Vitals', '{"hp":1}', 10)
    expect(facts.packages.get('Char.Vitals')).toMatchObject({ before: undefined, at: 10 })
    facts = take(facts, 'char.vitals', '{"hp":2}', 20)
    expect(facts.packages.get('Char.Vitals')).toMatchObject({ before: '{"hp":1}', body: '{"hp":2}', at: 20 })
  })

  it('is let go where all of them would take over a MiB', () => {
    const long = 'x'.repeat(600 * 1024)
    let facts = gmcp.initial()
    for (const name of ['A', 'A', 'B', 'B']) facts = take(facts, name, long)
    expect(facts.packages.get('A')?.before).toBe(long)
    expect(facts.packages.get('B')?.before).toBeUndefined()
    facts = take(take(facts, 'A', 'short'), 'A', 'short')
    facts = take(take(facts, 'B', 'last'), 'B', 'later')
    expect(facts.packages.get('B')?.before).toBe('last')
    expect(facts.sizeBefore).toBe('short'.length + 'last'.length)
  })
})
