import zlib from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, equalBytes, latin1, toHex } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { OPTIONS, optionModule } from '../../shared/options/index.ts'
import type { Entry } from '../../shared/session/entry.ts'
import { FIELDS_MAX } from '../../shared/session/field-parser.ts'
import { fieldsOf, type EntryFields, type Layer } from '../../shared/session/fields.ts'
import { Fold } from '../../shared/session/fold.ts'
import { MARK_INFLATE_GO_ON } from '../../shared/session/marks.ts'
import { Timeline } from '../../shared/session/timeline.ts'
import { everySplit, words } from '../helpers/bytes.ts'
import { random, recut } from '../helpers/cut.ts'
import { expectedCounts, readRecording, recordingsPresent } from '../helpers/recordings.ts'

const heard = (bytes: Uint8Array): Entry => ({ kind: 'in', at: millis(0), bytes })

/** The fields of the last entry. */
function lastOf(...entries: Entry[]): EntryFields {
  const fold = new Fold()
  for (const entry of entries.slice(0, -1)) fold.evolve(entry)
  const fields = fieldsOf(entries.at(-1) as Entry, fold)
  if (!fields) throw new Error('the last entry has no bytes')
  return fields
}

const lines = ({ bytes, fields }: Layer): string[] =>
  fields.map(({ from, to, name, meaning }) => `${toHex(bytes.subarray(from, to), ' ')} ${name}: ${meaning}`)

const named = (what: string): string[] => lines(lastOf(heard(words(what))).wire)

function expectCovered({ bytes, fields }: Layer): void {
  let at = 0
  for (const { from, to, name, meaning } of fields) {
    if (from !== at || to <= from || name === '') throw new Error(`${name} is [${from}, ${to}) behind ${at}`)
    if (name !== 'text' && meaning === '') throw new Error(`${name} at ${from} says nothing`)
    at = to
  }
  expect(at).toBe(bytes.length)
}

/** Every byte of every entry has one name, on the wire and unpacked, and the events are those that the fold makes. */
function expectAllCovered(entries: readonly Entry[]): void {
  const fold = new Fold()
  for (const entry of entries) {
    const before = Fold.restore(fold.save())
    const { events } = fold.evolve(entry)
    const fields = fieldsOf(entry, before)
    if (!fields) continue
    if ('bytes' in entry) expect(equalBytes(fields.wire.bytes, entry.bytes)).toBe(true)
    for (const layer of [fields.wire, fields.decoded ?? fields.wire]) {
      expectCovered(layer)
      for (const { event, kind } of layer.fields) {
        // Text may hold markup, and a fault in it.
        if (event !== undefined && kind === 'text')
          expect(['text', 'inband', 'fault']).toContain(events[event]?.kind)
        if (event !== undefined && kind === 'payload') expect(events[event]?.kind).toBe('subnegotiation')
      }
    }
    expect(before.state().bytes).toEqual(fold.state().bytes)
  }
}

