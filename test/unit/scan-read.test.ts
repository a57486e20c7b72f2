import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LARGEST_RECORD, readRecord, type Reading } from '../../shared/fingerprint/read.ts'
import type { ScanRecord } from '../../shared/fingerprint/record.ts'
import { fingerprintHash, recordText } from '../../shared/fingerprint/write.ts'

const { records } = JSON.parse(readFileSync(new URL('../vectors/records.json', import.meta.url), 'utf8')) as {
  records: { record: ScanRecord }[]
}
const first = (records[0] as { record: ScanRecord }).record

type Of<Kind> = Extract<Reading, { kind: Kind }>
function read<Kind extends Reading['kind']>(kind: Kind, text: string): Of<Kind> {
  const reading = readRecord(text)
  expect(reading.kind === kind ? kind : reading).toBe(kind)
  return reading as Of<Kind>
}
/** The first record with some of its parts replaced. */
const changed = (change: (record: Record<string, Record<string, unknown>>) => void): string => {
  const copy = structuredClone(first) as unknown as Record<string, Record<string, unknown>>
  change(copy)
  return JSON.stringify(copy)
}

describe('a record', () => {
  it('reads as it was written, with nothing to remark', () => {
    for (const { record } of records) {
      const reading = read('record', recordText(record))
      expect(reading).toEqual({ kind: 'record', record, notes: [] })
    }
  })

  it('keeps what this version does not know, on every level', () => {
    const text = changed((record) => {
      record['extra'] = { a: [1, { b: null }] }
      record['server-probe'] = { ...record['server-probe'], future: 'x' }
      Object.assign(record['server-probe']['session_data'] as object, { tls: { version: 'TLSv1.3' } })
    })
    expect(read('record', text).record).toEqual(JSON.parse(text))
  })

  it('is found between the lines of a page, behind a byte order mark too', () => {
    expect(read('record', `\ufeffShow JSON\n${recordText(first)}\nConnection Log`).record).toEqual(first)
  })

  it('whose banners lost their backslashes is read without them', () => {
    const text = recordText(first).replaceAll('\\"', '"')
    expect(() => JSON.parse(text) as unknown).toThrow()
    const { record, notes } = read('record', text)
    expect(record['server-probe'].session_data).toEqual({
      ...first['server-probe'].session_data,
      banner_before_return: '',
      banner_after_return: '',
    })
    expect(notes).toEqual(['The quotes in its banners are damaged; the banners were left out.'])
  })

  it('that is damaged further gives its fingerprint all the same', () => {
    const text = JSON.stringify(first).replaceAll('\\"', '"')
    const { data, fingerprint, notes } = read('fingerprint', text)
    expect(fingerprint).toBe('a7f16e7eba19a9ae')
    expect(fingerprintHash(data)).toBe(fingerprint)
    expect(notes).toEqual(['The record is damaged; only its fingerprint could be read.'])
  })

  it('without its empty lists, as the reference prints it, gets them back', () => {
    const fifth = (records[4] as { record: ScanRecord }).record
    const text = JSON.stringify(fifth).replaceAll(/"(offered|requested|refused)-options":\[\],?/g, '')
    const { record, notes } = read('record', text)
    expect(record['server-probe']['fingerprint-data']).toEqual(fifth['server-probe']['fingerprint-data'])
    expect(notes).toEqual(['Empty lists were missing in its data and were put back.'])
  })

  it('that states another fingerprint than its data give is told', () => {
    const { record, notes } = read(
      'record',
      changed((r) => Object.assign(r['server-probe'] as object, { fingerprint: 'ffff' })),
    )
    expect(record['server-probe'].fingerprint).toBe('a7f16e7eba19a9ae')
    expect(notes).toEqual(['It states the fingerprint "ffff", but its data give a7f16e7eba19a9ae.'])
  })

  it('of very many sessions keeps the last ones', () => {
    const text = changed((r) => {
      const [session] = first.sessions
      Object.assign(r, { sessions: Array.from({ length: 1005 }, (_, port) => ({ ...session, port })) })
    })
    const { sessions } = read('record', text).record
    expect([sessions.length, sessions.at(-1)?.port]).toEqual([1000, 1004])
  })

  it('with parts missing or of another kind is filled up, and says so', () => {
    const { record, notes } = read(
      'record',
      changed((r) => {
        delete (r['server-probe'] as { session_data?: unknown }).session_data
        delete r['sessions']
      }),
    )
    expect(record['server-probe'].session_data.timing).toEqual({ probe: 0, total: 0 })
    expect(record.sessions).toEqual([])
    expect(notes).toHaveLength(3)
    const odd = changed((r) => {
      Object.assign((r['server-probe'] as { session_data: object }).session_data, {
        encoding: 7,
        timing: null,
        mssp: { PORT: 23, NAME: ['a', 1, null], BAD: {} },
        zmp: [['a', 1], 'x'],
        aardwolf: [{ channel: 1, data_byte: 'x' }],
        option_states: { server_offered: { ECHO: 'yes', SGA: true }, environ_requested: [{ type: 'X' }] },
      })
    })
    const { session_data: session } = read('record', odd).record['server-probe']
    expect(session.encoding).toBe('ascii')
    expect(session.mssp).toEqual({ PORT: '23', NAME: ['a'] })
    expect(session.zmp).toEqual([['a']])
    expect(session.aardwolf).toEqual([{ channel: '', channel_byte: 0 }])
    expect(session.option_states).toEqual({
      server_offered: { SGA: true },
      server_requested: {},
      environ_requested: [],
    })
  })
})

