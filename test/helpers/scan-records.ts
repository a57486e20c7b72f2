import { readFileSync } from 'node:fs'
import type { ScanRecord } from '../../shared/fingerprint/record.ts'

const read = (name: string): string => readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')

/** The records in test/vectors: five after those of a census page, and one with every optional part. */
export function scanRecords(): readonly ScanRecord[] {
  const { records } = JSON.parse(read('records.json')) as { records: { record: ScanRecord }[] }
  return records.map(({ record }) => record)
}

/** The lines of that census page about the five, beginning with its title. */
export const censusLines = (): readonly string[] => read('report_lines.txt').trimEnd().split('\n')

/** A record of a quiet server, with the session data and the place that a test wants. */
export function recordWith(
  session: Partial<ScanRecord['server-probe']['session_data']>,
  place: Partial<ScanRecord['sessions'][number]> = {},
): ScanRecord {
  const quiet = scanRecords()[4]
  if (!quiet) throw new Error('the vectors have no fifth record')
  const probe = quiet['server-probe']
  const sessions = quiet.sessions.map((identity) => ({ ...identity, ...place }))
  return {
    'server-probe': { ...probe, session_data: { ...probe.session_data, ...session } },
    sessions,
  }
}
