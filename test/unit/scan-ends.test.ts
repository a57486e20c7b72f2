import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { provisional, scanDone, scanPhase } from '../../shared/fingerprint/scan.ts'
import {
  CLOSE,
  type ScanFailure,
  type ScanOutcome,
  type ScanResult,
} from '../../shared/fingerprint/result.ts'
import { scanSettings, type ScanSettings } from '../../shared/fingerprint/settings.ts'
import { ScanGame } from '../helpers/scan-game.ts'
import type { SimSpec, SimStep } from '../helpers/sim-server.ts'

const CLOSED_HASH = 'c2dd7d4e76383b41'
const SILENT_HASH = 'e89ffa4fe5c32389'
const REFUSES = { do: 'WONT', will: 'DONT' }

const game = (spec: SimSpec, overrides: Partial<ScanSettings> = {}): ScanGame =>
  ScanGame.sim(spec, scanSettings('tool', overrides))

function record(outcome: ScanOutcome): ScanResult {
  if (!outcome.ok) throw new Error(outcome.message)
  return outcome
}

function failed(outcome: ScanOutcome): ScanFailure {
  if (outcome.ok) throw new Error('there is a record')
  return outcome
}

const codes = (outcome: ScanOutcome): string[] =>
  (outcome.ok ? outcome.own.notices : outcome.notices).map(({ code }) => code)

describe('a server that closes', () => {
  it('before the first RETURN leaves a record with empty lists', () => {
    const outcome = game({ connect: [{ text: 'Full. Bye.\r\n' }, { close: true }] }).run()
    const { fingerprint, session_data: session } = record(outcome).record['server-probe']
    expect(fingerprint).toBe(CLOSED_HASH)
    expect(session.banner_before_return).toBe('Full. Bye.\r\n')
    expect(session.timing).toEqual({ probe: 0, total: 0 })
    expect(codes(outcome)).toContain('closed-early')
  })

  it('with all its options known but before the probe leaves them out of the lists, in both schemas', () => {
    const spec = {
      connect: [{ cmd: 'WILL ECHO' }, { cmd: 'WILL SNDLOC' }],
      default: REFUSES,
      lines: [[{ close: true }]],
    }
    const five = record(game(spec).run()).record['server-probe']
    expect(five['fingerprint-data']['offered-options']).toEqual([])
    expect(five.session_data.option_states.server_offered['ECHO']).toBe(true)
    const eight = record(game(spec, { schema: 'eight-key' }).run())
    expect(eight.record['server-probe']['fingerprint-data']['directional-refusals']).toEqual([])
    expect(eight.derived?.fingerprint).toBe(five.fingerprint)
  })

  it('keeps what it had promised: the wait for MSSP takes its time at the reference’s pace only', () => {
    const spec = { connect: [{ cmd: 'WILL MSSP' }], default: REFUSES, lines: [[{ close: true }]] }
    const took = (pace: ScanSettings['pace']): number =>
      record(game(spec, { pace }).run()).record['server-probe'].session_data.timing.total
    expect(took('reference')).toBe(5)
    expect(took('fast')).toBeLessThan(3)
  })

  it('while the probe’s answers come has a full list', () => {
    const spec: SimSpec = { default: REFUSES, options: { SGA: { do: 'WILL', onDo: [{ close: true }] } } }
    const { 'fingerprint-data': data } = record(game(spec).run()).record['server-probe']
    expect(data['offered-options']).toEqual(['SGA'])
    expect(data['refused-options']).toHaveLength(16)
  })
})

describe('a server that breaks off', () => {
  it('before the probe leaves no record, and says so', () => {
    const outcome = failed(game({ default: REFUSES, lines: [[{ reset: true }]] }).run())
    expect(outcome.code).toBe('reset')
    expect(outcome.message).toMatch(/broke the connection off/)
    expect(outcome.provisional?.data['refused-options']).toEqual([])
    expect(outcome.log.at(-1)).toMatch(/^Connection lost to <Peer 192\.0\.2\.1 4000>/)
  })

  it('after the probe leaves one; what it did not say is refused', () => {
    const spec: SimSpec = { default: REFUSES, options: { BINARY: { do: 'WILL', onDo: [{ reset: true }] } } }
    const outcome = record(game(spec).run())
    expect(outcome.record['server-probe']['fingerprint-data']['offered-options']).toEqual(['BINARY'])
    expect(outcome.own.options).toMatchObject({ BINARY: 'offered', SGA: 'no answer', GMCP: 'refused' })
  })
})

