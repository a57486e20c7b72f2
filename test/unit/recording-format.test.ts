import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { parseRecording, serializeEntry, serializeHeader } from '../../shared/recording/format.ts'
import type { Entry } from '../../shared/session/entry.ts'

const HEADER = {
  willdo: 1,
  engine: '0.1.0',
  host: 'example.org',
  port: 4000,
  tls: false,
  started: '2026-01-01T00:00:00.000Z',
  note: 'kept',
} as const

const ENTRIES: readonly Entry[] = [
  { kind: 'in', at: millis(1), bytes: latin1('\xff\xfb\x01Hi') },
  { kind: 'out', at: millis(2), bytes: latin1('\xff\xfd\x01'), from: 'engine' },
  { kind: 'out', at: millis(3), bytes: latin1('***\r\n'), from: 'user' },
  { kind: 'resize', at: millis(4), columns: 80, rows: 24 },
  { kind: 'mark', at: millis(5), label: 'here' },
  { kind: 'message', at: millis(6), message: { code: 'notice', message: 'The proxy restarts.' } },
  { kind: 'gap', at: millis(7), lost: 12 },
  { kind: 'unknown', at: millis(8), line: [8, '?', { new: true }] },
  { kind: 'close', at: millis(9), reason: 'closed' },
]

const text = serializeHeader(HEADER) + ENTRIES.map(serializeEntry).join('')

describe('a recording', () => {
  it('is read back as it was written, unknown kinds and header keys too', () => {
    expect(parseRecording(text)).toEqual({ header: HEADER, entries: ENTRIES, truncated: false })
  })

  it('is JSON lines: a header object, then an array a line', () => {
    expect(text.split('\n').slice(0, 3)).toEqual([
      JSON.stringify(HEADER),
      '[1,"<","//sBSGk="]',
      '[2,">","//0B","engine"]',
    ])
  })

  it('looks as its documentation says', () => {
    const document = readFileSync(new URL('../../docs/recording-format.md', import.meta.url), 'utf8')
    const examples = [...document.matchAll(/```json\n([^`]*)```/g)].map((match) => match[1]).join('')
    const { header, entries } = parseRecording(examples)
    expect(header).toMatchObject({ host: 'mud.example.org', port: 4000 })
    expect(entries.map(({ kind }) => kind)).toEqual(['in', 'out', 'out', 'close'])
    expect(serializeHeader(header) + entries.map(serializeEntry).join('')).toBe(examples)
  })

  it('loses only its last line when that is cut off anywhere', () => {
    const whole = parseRecording(text).entries
    const lastLine = serializeEntry(ENTRIES[8] as Entry)
    for (let cut = 2; cut < lastLine.length; cut++) {
      const { entries, truncated } = parseRecording(text.slice(0, -cut))
      expect([entries, truncated]).toEqual([whole.slice(0, 8), true])
    }
    expect(parseRecording(text.slice(0, -1)).entries).toEqual(whole)
  })

  it('that cannot be read says which line and why', () => {
    const lines = text.trimEnd().split('\n')
    const broken = (line: number, by: string): string =>
      lines.map((old, i) => (i === line - 1 ? by : old)).join('\n') + '\n'
    for (const [line, by, why] of [
      [1, 'GIF89a', 'Line 1 of the recording is no header'],
      [1, '{"willdo":2}', 'Line 1 of the recording is of version 2; this program reads version 1.'],
      [3, 'garbage', 'Line 3 of the recording is not JSON.'],
      [3, '{}', 'Line 3 of the recording is no list.'],
      [3, '["now","<",""]', 'Line 3 of the recording does not begin with a time.'],
      [3, '[1,"<","###"]', 'Line 3 of the recording holds bytes that are not base64.'],
    ] as const) {
      expect(() => parseRecording(broken(line, by))).toThrow(why)
    }
    expect(() => parseRecording('')).toThrow('Line 1')
  })
})
