import { isObject, texts, type Dict } from './read-parts.ts'
import type { FingerprintData } from './record.ts'
import { fingerprintHash } from './write.ts'

export interface DataReading {
  readonly fingerprint: string
  readonly data: FingerprintData
  readonly notes: readonly string[]
}

const FIVE_KEY_LISTS = ['offered-options', 'requested-options', 'refused-options'] as const
const EIGHT_KEY_LISTS = ['directional-refusals', 'looped-negotiation', 'wrong-direction-offered'] as const
const LISTS = [...FIVE_KEY_LISTS, ...EIGHT_KEY_LISTS]

/** What is hashed, checked against the fingerprint that the record states; a sentence if there is none. */
export function readFingerprintData(value: unknown, stated: unknown): DataReading | string {
  if (!isObject(value) || !['probed-protocol', ...LISTS].some((key) => key in value))
    return 'This record has no "fingerprint-data".'
  const { 'probed-protocol': protocol = 'server', 'scan-type': type = 'quick' } = value
  if (protocol !== 'server') return 'This is the record of a client; willdo reads those of servers.'
  if (type !== 'quick' && type !== 'full') return 'This record is of a scan that is neither quick nor full.'
  const damaged = LISTS.filter((key) => key in value && !Array.isArray(value[key]))
  if (damaged.length > 0) return `This record's "${damaged.join('", "')}" should be lists of options.`
  const given: Dict = {
    ...value,
    ...Object.fromEntries(LISTS.filter((key) => key in value).map((key) => [key, texts(value[key])])),
  }
  const whole = withLists(given, FIVE_KEY_LISTS)
  if (typeof stated !== 'string')
    return {
      fingerprint: fingerprintHash(whole),
      data: whole,
      notes: ['It stated no fingerprint; it was computed.'],
    }
  // What the reference prints, unlike its files, leaves out lists that are empty.
  const filled = [given as unknown as FingerprintData, whole, withLists(given, LISTS)]
  const right = filled.find((data) => fingerprintHash(data) === stated)
  const data = right && FIVE_KEY_LISTS.every((key) => key in right) ? right : whole
  const notes: string[] = []
  if (data !== filled[0] && right) notes.push('Empty lists were missing in its data and were put back.')
  if (!right)
    notes.push(`It states the fingerprint ${shown(stated)}, but its data give ${fingerprintHash(data)}.`)
  if (!('scan-type' in value)) notes.push('It is of an older kind that does not say which scan it was.')
  return { fingerprint: right ? stated : fingerprintHash(data), data, notes }
}

const shown = (stated: string): string => JSON.stringify(stated.slice(0, 40))

/** Shape is all that is claimed: a list that was missing is empty now. */
const withLists = (given: Dict, keys: readonly string[]): FingerprintData =>
  ({ ...Object.fromEntries(keys.map((key) => [key, []])), ...given }) as unknown as FingerprintData
