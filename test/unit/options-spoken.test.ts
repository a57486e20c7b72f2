import { describe, expect, it } from 'vitest'
import { concat, fromLatin1 } from '../../shared/base/bytes.ts'
import { NOTHING_TOLD, type Told } from '../../shared/options/module.ts'
import { flowControl, flowKeys } from '../../shared/session/flow-control.ts'
import { storyOf } from '../../shared/session/story.ts'
import { words } from '../helpers/bytes.ts'
import { Game, hex, IDENTITY } from '../helpers/play.ts'

const telling = (told: Partial<Told>): Game => new Game({ ...IDENTITY, told: { ...NOTHING_TOLD, ...told } })

/** A game whose answers a person changes. */
function changing(): { game: Game; tell: (told: Partial<Told>, mtts?: number) => string } {
  let told: Told = NOTHING_TOLD
  let { mtts } = IDENTITY
  const game = new Game({
    ...IDENTITY,
    get told() {
      return told
    },
    get mtts() {
      return mtts
    },
  })
  return {
    game,
    tell: (some, bits = mtts) => {
      told = { ...told, ...some }
      mtts = bits
      const before = game.sent.length
      game.driver.changed()
      return fromLatin1(concat(game.sent.slice(before)))
    },
  }
}

const sb = (option: string, payload: string): string => `\xff\xfa${option}${payload}\xff\xf0`
const ENVIRON = '\x27'

describe('STATUS', () => {
  it('is answered truthfully from the table, an option 240 doubled', () => {
    const game = new Game()
    game.hear('IAC WILL SGA IAC DO NAWS IAC WILL KERMIT IAC DO ECHO')
    game.driver.rule('accept', 'server', 240)
    game.hear('IAC WILL 240')
    expect(game.hear('IAC DO STATUS IAC SB STATUS 1 IAC SE')).toBe(
      hex('IAC WILL STATUS IAC SB STATUS 0 DO SGA WILL STATUS WILL NAWS DO 240 240 IAC SE'),
    )
    game.hear('IAC WONT SGA')
    expect(game.hear('IAC SB STATUS 1 IAC SE')).toBe(
      hex('IAC SB STATUS 0 WILL STATUS WILL NAWS DO 240 240 IAC SE'),
    )
  })

  it('of the server is asked for once when we asked for the option, and not when it was offered', () => {
    const game = new Game()
    expect(game.hear('IAC WILL STATUS')).toBe(hex('IAC DO STATUS'))
    const other = new Game()
    other.driver.ask('DO', 5)
    expect(other.hear('IAC WILL STATUS')).toBe(hex('IAC SB STATUS 1 IAC SE'))
  })

  it('reads an option that was not doubled, and what ends in the middle is malformed', () => {
    const game = new Game()
    game.hear('IAC WILL STATUS')
    game.hear('IAC SB STATUS 0 WILL 240 DO STATUS SB NAWS 0 240 240 0 24 SE IAC SE')
    expect(storyOf(game.driver.timeline, 5).lines.at(-1)?.sentence).toBe(
      'The server told 3 things that hold: WILL 0xf0, DO STATUS, NAWS 00 f0 00 18.',
    )
    game.hear('IAC SB STATUS 0 WILL IAC SE')
    game.hear('IAC SB STATUS 0 SB NAWS 0 80 IAC SE')
    expect(game.faults).toEqual(['malformed-subnegotiation', 'malformed-subnegotiation'])
  })
})