describe('the fields of an entry', () => {
  it('name an empty subnegotiation without an option, and one of option 255', () => {
    expect(named("IAC SB IAC SE 'hi'")).toEqual([
      'ff IAC: a command follows',
      'fa SB: a message about an option follows',
      'ff f0 IAC SE: The server sent an empty subnegotiation that names no option; it was skipped',
      '68 69 text: hi',
    ])
    expect(named('IAC SB EXOPL 1 IAC SE').slice(2)).toEqual([
      'ff option: EXOPL (255): room for more than 256 options',
      '01 payload: 1 bytes of EXOPL',
      'ff IAC: a command follows',
      'f0 SE: the message ends',
    ])
  })

  it('name verbs, options and text', () => {
    expect(named("'hi' IAC DO NAWS IAC WILL 50 IAC GA")).toEqual([
      '68 69 text: hi',
      'ff IAC: a command follows',
      'fd DO: we should do the option',
      '1f option: NAWS (31): the size of our window',
      'ff IAC: a command follows',
      'fb WILL: the server can do the option',
      '32 option: 50, which has no name',
      'ff IAC: a command follows',
      'f9 GA: marked the end of a prompt (go ahead)',
    ])
  })

  it('name the parts of a payload, and say that a 255 is doubled', () => {
    expect(named('IAC SB NAWS 0 IAC IAC 0 24 IAC SE')).toEqual([
      'ff IAC: a command follows',
      'fa SB: a message about an option follows',
      '1f option: NAWS (31): the size of our window',
      '00 ff ff columns: 255 characters a line (255 is doubled on the wire)',
      '00 18 rows: 24 lines',
      'ff IAC: a command follows',
      'f0 SE: the message ends',
    ])
  })

  it('call a doubled 255 in text what it is', () => {
    expect(named("'a' IAC IAC 'b'")).toEqual([
      '61 text: a',
      'ff ff IAC IAC: one byte 255 of text, doubled on the wire',
      '62 text: b',
    ])
  })

  it('know what an earlier entry began', () => {
    const [first, second] = [words('IAC SB NAWS 0 80'), words('0 24 IAC SE IAC')]
    expect(lines(lastOf(heard(first)).wire).at(-1)).toBe('00 50 columns: 80 characters a line')
    expect(lines(lastOf(heard(first), heard(second)).wire)).toEqual([
      '00 18 rows: 24 lines',
      'ff IAC: a command follows',
      'f0 SE: the message ends',
      'ff IAC: what follows it comes with a later entry',
    ])
  })

  it('say which event they belong to, through merged text and faults', () => {
    const { wire } = lastOf(heard(words("'a' IAC IAC 'b' IAC GA IAC 65 IAC SB 31 1 IAC GA IAC SE")))
    expect(wire.fields.map(({ name, event }) => `${name} ${event}`)).toEqual([
      'text 0', 'IAC IAC 0', 'text 0',
      'IAC 1', 'GA 1',
      'IAC 2', 'text 3',
      'IAC 5', 'SB 5', 'option 5', 'columns 5',
      'IAC 8', 'GA 8',
      'IAC SE 9',
    ]) // prettier-ignore
  })

  it('say what the server did wrong', () => {
    expect(named("IAC 'x'").at(0)).toMatch(/^ff IAC: The server sent a lone 255/)
    expect(named('IAC SE')).toEqual(['ff f0 IAC SE: The server ended a subnegotiation that never began'])
    expect(named('IAC SB NAWS 0 80 0 24 IAC GA').at(4)).toMatch(/24 lines\. The server did not end/)
  })

  it('name what is compressed, and what it unpacks to', () => {
    const packed = zlib.deflateSync(words("IAC WILL ECHO 'secret door'"), {
      finishFlush: zlib.constants.Z_SYNC_FLUSH,
    })
    const start = words("'plain' IAC SB MCCP2 IAC SE")
    const { wire, decoded } = lastOf(heard(concat([start, packed])))
    expect(lines(wire).slice(0, 2)).toEqual(['70 6c 61 69 6e text: plain', 'ff IAC: a command follows'])
    expect(wire.fields.at(-1)).toMatchObject({
      name: 'compressed',
      from: start.length,
      meaning: `${packed.length} bytes, which unpack to 14 bytes`,
    })
    expect(decoded && lines(decoded).slice(-3)).toEqual([
      'fb WILL: the server can do the option',
      '01 option: ECHO (1): the server shows what is typed, or hides a password',
      `${toHex(latin1('secret door'), ' ')} text: secret door`,
    ])
  })

  it('show hidden input as stars, and say why', () => {
    const typed: Entry = { kind: 'out', at: millis(1), bytes: latin1('*******\r\n'), from: 'user' }
    const { hidden, wire } = lastOf(heard(words("'Password: ' IAC WILL ECHO")), typed)
    expect([hidden, wire.fields[0]?.name]).toEqual([true, 'hidden text'])
    expect(wire.fields[0]?.meaning).toContain('kept as stars only')
    expect(lastOf({ ...typed, bytes: latin1('look\r\n') }).hidden).toBe(false)
  })

  it('do not take a million commands apart', () => {
    const many = concat(new Array<Uint8Array>(FIELDS_MAX).fill(words('IAC NOP')))
    const { wire } = lastOf(heard(many))
    expectCovered(wire)
    expect(wire.fields.length).toBe(FIELDS_MAX + 1)
    expect(wire.fields.at(-1)?.name).toBe('more')
  })

  it('are found for what a person had read on', () => {
    const bomb = zlib.deflateSync(new Uint8Array(12 * 1024 * 1024).fill(65))
    const entries = [heard(concat([words('IAC SB MCCP2 IAC SE'), bomb]))]
    expect(lastOf(...entries).wire.fields.at(-1)?.name).toBe('unread')
    const rest = lastOf(...entries, { kind: 'mark', at: millis(1), label: MARK_INFLATE_GO_ON })
    expect(rest.wire.bytes).toHaveLength(0)
    expect(rest.decoded?.fields).toMatchObject([{ name: 'text', from: 0 }])
    expectAllCovered([...entries, { kind: 'mark', at: millis(1), label: MARK_INFLATE_GO_ON }])
  })
})

