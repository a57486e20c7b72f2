import { shorten } from '../options/text.ts'
import { MsspText, plain } from './mssp-text.ts'
import { measuredIn, protocolsOf, type Measure, type ProtocolRow } from './protocols.ts'
import type { FingerprintData, MsspValues, SessionIdentity } from './record.ts'
import type { Scanned } from './scanned.ts'
import { websiteOf } from './website.ts'
import { fingerprintHash } from './write.ts'

/** A country by its two letters (ISO 3166-1) and its name. */
export interface Country {
  readonly letters: string
  readonly name: string
}

/** A way to the server, or to a page about it. The first of a report is the one that it was met by. */
export interface ReportUrl {
  readonly kind: 'telnet' | 'website' | 'tls'
  readonly label: string
  readonly address: string
  /** Where a website was found, if not where it belongs. */
  readonly from?: string
}

export interface InfoRow {
  readonly label: string
  readonly text: string
  /** The flag of the country that the address belongs to, whatever the server says. */
  readonly flag?: Country
  /** When it was measured. */
  readonly note?: string
}

/** A fingerprint, and what it comes to when it is computed again. */
export interface FingerprintFacts {
  readonly hash: string
  readonly computed: string
  readonly data: FingerprintData
}

/** What a page about a server shows of it, however it was met. */
export interface ServerFacts {
  readonly host: string
  readonly ip: string
  readonly port: number
  /** When it was met: the end of a scan, as the record has it, or the beginning of a game. */
  readonly connected: string
  /** What the server calls itself. */
  readonly name: string | undefined
  readonly title: string
  readonly urls: readonly ReportUrl[]
  readonly description: string | undefined
  readonly info: readonly InfoRow[]
  /** Empty if the server claims and does none of them. */
  readonly protocols: readonly ProtocolRow[]
}

/** What a page about a server shows, worked out of a scan's record. */
export interface Report extends ServerFacts {
  readonly fingerprint: FingerprintFacts
}

/** What was seen of a server. */
export interface Seen {
  readonly identity: SessionIdentity
  readonly mssp: MsspValues | undefined
  readonly encoding: string
  readonly banners: readonly string[]
  /** It was reached over TLS. */
  readonly tls?: boolean
  readonly measure: Measure
}

const DESCRIPTION_MAX = 300
const NOWHERE: SessionIdentity = { host: '', ip: '', port: 0, connected: '' }

/** `telnet://host:port`; the scheme's own port is left out. */
export function telnetAddress(host: string, port: number, tls = false): string {
  const name = host.includes(':') ? `[${host}]` : host
  if (tls) return `telnets://${name}:${port}`
  return `telnet://${name}${port === 23 ? '' : `:${port}`}`
}

/** The report of a scan. `country` is that of the address. */
export function reportOf({ record, own }: Pick<Scanned, 'record' | 'own'>, country?: Country): Report {
  const probe = record['server-probe']
  const { session_data: session } = probe
  const facts = factsOf(
    {
      identity: record.sessions.at(-1) ?? NOWHERE,
      mssp: session.mssp,
      encoding: session.encoding,
      banners: [session.banner_before_return, session.banner_after_return],
      measure: measuredIn(record, own),
    },
    country,
  )
  return {
    ...facts,
    fingerprint: {
      hash: probe.fingerprint,
      computed: fingerprintHash(probe['fingerprint-data']),
      data: probe['fingerprint-data'],
    },
  }
}

/** What can be said of a server that was seen. */
export function factsOf(
  { identity, mssp: values, encoding, banners, tls = false, measure }: Seen,
  country?: Country,
): ServerFacts {
  const { host, ip, port, connected } = identity
  const mssp = new MsspText(values)
  const name = mssp.text('NAME')
  const place = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  const description = mssp.text('DESCRIPTION')
  return {
    host,
    ip,
    port,
    connected,
    name,
    title: name === undefined ? plain(place) : `${name} (${plain(place)})`,
    urls: urlsOf(mssp, host, port, tls, banners),
    description: description === undefined ? undefined : shorten(description, DESCRIPTION_MAX),
    info: infoOf(mssp, encoding, connected, country),
    protocols: protocolsOf(mssp, measure),
  }
}