describe('what a person has to set', () => {
  it.each([
    ['XDISPLOC', 'IAC SB XDISPLOC 1 IAC SE', { display: 'host:0.0' }, "IAC SB XDISPLOC 0 'host:0.0' IAC SE"],
    ['SNDLOC', 'IAC NOP', { location: 'Attic' }, "IAC SB SNDLOC 'Attic' IAC SE"],
  ])('%s is refused, with the place where to set it, until it is set', (name, ask, told, answer) => {
    const game = new Game()
    expect(game.hear(`IAC DO ${name} ${ask}`)).toBe(hex(`IAC WONT ${name}`))
    const { lines } = storyOf(game.driver.timeline, name === 'XDISPLOC' ? 35 : 23)
    expect(lines.map(({ note }) => note).join(' ')).toContain('in the menu under “What games are told”')
    expect(telling(told).hear(`IAC DO ${name} ${ask}`)).toBe(hex(`IAC WILL ${name} ${answer}`))
  })

  it('a text that is no Latin-1 is sent as well as it can be', () => {
    expect(telling({ location: '日本 ü' }).hear('IAC DO SNDLOC')).toBe(
      hex("IAC WILL SNDLOC IAC SB SNDLOC '?? ' 252 IAC SE"),
    )
  })
})

describe('NEW_ENVIRON', () => {
  const variables = [
    { type: 'VAR', name: 'USER', value: 'zoe' },
    { type: 'USERVAR', name: 'EDITOR', value: 'vi' },
  ] as const

  it('tells no more than MNES, and a person’s own variables of the kind that is asked for', () => {
    const game = telling({ variables })
    game.hear('IAC DO NEW_ENVIRON')
    const ask = (payload: string): string =>
      Buffer.from(game.hear(Buffer.from(sb(ENVIRON, payload), 'latin1')).replaceAll(' ', ''), 'hex').toString(
        'latin1',
      )
    expect(ask('\x01\x00USER\x00HOME\x03EDITOR')).toBe(
      sb(ENVIRON, '\x00\x00USER\x01zoe\x00HOME\x03EDITOR\x01vi'),
    )
    expect(ask('\x01\x03')).toBe(sb(ENVIRON, '\x00\x03EDITOR\x01vi'))
    expect(ask('\x01')).toContain('\x00USER\x01zoe\x03EDITOR\x01vi')
    expect(ask('\x01\x00')).not.toContain('EDITOR')
  })

  it('says what changed since it was told (INFO), and nothing to a server that never asked', () => {
    const { game, tell } = changing()
    game.hear('IAC DO NEW_ENVIRON')
    expect(tell({}, 79)).toBe('')
    game.hear(Buffer.from(sb(ENVIRON, '\x01\x00MTTS\x00CLIENT_NAME'), 'latin1'))
    expect(tell({})).toBe('')
    expect(tell({}, 75)).toBe(sb(ENVIRON, '\x02\x00MTTS\x0175'))
    expect(tell({ withheld: ['CLIENT_NAME'] })).toBe(sb(ENVIRON, '\x02\x00CLIENT_NAME'))
    expect(tell({ withheld: [] })).toBe(sb(ENVIRON, '\x02\x00CLIENT_NAME\x01WILLDO'))
    // It did not ask for that.
    expect(tell({ variables })).toBe('')
    game.hear(Buffer.from(sb(ENVIRON, '\x01\x03'), 'latin1'))
    expect(tell({ variables: [{ type: 'USERVAR', name: 'PAGER', value: 'less' }] })).toBe(
      sb(ENVIRON, '\x02\x03EDITOR\x03PAGER\x01less'),
    )
    game.hear('IAC DONT NEW_ENVIRON')
    expect(tell({ variables: [] })).toBe('')
  })

  it('of the older form is refused, and read whichever way round its numbers are', () => {
    const game = new Game()
    game.hear('IAC DO OLD_ENVIRON')
    game.hear("IAC SB OLD_ENVIRON 1 1 'USER' 1 'TERM' IAC SE")
    game.hear("IAC SB OLD_ENVIRON 0 0 'USER' 1 'zoe' IAC SE IAC SB OLD_ENVIRON 0 1 'USER' 0 'zoe' IAC SE")
    const told = storyOf(game.driver.timeline, 36).lines.map(({ sentence }) => sentence)
    expect(told).toContain('The server asked for the variables USER, TERM.')
    expect(told.filter((sentence) => sentence === 'The server gave USER=zoe.')).toHaveLength(2)
  })
})