describe('a server that stalls', () => {
  it('has all options refused, told apart from no answer in willdo’s own form', () => {
    const outcome = record(game({}).run())
    expect(outcome.record['server-probe'].fingerprint).toBe(SILENT_HASH)
    expect(outcome.record['server-probe'].session_data.timing).toEqual({ probe: 0.5, total: 5 })
    expect(new Set(Object.values(outcome.own.options))).toEqual(new Set(['no answer']))
    expect(outcome.own['round-trip-ms']).toBeNull()
    expect(new Set(Object.values(record(game({ default: REFUSES }).run()).own.options))).toEqual(
      new Set(['refused']),
    )
  })

  it('is given longer when the way there is long, and that is told', () => {
    const slow: SimSpec = { default: REFUSES, options: { BINARY: { do: 'WILL', delayMs: 700 } } }
    const offered = (roundTripMs: number): readonly string[] =>
      record(game(slow, { roundTripMs }).run()).record['server-probe']['fingerprint-data']['offered-options']
    expect(offered(0)).toEqual([])
    expect(offered(300)).toEqual(['BINARY'])
    const { own } = record(game(slow, { roundTripMs: 300 }).run())
    expect(own['probe-window-ms']).toBe(800)
    expect(own.notices.map(({ code }) => code)).toContain('window-stretched')
  })

  it('never ends a scan later than its cap', () => {
    const drip = (left: number): SimStep[] =>
      Array.from({ length: left }, (_, i) => [{ wait: 900 }, { text: `continue ${i} (y/n)? ` }]).flat()
    const slow = game({ connect: drip(200), lines: [drip(50)] }, { capMs: 20_000 })
    const outcome = failed(slow.run())
    expect(outcome.code).toBe('too-long')
    expect(slow.took).toBe(20_000)
    expect(scanPhase(slow.driver.own, slow.took).name).toBe('failed')
  })

  it('that the census would give up on is noted', () => {
    const drip = Array.from({ length: 200 }, (_, i) => [{ wait: 900 }, { text: `page ${i} (y/n)? ` }]).flat()
    const outcome = ScanGame.sim({ connect: drip }, scanSettings('census')).run()
    expect(codes(outcome)).toContain('census-would-kill')
  })
})

describe('what is no telnet', () => {
  it.each([
    ['SSH', [{ text: 'SSH-2.0-OpenSSH_9.9\r\n' }], 'speaks-ssh'],
    ['HTTP', [{ text: 'HTTP/1.1 400 Bad Request\r\n\r\n' }, { close: true }], 'speaks-http'],
    ['TLS', [{ hex: '15030300020246' }, { close: true }], 'speaks-tls'],
  ])('is named: %s', (_name, connect, code) => {
    expect(codes(game({ connect }).run())).toContain(code)
  })
})

describe('a server that floods', () => {
  it('is cut, and gets its record', () => {
    const line = { text: 'x'.repeat(64 * 1024) }
    const flood: SimStep[] = Array.from({ length: 100 }, (_, i) => (i % 5 === 4 ? { wait: 10 } : line))
    const outcome = record(game({ connect: flood, default: REFUSES }).run())
    expect(outcome.record['server-probe'].session_data.banner_before_return.length).toBeLessThanOrEqual(
      4 << 20,
    )
    expect(codes(outcome)).toContain('text-cut')
  })

  it('of broken compressed bytes is gone on with', () => {
    const spec: SimSpec = {
      connect: [{ sb: ['MCCP2', ''] }, { hex: '789cffffffff00112233' }, { wait: 1 }, { text: 'plain' }],
      default: REFUSES,
    }
    const outcome = record(game(spec).run())
    expect(codes(outcome)).toContain('compression-broken')
    expect(outcome.record['server-probe'].session_data.banner_before_return).toBe('plain')
  })
})

describe('the scan’s own end', () => {
  it('by a person, a lost proxy or before it began leaves no record, and a sentence', () => {
    for (const [reason, code] of [
      [CLOSE.stopped, 'stopped'],
      ['no-proxy', 'lost'],
    ] as const) {
      const ended = game({})
      ended.server.open()
      ended.driver.wake()
      ended.clock.advance(1000)
      ended.driver.close(reason)
      expect(scanDone(ended.driver.own)).toBe(true)
      expect(failed(ended.outcome)).toMatchObject({ code })
    }
    const never = game({})
    never.driver.close(CLOSE.ended)
    expect(failed(never.outcome)).toMatchObject({ code: 'never-started', provisional: undefined })
    expect(failed(game({}).outcome).code).toBe('unfinished')
  })

  it('is told on the way: where it stands, and what the fingerprint would be', () => {
    const running = game({ connect: [{ text: 'hello ' }], default: REFUSES })
    running.server.open()
    running.driver.wake()
    running.clock.advance(100)
    expect(scanPhase(running.driver.own, 100)).toMatchObject({
      name: 'settle',
      since: 0,
      until: 500,
      cap: 75_000,
    })
    expect(scanPhase(running.driver.own, 600)).toMatchObject({ name: 'banner', since: 500, until: 2500 })
    expect(provisional(running.driver.own, 600)).toMatchObject({
      provisional: true,
      fingerprint: SILENT_HASH,
    })
    running.clock.advance(5000)
    expect(scanPhase(running.driver.own, 5100).name).toBe('done')
    expect(provisional(running.driver.own, 5100).provisional).toBe(false)
  })

  it('looks at nothing that came before the burst until it is out', () => {
    const early = game({})
    early.driver.receive(latin1('\xff\xfb\x46'))
    early.clock.advance(10)
    expect(early.driver.own.startedAt).toBe(0)
    expect(early.driver.own.remote.get(70)).toBe(true)
  })
})
