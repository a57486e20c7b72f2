import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toBase64Url } from '../../shared/base/base64url.ts'
import { latin1 } from '../../shared/base/bytes.ts'
import { fingerprintLink, readFingerprintLink } from '../../shared/fingerprint/link.ts'
import { reportLink } from '../../shared/fingerprint/make-report-link.ts'
import { probeOrder, recordName } from '../../shared/fingerprint/names.ts'
import { packNames } from '../../shared/fingerprint/option-set.ts'
import type { FingerprintData } from '../../shared/fingerprint/record.ts'
import { DICTIONARY } from '../../shared/fingerprint/report-dictionary.ts'
import { LINK_MAX, readReportLink } from '../../shared/fingerprint/report-link.ts'
import { ownFormIn, type Scanned } from '../../shared/fingerprint/scanned.ts'
import { fingerprintHash, recordText } from '../../shared/fingerprint/write.ts'
import { pack } from '../../shared/telnet/pack.ts'
import { documentText } from '../helpers/documents.ts'
import { recordWith, scanRecords } from '../helpers/scan-records.ts'
import { scriptedServers } from '../helpers/sim-specs.ts'

const { vectors } = JSON.parse(
  readFileSync(new URL('../vectors/hash_vectors.json', import.meta.url), 'utf8'),
) as { vectors: { kind: string; data: FingerprintData; hash: string }[] }
const fingerprints = vectors.filter(({ kind }) => kind === 'fingerprint')

const problemOf = (read: object): string => ('problem' in read ? String(read.problem) : '')
const NAMES = Array.from({ length: 256 }, (_, code) => recordName(code))

/** Letters that no chance makes alike from run to run, so that nothing packs them. */
function noise(length: number): string {
  let state = 1
  let text = ''
  while (text.length < length) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    text += (state >>> 8).toString(36)
  }
  return text.slice(0, length)
}

describe('a link to a fingerprint', () => {
  it(`holds each of ${fingerprints.length} fingerprints in at most 80 letters`, () => {
    for (const { data, hash } of fingerprints) {
      const link = fingerprintLink(data) ?? ''
      expect(link.startsWith(`#/f/${hash}/`)).toBe(true)
      expect(link.length).toBeLessThanOrEqual(80)
      const read = readFingerprintLink(link)
      expect(read).toMatchObject({ hash })
      expect(fingerprintHash('data' in read ? read.data : ({} as FingerprintData))).toBe(hash)
    }
  })

  it('holds the largest that a full scan with eight keys gives', () => {
    const full = probeOrder('full').map(recordName).sort()
    const clients = ['LFLOW', 'LINEMODE', 'NAWS', 'NEW_ENVIRON', 'SNDLOC', 'TSPEED', 'TTYPE', 'XDISPLOC']
    const data: FingerprintData = {
      'probed-protocol': 'server',
      'scan-type': 'full',
      'offered-options': full,
      'requested-options': [...full, ...clients, '0x06', '0xfa'].sort(),
      'refused-options': [],
      'directional-refusals': clients,
      'looped-negotiation': [...full, ...clients].sort(),
      'wrong-direction-offered': ['ECHO', 'NAWS', 'TTYPE'],
    }
    const link = fingerprintLink(data) ?? ''
    expect(link.length).toBeLessThanOrEqual(80)
    expect(readFingerprintLink(link)).toEqual({ hash: fingerprintHash(data), data })
  })

  it('holds any lists of option names, in whatever order, and no other names', () => {
    const list = fc.oneof(
      fc.uniqueArray(fc.constantFrom(...NAMES)).map((names) => [...names].sort()),
      fc.array(fc.constantFrom(...NAMES), { maxLength: 30 }),
    )
    const later = fc.option(
      fc.record({
        'directional-refusals': list,
        'looped-negotiation': list,
        'wrong-direction-offered': list,
      }),
    )
    fc.assert(
      fc.property(list, list, list, fc.constantFrom('quick', 'full'), later, (a, b, c, type, more) => {
        const data: FingerprintData = {
          'probed-protocol': 'server',
          'scan-type': type,
          'offered-options': a,
          'requested-options': b,
          'refused-options': c,
          ...(more ?? {}),
        }
        expect(readFingerprintLink(fingerprintLink(data) ?? '')).toEqual({
          hash: fingerprintHash(data),
          data,
        })
      }),
    )
    const [{ data } = { data: {} as FingerprintData }] = fingerprints
    expect(fingerprintLink({ ...data, 'offered-options': ['MIND_READING'] })).toBeUndefined()
  })

  it('has the usual options in the order of its document', () => {
    const [, block = ''] =
      /usual\noptions, bit 0[^:]*:\n\n((?: {4}[\d ]+\n)+)/.exec(documentText('report-links.md')) ?? []
    const usual = block.trim().split(/\s+/).map(Number)
    expect(usual.length).toBe(57)
    usual.forEach((code, place) => {
      const bits = Array.from({ length: (place >> 3) + 1 }, (_, i) =>
        i === place >> 3 ? 1 << (place & 7) : 0,
      )
      expect(packNames([recordName(code)])).toEqual([bits.length, ...bits])
    })
  })

  it('says so when it is cut, changed, forged or from a later version', () => {
    const link = fingerprintLink(fingerprints[0]?.data as FingerprintData) ?? ''
    const payload = link.split('/')[3] ?? ''
    const other = fingerprintLink(fingerprints[5]?.data as FingerprintData)?.split('/')[2] ?? ''
    expect(problemOf(readFingerprintLink(link.slice(0, -1)))).toMatch(/damaged/)
    expect(problemOf(readFingerprintLink(`#/f/${other}/${payload}`))).toMatch(/forged/)
    expect(problemOf(readFingerprintLink(`#/f/${other}/${toBase64Url(Uint8Array.of(2, 0, 0))}`))).toMatch(
      /newer/,
    )
    expect(problemOf(readFingerprintLink(`#/f/${other}/${toBase64Url(Uint8Array.of(1, 129, 0))}`))).toMatch(
      /newer/,
    )
    for (const bad of [
      '',
      '#/f/',
      '#/f/x/y',
      `#/f/${other}/`,
      `#/f/${other}/%00`,
      `#/f/${other}/${'A'.repeat(100_000)}`,
    ])
      expect(problemOf(readFingerprintLink(bad))).toMatch(/damaged/)
  })

  it('never reads one letter for another', () => {
    for (const { data } of fingerprints.slice(0, 20)) {
      const link = fingerprintLink(data) ?? ''
      for (let at = 21; at < link.length; at++) {
        const changed = link.slice(0, at) + (link[at] === 'A' ? 'B' : 'A') + link.slice(at + 1)
        expect(problemOf(readFingerprintLink(changed))).not.toBe('')
      }
    }
  })

  it('survives whatever stands behind the #', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const link = `#/f/${'0'.repeat(16)}/${toBase64Url(Uint8Array.of(1, ...bytes))}`
        expect(problemOf(readFingerprintLink(link))).not.toBe('')
      }),
    )
  })
})

