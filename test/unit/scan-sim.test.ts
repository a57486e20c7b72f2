import { beforeAll, describe, expect, it } from 'vitest'
import { toHex } from '../../shared/base/bytes.ts'
import { loadCodecs } from '../../shared/fingerprint/codecs.ts'
import { scanOutcome } from '../../shared/fingerprint/outcome.ts'
import type { ScanResult } from '../../shared/fingerprint/result.ts'
import { foldScan } from '../../shared/fingerprint/scan.ts'
import { scanSettings, type ScanSettings } from '../../shared/fingerprint/settings.ts'
import { parseRecording, serializeEntry, serializeHeader } from '../../shared/recording/format.ts'
import type { Entry } from '../../shared/session/entry.ts'
import { words } from '../helpers/bytes.ts'
import { IDENTITY, ScanGame } from '../helpers/scan-game.ts'
import { scriptedServers, type Scripted } from '../helpers/sim-specs.ts'

const SERVERS = scriptedServers()
const NAMES = SERVERS.map(({ name }) => name)

interface Run {
  readonly game: ScanGame
  readonly result: ScanResult
}

beforeAll(() => loadCodecs())

const specOf = (name: string): Scripted['spec'] =>
  (SERVERS.find((server) => server.name === name) as Scripted).spec
const runs = new Map<string, Run>()

/** A scan of that server; made once. */
function scan(name: string, overrides: Partial<ScanSettings> = {}): Run {
  const key = name + JSON.stringify(overrides)
  const had = runs.get(key)
  if (had) return had
  const game = ScanGame.sim(specOf(name), scanSettings('tool', overrides))
  const result = game.run()
  if (!result.ok) throw new Error(result.message)
  runs.set(key, { game, result })
  return { game, result }
}

function folded(entries: readonly Entry[], settings?: ScanSettings): unknown {
  const own = foldScan(entries, settings)
  return own && scanOutcome(own, IDENTITY)
}

const isMark = (entry: Entry): boolean => entry.kind === 'mark'

describe.each(SERVERS)('$name', ({ name, expected }) => {
  function looksAsExpected({ record }: ScanResult): void {
    const { 'fingerprint-data': data, session_data: session, fingerprint } = record['server-probe']
    expect(data).toEqual(expected['five-key']['fingerprint-data'])
    expect(fingerprint).toBe(expected['five-key'].fingerprint)
    expect(session.option_states).toEqual(expected.option_states)
    expect(session.mssp).toEqual(expected.mssp)
    if (expected.encoding !== undefined) expect(session.encoding).toBe(expected.encoding)
    expect(session.dsr_requests).toBe(expected.dsr_requests ?? session.dsr_requests)
    expect(session.dsr_replies).toBe(expected.dsr_replies ?? session.dsr_replies)
    expect(session.banner_before_return).toBe(expected.banner_before_return)
    expect(session.banner_after_return).toBe(expected.banner_after_return)
  }

  it('has the fingerprint, tables, texts and time that the reference reports', () => {
    const { result } = scan(name)
    looksAsExpected(result)
    const { total } = result.record['server-probe'].session_data.timing
    expect(Math.abs(total - expected.reference_seconds)).toBeLessThan(0.25)
  })

  it('has the eight-key fingerprint, and the five-key one derived from the same scan', () => {
    const { result } = scan(name, { schema: 'eight-key' })
    const { 'fingerprint-data': data, fingerprint } = result.record['server-probe']
    expect(data).toEqual(expected['eight-key']['fingerprint-data'])
    expect(fingerprint).toBe(expected['eight-key'].fingerprint)
    expect(result.derived?.fingerprint).toBe(expected['five-key'].fingerprint)
  })

  it('has the same five-key fingerprint, tables and texts in haste', () => {
    looksAsExpected(scan(name, { pace: 'fast' }).result)
  })

  it('folds from its recording to the same result, with its marks and without', () => {
    for (const overrides of [{}, { schema: 'eight-key' }, { pace: 'fast' }] as const) {
      const { game, result } = scan(name, overrides)
      const header = { willdo: 1, engine: '0', host: 'h', port: 1, tls: false, started: '' } as const
      const text = serializeHeader(header) + game.entries.map(serializeEntry).join('')
      expect(folded(parseRecording(text).entries)).toEqual(result)
      const bare = game.entries.filter((entry) => !isMark(entry))
      expect(folded(bare, scanSettings('tool', overrides))).toEqual(result)
    }
  })
})

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] as number

describe('over all of them', () => {
  it('a scan in haste takes at most three quarters of the time', () => {
    const took = (pace: ScanSettings['pace']): number =>
      median(NAMES.map((name) => scan(name, pace === 'fast' ? { pace } : {}).game.took))
    expect(took('fast') / took('reference')).toBeLessThan(0.75)
  })

  it('a five-key scan never sends what only the eight-key scan asks', () => {
    const asked = ['IAC DO NAWS', 'IAC DO TTYPE', 'IAC WILL ECHO'].map((line) => toHex(words(line)))
    for (const name of NAMES) {
      const sent = scan(name).game.entries.flatMap((entry) =>
        entry.kind === 'out' ? [toHex(entry.bytes)] : [],
      )
      expect(asked.filter((hex) => sent.join('').includes(hex))).toEqual([])
    }
  })

  it('tells how soon the provisional fingerprint is the final one', () => {
    const limits = [500, 1500, 3000, 5000, 8000, Infinity]
    const table = Object.fromEntries(
      (['reference', 'fast'] as const).map((pace) => {
        const times = NAMES.map((name) => {
          const { game, result } = scan(name, pace === 'fast' ? { pace } : {})
          const final = result.record['server-probe'].fingerprint
          return game.provisional.find(({ fingerprint }) => fingerprint === final)?.at ?? Infinity
        })
        const within = (limit: number): string =>
          `${Math.round((100 * times.filter((time) => time <= limit).length) / times.length)} %`
        return [pace, Object.fromEntries(limits.map((limit) => [`${limit} ms`, within(limit)]))]
      }),
    )
    console.table(table)
    expect(Object.values(table).every((row) => row['Infinity ms'] === '100 %')).toBe(true)
  })
})
