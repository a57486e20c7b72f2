import type { FingerprintData } from './record.ts'
import type { Report } from './report.ts'
import type { Scanned } from './scanned.ts'

/** One thing about two scans. */
export interface Difference {
  readonly name: string
  readonly a: string
  readonly b: string
  readonly differs: boolean
}

export interface DifferenceGroup {
  readonly title: string
  /** Those that differ come first. */
  readonly rows: readonly Difference[]
}

/** A scan with its report. */
export interface Compared {
  readonly scanned: Scanned
  readonly report: Report
}

const NONE = '–'

/** Two scans beside each other, by subject: subjects that differ first, and in each what differs first. */
export function compare(a: Compared, b: Compared): readonly DifferenceGroup[] {
  const group = (title: string, rows: readonly Difference[]): DifferenceGroup => ({
    title,
    rows: [...rows].sort((one, other) => Number(other.differs) - Number(one.differs)),
  })
  const groups = [
    group('Fingerprint', fingerprintRows(a.report, b.report)),
    group('Options', optionRows(dataOf(a), dataOf(b))),
    group('Server', pairs(serverFacts(a.report), serverFacts(b.report))),
    group('What it says of itself (MSSP)', pairs(msspFacts(a), msspFacts(b))),
    group('Text', pairs(textFacts(a), textFacts(b))),
  ].filter(({ rows }) => rows.length > 0)
  return groups.sort((one, other) => Number(differingIn(other) > 0) - Number(differingIn(one) > 0))
}

/** How many things of a subject differ. */
export const differingIn = ({ rows }: DifferenceGroup): number => rows.filter(({ differs }) => differs).length

const dataOf = ({ report }: Compared): FingerprintData => report.fingerprint.data

type Facts = ReadonlyMap<string, string>

/** Every name of either, in the order of the first and then of the second. */
function pairs(a: Facts, b: Facts): readonly Difference[] {
  return [...new Set([...a.keys(), ...b.keys()])].map((name) => row(name, a.get(name), b.get(name)))
}

const row = (name: string, a = NONE, b = NONE): Difference => ({ name, a, b, differs: a !== b })

const fingerprintRows = (a: Report, b: Report): readonly Difference[] => [
  row('Hash', a.fingerprint.hash, b.fingerprint.hash),
  row('Scan', a.fingerprint.data['scan-type'], b.fingerprint.data['scan-type']),
]

const LISTS = [
  ['offered-options', 'offered'],
  ['refused-options', 'refused'],
  ['requested-options', 'requested'],
  ['directional-refusals', 'refused in this direction'],
  ['looped-negotiation', 'answered again'],
  ['wrong-direction-offered', 'offered in the wrong direction'],
] as const

/** For each option that a list of either names, the lists that it is in. */
function optionRows(a: FingerprintData, b: FingerprintData): readonly Difference[] {
  const names = new Set([a, b].flatMap((data) => LISTS.flatMap(([key]) => data[key] ?? [])))
  const states = (data: FingerprintData, name: string): string | undefined => {
    const found = LISTS.filter(([key]) => data[key]?.includes(name)).map(([, word]) => word)
    return found.length === 0 ? undefined : found.join(', ')
  }
  return [...names].sort().map((name) => row(name, states(a, name), states(b, name)))
}

/** Name and time stand above each side. */
const serverFacts = (report: Report): Facts =>
  new Map([
    ['Address', report.ip],
    ...report.urls.map(({ label, address }) => [label, address] as const),
    ...report.info.map(({ label, text }) => [label, text] as const),
  ])

const msspFacts = ({ scanned }: Compared): Facts =>
  new Map(
    Object.entries(scanned.record['server-probe'].session_data.mssp ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : value.join(', '),
    ]),
  )

function textFacts({ scanned }: Compared): Facts {
  const session = scanned.record['server-probe'].session_data
  const { timing } = session
  return new Map([
    ['Banner before RETURN', session.banner_before_return],
    ['Banner after RETURN', session.banner_after_return],
    ['Encoding', session.encoding],
    ['Probe', `${timing.probe.toFixed(2)} s`],
    ['Whole session', `${timing.total.toFixed(2)} s`],
  ])
}
