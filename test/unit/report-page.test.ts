import { describe, expect, it } from 'vitest'
import { countryOf } from '../../client/report/country.ts'
import { OpenedScans, type OpenedFile } from '../../client/report/opened.ts'
import { routeOf } from '../../client/report/routes.ts'
import { excerpts, leftOutText, measurement, phaseRows } from '../../client/report/words.ts'
import { countryOf as proxyCountryOf } from '../../proxy/country.ts'
import { compare } from '../../shared/fingerprint/compare.ts'
import { measuredIn, protocolsOf } from '../../shared/fingerprint/protocols.ts'
import { MsspText } from '../../shared/fingerprint/mssp-text.ts'
import { reportOf } from '../../shared/fingerprint/report.ts'
import type { ScanRecord } from '../../shared/fingerprint/record.ts'
import { ownFormIn } from '../../shared/fingerprint/scanned.ts'
import { recordText } from '../../shared/fingerprint/write.ts'
import { recordWith, scanRecords } from '../helpers/scan-records.ts'

const fileOf = (name: string, text: string): OpenedFile => ({
  name,
  size: text.length,
  text: () => Promise.resolve(text),
})
const [mud, , , classic, quiet] = scanRecords() as [
  ScanRecord,
  ScanRecord,
  ScanRecord,
  ScanRecord,
  ScanRecord,
]

describe('files', () => {
  it('are records, each with the log that names its server', async () => {
    const scans = new OpenedScans()
    const log = 'INFO client_base.py:190 Connected to <Peer 192.0.2.49 23>\n'
    const opening = await scans.open([
      fileOf('mud.log', log),
      fileOf('mud.json', recordText(mud)),
      fileOf('quiet.json', recordText(quiet)),
    ])
    expect(opening.problems).toEqual([])
    expect(opening.scans.map(({ scanned, text }) => [scanned.log, text])).toEqual([
      [log.trimEnd(), recordText(mud)],
      [undefined, recordText(quiet)],
    ])
    expect(await scans.atAddress('192.0.2.49')).toHaveLength(2)
    expect(await scans.get(opening.scans[0]?.id ?? '')).toBe(opening.scans[0])
    // Another scan of the same server does not take the place of the first.
    const again = await scans.open([fileOf('again.json', recordText(mud))])
    expect(await scans.get(again.scans[0]?.id ?? '')).toBe(again.scans[0])
    expect(await scans.list()).toHaveLength(3)
  })

  it('that are none are named in a sentence', async () => {
    const scans = new OpenedScans()
    const { problems } = await scans.open([
      fileOf('list.json', '[1, 2]'),
      fileOf('lonely.log', 'DEBUG client.py:1 x'),
      { name: 'large.json', size: 1e9, text: () => Promise.reject(new Error('it is not even read')) },
    ])
    expect(problems).toHaveLength(3)
    expect(problems.join(' ')).toMatch(/list\.json.*large\.json is larger.*lonely\.log is a log/)
    expect(await scans.list()).toEqual([])
  })

  it('whose banner broke the record still give their fingerprint', async () => {
    const broken = recordText(mud).replaceAll('\\"', '"').replaceAll('\n', ' ')
    const { fingerprints, scans } = await new OpenedScans().open([fileOf('broken.json', broken)])
    expect(scans).toEqual([])
    expect(fingerprints[0]).toMatchObject({ hash: 'a7f16e7eba19a9ae', origin: { name: 'broken.json' } })
  })

  it('tell the neighbours among them, and claim nothing of other servers', async () => {
    const scans = new OpenedScans()
    await scans.open([mud, classic, quiet].map((record, i) => fileOf(`${i}.json`, recordText(record))))
    expect(await scans.neighbours('a7f16e7eba19a9ae', 'coffeemud.net', 23)).toMatchObject({ others: 1 })
    expect(await scans.neighbours('c2dd7d4e76383b41', 'coffeemud.net', 6502)).toBeUndefined()
  })
})

describe('two scans', () => {
  const side = (record: ScanRecord) => ({ scanned: { record }, report: reportOf({ record }) })

  it('are compared by subject, what differs first', () => {
    const groups = compare(side(mud), side(classic))
    const differing = groups.map(({ title, rows }) => [
      title,
      rows.filter((row) => row.differs).map(({ name }) => name),
    ])
    expect(Object.fromEntries(differing)).toMatchObject({
      Fingerprint: [],
      Options: [],
      Server: ['Telnet'],
      'What it says of itself (MSSP)': ['CLASSES', 'NAME', 'RACES', 'UPTIME'],
    })
    for (const { rows } of groups) {
      const first = rows.findIndex((row) => !row.differs)
      expect(rows.slice(first < 0 ? rows.length : first).some((row) => row.differs)).toBe(false)
    }
  })

  it('say of each option which lists it is in', () => {
    const [, options] = compare(side(mud), side(quiet))
    expect(options?.rows.find(({ name }) => name === 'GMCP')).toEqual({
      name: 'GMCP',
      a: 'offered, requested',
      b: '–',
      differs: true,
    })
  })

  it('show long texts from where they part', () => {
    const same = 'x'.repeat(1000)
    expect(excerpts('a', 'b')).toEqual(['a', 'b'])
    expect(excerpts(`${same}left`, `${same}right`)).toEqual([
      `… ${'x'.repeat(40)}left`,
      `… ${'x'.repeat(40)}right`,
    ])
  })
})

