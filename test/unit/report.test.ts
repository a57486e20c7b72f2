import { describe, expect, it } from 'vitest'
import { addressPage } from '../../shared/fingerprint/address-page.ts'
import { reportLines, sharedText } from '../../shared/fingerprint/report-lines.ts'
import { reportOf, type Country, type Report } from '../../shared/fingerprint/report.ts'
import type { MsspValues } from '../../shared/fingerprint/record.ts'
import { censusLines, recordWith, scanRecords } from '../helpers/scan-records.ts'

const USA: Country = { letters: 'US', name: 'United States' }

const spoken = (mssp: MsspValues, more: Parameters<typeof recordWith>[1] = {}): Report =>
  reportOf({ record: recordWith({ mssp }, more) })
const urlOf = (report: Report, kind: string): string | undefined =>
  report.urls.find((url) => url.kind === kind)?.address
const infoOf = (report: Report, label: string): string | undefined =>
  report.info.find((row) => row.label === label)?.text

describe('the report of a scan', () => {
  const reports = scanRecords()
    .slice(0, 5)
    .map((record) => reportOf({ record }, USA))

  it('is the page of the census word for word, but for the link that plays', () => {
    // In the order they were recorded in, not the page's.
    const page = addressPage('192.0.2.49', [...reports].reverse())
    const others = (report: Report): number => (report.port === 6502 ? 111 : 5)
    const lines = page?.reports.flatMap((report, i) =>
      reportLines(report, { others: others(report), footnote: i + 1 }),
    )
    const expected = censusLines().filter((line) => !line.startsWith('- Play in Browser: '))
    expect([page?.title, ...(lines ?? [])]).toEqual(expected)
  })

  it('names the page that plays the server behind the address', () => {
    const [first] = reports
    expect(first && reportLines(first, { play: 'willdo' }).slice(2, 6)).toEqual([
      'Server URLs',
      '- Telnet: telnet://coffeemud.net',
      '- Play in Browser: willdo',
      '- Website: http://coffeemud.net:27744/',
    ])
  })

  it('says how many servers share the fingerprint', () => {
    expect([0, 1, 2].map(sharedText)).toEqual([
      'This fingerprint is unique to this server.',
      'This fingerprint is shared by 1 other server.',
      'This fingerprint is shared by 2 other servers.',
    ])
  })

  it('shows the claim beside what was measured', () => {
    const measured = reports[0]?.protocols.map((row) => [row.name, row.claimed, row.measured])
    expect(measured).toEqual([
      ['MSSP', true, 'negotiated'],
      ['GMCP', false, 'negotiated'],
      ['MSDP', false, 'negotiated'],
      ['MCCP', true, 'negotiated'],
      ['MCCP2', false, 'negotiated'],
      ['MXP', true, 'negotiated'],
      ['MSP', true, 'negotiated'],
      ['MCP', true, undefined],
      ['ZMP', false, 'refused'],
    ])
    expect(reports[4]?.protocols).toEqual([])
    expect(spoken({ GMCP: '1' }).protocols[1]).toMatchObject({ text: 'Yes (MSSP)', measured: 'unseen' })
    expect(spoken({ GMCP: 'yes' }).protocols[1]?.text).toBe('No')
  })

  it('computes the fingerprint again', () => {
    for (const { fingerprint } of reports) expect(fingerprint.computed).toBe(fingerprint.hash)
  })
})

describe('the title', () => {
  it('is the name without colours, its letters mended', () => {
    expect(spoken({ NAME: '\x1b[1;31mThe\x1b[0m  Keep' }).title).toBe('The Keep (coffeemud.net:6502)')
    expect(spoken({ NAME: 'CafÃ© â\x80\x93 MUD' }).name).toBe('Café – MUD')
    expect(spoken({ NAME: 'Café' }).name).toBe('Café')
    expect(spoken({ NAME: 'Город' }).name).toBe('Город')
  })

  it('shows what would not be seen, and no empty name', () => {
    expect(spoken({ NAME: 'a\u202eb' }).name).toBe('a\\u202eb')
    expect(spoken({ NAME: '\x1b[0m' }).title).toBe('coffeemud.net:6502')
    expect(spoken({}, { host: 'fe80::1' }).title).toBe('[fe80::1]:6502')
  })
})

