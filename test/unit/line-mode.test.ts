import { describe, expect, it } from 'vitest'
import { toHex } from '../../shared/base/bytes.ts'
import { inputMode } from '../../shared/session/input-mode.ts'
import { forwarding, keyPieces, lineKey } from '../../shared/session/line-mode.ts'
import { controlCharacter, forwardEnd } from '../../client/ui/line-keys.ts'
import { words } from '../helpers/bytes.ts'
import { Game, hex } from '../helpers/play.ts'

const CTRL_C = 3
const CTRL_U = 21

function inMode(mask: number): Game {
  const game = new Game()
  game.hear('IAC DO LINEMODE')
  game.hear(`IAC SB LINEMODE 1 ${mask} IAC SE`)
  return game
}

const kind = (game: Game): string => inputMode(game.driver.state, game.at).kind

describe('LINEMODE', () => {
  it('decides how one types, before ECHO and SGA do', () => {
    const game = inMode(1)
    expect(kind(game)).toBe('line')
    game.hear('IAC WILL SGA')
    game.hear("'Password: ' IAC WILL ECHO")
    expect(kind(game)).toBe('password')
    game.hear('IAC WONT ECHO')
    expect(kind(game)).toBe('line')
    game.hear('IAC SB LINEMODE 1 2 IAC SE')
    expect(kind(game)).toBe('character')
    game.hear('IAC DONT LINEMODE')
    expect(kind(game)).toBe('line')
  })

  it('says nothing while no mode was set, and nothing of a mode that came before it was on', () => {
    const game = new Game()
    game.hear('IAC SB LINEMODE 1 0 IAC SE')
    expect(kind(game)).toBe('line')
    game.hear('IAC DO LINEMODE IAC WILL ECHO IAC WILL SGA')
    expect(kind(game)).toBe('character')
    expect(lineKey(game.driver.state, CTRL_C)).toBeUndefined()
  })

  it('gives keys a meaning: signals as commands, or as the characters they are', () => {
    const signal = (game: Game): string => {
      const key = lineKey(game.driver.state, CTRL_C)
      return key?.kind === 'send' ? toHex(key.bytes, ' ') : 'none'
    }
    expect(signal(inMode(3))).toBe('ff f4')
    expect(signal(inMode(1))).toBe('03')
    expect(lineKey(inMode(1).driver.state, CTRL_U)).toEqual({ kind: 'erase', what: 'line' })
    expect(lineKey(inMode(2).driver.state, CTRL_U)).toBeUndefined()
    expect(lineKey(new Game().driver.state, CTRL_C)).toBeUndefined()
  })

  it('follows the keys that the server chose, and forgets those it does without', () => {
    const game = inMode(3)
    game.hear('IAC SB LINEMODE 3 3 2 7 11 0 0 9 2 255 255 IAC SE')
    expect(lineKey(game.driver.state, CTRL_C)).toBeUndefined()
    expect(lineKey(game.driver.state, 7)).toMatchObject({ kind: 'send' })
    expect(lineKey(game.driver.state, CTRL_U)).toBeUndefined()
    expect(lineKey(game.driver.state, 26)).toBeUndefined()
  })

  it('shows single keys here where the server does not', () => {
    const game = inMode(2)
    const mode = () => inputMode(game.driver.state, game.at)
    expect(mode()).toEqual({ kind: 'character', localEcho: true })
    game.hear('IAC WILL ECHO')
    expect(mode()).toEqual({ kind: 'character', localEcho: false })
  })

  it('sends a line early at the characters of a forward mask, where lines are edited here', () => {
    const game = inMode(1)
    const at = (text: string): number => forwardEnd(text, forwarding(game.driver.state))
    expect(at('a b c')).toBe(0)
    // Tab and the space.
    game.hear('IAC SB LINEMODE DO 2 0 64 0 0 128 IAC SE')
    expect([...forwarding(game.driver.state)]).toEqual([9, 32])
    expect(at('a b c')).toBe(4)
    expect(at('abc')).toBe(0)
    game.hear('IAC SB LINEMODE 1 0 IAC SE')
    expect(at('a b c')).toBe(0)
    game.hear('IAC SB LINEMODE 1 1 IAC SE IAC SB LINEMODE DONT 2 IAC SE')
    expect(at('a b c')).toBe(0)
  })

  it('takes signals out of keys that go to the server one by one', () => {
    const pieces = (game: Game, keys: string): string[] =>
      keyPieces(game.driver.state, words(keys)).map(
        ({ bytes, command }) => `${command ? 'command' : 'keys'} ${toHex(bytes, ' ')}`,
      )
    expect(pieces(inMode(2), "'ab' 3 'c' 28")).toEqual([
      'keys 61 62',
      `command ${hex('IAC 244')}`,
      'keys 63',
      `command ${hex('IAC 238')}`,
    ])
    expect(pieces(inMode(0), "'ab' 3")).toEqual(['keys 61 62 03'])
  })
})

it('keys with Ctrl are the characters of ASCII', () => {
  expect(['c', 'C', '\\', '[', '?', '@', 'Enter', '1', 'é'].map(controlCharacter)).toEqual([
    3,
    3,
    28,
    27,
    127,
    0,
    undefined,
    undefined,
    undefined,
  ])
})
