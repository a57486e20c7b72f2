import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, equalBytes, latin1, toHex } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { recordedScan } from '../../shared/fingerprint/outcome.ts'
import type { ScanResult } from '../../shared/fingerprint/result.ts'
import { scanSettings, type ScanSettings } from '../../shared/fingerprint/settings.ts'
import type { Entry } from '../../shared/session/entry.ts'
import { words } from '../helpers/bytes.ts'
import { ScanGame } from '../helpers/scan-game.ts'
import type { SimSpec } from '../helpers/sim-server.ts'

/** What a scan says to what it hears, right after its burst. */
function answers(heard: readonly string[], overrides: Partial<ScanSettings> = {}): string {
  const sent: Uint8Array[] = []
  const game = new ScanGame(scanSettings('tool', overrides), () => ({
    open: () => undefined,
    hear: (bytes) => void sent.push(bytes),
  }))
  game.driver.wake()
  sent.length = 0
  for (const line of heard) game.driver.receive(words(line))
  return toHex(concat(sent), ' ')
}

const hex = (line: string): string => toHex(words(line), ' ')

function scan(spec: SimSpec, overrides: Partial<ScanSettings> = {}): ScanResult {
  const outcome = ScanGame.sim(spec, scanSettings('tool', overrides)).run()
  if (!outcome.ok) throw new Error(outcome.message)
  return outcome
}

const lists = (result: ScanResult): readonly (readonly string[])[] => {
  const data = result.record['server-probe']['fingerprint-data']
  return [data['offered-options'], data['requested-options']]
}

describe('what the reference answers', () => {
  it.each([
    ['DO ECHO each time with WONT', ['IAC DO ECHO IAC DO ECHO'], 'IAC WONT ECHO IAC WONT ECHO'],
    ['an option it does not know with WONT each time', ['IAC DO 99', 'IAC DO 99'], 'IAC WONT 99 IAC WONT 99'],
    [
      'an agreed option only once',
      ['IAC DO SGA IAC DO SGA IAC WILL EOR IAC WILL EOR'],
      'IAC WILL SGA IAC DO EOR',
    ],
    [
      'DO NAWS with the size each time',
      ['IAC DO NAWS IAC DO NAWS'],
      'IAC WILL NAWS IAC SB NAWS 0 80 0 25 IAC SE IAC SB NAWS 0 80 0 25 IAC SE',
    ],
    ['what the burst asked for not at all', ['IAC DO GMCP IAC WILL MSSP IAC WONT MXP IAC DONT ZMP'], ''],
    ['a client’s option with DONT, once', ['IAC WILL TTYPE IAC WILL TTYPE'], 'IAC DONT TTYPE'],
    ['WILL STATUS with a question alone', ['IAC WILL STATUS'], 'IAC SB STATUS 1 IAC SE'],
    [
      'COM_PORT with a question for its signature',
      ['IAC WILL COM_PORT'],
      'IAC DO COM_PORT IAC SB COM_PORT 0 IAC SE',
    ],
    [
      'LINEMODE with a wish for the defaults',
      ['IAC DO LINEMODE'],
      'IAC WILL LINEMODE IAC SB LINEMODE 3 0 3 0 IAC SE',
    ],
    [
      'a new mode with its confirmation, the same one with nothing',
      ['IAC DO LINEMODE IAC SB LINEMODE 1 3 IAC SE IAC SB LINEMODE 1 3 IAC SE'],
      'IAC WILL LINEMODE IAC SB LINEMODE 3 0 3 0 IAC SE IAC SB LINEMODE 1 7 IAC SE',
    ],
    [
      'TTYPE always with the same name',
      ['IAC SB TTYPE 1 IAC SE IAC SB TTYPE 1 IAC SE'],
      "IAC SB TTYPE 0 'xterm-256color' IAC SE IAC SB TTYPE 0 'xterm-256color' IAC SE",
    ],
    [
      'a bare SEND of the environment with what it has',
      ['IAC SB NEW_ENVIRON 1 IAC SE'],
      "IAC SB NEW_ENVIRON 0 0 'LANG' 1 'C' 0 'TERM' 1 'xterm-256color' 0 'LINES' 1 '25' 0 'COLUMNS' 1 '80' 0 'COLORTERM' 1 IAC SE",
    ],
    [
      'names asked twice once, unknown ones empty',
      ["IAC SB NEW_ENVIRON 1 0 'USER' 3 'USER' 0 'TERM' IAC SE"],
      "IAC SB NEW_ENVIRON 0 0 'USER' 1 0 'TERM' 1 'xterm-256color' IAC SE",
    ],
    [
      'CHARSET with the first set that Python knows',
      ["IAC SB CHARSET 1 ';x-none;UTF-8;latin1' IAC SE"],
      "IAC SB CHARSET 2 'UTF-8' IAC SE",
    ],
    [
      'CHARSET without one with an empty name',
      ["IAC SB CHARSET 1 ';x-none' IAC SE"],
      'IAC SB CHARSET 2 IAC SE',
    ],
    [
      'LANG by the agreed set',
      ["IAC SB CHARSET 1 ';UTF-8' IAC SE IAC SB NEW_ENVIRON 1 0 'LANG' IAC SE"],
      "IAC SB CHARSET 2 'UTF-8' IAC SE IAC SB NEW_ENVIRON 0 0 'LANG' 1 'en_US.utf-8' IAC SE",
    ],
    [
      'STATUS with all it knows, in the order it came up',
      ['IAC DO ECHO IAC DO SGA IAC WILL EOR IAC DO STATUS'],
      'IAC WONT ECHO IAC WILL SGA IAC DO EOR IAC WILL STATUS IAC SB STATUS 0 251 1 251 3 253 25 IAC SE',
    ],
    [
      'DO LOGOUT and TIMING-MARK out of the blue with nothing',
      ['IAC DO LOGOUT IAC WILL LOGOUT IAC WILL TM'],
      '',
    ],
  ])('answers %s', (_name, heard, expected) => {
    expect(answers(heard)).toBe(hex(expected))
  })

  it('refuses compression over TLS, and yet counts what it was asked for', () => {
    const heard = ['IAC DO MCCP2 IAC WILL MCCP2 IAC WILL MCCP3']
    expect(answers(heard, { tls: true })).toBe(hex('IAC WONT MCCP2 IAC DONT MCCP2 IAC DONT MCCP3'))
    const spec = { connect: [{ cmd: 'DO MCCP2' }, { cmd: 'DO MCCP3' }] }
    expect(lists(scan(spec, { tls: true }))[1]).toEqual(['MCCP3'])
  })

  it('says what it owes to the read of WILL MCCP3 plainly, and all else compressed', () => {
    expect(answers(['IAC WILL MCCP3 IAC DO SGA', 'IAC DO TSPEED'])).toBe(
      `${hex('IAC SB MCCP3 IAC SE IAC WILL SGA')} 48 c7 fa ff 5b 01 00 00 00 ff ff`,
    )
  })
})

