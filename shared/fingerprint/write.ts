import { latin1, toHex } from '../base/bytes.ts'
import { canonicalJson, type Json } from '../base/canonical-json.ts'
import { sha256 } from '../base/sha256.ts'
import { parseJson } from './python-json.ts'
import { Float, fromJson, jsonText, type PythonValue } from './python.ts'
import type { FingerprintData, ScanRecord, SessionIdentity } from './record.ts'

const hash = (value: Json): string => toHex(sha256(latin1(canonicalJson(value)))).slice(0, 16)

/** The fingerprint: 16 hex digits of the SHA-256 of the data's canonical text. */
export const fingerprintHash = (data: FingerprintData): string => hash({ ...data })

/** The name of a session's file: the same function over where the server was. */
export const sessionHash = ({ host, ip, port }: Pick<SessionIdentity, 'host' | 'ip' | 'port'>): string =>
  hash({ host, ip, port })

/** The record's file as the reference writes it: no newline at its end. */
export function recordText(record: ScanRecord): string {
  const { timing } = record['server-probe'].session_data
  const value = fromJson(record as unknown as Json)
  const session = dictIn(dictIn(value, 'server-probe'), 'session_data')
  session.set('timing', new Map(Object.entries(timing).map(([key, seconds]) => [key, new Float(seconds)])))
  return jsonText(value)
}

/** `fromJson` has just made the dicts, and the record's type has these keys. */
const dictIn = (value: PythonValue, key: string): Map<string, PythonValue> =>
  (value as Map<string, PythonValue>).get(key) as Map<string, PythonValue>

/** Where the record of a session goes, under the data directory. */
export function recordPath(record: ScanRecord): string {
  const session = record.sessions.at(-1)
  if (!session) throw new Error('a record has at least one session')
  return `server/${record['server-probe'].fingerprint}/${sessionHash(session)}.json`
}

/** A record saved over an earlier one in the same file: what the session saw is new, the fingerprint's data stay. */
export const mergeRecord = (earlier: ScanRecord, record: ScanRecord): ScanRecord => ({
  ...earlier,
  'server-probe': {
    ...earlier['server-probe'],
    session_data: record['server-probe'].session_data,
  },
  sessions: [...earlier.sessions, ...record.sessions],
})

/** The reference begins no further folder of a fingerprint when there are so many, and puts no further file into a full one. */
export const MOST_FINGERPRINTS = 1000
export const MOST_FILES = 1000

/** The file of names that were given to fingerprints, under the data directory. */
export const NAMES_FILE = 'fingerprint_names.json'

/** That file's text with one more name; undefined if what is there is no such file, which must not be lost. */
export function namesText(
  existing: string | undefined,
  fingerprint: string,
  name: string,
): string | undefined {
  const names = existing === undefined ? new Map<string, PythonValue>() : parseJson(existing)
  return names instanceof Map ? jsonText(new Map([...names, [fingerprint, name]])) : undefined
}

/** A time as `connected` has it: UTC with microseconds, which are left out if there are none. */
export function isoTime(milliseconds: number): string {
  const micros = Math.round(milliseconds * 1000)
  const seconds = new Date(Math.floor(micros / 1e6) * 1000).toISOString().slice(0, 19)
  const fraction = micros - Math.floor(micros / 1e6) * 1e6
  return `${seconds}${fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`}+00:00`
}
