import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FingerprintData, ScanRecord, SessionIdentity } from '../../shared/fingerprint/record.ts'
import { fingerprintHash, recordText } from '../../shared/fingerprint/write.ts'

const VECTORS = join(import.meta.dirname, '../vectors/records.json')
const { records } = JSON.parse(readFileSync(VECTORS, 'utf8')) as { records: { record: ScanRecord }[] }
const first = (records[0] as { record: ScanRecord }).record

const PROBED = ['BINARY', 'ECHO', 'EOR', 'GMCP', 'MCCP2', 'MSSP', 'SGA', 'ZMP']

/** A record that is like those of the census in all but what is given. */
export function madeRecord(
  session: Partial<SessionIdentity> = {},
  offered: readonly string[] = ['GMCP', 'MSSP'],
  name = 'A MUD',
): ScanRecord {
  const data: FingerprintData = {
    'probed-protocol': 'server',
    'scan-type': 'quick',
    'offered-options': offered,
    'requested-options': ['NAWS', 'TTYPE'],
    'refused-options': PROBED.filter((option) => !offered.includes(option)),
  }
  const { session_data } = first['server-probe']
  return {
    'server-probe': {
      fingerprint: fingerprintHash(data),
      'fingerprint-data': data,
      session_data: { ...session_data, mssp: { NAME: name } },
    },
    sessions: [
      {
        host: 'mud.example',
        ip: '192.0.2.1',
        port: 4000,
        connected: '2026-04-07T06:51:49.791984+00:00',
        ...session,
      },
    ],
  }
}

export const madeText = (...given: Parameters<typeof madeRecord>): string => recordText(madeRecord(...given))

/** Records of so many servers, of a few fingerprints, as the reference's folder has them. */
export function madeFolder(count: number): Record<string, string> {
  const files: Record<string, string> = {}
  for (let i = 0; i < count; i++) {
    const offered = PROBED.filter((_, bit) => ((i % 20) >> (bit % 5)) & 1)
    const session = { host: `mud${i}.example`, ip: `192.0.2.${i % 250}`, port: 4000 + (i % 5) }
    files[`data/server/${i}.json`] = madeText(session, offered, `Realm ${i}`)
  }
  return files
}
