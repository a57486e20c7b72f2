import zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, latin1 } from '../../shared/base/bytes.ts'
import { NOTHING_TOLD } from '../../shared/options/module.ts'
import { foldReport } from '../../shared/recording/report.ts'
import { encodeLine } from '../../shared/session/line-end.ts'
import { optionRows } from '../../shared/session/option-rows.ts'
import { words } from '../helpers/bytes.ts'
import { Game, hex, IDENTITY } from '../helpers/play.ts'

const START = fromLatin1(words('IAC DO MCCP3 IAC SB MCCP3 IAC SE'))

const willing = (): Game => new Game({ ...IDENTITY, told: { ...NOTHING_TOLD, compressOut: true } })

const unpack = (bytes: Uint8Array): string =>
  fromLatin1(zlib.inflateSync(bytes, { finishFlush: zlib.constants.Z_SYNC_FLUSH }))

/** What reached the server behind the start, unpacked; and all that is stored of it. */
function wire(game: Game): { plain: string; unpacked: string; stored: string } {
  const sent = fromLatin1(concat(game.sent))
  const at = sent.indexOf(START) + START.length
  const kept = fromLatin1(
    concat(game.driver.timeline.entries.flatMap((entry) => (entry.kind === 'out' ? [entry.bytes] : []))),
  )
  return {
    plain: sent.slice(0, at),
    unpacked: unpack(latin1(sent.slice(at))),
    stored: unpack(latin1(kept.slice(kept.indexOf(START) + START.length))),
  }
}

const type = (game: Game, line: string): void => game.driver.type(encodeLine(latin1(line)))

describe('compression of what we send (MCCP3)', () => {
  it('is refused, with the reason, unless a person wants it', () => {
    expect(new Game().hear('IAC WILL MCCP3')).toBe(hex('IAC DONT MCCP3'))
  })

  it('begins right behind our start, in the middle of what one read is answered with', () => {
    const game = willing()
    game.hear('IAC WILL MCCP3 IAC WILL SGA IAC DO NAWS')
    type(game, 'look')
    const { plain, unpacked } = wire(game)
    expect(plain).toBe(START)
    expect(latin1(unpacked)).toEqual(
      words("IAC DO SGA IAC WILL NAWS IAC SB NAWS 0 80 0 24 IAC SE 'look\\r\\n'"),
    )
    expect(game.faults).toEqual([])
    expect(optionRows(game.driver.state, game.at).find(({ name }) => name === 'MCCP3')).toMatchObject({
      server: 'on',
      client: 'none',
    })
  })

  it('gives each line at once', () => {
    const game = willing()
    game.hear('IAC WILL MCCP3')
    for (const line of ['look', '', 'say hello', 'say hello']) type(game, line)
    expect(wire(game).unpacked).toBe('look\r\n\r\nsay hello\r\nsay hello\r\n')
  })

  it('keeps what was typed unseen out of the recording, which folds all the same', () => {
    const game = willing()
    game.hear('IAC WILL MCCP3')
    type(game, 'zoe')
    game.hear("IAC WILL ECHO 'Password: '")
    type(game, 'lantern\xff')
    game.hear('IAC WONT ECHO')
    type(game, 'look')
    const { unpacked, stored } = wire(game)
    expect(unpacked).toContain('lantern\xff\xff\r\n')
    expect(stored).toBe(unpacked.replace('lantern\xff\xff', '*********'))
    const report = foldReport(game.driver.timeline.entries)
    expect(report.mccp3.starts).toBe(1)
    expect(report.faults).toEqual([])
    expect(report.negotiation).toMatchObject({ 'client DO ECHO': 1, 'client DONT ECHO': 1 })
  })

  it.each([
    ['the server stops it', (game: Game) => void game.hear('IAC WONT MCCP3')],
    ['we stop it', (game: Game) => void game.driver.ask('DONT', 87, 'user')],
  ])('ends with a whole stream when %s, and what follows is plain', (_who, stop) => {
    const game = willing()
    game.hear('IAC WILL MCCP3')
    type(game, 'look')
    stop(game)
    const before = game.sent.length
    type(game, 'north')
    expect(game.sent.slice(before).map(fromLatin1)).toEqual(['north\r\n'])
    const packed = fromLatin1(concat(game.sent.slice(0, before))).slice(START.length)
    // No flush is needed to read it: the stream has its end.
    expect(fromLatin1(zlib.inflateSync(latin1(packed)))).toBe('look\r\n\xff\xfe\x57')
    expect(game.driver.state.compression.client).toMatchObject({ mode: 'plain', starts: 1, ends: 1 })
    game.hear('IAC WONT MCCP3')
    expect(game.hear('IAC WILL MCCP3')).toBe(hex('IAC DO MCCP3 IAC SB MCCP3 IAC SE'))
    expect(game.driver.state.compression.client).toMatchObject({ mode: 'inflating', starts: 2 })
  })

  it('goes on when the server seems to have started over, and does not begin inside itself', () => {
    const game = willing()
    game.hear('IAC WILL MCCP3')
    game.later(6000)
    game.hear('IAC WILL MCCP3')
    expect(wire(game).unpacked).toBe('\xff\xfd\x57')
    game.driver.subnegotiate(87, new Uint8Array(0))
    type(game, 'look')
    expect(wire(game).unpacked).toBe('\xff\xfd\x57\xff\xfa\x57\xff\xf0look\r\n')
    expect(game.faults).toEqual(['compression-nested'])
  })

  it('begins by hand too, behind any byte', () => {
    const game = new Game()
    game.driver.raw(words("'a' IAC SB MCCP3 IAC SE 'b' IAC NOP"))
    expect(fromLatin1(game.sent[0] as Uint8Array).startsWith('a\xff\xfa\x57\xff\xf0H')).toBe(true)
    expect(unpack((game.sent[0] as Uint8Array).subarray(6))).toBe('b\xff\xf1')
    expect(game.driver.state.bytes.decodedOut).toBe(9)
  })
})
