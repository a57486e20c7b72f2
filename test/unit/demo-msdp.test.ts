import { describe, expect, it } from 'vitest'
import { Msdp, encodeMsdp, parseMsdp, type MsdpPair, type MsdpValue } from '../../proxy/demo/msdp.ts'
import { fromLatin1, latin1 } from '../../shared/base/bytes.ts'
import { random } from '../helpers/cut.ts'

const pair = (name: string, value: MsdpValue): string => fromLatin1(encodeMsdp({ name, value }))

/** A game whose values a test changes, and what was sent of them. */
function play() {
  const values: Record<string, MsdpValue> = { HEALTH: '40', ROOM: { VNUM: '1' } }
  const sent: string[] = []
  const game = {
    reportable: ['HEALTH', 'ROOM'],
    sendable: ['SERVER_ID', 'HEALTH', 'ROOM'],
    read: (name: string): MsdpValue => values[name] ?? 'here',
    room: true,
    send: (told: MsdpPair) => {
      if (game.room) sent.push(fromLatin1(encodeMsdp(told)))
      return game.room
    },
  }
  const msdp = new Msdp(game)
  return {
    values,
    game,
    msdp,
    /** What is sent in answer. */
    hear: (payload: string): string[] => {
      sent.length = 0
      msdp.receive(latin1(payload))
      return [...sent]
    },
    report: (): string[] => {
      sent.length = 0
      msdp.report()
      return [...sent]
    },
  }
}

describe('MSDP values', () => {
  it('are written as the standard draws them', () => {
    expect(pair('HEALTH', '40')).toBe('\x01HEALTH\x0240')
    expect(pair('LIST', ['a', 'b'])).toBe('\x01LIST\x02\x05\x02a\x02b\x06')
    expect(pair('ROOM', { VNUM: '1', EXITS: { n: '2' } })).toBe(
      '\x01ROOM\x02\x03\x01VNUM\x021\x01EXITS\x02\x03\x01n\x022\x04\x04',
    )
    expect(pair('A\x01B', 'x\x06y')).toBe('\x01AB\x02xy')
  })

  it('are read back as they were, lists of several VAL too', () => {
    const value = { a: ['1', { b: '2' }], c: '' }
    expect(parseMsdp(encodeMsdp({ name: 'V', value }))).toEqual([{ name: 'V', value }])
    expect(parseMsdp(latin1('\x01SEND\x02A\x02B\x01LIST\x02C'))).toEqual([
      { name: 'SEND', value: ['A', 'B'] },
      { name: 'LIST', value: 'C' },
    ])
    expect(parseMsdp(latin1('\x01BARE'))).toEqual([{ name: 'BARE', value: '' }])
  })

  it.each([
    'LIST',
    '\x02x',
    '\x01A\x02\x05\x02b',
    '\x01A\x02\x03\x01b\x02c\x06',
    '\x01A\x02b\x04',
    '\x01A\x05',
  ])('are none where the bytes are broken: %j', (payload) =>
    expect(parseMsdp(latin1(payload))).toBeUndefined(),
  )

  it('are none when they are nested or many beyond all sense', () => {
    const nested = '\x01A\x02' + '\x05\x02'.repeat(10_000)
    expect(parseMsdp(latin1(nested + '\x06'.repeat(10_000)))).toBeUndefined()
    expect(parseMsdp(latin1('\x01SEND' + '\x02A'.repeat(10_000)))).toBeUndefined()
  })

  it('never throw, whatever the bytes are', () => {
    const chance = random(3)
    for (let round = 0; round < 5000; round++) {
      const payload = Uint8Array.from({ length: 30 }, () => Math.floor(chance() * (chance() < 0.7 ? 8 : 256)))
      expect(() => play().msdp.receive(payload)).not.toThrow()
    }
  })
})

describe('an MSDP session', () => {
  it('lists what there is', () => {
    const { hear } = play()
    expect(hear('\x01LIST\x02COMMANDS')).toEqual([
      pair('COMMANDS', ['LIST', 'REPORT', 'RESET', 'SEND', 'UNREPORT']),
    ])
    expect(hear('\x01LIST\x02REPORTABLE_VARIABLES\x02SENDABLE_VARIABLES')).toEqual([
      pair('REPORTABLE_VARIABLES', ['HEALTH', 'ROOM']),
      pair('SENDABLE_VARIABLES', ['SERVER_ID', 'HEALTH', 'ROOM']),
    ])
    const [lists = ''] = hear('\x01LIST\x02LISTS')
    for (const name of lists.match(/[A-Z_]{4,}/g)?.slice(1) ?? [])
      expect(hear(`\x01LIST\x02${name}`)).toHaveLength(1)
    expect(hear('\x01LIST\x02NONSENSE\x02constructor\x02__proto__')).toEqual([])
  })

  it('sends once what is asked for, and nothing for what is not there', () => {
    const { hear, report } = play()
    expect(hear('\x01SEND\x02\x05\x02SERVER_ID\x02HEALTH\x06')).toEqual([
      pair('SERVER_ID', 'here'),
      pair('HEALTH', '40'),
    ])
    expect(hear('\x01SEND\x02MANA')).toEqual([])
    expect(report()).toEqual([])
  })

  it('reports at once, then whenever the value has changed and only then', () => {
    const { hear, report, values } = play()
    expect(hear('\x01REPORT\x02HEALTH\x02ROOM')).toEqual([pair('HEALTH', '40'), pair('ROOM', { VNUM: '1' })])
    expect(hear('\x01REPORT\x02HEALTH')).toEqual([])
    expect(report()).toEqual([])
    values['ROOM'] = { VNUM: '2' }
    expect(report()).toEqual([pair('ROOM', { VNUM: '2' })])
    expect(report()).toEqual([])
    expect(hear('\x01LIST\x02REPORTED_VARIABLES')).toEqual([pair('REPORTED_VARIABLES', ['HEALTH', 'ROOM'])])
  })

  it('stops reporting one by UNREPORT and all by RESET', () => {
    const { hear, report, values, msdp } = play()
    hear('\x01REPORT\x02HEALTH\x02ROOM')
    hear('\x01UNREPORT\x02HEALTH')
    Object.assign(values, { HEALTH: '1', ROOM: 'gone' })
    expect(report()).toEqual([pair('ROOM', 'gone')])
    hear('\x01RESET\x02REPORTED_VARIABLES')
    expect(msdp.reported).toEqual([])
  })

  it('keeps a report due until there is room for it', () => {
    const { hear, report, values, game } = play()
    hear('\x01REPORT\x02HEALTH')
    values['HEALTH'] = '7'
    game.room = false
    expect(report()).toEqual([])
    game.room = true
    expect(report()).toEqual([pair('HEALTH', '7')])
  })

  it('takes the settings that there are, without what a terminal would obey', () => {
    const { hear, msdp } = play()
    hear('\x01CLIENT_NAME\x02will\x1b[2Jdo\x01CLIENT_VERSION\x021.0\x01COLOUR\x02red')
    expect(msdp.settings).toEqual(['CLIENT_NAME will[2Jdo', 'CLIENT_VERSION 1.0'])
    hear('\x01RESET\x02CONFIGURABLE_VARIABLES')
    expect(msdp.settings).toEqual([])
  })
})