describe('what willdo itself measured', () => {
  const own = {
    willdo: 1, schema: 'five-key', profile: 'tool', pace: 'fast', 'scan-type': 'quick', 'probe-window-ms': 500,
    options: { MXP: 'no answer', ZMP: 'refused', X: 'evil' },
  } // prettier-ignore

  it('tells silence from refusal', () => {
    const form = ownFormIn(own)
    expect(form?.options).toEqual({ MXP: 'no answer', ZMP: 'refused' })
    const rows = protocolsOf(new MsspText({ MXP: '1' }), measuredIn(recordWith({}), form))
    expect(rows.filter(({ measured }) => measured !== 'unseen' && measured !== undefined)).toMatchObject([
      { name: 'MXP', text: 'Yes (MSSP)', measured: 'silent' },
      { name: 'ZMP', text: 'No', measured: 'refused' },
    ])
  })

  it('tells what its time went into, as far as that is known', () => {
    const phases = [
      { name: 'negotiation', 'since-ms': 0, 'took-ms': 4000 },
      { name: 'prying', 'since-ms': 0, 'took-ms': 1 },
      { name: 'probe', 'since-ms': 4000, 'took-ms': -1 },
    ]
    expect(phaseRows(ownFormIn({ ...own, phases }))).toEqual([['Negotiation', '4.00 s']])
  })

  it('is nothing when it is of another form', () => {
    for (const bad of [
      null,
      1,
      [],
      {},
      { ...own, willdo: 2 },
      { ...own, pace: 'slow' },
      { ...own, options: [] },
    ])
      expect(ownFormIn(bad)).toBeUndefined()
  })
})

describe('the country of an address', () => {
  it('is what the proxy says', async () => {
    let seed = 7
    for (let i = 0; i < 3000; i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      const ip = [seed >>> 24, (seed >>> 16) & 255, (seed >>> 8) & 255, seed & 255].join('.')
      expect([ip, await countryOf(ip)]).toEqual([ip, proxyCountryOf(ip)])
    }
    for (const ip of ['', '::1', '10.0.0.1', '192.0.2.1', '300.1.1.1', '1.2.3', 'x.example'])
      expect(await countryOf(ip)).toBeUndefined()
  })
})

describe('the part of the address behind the #', () => {
  it.each([
    ['#/r/abc', { kind: 'report', link: '#/r/abc' }],
    ['#/f/a7f16e7eba19a9ae/AQ', { kind: 'fingerprint', link: '#/f/a7f16e7eba19a9ae/AQ' }],
    ['#/f/a7f16e7eba19a9ae', { kind: 'known', hash: 'a7f16e7eba19a9ae' }],
    ['#/ip/192.0.2.1', { kind: 'address', ip: '192.0.2.1' }],
    ['#/ip/%zz', { kind: 'address', ip: '%zz' }],
    ['#/open', { kind: 'open' }],
    ['#/open/3', { kind: 'opened', id: '3' }],
    ['#/compare/@1/abc/def', { kind: 'compare', sides: ['@1', 'abc'] }],
    ['#/', { kind: 'nothing' }],
    ['#/constructor/x', { kind: 'nothing' }],
  ])('%s is a view', (hash, route) => {
    expect(routeOf(hash)).toEqual(route)
  })

  it('says what a link had no room for', () => {
    expect(leftOutText(['log'])).toBe('The connection log is left out: a link has no room for it.')
    expect(leftOutText(['log', 'banner after RETURN'])).toBe(
      'The connection log and the banner after RETURN are left out: a link has no room for them.',
    )
  })
})

describe('the time of the probe', () => {
  const probeOf = (lists: object) => {
    const { 'server-probe': probe } = mud
    const session = { ...probe.session_data, timing: { probe: 0, total: 4 } }
    const data = { ...probe['fingerprint-data'], ...lists }
    const rows = measurement({ ...probe, session_data: session, 'fingerprint-data': data }, undefined)
    return new Map(rows).get('Probe')
  }

  it('may be nothing for a server beside us, and is not told where nothing was answered', () => {
    expect(probeOf({})).toBe('0.00 s')
    expect(probeOf({ 'offered-options': [], 'refused-options': [] })).toMatch(/^skipped/)
  })
})