function urlsOf(
  mssp: MsspText,
  host: string,
  port: number,
  tls: boolean,
  banners: readonly string[],
): readonly ReportUrl[] {
  const urls: ReportUrl[] = [
    tls
      ? { kind: 'tls', label: 'TLS/SSL', address: telnetAddress(host, port, true) }
      : { kind: 'telnet', label: 'Telnet', address: telnetAddress(host, port) },
  ]
  const website = websiteOf(mssp, banners)
  if (website) {
    const { address, from } = website
    urls.push({ kind: 'website', label: 'Website', address, ...(from === 'MSSP' ? {} : { from }) })
  }
  const secure = [mssp.number('TLS'), mssp.number('SSL')].find((value) => value !== undefined && value > 0)
  if (!tls && secure !== undefined && secure <= 65535) {
    const address = telnetAddress(host, secure === 1 ? port : secure, true)
    urls.push({ kind: 'tls', label: 'TLS/SSL', address })
  }
  return urls
}

/** The rows in the census's order, each only if known. */
function infoOf(
  mssp: MsspText,
  encoding: string,
  connected: string,
  country: Country | undefined,
): readonly InfoRow[] {
  const rows: InfoRow[] = []
  const add = (label: string, text: string | undefined, more: Partial<InfoRow> = {}): void => {
    if (text !== undefined) rows.push({ label, text, ...more })
  }
  const players = mssp.number('PLAYERS')
  const measured = measuredText(connected)
  add('Codebase', mssp.text('CODEBASE'))
  add('Genre', mssp.text('GENRE'))
  add('Gameplay', mssp.text('GAMEPLAY'))
  add(
    'Players online',
    players === undefined || players < 0 ? undefined : String(players),
    measured === undefined ? {} : { note: `measured ${measured}` },
  )
  add('Uptime', uptimeText(mssp.number('UPTIME'), connected))
  add('Created', mssp.text('CREATED'))
  add('Status', mssp.text('STATUS'))
  add('Discord', mssp.text('DISCORD'))
  const said = mssp.text('LOCATION')
  const flag = country === undefined ? {} : { flag: country }
  if (said !== undefined) add('Server Location', `${said} (MSSP)`, flag)
  else if (country) add('Server Location', `${country.name} (GeoIP)`, flag)
  add('Language', mssp.text('LANGUAGE'))
  add('Encoding', /^(us-?)?ascii$|^utf-?8$|^$/i.test(encoding) ? undefined : plain(encoding))
  for (const name of ['PAY TO PLAY', 'PAY FOR PERKS'])
    add(name === 'PAY TO PLAY' ? 'Pay to Play' : 'Pay for Perks', mssp.sent(name) === '1' ? 'Yes' : undefined)
  return rows
}

const DAY = 86_400_000

/** Whole days from the boot, in seconds since 1970, to the scan. */
function uptimeText(boot: number | undefined, connected: string): string | undefined {
  const days = boot === undefined ? NaN : Math.floor((Date.parse(connected) - boot * 1000) / DAY)
  if (!(days >= 0)) return undefined
  return days === 1 ? '1 day' : `${days} days`
}

/** `2026-04-07 at 06:51 UTC`; undefined if the text is no time. */
export function measuredText(connected: string): string | undefined {
  const time = Date.parse(connected)
  if (Number.isNaN(time)) return undefined
  const [date, clock = ''] = new Date(time).toISOString().split('T')
  return `${date} at ${clock.slice(0, 5)} UTC`
}

/** The flag of a country: the letters as regional indicators. */
export const flagOf = (letters: string): string =>
  /^[A-Z]{2}$/.test(letters)
    ? String.fromCodePoint(...Array.from(letters, (letter) => 0x1f1a5 + letter.charCodeAt(0)))
    : ''
