import { flagOf, type Report, type ServerFacts } from './report.ts'

/** Of how many other servers it is known that they have the fingerprint. */
export function sharedText(others: number): string {
  if (others === 0) return 'This fingerprint is unique to this server.'
  return `This fingerprint is shared by ${others} other ${others === 1 ? 'server' : 'servers'}.`
}

/** What the census's page adds to a report. */
export interface LinesContext {
  /** The name of the page that plays the server, if it can be played. */
  readonly play?: string
  /** How many other servers have the fingerprint; unknown if undefined. */
  readonly others?: number
  /** The number of the first footnote; the notes are for whoever makes the page. */
  readonly footnote?: number
}

/** The report as lines of text, in the words and the order of the census's page. */
export const reportLines = (report: Report, context: LinesContext = {}): readonly string[] => [
  ...serverLines(report, context),
  'Telnet Fingerprint',
  ...fingerprintLines(report, context.others),
]

/** What it says of the server, but for the fingerprint. */
export function serverLines(
  report: ServerFacts,
  { play, footnote = 1 }: LinesContext = {},
): readonly string[] {
  const lines = [report.title, 'Connection Banner:', 'Server URLs']
  for (const [i, { label, address }] of report.urls.entries()) {
    lines.push(`- ${label}: ${address}`)
    if (i === 0 && play !== undefined) lines.push(`- Play in Browser: ${play}`)
  }
  if (report.description !== undefined) lines.push(report.description)
  if (report.info.length > 0) lines.push('Server Info')
  let note = footnote
  for (const row of report.info) {
    const flag = row.flag ? `${flagOf(row.flag.letters)} ` : ''
    lines.push(`${row.label}: ${flag}${row.text}${row.note === undefined ? '' : ` [${note++}]`}`)
  }
  if (report.protocols.length > 0)
    lines.push(
      'Protocol Support',
      'MUD-specific protocols detected via MSSP flags or Telnet negotiation.',
      ...report.protocols.map(({ name, text }) => `${name}: ${text}`),
    )
  return lines
}

function fingerprintLines({ fingerprint: { data } }: Report, others: number | undefined): readonly string[] {
  const list = (title: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : [`${title}: ${names.join(', ')}`]
  return [
    ...(others === undefined ? [] : [sharedText(others)]),
    ...list('Options offered by server', data['offered-options']),
    ...list('Options requested from client', data['requested-options']),
  ]
}
