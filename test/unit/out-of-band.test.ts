import { describe, expect, it } from 'vitest'
import { fromLatin1, latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { aardwolf } from '../../shared/options/aardwolf.ts'
import { atcp } from '../../shared/options/atcp.ts'
import { gmcp, type GmcpFacts } from '../../shared/options/gmcp.ts'
import type { LatestFacts } from '../../shared/options/latest.ts'
import { isMalformed, type OptionModule } from '../../shared/options/module.ts'
import { msdp, msdpCommand, msdpJson, type MsdpFacts, type MsdpValue } from '../../shared/options/msdp.ts'
import { zmp } from '../../shared/options/zmp.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { Game, hex } from '../helpers/play.ts'

const read = (module: unknown, text: string): unknown =>
  (module as OptionModule).decode(latin1(text), 'server')
const factsOf = <F = LatestFacts>(game: Game, option: number): F => game.driver.state.facts[option] as F
const bodies = (game: Game, option: number): unknown =>
  Object.fromEntries([...factsOf(game, option).packages].map(([name, { body }]) => [name, body]))

describe('MSDP', () => {
  it('reads values, lists of both kinds, and tables in tables', () => {
    expect(read(msdp, '\x01HEALTH\x0240\x01EXITS\x02n\x02s\x01EMPTY')).toEqual({
      kind: 'variables',
      variables: [
        { name: 'HEALTH', values: ['40'] },
        { name: 'EXITS', values: ['n', 's'] },
        { name: 'EMPTY', values: [] },
      ],
    })
    const nested =
      '\x01ROOM\x02\x03\x01NAME\x02Hall\x01EXITS\x02\x03\x01n\x023\x04\x01WAYS\x02\x05\x02up\x02down\x06\x04'
    const message = read(msdp, nested) as ReturnType<typeof msdpCommand>
    expect(msdpJson(message.variables[0]?.values[0] ?? '')).toBe(
      '{"NAME":"Hall","EXITS":{"n":"3"},"WAYS":["up","down"]}',
    )
    expect(fromLatin1(msdp.encode(message))).toBe(nested)
  })

  it('keeps names that come twice, and halves of surrogate pairs as text', () => {
    const table: MsdpValue = { table: [{ name: 'a', values: ['1'] }, { name: 'a', values: ['\ud800'] }] } // prettier-ignore
    expect(msdpJson(table)).toBe('{"a":"1","a":"\\ud800"}')
  })

  it('says what is wrong with what it cannot read', () => {
    expect(read(msdp, '')).toEqual({ malformed: 'it is empty' })
    expect(read(msdp, 'HEALTH')).toEqual({ malformed: 'byte 72 stands where VAR (1) should' })
    expect(read(msdp, '\x01A\x02\x03\x01B\x02c')).toEqual({
      malformed: 'nothing stands where the table should end or go on',
    })
    expect(read(msdp, '\x01A\x02\x05\x02b\x04')).toEqual({
      malformed: 'byte 4 stands where the list should end or go on',
    })
  })

  it('reads 31 tables in one another, no deeper, and no list without end', () => {
    const tables = (depth: number): string =>
      '\x01A' + '\x02\x03\x01A'.repeat(depth) + '\x02x' + '\x04'.repeat(depth)
    expect(isMalformed(read(msdp, tables(31)) as object)).toBe(false)
    expect(read(msdp, tables(32))).toEqual({ malformed: 'it nests deeper than 32' })
    expect(read(msdp, tables(100_000))).toEqual({ malformed: 'it nests deeper than 32' })
    expect(read(msdp, '\x01A' + '\x02'.repeat(1_000_000))).toEqual({
      malformed: 'it has over 10000 names and values',
    })
  })

  it('is agreed to, asks what there is, and remembers what was reported and what was asked for', () => {
    const game = new Game()
    expect(game.hear('IAC WILL MSDP')).toBe(
      hex("IAC DO MSDP IAC SB MSDP 1 'LIST' 2 'REPORTABLE_VARIABLES' IAC SE"),
    )
    const payload = msdp.encode(msdpCommand('REPORT', ['HEALTH', 'MANA']))
    game.driver.subnegotiate(TELOPT.MSDP, payload)
    expect(fromLatin1(payload)).toBe('\x01REPORT\x02HEALTH\x02MANA')
    game.driver.subnegotiate(TELOPT.MSDP, msdp.encode(msdpCommand('UNREPORT', ['MANA'])))
    game.hear("IAC SB MSDP 1 'HEALTH' 2 '40' IAC SE")
    game.hear("IAC SB MSDP 1 'HEALTH' 2 '38' 1 'ROOM' 2 3 1 'NAME' 2 'Hall' 4 IAC SE")
    expect([...factsOf<MsdpFacts>(game, TELOPT.MSDP).reported]).toEqual(['HEALTH'])
    expect(bodies(game, TELOPT.MSDP)).toEqual({ HEALTH: '"38"', ROOM: '{"NAME":"Hall"}' })
    expect(factsOf(game, TELOPT.MSDP).packages.get('HEALTH')).toMatchObject({ count: 2, before: '"40"' })
    expect(game.faults).toEqual([])
  })
})

describe('ZMP', () => {
  it('answers ping with the time in UTC, and check with what it knows', () => {
    const game = new Game()
    expect(game.hear('IAC WILL ZMP')).toBe(
      hex("IAC DO ZMP IAC SB ZMP 'zmp.ident' 0 'willdo' 0 '0.1.0' 0 'plays in a browser' 0 IAC SE"),
    )
    expect(game.hear("IAC SB ZMP 'zmp.ping' 0 IAC SE")).toBe(
      hex("IAC SB ZMP 'zmp.time' 0 '2026-01-02 03:04:05' 0 IAC SE"),
    )
    expect(game.hear("IAC SB ZMP 'zmp.check' 0 'zmp.' 0 IAC SE")).toBe(
      hex("IAC SB ZMP 'zmp.support' 0 'zmp.' 0 IAC SE"),
    )
    expect(game.hear("IAC SB ZMP 'zmp.check' 0 'color.' 0 IAC SE")).toBe(
      hex("IAC SB ZMP 'zmp.no-support' 0 'color.' 0 IAC SE"),
    )
    expect(bodies(game, TELOPT.ZMP)).toEqual({ 'zmp.ping': '', 'zmp.check': '["color."]' })
  })

  it('takes a last argument without its NUL, empty arguments, and no message without a name', () => {
    expect(read(zmp, 'a.b\0c')).toEqual({ kind: 'command', name: 'a.b', args: ['c'] })
    expect(read(zmp, 'a.b\0\0c\0\0')).toEqual({ kind: 'command', name: 'a.b', args: ['', 'c', ''] })
    expect(read(zmp, '\0')).toEqual({ malformed: 'it names no command' })
    expect(read(zmp, `a\0${'\0'.repeat(1_000_000)}`)).toEqual({ malformed: 'it has over 1000 arguments' })
  })
})

describe('ATCP and Aardwolf', () => {
  it('ATCP says who we are, and is kept by package', () => {
    const game = new Game()
    expect(game.hear('IAC WILL ATCP')).toContain(hex("IAC DO ATCP IAC SB ATCP 'hello"))
    game.hear(latin1('\xff\xfa\xc8Char.Vitals H:10/20 M:5/5\xff\xf0\xff\xfa\xc8Room.Exits\nn,s\xff\xf0'))
    expect(bodies(game, TELOPT.ATCP)).toEqual({ 'Char.Vitals': 'H:10/20 M:5/5', 'Room.Exits': '\nn,s' })
    expect(read(atcp, ' x')).toEqual({ malformed: 'it names no package' })
  })

  it('Aardwolf tells the state of the game in words, also without an offer', () => {
    const game = new Game()
    game.hear('IAC SB 102 100 3 IAC SE')
    expect(game.faults).toEqual(['not-agreed'])
    expect(bodies(game, TELOPT.AARDWOLF)).toEqual({ '100, state': '3, active' })
    expect(aardwolf.describe({ kind: 'state', channel: 100, value: 7 })).toBe(
      'told that channel 100 is at 7, paused within a long text',
    )
    expect(read(aardwolf, 'd')).toEqual({ malformed: 'it has 1 bytes, not 2' })
  })
})

describe('GMCP', () => {
  const say = (game: Game, text: string): void => void game.driver.subnegotiate(TELOPT.GMCP, latin1(text))

  it('knows what we said we want, after Set, Add and Remove', () => {
    const game = new Game()
    game.hear('IAC WILL GMCP')
    expect(factsOf<GmcpFacts>(game, TELOPT.GMCP).supports).toContain('Room.Info 1')
    say(game, 'Core.Supports.Set ["Char 1","Room 1"]')
    say(game, 'core.supports.add ["room 2","Comm.Channel 1"]')
    say(game, 'Core.Supports.Remove ["CHAR"]')
    say(game, 'Core.Supports.Add nonsense')
    expect(factsOf<GmcpFacts>(game, TELOPT.GMCP).supports).toEqual(['room 2', 'Comm.Channel 1'])
  })

  it('keeps the last 300 lines of channels, whatever they hold', () => {
    let facts = gmcp.initial()
    for (let i = 0; i < 400; i++) {
      const name = i % 2 ? 'Comm.Channel.Text' : 'comm.channel'
      facts = gmcp.evolve(facts, { kind: 'message', name, body: `{"text":${i}}` }, 'server', millis(i))
    }
    facts = gmcp.evolve(facts, { kind: 'message', name: 'Comm.Channel', body: 'x'.repeat(5000) }, 'server', millis(400)) // prettier-ignore
    expect(facts.said).toHaveLength(300)
    expect(facts.said[0]).toEqual({ nth: 101, at: 101, body: '{"text":101}' })
    expect(facts.said.at(-1)).toEqual({ nth: 400, at: 400, body: '' })
  })

  it('stars out a login however it is written', () => {
    for (const text of [
      'Char.Login.Credentials {"account":"zoe","password":"lantern"}',
      'char.login.credentials\t{"password":"lantern"}',
      ' Char.Login.Credentials{"password":"lantern"}',
      'Char.Login "lantern"',
    ]) {
      const stored = gmcp.conceal?.(latin1(text))
      expect(fromLatin1(stored ?? new Uint8Array())).toMatch(/^\s*char\.login[.a-z]*\s?\*+$/i)
      expect(stored).toHaveLength(text.length)
    }
    expect(gmcp.conceal?.(latin1('Char.Logins 1'))).toBeDefined()
    expect(gmcp.conceal?.(latin1('Char.Log {"password":1}'))).toBeUndefined()
  })
})

describe('a login written as raw bytes', () => {
  const stored = (game: Game): string =>
    game.steps.map(({ entry }) => (entry.kind === 'out' ? fromLatin1(entry.bytes) : '')).join('')
  const wire = '\xff\xfa\xc9Char.Login.Credentials {"password":"lan\xff\xfftern"}\xff\xf0look\r\n'

  it('is stored as stars, wherever it is cut, and what follows is not', () => {
    for (let cut = 0; cut <= wire.length; cut++) {
      const game = new Game()
      for (const piece of [wire.slice(0, cut), wire.slice(cut)]) game.driver.raw(latin1(piece))
      const kept = stored(game)
      expect(kept).toHaveLength(wire.length)
      expect(kept).not.toContain('tern')
      expect(kept.endsWith('\xff\xf0look\r\n')).toBe(true)
      expect(fromLatin1(Buffer.concat(game.sent))).toBe(wire)
    }
  })

  it('leaves other bytes alone', () => {
    const game = new Game()
    const other =
      'a\xff\xffb\xff\xfd\xfa\xff\xfa\x1f\x00\xff\xff\x00\x18\xff\xf0\xff\xfa\xc9Char.Vitals 1\xff\xf0\xff'
    game.driver.raw(latin1(other))
    expect(stored(game)).toBe(other)
  })
})