describe('the lists', () => {
  it('hold ECHO, TIMING-MARK and a forward mask as requested, and nothing that was refused', () => {
    const connect = [{ cmd: 'DO ECHO' }, { cmd: 'DO TM' }, { cmd: 'DO 99' }, { cmd: 'DO LINEMODE' }]
    const mask = { sb: ['LINEMODE', 'fd02ff'], hex: true } as const
    expect(lists(scan({ connect: [...connect, mask] }))[1]).toEqual(['0x06', '0xfa', 'ECHO', 'LINEMODE'])
  })

  it('of a full scan name 49 options; what we refuse of them is refused', () => {
    const spec: SimSpec = { default: { do: 'WILL', will: 'DONT' }, options: { MCCP3: { do: 'WONT' } } }
    const data = scan(spec, { scanType: 'full' }).record['server-probe']['fingerprint-data']
    expect(data['offered-options'].length + data['refused-options'].length).toBe(49)
    expect(data['offered-options']).toContain('COM_PORT')
    expect(data['refused-options']).toContain('KERMIT')
    expect(data['scan-type']).toBe('full')
  })
})

describe('the log', () => {
  const logOf = (connect: SimSpec['connect']): readonly string[] => {
    const { log } = scan({ connect: connect ?? [] })
    return log.slice(
      42,
      log.findIndex((message) => message.startsWith('negotiation')),
    )
  }

  it('has the lines of a command in the reference’s order', () => {
    expect(
      logOf([{ cmd: 'DO ECHO' }, { cmd: 'WILL 99' }, { cmd: 'DO 99' }, { cmd: 'WILL CHARSET' }]),
    ).toEqual([
      'recv IAC DO ECHO',
      'handle_do(ECHO)',
      'local_option[ECHO] = False',
      'send IAC WONT ECHO',
      'local_option[ECHO] = True',
      "recv IAC WILL b'c'",
      "WILL b'c' unsolicited",
      "handle_will(b'c')",
      "remote_option[b'c'] = False",
      "send IAC DONT b'c'",
      "Unhandled: WILL b'c'.",
      "recv IAC DO b'c'",
      "handle_do(b'c')",
      "DO b'c' not supported.",
      "local_option[b'c'] = False",
      "send IAC WONT b'c'",
      'recv IAC WILL CHARSET',
      'WILL CHARSET (bi-directional capability exchange)',
      'handle_will(CHARSET)',
      'pending_option[DO + CHARSET] = True',
      'send IAC DO CHARSET',
      'remote_option[CHARSET] = True',
      'pending_option[DO + CHARSET] = False',
    ])
  })

  it('has the lines of subnegotiations, good and broken off', () => {
    const ask = { sb: ['NEW_ENVIRON', '\x01\x00USER'] } as const
    expect(logOf([{ hex: 'fffa1801' }, ask, { cmd: 'NOP' }])).toEqual([
      'begin sub-negotiation SB TTYPE',
      'sub-negotiation SB TTYPE (2 bytes) interrupted by IAC SB',
      'begin sub-negotiation SB NEW_ENVIRON',
      'sub-negotiation cmd NEW_ENVIRON SE completion byte',
      '[SB + NEW_ENVIRON] unsolicited',
      'recv NEW_ENVIRON SEND: USER',
      "env send: USER=''",
      'IAC NOP: Null Operation (unhandled).',
    ])
  })
})

