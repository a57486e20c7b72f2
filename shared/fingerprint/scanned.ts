import type { OwnForm, PhaseName, ScanNotice, Verdict } from './result.ts'
import type { ScanRecord } from './record.ts'

/** A scan that is over, with what belongs to it. */
export interface Scanned {
  readonly record: ScanRecord
  /** The connection log, a message a line. */
  readonly log?: string
  /** The country of the address in two letters (ISO 3166-1), if it is known. */
  readonly country?: string
  /** willdo's own account, if willdo made the scan. */
  readonly own?: OwnForm
}

const PHASES: readonly PhaseName[] = [
  'start', 'negotiation', 'settle', 'banner', 'round', 'probe', 'wrong-direction', 'loop-server', 'loop-client', 'mssp',
  'done', 'failed',
] // prettier-ignore
const OPTIONS_MAX = 256
const NOTICES_MAX = 40
const PHASES_MAX = 60
const TEXT_MAX = 500

/** willdo's account of a scan out of JSON that anybody may have written; undefined if it is none. */
export function ownFormIn(value: unknown): OwnForm | undefined {
  const own = objectIn(value)
  const options = objectIn(own?.['options'])
  if (own?.['willdo'] !== 1 || !options) return undefined
  const { schema, profile, pace, fingerprint, requested, phases, notices } = own
  const type = own['scan-type']
  const window = numberIn(own['probe-window-ms'])
  if (schema !== 'five-key' && schema !== 'eight-key') return undefined
  if (profile !== 'tool' && profile !== 'census') return undefined
  if (pace !== 'reference' && pace !== 'fast') return undefined
  if ((type !== 'quick' && type !== 'full') || window === undefined) return undefined
  return {
    willdo: 1,
    schema,
    'scan-type': type,
    profile,
    pace,
    fingerprint: textIn(fingerprint) ?? '',
    options: Object.fromEntries(Object.entries(options).filter(isVerdict).slice(0, OPTIONS_MAX)),
    requested: listIn(requested).flatMap((name) => textIn(name) ?? []),
    'round-trip-ms': numberIn(own['round-trip-ms']) ?? null,
    'probe-window-ms': window,
    phases: listIn(phases).flatMap(phaseIn).slice(0, PHASES_MAX),
    notices: listIn(notices).flatMap(noticeIn).slice(0, NOTICES_MAX),
  }
}

const objectIn = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined

const listIn = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.slice(0, OPTIONS_MAX) : []

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.slice(0, TEXT_MAX) : undefined

const numberIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined

const isVerdict = (entry: [string, unknown]): entry is [string, Verdict] =>
  entry[1] === 'offered' || entry[1] === 'refused' || entry[1] === 'no answer'

function phaseIn(value: unknown): OwnForm['phases'] {
  const phase = objectIn(value)
  const name = PHASES.find((known) => known === phase?.['name'])
  const since = numberIn(phase?.['since-ms'])
  const took = numberIn(phase?.['took-ms'])
  if (name === undefined || since === undefined || took === undefined) return []
  return [{ name, 'since-ms': since, 'took-ms': took }]
}

function noticeIn(value: unknown): readonly ScanNotice[] {
  const notice = objectIn(value)
  const message = textIn(notice?.['message'])
  // Only the sentence is shown; the codes may be a later version's.
  return message === undefined ? [] : [{ code: notice?.['code'] as ScanNotice['code'], message }]
}
