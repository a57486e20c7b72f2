import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { FingerprintData, ScanRecord, SessionIdentity } from '../../shared/fingerprint/record.ts'
import {
  fingerprintHash,
  isoTime,
  mergeRecord,
  namesText,
  recordPath,
  recordText,
  sessionHash,
} from '../../shared/fingerprint/write.ts'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8'))
const { vectors } = read('hash_vectors.json') as {
  vectors: { kind: string; data: unknown; hash: string }[]
}
const { records } = read('records.json') as {
  records: { path: string; sha256: string; record: ScanRecord }[]
}

describe('hashes', () => {
  it('are those of the reference for every fingerprint and every session', () => {
    const fingerprints = vectors.filter(({ kind }) => kind === 'fingerprint')
    const sessions = vectors.filter(({ kind }) => kind === 'session')
    expect([fingerprints.length, sessions.length]).toEqual([121, 12])
    for (const { data, hash } of fingerprints) expect(fingerprintHash(data as FingerprintData)).toBe(hash)
    for (const { data, hash } of sessions) expect(sessionHash(data as SessionIdentity)).toBe(hash)
  })
})

describe('a record', () => {
  it('is written byte for byte as by the reference', () => {
    for (const { record, sha256 } of records) {
      const text = recordText(record)
      expect(JSON.parse(text)).toEqual(record)
      expect(createHash('sha256').update(text, 'latin1').digest('hex')).toBe(sha256)
    }
  })

  it('shows whole seconds as floats: a probe that was skipped took 0.0', () => {
    expect(recordText((records[4] as { record: ScanRecord }).record)).toContain('"probe": 0.0,')
  })

  it('lies under its fingerprint and the hash of where the server was', () => {
    for (const { record, path } of records) {
      expect(recordPath(record)).toBe(path)
      expect(fingerprintHash(record['server-probe']['fingerprint-data'])).toBe(
        record['server-probe'].fingerprint,
      )
    }
    expect(() => recordPath({ ...(records[0] as { record: ScanRecord }).record, sessions: [] })).toThrow(
      'at least one session',
    )
  })

  it('saved again keeps its data and its sessions, and takes what the last session saw', () => {
    const [first, second] = [records[0]?.record as ScanRecord, records[1]?.record as ScanRecord]
    const merged = mergeRecord(first, second)
    expect(merged['server-probe']['fingerprint-data']).toBe(first['server-probe']['fingerprint-data'])
    expect(merged['server-probe'].session_data).toBe(second['server-probe'].session_data)
    expect(merged.sessions).toEqual([...first.sessions, ...second.sessions])
  })
})

it('adds a name to the file of names, sorted by hash, and never to what is no such file', () => {
  const first = namesText(undefined, 'ffff', 'Zürich')
  expect(first).toBe('{\n  "ffff": "Z\\u00fcrich"\n}')
  expect(namesText(first, 'aaaa', 'A "q"')).toBe('{\n  "aaaa": "A \\"q\\"",\n  "ffff": "Z\\u00fcrich"\n}')
  expect(namesText(first, 'ffff', 'x')).toBe('{\n  "ffff": "x"\n}')
  expect([namesText('[]', 'a', 'b'), namesText('{"a":', 'a', 'b')]).toEqual([undefined, undefined])
})

it('writes times with microseconds, and without where there are none', () => {
  expect(isoTime(Date.UTC(2026, 3, 7, 6, 51, 49) + 791.984)).toBe('2026-04-07T06:51:49.791984+00:00')
  expect(isoTime(Date.UTC(2026, 3, 7, 6, 51, 49) + 1)).toBe('2026-04-07T06:51:49.001000+00:00')
  expect(isoTime(Date.UTC(2026, 3, 7, 6, 51, 49))).toBe('2026-04-07T06:51:49+00:00')
  expect(isoTime(Date.UTC(2026, 3, 7, 6, 51, 49) + 999.9999)).toBe('2026-04-07T06:51:50+00:00')
})
