import type { Played } from '../../shared/fingerprint/played.ts'
import type { ProtocolRow } from '../../shared/fingerprint/protocols.ts'
import { measuredText } from '../../shared/fingerprint/report.ts'
import type { Part } from '../../shared/fingerprint/report-link.ts'
import type { FingerprintData, ScanRecord } from '../../shared/fingerprint/record.ts'
import type { OwnForm, PhaseName } from '../../shared/fingerprint/result.ts'
import { CENSUS } from '../library/catalogue.ts'
import { dayText } from '../library/words.ts'
import type { Origin } from './source.ts'

const MEASURED = {
  negotiated: 'negotiated',
  refused: 'refused',
  silent: 'no answer',
  'refused-or-silent': 'refused, or no answer',
  declined: 'offered, and refused by willdo',
  unseen: 'never spoken of',
} as const

/** What the server claims of a protocol beside what it did. */
export function claimText({ name, claimed, measured, text }: ProtocolRow): string {
  const claim = claimed ? 'claimed' : 'not claimed'
  if (measured === undefined) return `${claim}; no telnet option to be measured`
  if (text === 'Negotiated') return 'not claimed'
  if (name === 'MSSP' && claimed) return MEASURED[measured]
  if (isDoubtful({ claimed, measured })) return `claimed, but ${MEASURED[measured]}`
  return MEASURED[measured]
}

/** True where a server claims what it did not do when asked. */
export const isDoubtful = ({ claimed, measured }: Pick<ProtocolRow, 'claimed' | 'measured'>): boolean =>
  claimed && measured !== undefined && measured !== 'negotiated' && measured !== 'declined'

/** How it came here. */
export function whenceText(origin: Origin): string {
  switch (origin.kind) {
    case 'here':
      return 'Measured here.'
    case 'link':
      return origin.added === undefined
        ? 'From a link.'
        : `From a link, kept here on ${dayText(origin.added)}.`
    case 'file':
      return `Opened from the file ${origin.name}.`
    case 'opened':
      return `Opened here on ${dayText(origin.added)}.`
    case 'imported':
      return `Imported on ${dayText(origin.added)}.`
    case 'census':
      return `Published by the census of ${CENSUS}.`
  }
}

/** Who says that the lists are of that server. */
export const checkedText = (origin: Origin): string =>
  origin.kind === 'here' ? 'Measured here.' : 'Nobody has checked that they came from this server.'

/** When a scan was made, in a few words. */
export const whenText = (connected: string): string =>
  measuredText(connected) ?? 'at a time that is not known'

/** When and from where. */
export function measuredLine(connected: string, origin: Origin): string {
  const when = measuredText(connected)
  const at = when === undefined ? 'at a time that is not known' : `on ${when}`
  if (origin.kind === 'here') return `Measured here ${at}.`
  const whence = whenceText(origin)
  return origin.kind === 'link'
    ? `Scanned ${at}. ${whence.slice(0, -1)}: nobody has checked that it came from this server.`
    : `Scanned ${at}. ${whence}`
}

/** When a game was played, how long, and where that is known from. */
export function playedLine({ started, lasted, over }: Played, origin: Origin): string {
  const when = measuredText(started)
  const at = when === undefined ? 'at a time that is not known' : `on ${when}`
  if (origin.kind === 'here' && !over)
    return `Being played here since ${when ?? 'a time that is not known'}. This is how it stands now.`
  const played = `Played ${origin.kind === 'here' ? 'here ' : ''}${at} for ${lastedText(lasted)}.`
  return origin.kind === 'here' ? played : `${played} ${whenceText(origin)}`
}

/** A length of time in words; the last unit may be cut. */
export function lastedText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  const count = (number: number, unit: string): string => `${number} ${unit}${number === 1 ? '' : 's'}`
  if (seconds < 60) return count(seconds, 'second')
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return count(minutes, 'minute')
  const rest = minutes % 60
  return `${count(Math.floor(minutes / 60), 'hour')}${rest === 0 ? '' : ` and ${count(rest, 'minute')}`}`
}

/** The link leaves parts out: a sentence, or none. */
export function leftOutText(parts: readonly Part[]): string {
  if (parts.length === 0) return ''
  const names = parts.map((part) => (part === 'log' ? 'The connection log' : `the ${part}`))
  const list = names.length === 1 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
  const text = `${list} ${parts.length === 1 ? 'is' : 'are'} left out: a link has no room for ${parts.length === 1 ? 'it' : 'them'}.`
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What kind of fingerprint it is. */
export function schemaText(data: FingerprintData): string {
  const type = data['scan-type'] as string | undefined
  if (type === undefined) return 'An older kind of fingerprint, without a scan type.'
  const schema = data['looped-negotiation']
    ? 'telnetlib3 from 4.0.3 on (eight keys)'
    : 'the census and telnetlib3 4.0.2 (five keys)'
  return `A ${type} scan, with the keys of ${schema}.`
}

const PHASES: Readonly<Record<PhaseName, string>> = {
  start: 'Start',
  negotiation: 'Negotiation',
  settle: 'Settling',
  banner: 'Banner',
  round: 'A prompt answered',
  probe: 'Options asked for',
  'wrong-direction': 'Options asked for in the wrong direction',
  'loop-server': 'Agreed options asked for again',
  'loop-client': 'Agreed options offered again',
  mssp: 'Waiting for MSSP',
  done: 'Done',
  failed: 'Failed',
}

/** What the time of a scan went into, phase by phase. */
export const phaseRows = (own: OwnForm | undefined): readonly (readonly [string, string])[] =>
  (own?.phases ?? []).map((phase) => [PHASES[phase.name], `${(phase['took-ms'] / 1000).toFixed(2)} s`])

/** How the scan was made, as names and values. */
export function measurement(
  { session_data: session, 'fingerprint-data': lists }: ScanRecord['server-probe'],
  own: OwnForm | undefined,
): readonly (readonly [string, string])[] {
  const seconds = (value: number): string => `${value.toFixed(2)} s`
  const { timing } = session
  // A server beside us may answer within the millisecond; it has lists then.
  const skipped =
    timing.probe === 0 && lists['offered-options'].length + lists['refused-options'].length === 0
  const rows: (readonly [string, string])[] = [
    ['Scan', own ? `${session.scan_type}, ${own.pace} pace, ${own.profile} profile` : session.scan_type],
    ['Text read as', session.encoding || 'not said'],
    ['From the start of the session', seconds(timing.total)],
    ['Probe', skipped ? 'skipped: the connection was closed before' : seconds(timing.probe)],
  ]
  if (own) rows.push(['Probe window', `${own['probe-window-ms']} ms`])
  if (own && own['round-trip-ms'] !== null)
    rows.push(['To the server and back', `${own['round-trip-ms']} ms`])
  if (session.dsr_requests > 0)
    rows.push([
      'Cursor position asked',
      `${session.dsr_requests} times, answered ${session.dsr_replies} times`,
    ])
  return rows
}

const AROUND = 40
const EXCERPT_MAX = 300

/** Two texts, long ones from shortly before the place where they part. */
export function excerpts(a: string, b: string): readonly [string, string] {
  if (a.length <= EXCERPT_MAX && b.length <= EXCERPT_MAX) return [a, b]
  let same = 0
  while (same < a.length && a[same] === b[same]) same++
  const from = same > AROUND ? same - AROUND : 0
  const cut = (text: string): string => {
    const end = from + EXCERPT_MAX
    return `${from > 0 ? '… ' : ''}${text.slice(from, end)}${text.length > end ? ' …' : ''}`
  }
  return [cut(a), cut(b)]
}
