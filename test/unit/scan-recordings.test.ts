import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { recordedScan } from '../../shared/fingerprint/outcome.ts'
import type { FingerprintData, OptionStates } from '../../shared/fingerprint/record.ts'
import { readRecording, RECORDINGS, recordingsPresent } from '../helpers/recordings.ts'

interface Reported {
  readonly 'five-key': { readonly fingerprint: string; readonly 'fingerprint-data': FingerprintData }
  readonly option_states: OptionStates
  readonly mssp?: Readonly<Record<string, unknown>>
}

const present = recordingsPresent()
const reported = present
  ? (JSON.parse(readFileSync(join(RECORDINGS, 'expected.json'), 'utf8')) as Readonly<
      Record<string, Reported>
    >)
  : {}
const scans = Object.keys(reported).filter((name) => name.startsWith('scan-'))

describe.runIf(present)('a session of the reference, folded', () => {
  it.each(scans)('%s has the result that the reference reported', (name) => {
    const outcome = recordedScan(readRecording(name))
    if (!outcome?.ok) throw new Error(outcome?.message ?? 'no scan in it')
    const expected = reported[name] as Reported
    const { 'fingerprint-data': data, fingerprint, session_data: session } = outcome.record['server-probe']
    expect(data).toEqual(expected['five-key']['fingerprint-data'])
    expect(fingerprint).toBe(expected['five-key'].fingerprint)
    expect(session.option_states).toEqual(expected.option_states)
    expect(session.mssp).toEqual(expected.mssp)
  })

  it('is not found where somebody played', () => {
    expect(recordedScan(readRecording('ldmud-inetutils-telnet'))).toBeUndefined()
  })
})