describe('what is no record', () => {
  const message = (text: string): string => read('unreadable', text).message
  it('gets a sentence that says what is wrong', () => {
    expect(message('')).toContain('There is no record in this text')
    expect(message('hello')).toContain('begins with {')
    expect(message('{"a":1}')).toContain('it has no "server-probe"')
    expect(message('{"telnet-probe":{}}')).toContain('record of a client')
    expect(message('{"server-probe":{}}')).toContain('no "fingerprint-data"')
    expect(message('{"server-probe":{"fingerprint-data":{"offered-options":"ECHO"}}}')).toContain(
      'lists of options',
    )
    expect(
      message('{"server-probe":{"fingerprint-data":{"offered-options":[],"scan-type":"odd"}}}'),
    ).toContain('neither quick nor full')
    expect(message('{"server-probe":{"fingerprint-data":{"probed-protocol":"client"}}}')).toContain(
      'record of a client',
    )
    expect(message('{"server-probe": oops}')).toContain('not valid JSON')
    expect(message(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)).toContain('nested too deep')
    expect(message(`{${' '.repeat(LARGEST_RECORD)}}`)).toContain('9 MiB long; a record has 8 at most')
  })

  it('never throws, whatever is cut out of a record or put into it, and is written again', () => {
    const text = recordText((records[5] as { record: ScanRecord }).record)
    const bits = fc.constantFrom(
      '',
      '"',
      '{',
      '}',
      '[',
      ']',
      'null',
      '1',
      ',',
      ':',
      '\\',
      '"x"',
      '[[]]',
      '{"a":[]}',
    )
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(40), bits, (at, length, bit) => {
        const reading = readRecord(text.slice(0, at) + bit + text.slice(at + length))
        if (reading.kind === 'record') expect(recordText(reading.record)).toContain('"server-probe"')
        if (reading.kind === 'unreadable') expect(reading.message).toMatch(/^[A-Z].*\.$/)
      }),
      { numRuns: 2000 },
    )
  })

  it('is told quickly, also where a line was made to be slow', () => {
    const blanks = ' '.repeat(2 ** 21)
    expect(readRecord(`{"banner_before_return":${blanks}x${blanks}}`).kind).toBe('unreadable')
    expect(readRecord(`{${'"fingerprint-data": {'.repeat(2 ** 16)}}`).kind).toBe('unreadable')
  })
})

const SEED = process.env['WILLDO_SEED_PAGE'] ?? '../shared/seed/coffeemud.net.txt'
const seedThere = existsSync(SEED)
if (!seedThere) console.warn(`SKIPPED: no census page at ${SEED}. Set WILLDO_SEED_PAGE to run this test.`)

it.skipIf(!seedThere)('reads the five records of the census page, whose quotes it broke', () => {
  const parts = readFileSync(SEED, 'utf8').split('Show JSON\n').slice(1)
  const found = parts.map((part) => read('record', part.split('\nConnection Log')[0] ?? ''))
  expect(found.map(({ record }) => record['server-probe'].fingerprint)).toEqual([
    ...Array<string>(4).fill('a7f16e7eba19a9ae'),
    'c2dd7d4e76383b41',
  ])
  expect(found.map(({ notes }) => notes.length)).toEqual([1, 1, 1, 1, 0])
  expect(found[0]?.record['server-probe'].session_data.mssp?.['NAME']).toBe('CoffeeMud')
})