describe('a payload', () => {
  const parts = (option: number, payload: string): string[] =>
    (optionModule(option).fields?.(latin1(payload)) ?? []).map(({ length, name }) => `${length} ${name}`)

  for (const [name, option, payload, expected] of [
    ['TTYPE', 24, '\0XTERM', '1 IS, 5 name'],
    [
      'NEW_ENVIRON',
      39,
      '\0\0A\x02\x01\x01b\x03C',
      '1 IS, 1 VAR, 3 name, 1 VALUE, 1 value, 1 USERVAR, 1 name',
    ],
    [
      'CHARSET',
      42,
      '\x01[TTABLE ]\x01;UTF-8;X',
      '1 REQUEST, 9 [TTABLE], 1 version, 1 separator, 5 name, 1 separator, 1 name',
    ],
    ['MSSP', 70, '\x01NAME\x02Zoo', '1 VAR, 4 name, 1 VAL, 3 value'],
    ['GMCP', 201, 'Core.Ping 12', '9 package, 1 blank, 2 body'],
    ['GMCP without a name', 201, '{"a":1}', '7 body'],
    ['LINEMODE SLC', 34, '\x03\x01\x02\x03', '1 SLC, 1 function, 1 modifiers, 1 character'],
    ['LINEMODE MODE', 34, '\x01\x03', '1 MODE, 1 mask'],
    [
      'MSDP',
      69,
      '\x01A\x02\x03\x01b\x02c\x04',
      '1 VAR, 1 name, 1 VAL, 1 TABLE_OPEN, 1 VAR, 1 name, 1 VAL, 1 value, 1 TABLE_CLOSE',
    ],
    ['STATUS', 5, '\0\xfb\x01', '1 IS, 1 WILL, 1 option'],
    ['ZMP', 93, 'zmp.ping\0', '8 command, 1 NUL'],
  ] as const)
    // prettier-ignore
    it(`of ${name} is named part by part`, () => {
      expect(parts(option, payload).join(', ')).toBe(expected)
    })

  it('of any option is covered, whatever it holds', () => {
    const codes = [...OPTIONS.map(({ code }) => code), 5, 32, 34, 35, 36, 69, 90, 93, 200]
    const small = fc.oneof(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.array(small, { maxLength: 60 }), (code, bytes) => {
        const fields = optionModule(code).fields?.(Uint8Array.from(bytes))
        if (fields) expect(fields.reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length)
        expect(fields?.every(({ length, name }) => length > 0 && name !== '') ?? true).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('of a million variables is not a million fields', () => {
    expect(optionModule(70).fields?.(new Uint8Array(1024 * 1024).fill(1)).length).toBeLessThan(3000)
  })
})

describe('every byte has one name', () => {
  it('at every split of a session with compression, cut payloads and faults', () => {
    const packed = zlib.deflateSync(words("IAC SB GMCP 'A {}' IAC SE 'x' IAC IAC IAC GA"))
    const session = concat([
      words(
        "'a' IAC WILL MCCP2 IAC 65 IAC SB TTYPE 1 IAC SE IAC SB NAWS 0 IAC IAC IAC GA IAC SE IAC SB MCCP2 IAC SE",
      ),
      packed,
      words("'plain' IAC SB 85 WILL 'x' IAC SE IAC SB 85 WILL SE"),
      latin1('not deflate at all, but text that goes on and on'),
    ])
    for (const parts of everySplit(session)) expectAllCovered(parts.map(heard))
  })

  it('in streams of anything', () => {
    const byte = fc.oneof(
      fc.constantFrom(255, 250, 240, 251, 253, 85, 86, 31),
      fc.integer({ min: 0, max: 255 }),
    )
    fc.assert(
      fc.property(fc.array(fc.array(byte, { minLength: 1, maxLength: 30 }), { maxLength: 12 }), (parts) =>
        expectAllCovered(parts.map((part) => heard(Uint8Array.from(part)))),
      ),
      { numRuns: 500 },
    )
  })

  it('at the largest subnegotiation there may be', () => {
    const head = concat([words('IAC SB GMCP'), new Uint8Array(1024 * 1024).fill(66)])
    for (const tail of ["'xy'", 'IAC IAC', 'IAC SE', 'IAC GA']) {
      const all = concat([head, words(tail)])
      expectAllCovered([heard(all)])
      expectAllCovered([heard(all.slice(0, -1)), heard(all.slice(-1))])
    }
  })

  describe.runIf(recordingsPresent())('in recordings of real servers', () => {
    for (const name of Object.keys(recordingsPresent() ? expectedCounts() : {})) {
      it(name, () => {
        const { entries } = readRecording(name)
        expectAllCovered(entries)
        expectAllCovered(recut(entries.slice(0, 60), random(3)))
      })
    }
  })
})

describe('a row’s origin', () => {
  it('is its entry, that entry’s first row, and what was known before it', () => {
    const timeline = new Timeline()
    timeline.append(heard(words("'a' IAC SB NAWS 0")))
    timeline.append(heard(words("80 0 24 IAC SE 'b'")))
    const origin = timeline.origin(timeline.length - 1)
    expect([origin?.first, origin && fieldsOf(origin.entry, origin.before)?.wire.fields[0]?.name]).toEqual([
      1,
      'columns',
    ])
    expect(timeline.origin(99)).toBeUndefined()
  })
})