describe('asked in the wrong direction', () => {
  /** What a scan says once the server, asked for what only clients do, says this. */
  function saidAsServer(heard: string): string {
    const wrong = words('IAC DO NAWS IAC DO TTYPE IAC WILL ECHO')
    let said: Uint8Array[] | undefined
    const game = new ScanGame(scanSettings('tool', { schema: 'eight-key' }), () => ({
      open: () => undefined,
      hear: (bytes) => {
        if (said) said.push(bytes)
        else if (equalBytes(bytes, wrong)) said = []
      },
    }))
    game.driver.wake()
    while (!said && game.clock.now < 30_000) game.clock.advance(10)
    game.driver.receive(words(heard))
    return toHex(concat(said ?? []), ' ')
  }

  it.each([
    ['DO ECHO with WILL', 'IAC DO ECHO', 'IAC WILL ECHO'],
    ['DO LINEMODE with WONT', 'IAC DO LINEMODE', 'IAC WONT LINEMODE'],
    ['WILL ECHO not at all', 'IAC WILL ECHO', ''],
    ['WILL LOGOUT with DONT', 'IAC WILL LOGOUT', 'IAC DONT LOGOUT'],
    ['WILL NAWS with DO', 'IAC WILL NAWS', 'IAC DO NAWS'],
    ['WILL LINEMODE with DO and a mode', 'IAC WILL LINEMODE', 'IAC DO LINEMODE IAC SB LINEMODE 1 16 IAC SE'],
    ['WILL TTYPE with a question', 'IAC WILL TTYPE', 'IAC SB TTYPE 1 IAC SE'],
    ['WILL LFLOW with how', 'IAC WILL LFLOW', 'IAC SB LFLOW 3 IAC SE'],
    ['WILL NEW_ENVIRON not at all', 'IAC WILL NEW_ENVIRON', ''],
    [
      'WILL CHARSET with WILL and its sets',
      'IAC WILL CHARSET',
      "IAC WILL CHARSET IAC SB CHARSET 1 ' UTF-8 LATIN1 US-ASCII' IAC SE",
    ],
    ['WILL COM_PORT, which the probe asked for, not at all', 'IAC WILL COM_PORT', ''],
    ['DO and WILL of an option nobody knows as ever', 'IAC DO 99 IAC WILL 99', 'IAC WONT 99 IAC DONT 99'],
  ])('answers %s', (_, heard, said) => expect(saidAsServer(heard)).toBe(hex(said)))
})