const scans: readonly Scanned[] = scanRecords().map((record) => ({ record, country: 'US' }))

describe('the scripted servers', () => {
  it('have fingerprints that links of 80 letters hold, in both schemas', () => {
    for (const { expected } of scriptedServers()) {
      for (const schema of ['five-key', 'eight-key'] as const) {
        const { fingerprint: hash, 'fingerprint-data': data } = expected[schema]
        const link = fingerprintLink(data) ?? ''
        expect(link.length).toBeLessThanOrEqual(80)
        expect(readFingerprintLink(link)).toEqual({ hash, data })
      }
    }
  })
})

describe('a link to a report', () => {
  it('gives the record back byte for byte, with its log, its country and willdo’s own account', () => {
    const own = {
      willdo: 1, schema: 'five-key', profile: 'tool', pace: 'fast', fingerprint: 'x', requested: ['TTYPE'],
      'scan-type': 'quick', options: { ECHO: 'no answer', SGA: 'refused' }, 'round-trip-ms': 12, 'probe-window-ms': 500,
      notices: [{ code: 'fast', message: 'It was in a hurry.' }],
    } // prettier-ignore
    for (const scan of scans) {
      const whole: Scanned = {
        ...scan,
        log: 'DEBUG a.py:1 “x”\nINFO b.py:2 y',
        own: ownFormIn(own) as NonNullable<Scanned['own']>,
      }
      const made = reportLink(whole)
      expect(made?.leftOut).toEqual([])
      const read = readReportLink(made?.link ?? '')
      if ('problem' in read) throw new Error(read.problem)
      expect(recordText(read.scan.record)).toBe(recordText(scan.record))
      expect(read).toEqual({ scan: { ...whole, record: read.scan.record }, leftOut: [] })
    }
  })

  it('keeps bytes that had no meaning, letters of all scripts and characters that JSON escapes', () => {
    const texts = [
      '\udcc7\udcff\udc80',
      '\\udcc7 \\ " \\\\udcc7',
      '\ud83d\udca9 \ud83d\udc80 \udc80',
      'é\x7f\u2028\x1b[0m\0',
    ]
    for (const text of texts) {
      const record = recordWith({ banner_before_return: text, mssp: { NAME: text } })
      const read = readReportLink(reportLink({ record })?.link ?? '')
      expect('scan' in read && recordText(read.scan.record)).toBe(recordText(record))
    }
  })

  it('leaves out the log first, then the banner after RETURN, then the one before, and says so', () => {
    const long = noise(14_000)
    const full = { banner_before_return: 'Hello', banner_after_return: 'Name:', mssp: { NAME: 'Keep' } }
    const log = { record: recordWith(full), log: long }
    const after = { record: recordWith({ ...full, banner_after_return: long }), log: 'short' }
    const before = { record: recordWith({ ...full, banner_before_return: long }), log: 'short' }
    const expected = [
      [log, ['log'], 'Hello', 'Name:'],
      [after, ['log', 'banner after RETURN'], 'Hello', ''],
      [before, ['log', 'banner after RETURN', 'banner before RETURN'], '', ''],
    ] as const
    for (const [scan, leftOut, kept, keptAfter] of expected) {
      const made = reportLink(scan)
      expect(made?.link.length).toBeLessThanOrEqual(LINK_MAX)
      const read = readReportLink(made?.link ?? '')
      if ('problem' in read) throw new Error(read.problem)
      expect(read.leftOut).toEqual(leftOut)
      const { session_data: session } = read.scan.record['server-probe']
      expect(session).toMatchObject({
        banner_before_return: kept,
        banner_after_return: keptAfter,
        mssp: { NAME: 'Keep' },
      })
    }
    expect(reportLink({ record: recordWith({ ...full, mssp: { NAME: long } }) })).toBeUndefined()
  })

  it('says what is wrong with one that is cut, changed, too long, from later or made to harm', () => {
    const { link } = reportLink(scans[0] as Scanned) ?? { link: '' }
    for (let length = 0; length < link.length; length += 13)
      expect(problemOf(readReportLink(link.slice(0, length)))).toMatch(/damaged/)
    expect(problemOf(readReportLink(`${link.slice(0, 200)}A${link.slice(201)}`))).toMatch(/damaged/)
    expect(problemOf(readReportLink(`${link}AAAA`))).toMatch(/damaged/)
    expect(problemOf(readReportLink(`#/r/${'A'.repeat(LINK_MAX)}`))).toMatch(/longer than any/)
    expect(problemOf(readReportLink(`#/r/${toBase64Url(Uint8Array.of(2, 0, 1, 2, 3))}`))).toMatch(/newer/)
    expect(problemOf(readReportLink(`#/r/${toBase64Url(Uint8Array.of(1, 128, 1, 2, 3))}`))).toMatch(/newer/)
    const bomb = pack(new Uint8Array(4_000_000), DICTIONARY)
    const carried = `#/r/${toBase64Url(Uint8Array.of(1, 0, ...bomb))}`
    expect(carried.length).toBeLessThan(LINK_MAX)
    expect(problemOf(readReportLink(carried))).toMatch(/made to harm/)
  })

  it.each([
    '',
    '\n',
    '{}\n{}',
    'null\nnull',
    '[[[[\n{}',
    `${'['.repeat(100_000)}\n{}`,
    '{"server-probe":1}\n{}',
  ])('takes no %.20j for a record', (text) => {
    const bytes = pack(latin1(text), DICTIONARY)
    expect(problemOf(readReportLink(`#/r/${toBase64Url(Uint8Array.of(1, 0, ...bytes))}`))).not.toBe('')
  })

  it('survives whatever a forger packs', () => {
    const [scan] = scans
    const text = JSON.stringify(scan?.record)
    fc.assert(
      fc.property(fc.json(), fc.nat(text.length), fc.nat(60), fc.string(), (rest, at, length, put) => {
        const record = (text.slice(0, at) + put + text.slice(at + length)).replace(/[^\0-\x7f]/g, '?')
        const bytes = pack(latin1(`${record}\n${rest.replace(/[^\0-\x7f]/g, '?')}`), DICTIONARY)
        const read = readReportLink(`#/r/${toBase64Url(Uint8Array.of(1, 0, ...bytes))}`)
        if ('scan' in read) expect(() => recordText(read.scan.record)).not.toThrow()
        else expect(read.problem).not.toBe('')
      }),
    )
  })

  it('takes only countries that are two letters', () => {
    const read = readReportLink(reportLink({ ...(scans[0] as Scanned), country: 'javascript:' })?.link ?? '')
    expect('scan' in read && read.scan.country).toBeUndefined()
  })
})
