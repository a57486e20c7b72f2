import { describe, expect, it } from 'vitest'
import { channelLine, roomIn } from '../../client/panels/data/game-view.ts'
import { GaugeReader, maxFor, numberOf, usualGauges } from '../../client/panels/data/gauge-values.ts'
import { seenOf } from '../../client/panels/data/mssp-claims.ts'
import { gaugesOf } from '../../client/state/gauges.ts'
import { loginAnswer, loginIntent, loginOffered } from '../../client/state/login.ts'
import { fromLatin1, latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import type { Latest } from '../../shared/options/latest.ts'
import { readMsspText } from '../../shared/options/mssp-text.ts'
import { optionRows } from '../../shared/session/option-rows.ts'
import { Game } from '../helpers/play.ts'

const bodies = (packages: Readonly<Record<string, string>>): ReadonlyMap<string, Latest> =>
  new Map(
    Object.entries(packages).map(([name, body]) => [
      name,
      { count: 1, at: millis(0), body, before: undefined },
    ]),
  )
const NONE = bodies({})

describe('a gauge', () => {
  const sources = {
    GMCP: bodies({
      'Char.Vitals': '{"hp":"34","maxhp":"40","mv":5,"moves":1,"xp":9}',
      'Char.MaxStats': '{"maxmoves":7}',
      Deep: '{"a":[{"b":1}]}',
    }),
    MSDP: bodies({ HEALTH: '"40"', HEALTH_MAX: '"80"', ROOM: '{"VNUM":"1"}', MANA: '"x"' }),
  }

  it('reads numbers, also those that came as text, and finds its maximum beside it or in a package of its kind', () => {
    expect(maxFor('GMCP', ['Char.Vitals', 'hp'], sources)).toEqual(['Char.Vitals', 'maxhp'])
    expect(maxFor('GMCP', ['Char.Vitals', 'moves'], sources)).toEqual(['Char.MaxStats', 'maxmoves'])
    expect(maxFor('GMCP', ['Char.Vitals', 'xp'], sources)).toBeUndefined()
    expect(maxFor('MSDP', ['HEALTH'], sources)).toEqual(['HEALTH_MAX'])
    const reader = new GaugeReader()
    const gauge = { from: 'GMCP', path: ['char.vitals', 'hp'], max: ['Char.Vitals', 'maxhp'] } as const
    expect(reader.reading(gauge, sources)).toMatchObject({ label: 'hp', text: '34', value: 34, max: 40 })
    expect(reader.reading({ from: 'MSDP', path: ['HEALTH'], max: 50 }, sources)).toMatchObject({ value: 40, max: 50 }) // prettier-ignore
    expect(reader.reading({ from: 'GMCP', path: ['Deep', 'a', 0, 'b'] }, sources)).toMatchObject({ value: 1 })
    expect(reader.reading({ from: 'GMCP', path: ['Deep', 'a', 'length'] }, sources).value).toBe(1)
    expect(reader.reading({ from: 'GMCP', path: ['Deep', 'constructor'] }, sources).text).toBeUndefined()
    expect(reader.reading({ from: 'MSDP', path: ['MANA'] }, sources)).toMatchObject({ text: 'x', value: undefined }) // prettier-ignore
  })

  it('takes nothing for a number that is none', () => {
    expect(['', ' ', '0x10', '1e999', 'NaN', '5/10', '12px'].map(numberOf)).toEqual(Array(7).fill(undefined))
    expect(['-3', '4.5', 7].map(numberOf)).toEqual([-3, 4.5, 7])
  })

  it('is offered for the vitals that have a maximum, and for no other', () => {
    const usual = usualGauges(sources, [{ from: 'MSDP', path: ['HEALTH'] }])
    expect(usual.map(({ path }) => path.at(-1))).toEqual(['hp', 'moves'])
  })

  it('is remembered as far as it makes sense', () => {
    const good = { from: 'GMCP', path: ['A', 'b', 0], max: ['A', 'c'] }
    expect(gaugesOf([good, { from: 'X', path: ['a'] }, { from: 'MSDP', path: [] }, null, 3])).toEqual([good])
    expect(gaugesOf('[]')).toEqual([])
    expect(gaugesOf(Array(100).fill(good))).toHaveLength(16)
  })
})

describe('the room', () => {
  it('is told by Room.Info, whatever the case, and its exits by name', () => {
    const room = roomIn(
      bodies({ 'room.info': '{"num":3,"name":"Hall","area":"Keep","exits":{"n":4,"climb tree":"x7"}}' }),
      NONE,
    )
    expect(room).toEqual({
      name: 'Hall',
      area: 'Keep',
      number: '3',
      exits: [
        { command: 'n', to: '4' },
        { command: 'climb tree', to: 'x7' },
      ],
    })
  })

  it('takes exits from Room.Exits, from lists, and from MSDP', () => {
    const gmcp = bodies({ 'room.info': '{"name":"Road"}', 'room.exits': '{"exits":{"N":{"id":9}}}' })
    expect(roomIn(gmcp, NONE)?.exits).toEqual([{ command: 'N', to: '9' }])
    expect(roomIn(bodies({ 'Room.Info': '{"exits":["n","e"]}' }), NONE)?.exits.map(({ command }) => command)).toEqual(['n', 'e']) // prettier-ignore
    expect(roomIn(NONE, bodies({ ROOM: '{"NAME":"Pier","EXITS":{"s":"2"}}' }))).toMatchObject({
      name: 'Pier',
      exits: [{ command: 's', to: '2' }],
    })
    expect(roomIn(NONE, NONE)).toBeUndefined()
  })

  it('has no exit that would send more than it shows', () => {
    const exits = JSON.stringify({
      'n\r\nquit': 1,
      ['s\u202e']: 2,
      '\u001b[2J': 3,
      ' e': 4,
      ['x'.repeat(41)]: 5,
      w: 6,
    })
    const room = roomIn(bodies({ 'Room.Info': `{"name":"\\u001b[31mRed\\u001b[0m","exits":${exits}}` }), NONE)
    expect(room?.exits.map(({ command }) => command)).toEqual(['w'])
    expect(room?.name).toBe('Red')
  })
})

describe('a line of a channel', () => {
  const read = (body: string) => channelLine({ nth: 0, at: millis(5), body })

  it('is read in either form, without colours; what is none is text', () => {
    expect(read('{"channel":"chat","talker":"Ann","text":"\\u001b[1mhi\\u001b[0m"}')).toMatchObject({
      channel: 'chat',
      talker: 'Ann',
      text: 'hi',
    })
    expect(read('{"chan":"GOSSIP","msg":"hi","player":"Ann"}')).toMatchObject({
      channel: 'GOSSIP',
      text: 'hi',
    })
    expect(read('not JSON')).toMatchObject({ channel: '', text: 'not JSON' })
    expect(read('')).toMatchObject({ text: 'a line too long to keep' })
  })
})

describe('MSSP', () => {
  it('is read out of text once all of it is there', () => {
    const text = 'Name: \r\nMSSP-REPLY-START\r\nNAME\tZoo\r\nPORT\t4000\t4001\r\n\r\nMSSP-REPLY-END\r\nName: '
    expect(readMsspText(text)).toEqual({
      kind: 'variables',
      variables: [
        { name: 'NAME', values: ['Zoo'] },
        { name: 'PORT', values: ['4000', '4001'] },
      ],
    })
    for (let cut = 0; cut < text.indexOf('END') + 3; cut++)
      expect(readMsspText(text.slice(0, cut))).toBeUndefined()
  })

  it('stands beside what was seen', () => {
    const game = new Game()
    game.hear('IAC WILL GMCP IAC WILL MCCP3 IAC WILL MXP')
    const rows = optionRows(game.driver.state, millis(0))
    const seen = (name: string, claim: string) => seenOf(name, claim, rows, false)
    expect(seen('GMCP', '1')).toEqual({ words: 'seen: on', differs: false })
    expect(seen('GMCP', '0')).toEqual({ words: 'seen: on', differs: true })
    expect(seen('ZMP', '1')).toEqual({ words: 'not offered so far', differs: true })
    expect(seen('ZMP', '0')).toEqual({ words: 'not offered so far', differs: false })
    expect(seen('PLAYERS', '1')).toBeUndefined()
    expect(seenOf('SSL', '0', rows, true)?.differs).toBe(true)
  })
})

describe('a login over GMCP', () => {
  const gmcp = (text: string): Uint8Array => latin1(`\xff\xfa\xc9${text}\xff\xf0`)
  const offered = (game: Game): boolean => loginOffered(game.driver.state)

  it('is offered from the offer until the person is in the game, and stored as stars', () => {
    const game = new Game()
    game.hear('IAC WILL GMCP')
    expect(offered(game)).toBe(false)
    game.hear(gmcp('Char.Login.Default {"type":["oauth"]}'))
    expect(offered(game)).toBe(false)
    game.hear(gmcp('char.login.default {"type":["password-credentials"]}'))
    expect(offered(game)).toBe(true)
    const intent = loginIntent('zoe', 'lan"tern')
    if (intent.kind !== 'subnegotiation') throw new Error('a login is a message')
    expect(fromLatin1(intent.payload)).toBe(
      'Char.Login.Credentials {"account":"zoe","password":"lan\\"tern"}',
    )
    game.driver.subnegotiate(intent.option, intent.payload)
    const kept = JSON.stringify(game.steps, (_, value: unknown) =>
      value instanceof Uint8Array ? fromLatin1(value) : value,
    )
    expect(kept).toContain('Char.Login.Credentials ***')
    expect(kept).not.toMatch(/zoe|tern/)
    game.hear(gmcp('Char.Login.Result {"success":false,"message":"wrong"}'))
    expect(loginAnswer(game.driver.state)).toEqual({ success: false, message: 'wrong' })
    expect(offered(game)).toBe(true)
    game.hear(gmcp('Char.Login.Result {"success":"true"}'))
    expect(offered(game)).toBe(false)
  })

  it('is no longer offered to who logged in otherwise', () => {
    const game = new Game()
    game.hear(gmcp('Char.Login.Default {"type":["password-credentials"]}'))
    game.later(10)
    game.hear(gmcp('Char.Vitals {"hp":1}'))
    expect(offered(game)).toBe(false)
  })
})