describe('LINEMODE', () => {
  const on = (): Game => {
    const game = new Game()
    expect(game.hear('IAC DO LINEMODE')).toMatch(new RegExp(`^${hex('IAC WILL LINEMODE IAC SB LINEMODE 3')}`))
    return game
  }

  it('acknowledges a mode with what the line box can do, once', () => {
    const game = on()
    expect(game.hear('IAC SB LINEMODE 1 27 IAC SE')).toBe(hex('IAC SB LINEMODE 1 7 IAC SE'))
    expect(game.hear('IAC SB LINEMODE 1 27 IAC SE')).toBe('')
    expect(game.hear('IAC SB LINEMODE 1 7 IAC SE')).toBe('')
    expect(game.hear('IAC SB LINEMODE 1 0 IAC SE')).toBe(hex('IAC SB LINEMODE 1 4 IAC SE'))
  })

  it('takes the server’s characters, says what it has no key for, and lets agreed ones rest', () => {
    const game = on()
    // IP as we have it, EL Ctrl+X, XOFF Ctrl+S, and SYNCH, which cannot be sent.
    expect(game.hear('IAC SB LINEMODE 3 3 2 3 11 2 24 16 2 19 1 3 0 IAC SE')).toBe(
      hex('IAC SB LINEMODE 3 11 130 24 16 0 0 1 0 0 IAC SE'),
    )
    expect(game.hear('IAC SB LINEMODE 3 11 2 24 16 0 0 11 130 24 IAC SE')).toBe('')
    // The usual one is ours, and all are told when all are asked for.
    expect(game.hear('IAC SB LINEMODE 3 11 3 0 IAC SE')).toBe(hex('IAC SB LINEMODE 3 11 2 21 IAC SE'))
    expect(game.hear('IAC SB LINEMODE 3 0 3 0 IAC SE').split(' ')).toHaveLength(4 + 3 * 9 + 2)
  })

  it('agrees to a forward mask and lets go of it when told', () => {
    const game = on()
    expect(game.hear('IAC SB LINEMODE DONT 2 IAC SE')).toBe(hex('IAC SB LINEMODE WONT 2 IAC SE'))
    expect(game.hear('IAC SB LINEMODE DO 2 24 0 IAC SE')).toBe(hex('IAC SB LINEMODE WILL 2 IAC SE'))
    expect(storyOf(game.driver.timeline, 34).lines.at(-2)?.sentence).toBe(
      'The server asked to send a line at once at Ctrl+C, Ctrl+D.',
    )
  })
})

