import { describe, expect, it } from 'vitest'
import { statusView } from '../../shared/session/status-view.ts'
import { Game } from '../helpers/play.ts'

const told = (game: Game): string =>
  (statusView(game.driver.state)?.differences ?? [])
    .map(({ name, performer, here, there }) => `${performer} ${name} ${here}/${there}`)
    .join(', ')

describe('the server’s view of the options', () => {
  it('is unknown until it was told', () => {
    expect(statusView(new Game().driver.state)).toBeUndefined()
  })

  it('agrees with ours where it names the same', () => {
    const game = new Game()
    game.hear('IAC WILL STATUS IAC WILL SGA IAC DO NAWS IAC WILL KERMIT')
    game.later(100)
    game.hear('IAC SB STATUS 0 WILL STATUS WILL SGA DO NAWS IAC SE')
    expect(statusView(game.driver.state)).toEqual({ at: 100, on: 3, differences: [] })
  })

  it('differs where it takes something to be on that is off here, or the other way round', () => {
    const game = new Game()
    game.hear('IAC WILL STATUS IAC WILL SGA IAC DO NAWS')
    game.later(100)
    game.hear('IAC SB STATUS 0 WILL STATUS WILL ECHO DO NAWS DO 99 IAC SE')
    expect(told(game)).toBe('server ECHO false/true, server SGA true/false, client 0x63 false/true')
  })

  it('is not held against us for what changed since, or is being asked', () => {
    const game = new Game()
    game.hear('IAC WILL STATUS IAC WILL SGA')
    game.later(100)
    game.driver.ask('DO', 25)
    game.hear('IAC SB STATUS 0 WILL STATUS WILL SGA WILL EOR IAC SE')
    game.later(100)
    game.hear('IAC WONT SGA IAC DO NAWS')
    expect(told(game)).toBe('')
  })
})