describe('times', () => {
  it('are those of the reference’s looks', () => {
    const spec: SimSpec = {
      default: { do: 'WONT', will: 'DONT' },
      options: { SGA: { do: 'WONT', delayMs: 60 } },
    }
    const probe = (overrides: Partial<ScanSettings>): number =>
      scan(spec, overrides).record['server-probe'].session_data.timing.probe
    expect(probe({})).toBe(0.1)
    expect(probe({ pace: 'fast' })).toBe(0.06)
  })

  it('a read takes no longer than it may, also where its quiet would', () => {
    for (const pace of ['reference', 'fast'] as const) {
      const { phases } = scan({}, { pace, bannerMaxMs: 1000 }).own
      const reads = phases.filter(({ name }) => name === 'banner' || name === 'round')
      expect(reads.map((phase) => phase['took-ms'])).toEqual([1000, 1000])
    }
  })
})

describe('the session’s encoding', () => {
  it('that was agreed before is forgotten when the session starts', () => {
    const charset = { sb: ['CHARSET', '\x01;UTF-8'] } as const
    const spec: SimSpec = { connect: [charset, { text: 'caf\u00e9' }], default: { do: 'WONT', will: 'DONT' } }
    const { session_data: session } = scan(spec).record['server-probe']
    expect(session.encoding).toBe('ascii')
    expect(session.banner_before_return).toBe('caf\udcc3\udca9')
  })
})

describe('an encoding given by hand', () => {
  it('stands against fonts and menus', () => {
    const connect = [{ text: '\x1b[0;0 D' }, { text: 'Charset: 1) ASCII 2) UTF-8\r\n' }]
    const spec = { connect, lines: [[{ text: 'fine' }]] }
    expect(scan(spec).record['server-probe'].session_data.encoding).toBe('utf-8')
    const { session_data: session } = scan(spec, { encoding: 'cp437' }).record['server-probe']
    expect(session.encoding).toBe('cp437')
    // A menu that gets RETURN is a prompt all the same, so there is a second round.
    expect(session.banner_after_return).toBe('finefine')
  })
})

describe('hostile bytes', () => {
  const token = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(255, 250, 240, 251, 252, 253, 254) },
    fc.constantFrom(0, 1, 3, 24, 31, 34, 39, 42, 69, 70, 86, 87, 91, 102, 200, 201, 10, 13, 27),
    fc.nat(255),
  )
  const entry = fc.record({
    kind: fc.constantFrom('in', 'in', 'in', 'out', 'mark', 'gap', 'close'),
    after: fc.nat(3000),
    bytes: fc.array(token, { maxLength: 60 }).map((bytes) => Uint8Array.from(bytes)),
  })

  it('never stop the fold, nor the account of it', () => {
    const property = fc.property(fc.array(entry, { maxLength: 30 }), fc.boolean(), (drawn, eight) => {
      let at = 0
      const entries: Entry[] = [
        { kind: 'out', at: millis(0), bytes: words('IAC WILL GMCP IAC DO GMCP'), from: 'scan' },
      ]
      for (const { kind, after, bytes } of drawn) {
        const when = millis((at += after))
        if (kind === 'in') entries.push({ kind, at: when, bytes })
        else if (kind === 'out') entries.push({ kind, at: when, bytes, from: 'scan' })
        else if (kind === 'close') entries.push({ kind, at: when, reason: 'ended' })
        else entries.push({ kind: 'mark', at: when, label: `scan ${eight ? '{"schema":"eight-key"}' : '{'}` })
      }
      const header = { willdo: 1, engine: '', host: 'h', port: 1, tls: false, started: '' } as const
      const outcome = recordedScan({ header, entries, truncated: false })
      if (outcome?.ok) {
        const { 'fingerprint-data': data } = outcome.record['server-probe']
        expect([0, 17]).toContain(data['offered-options'].length + data['refused-options'].length)
      }
    })
    fc.assert(property, { numRuns: 400 })
  })

  it('are answered live without end or error', () => {
    const property = fc.property(fc.array(entry, { maxLength: 15 }), fc.boolean(), (drawn, eight) => {
      const game = ScanGame.sim({}, scanSettings('tool', eight ? { schema: 'eight-key' } : { pace: 'fast' }))
      game.driver.wake()
      for (const { after, bytes } of drawn) {
        game.clock.advance(after)
        game.driver.receive(bytes)
      }
      game.driver.receive(latin1('\r\n> '))
      game.clock.advance(100_000)
      expect(game.outcome.ok).toBe(true)
    })
    fc.assert(property, { numRuns: 60 })
  })
})