describe('LFLOW', () => {
  const flow = (game: Game) => flowControl(game.driver.state)

  it('begins with flow control on, and Ctrl+Q alone lets the text go on', () => {
    const game = new Game()
    expect(flow(game)).toBeUndefined()
    expect(game.hear('IAC DO LFLOW')).toBe(hex('IAC WILL LFLOW'))
    expect(flow(game)).toEqual({ on: true, restartAny: false })
  })

  it('does as the server says, and begins anew when it is asked for anew', () => {
    const game = new Game()
    expect(game.hear('IAC DO LFLOW IAC SB LFLOW 2 IAC SE')).toBe(hex('IAC WILL LFLOW'))
    expect(flow(game)?.restartAny).toBe(true)
    expect(game.hear('IAC SB LFLOW 0 IAC SE')).toBe('')
    expect(flow(game)).toBeUndefined()
    game.hear('IAC SB LFLOW 1 IAC SE')
    expect(flow(game)?.restartAny).toBe(true)
    game.hear('IAC SB LFLOW 3 IAC SE')
    expect(flow(game)?.restartAny).toBe(false)
    game.hear('IAC SB LFLOW 0 IAC SE IAC DONT LFLOW')
    expect(flow(game)).toBeUndefined()
    game.hear('IAC DO LFLOW')
    expect(flow(game)).toEqual({ on: true, restartAny: false })
  })

  it('takes Ctrl+S and Ctrl+Q out of what is typed, only while it is on', () => {
    const game = new Game()
    const typed = words("'a' 19 'b' 17 'c' 19")
    expect(flowKeys(game.driver.state, false, typed)).toEqual({ stopped: false, left: typed })
    game.hear('IAC DO LFLOW')
    const keys = (what: string, stopped: boolean): unknown =>
      flowKeys(game.driver.state, stopped, words(what))
    expect(keys("'a' 19 'b' 17 'c' 19", false)).toEqual({ stopped: true, left: words("'abc'") })
    expect(keys("'a'", true)).toEqual({ stopped: true, left: words("'a'") })
    expect(keys('17', true)).toEqual({ stopped: false, left: words('') })
    game.hear('IAC SB LFLOW 2 IAC SE')
    expect(keys("'a'", true)).toEqual({ stopped: false, left: words("'a'") })
    expect(keys('19', true)).toEqual({ stopped: true, left: words('') })
    game.hear('IAC SB LFLOW 0 IAC SE')
    expect(keys('19', false)).toEqual({ stopped: false, left: words('19') })
  })

  it('is refused where the server offers to do it', () => {
    expect(new Game().hear('IAC WILL LFLOW')).toBe(hex('IAC DONT LFLOW'))
  })
})

describe('CHARSET', () => {
  it('refuses a translation table by its own word, and answers no answer', () => {
    const game = new Game()
    game.hear('IAC WILL CHARSET')
    expect(game.hear("IAC SB CHARSET 4 1 ';x' IAC SE")).toBe(hex('IAC SB CHARSET 5 IAC SE'))
    expect(game.hear('IAC SB CHARSET 5 IAC SE')).toBe('')
    expect(game.hear("IAC SB CHARSET 1 '[TTABLE ]' 1 ';UTF-8' IAC SE")).toBe(
      hex("IAC SB CHARSET 2 'UTF-8' IAC SE"),
    )
  })
})

describe('MCCP1', () => {
  it('is taken at the first text, or after a second, where MCCP2 was not offered', () => {
    const game = new Game()
    expect(game.hear('IAC WILL MCCP1')).toBe('')
    expect(game.wakeAt).toBe(1000)
    game.hear("'Welcome'")
    expect(game.wakeAt).toBe(0)
    game.driver.wake()
    expect(game.sent.map((bytes) => fromLatin1(bytes))).toEqual(['\xff\xfd\x55'])
    expect(new Game().hear("'Welcome' IAC WILL MCCP1")).toBe(hex('IAC DO MCCP1'))
    const silent = new Game()
    silent.hear('IAC WILL MCCP1')
    silent.later(1000)
    silent.driver.wake()
    expect(silent.sent).toHaveLength(1)
  })

  it('is refused where MCCP2 is offered as well, in whatever order', () => {
    for (const offers of ['IAC WILL MCCP1 IAC WILL MCCP2', 'IAC WILL MCCP2 IAC WILL MCCP1']) {
      const answer = new Game().hear(offers)
      expect(answer).toContain(hex('IAC DO MCCP2'))
      expect(answer).toContain(hex('IAC DONT MCCP1'))
    }
    const game = new Game()
    game.hear('IAC WILL MCCP1')
    expect(game.hear('IAC WILL MCCP2')).toBe(hex('IAC DO MCCP2'))
    game.driver.wake()
    expect(fromLatin1(game.sent.at(-1) as Uint8Array)).toBe('\xff\xfe\x55')
    expect(storyOf(game.driver.timeline, 85).lines.at(-1)?.note).toContain('offers version 2 as well')
  })

  it('is answered at once where a person made a rule', () => {
    const game = new Game()
    game.driver.rule('accept', 'server', 85)
    expect(game.hear('IAC WILL MCCP1')).toBe(hex('IAC DO MCCP1'))
  })
})