describe('server URLs', () => {
  it('leave telnet’s own port out', () => {
    expect(urlOf(spoken({}, { port: 23 }), 'telnet')).toBe('telnet://coffeemud.net')
    expect(urlOf(spoken({}, { host: '::1', port: 4000 }), 'telnet')).toBe('telnet://[::1]:4000')
  })

  it.each([
    [{ WEBSITE: 'https://mud.example/' }, 'https://mud.example/'],
    [{ WEBSITE: 'mud.example' }, 'http://mud.example'],
    [{ WEBSITE: 'mud.example:8080/x' }, 'http://mud.example:8080/x'],
    [
      { DISCORD: 'https://discord.example/a', CONTACT: 'see http://mud.example/help.' },
      'http://mud.example/help',
    ],
    [{ CONTACT: 'admin@mud.com' }, undefined],
    [{ CODEBASE: 'CoffeeMUD v5.11.0.3' }, undefined],
    [{ FAMILY: 'see www.mud.example, or not' }, undefined],
    [{ FAMILY: 'see www.mud.org, or not' }, 'http://www.mud.org'],
    [{ HOSTNAME: 'mud.org' }, 'http://mud.org'],
  ])('find the website in %o', (mssp, address) => {
    expect(urlOf(spoken(mssp as unknown as MsspValues), 'website')).toBe(address)
  })

  it('find it in the banners last, and say so', () => {
    const record = recordWith({
      banner_before_return: 'Hello',
      banner_after_return: 'See http://a.example/b, please',
    })
    const report = reportOf({ record })
    expect(report.urls[1]).toEqual({
      kind: 'website',
      label: 'Website',
      address: 'http://a.example/b',
      from: 'banner',
    })
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://a b.example',
    'http://x"onclick=y',
    '<b>x.org</b>\x07',
  ])('take no %j for a website', (WEBSITE) => {
    expect(urlOf(spoken({ WEBSITE }), 'website') ?? 'http://x').toMatch(/^http:\/\/[\w.]+$/)
  })

  it('say where TLS is', () => {
    expect(urlOf(spoken({ TLS: '4443' }), 'tls')).toBe('telnets://coffeemud.net:4443')
    expect(urlOf(spoken({ SSL: '1' }), 'tls')).toBe('telnets://coffeemud.net:6502')
    expect(urlOf(spoken({ SSL: '0' }), 'tls')).toBeUndefined()
    expect(urlOf(spoken({ SSL: '70000' }), 'tls')).toBeUndefined()
  })
})

describe('server info', () => {
  it('counts whole days since the boot, and leaves out what cannot be', () => {
    const at = { connected: '2026-04-07T07:05:47+00:00' }
    const boot = Date.parse(at.connected) / 1000
    expect(infoOf(spoken({ UPTIME: String(boot - 3 * 86400 - 5) }, at), 'Uptime')).toBe('3 days')
    expect(infoOf(spoken({ UPTIME: String(boot - 86400) }, at), 'Uptime')).toBe('1 day')
    for (const UPTIME of [String(boot + 10), 'long', '', '-1e9'])
      expect(infoOf(spoken({ UPTIME }, at), 'Uptime')).toBeUndefined()
  })

  it('keeps what the server says of its place apart from what the address says', () => {
    const said = reportOf({ record: recordWith({ mssp: { LOCATION: 'Canada' } }) }, USA)
    expect(said.info).toEqual([{ label: 'Server Location', text: 'Canada (MSSP)', flag: USA }])
    expect(reportOf({ record: recordWith({}) }).info).toEqual([])
  })

  it('cuts a long description, and takes other spellings of a name', () => {
    expect(spoken({ description: 'x'.repeat(400) }).description).toHaveLength(300)
    expect(infoOf(spoken({ PAY_TO_PLAY: '1' }), 'Pay to Play')).toBe('Yes')
    expect(infoOf(reportOf({ record: recordWith({ encoding: 'cp437' }) }), 'Encoding')).toBe('cp437')
  })
})

describe('the page of an address', () => {
  it('has the newest scan of each port, under the name that most were reached by', () => {
    const at = (host: string, port: number, connected: string): Report =>
      spoken({}, { host, port, connected, ip: '192.0.2.1' })
    const page = addressPage('192.0.2.1', [
      at('b.example', 23, '2026-02-01'),
      at('a.example', 4000, '2026-01-01'),
      at('b.example', 23, '2026-01-01'),
      at('b.example', 22, '2026-01-01'),
      spoken({}, { ip: '192.0.2.2' }),
    ])
    expect(page?.title).toBe('192.0.2.1 (b.example)')
    expect(page?.reports.map(({ title, connected }) => [title, connected])).toEqual([
      ['a.example:4000', '2026-01-01'],
      ['b.example:22', '2026-01-01'],
      ['b.example:23', '2026-02-01'],
    ])
    expect(addressPage('192.0.2.3', [])).toBeUndefined()
  })
})
