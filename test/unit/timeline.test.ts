import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import type { Entry } from '../../shared/session/entry.ts'
import { Fold } from '../../shared/session/fold.ts'
import { CHECKPOINT_ENTRIES, Timeline } from '../../shared/session/timeline.ts'
import { encodeSubnegotiation } from '../../shared/telnet/encode.ts'
import { words } from '../helpers/bytes.ts'

/** A long session: more entries than one checkpoint covers, each with text, GMCP and a prompt. */
const LONG: readonly Entry[] = [
  { kind: 'in', at: millis(0), bytes: words('IAC WILL GMCP') },
  { kind: 'out', at: millis(0), bytes: words('IAC DO GMCP'), from: 'engine' },
  ...Array.from({ length: CHECKPOINT_ENTRIES * 3 }, (_, i): Entry => {
    const payload = encodeSubnegotiation(201, latin1(`Char.Vitals {"hp":${i}}`))
    return {
      kind: 'in',
      at: millis(i),
      bytes: Buffer.concat([latin1(`turn ${i}\r\n`), payload, words('IAC GA')]),
    }
  }),
]

describe('the timeline', () => {
  const timeline = new Timeline()
  const all = LONG.flatMap((entry) => timeline.append(entry).events.map((event) => ({ event, at: entry.at })))

  it('makes the same rows when looked at as went by, at any place', () => {
    expect(timeline.length).toBe(all.length)
    for (const from of [0, 1, 2, 5999, 6000, 6001, 6007, all.length - 5]) {
      const rows = timeline.rows(from, from + 10)
      expect(rows.map(({ event, at }) => ({ event, at }))).toEqual(all.slice(from, from + 10))
      expect(rows.map(({ index }) => index)).toEqual(rows.map((_, i) => from + i))
    }
    expect(timeline.rows(all.length, all.length + 10)).toEqual([])
    expect(timeline.rows(-5, 1)).toHaveLength(1)
  })

  it("gives a text row's bytes", () => {
    const row = timeline.rows(2, 3)[0]
    expect(Buffer.from(row?.text ?? []).toString()).toBe('turn 0\r\n')
  })

  it('says at a glance what a row is, without making it', () => {
    expect(timeline.glance(0)).toMatchObject({
      at: 0,
      kind: 'negotiate',
      side: 'server',
      option: 201,
      offset: 0,
    })
    expect(timeline.glance(1)).toMatchObject({ side: 'client', entry: 1 })
    expect(timeline.glance(3)).toMatchObject({ kind: 'subnegotiation', option: 201, length: 20 })
  })

  it('knows the state at any time past', () => {
    for (const at of [0, 1, 1999, 2000, 4321]) {
      const fold = new Fold()
      for (const entry of LONG) if (entry.at <= at) fold.evolve(entry)
      expect(timeline.stateAt(millis(at))).toEqual(fold.state())
    }
  })

  it('hands out states that do not change when the session goes on', () => {
    const live = new Timeline()
    live.append(LONG[0] as Entry)
    const before = live.state
    const copy = structuredClone(before)
    for (const entry of LONG.slice(1, 50)) live.append(entry)
    expect(before).toEqual(copy)
    expect(Object.isFrozen(before)).toBe(true)
    expect(live.state.options[201]).not.toBe(before.options[201])
    const next = live.state
    live.append({ kind: 'in', at: millis(9999), bytes: latin1('text only') })
    expect(live.state.options).toBe(next.options)
    expect(live.state.facts).toBe(next.facts)
  })
})

describe('a session that outgrows the memory it may have', () => {
  const line = latin1('x'.repeat(1000))
  const timeline = new Timeline(1024 * 1024)
  const all: { index: number; at: number }[] = []
  for (let i = 0; i < 6000; i++) {
    const bytes = i % 3 === 0 ? Buffer.concat([line, words('IAC GA')]) : line
    for (const event of timeline.append({ kind: 'in', at: millis(i), bytes }).events) {
      expect(event.kind).toMatch(/text|prompt/)
      all.push({ index: all.length, at: i })
    }
  }

  it('drops its beginning and keeps the numbers of the rest', () => {
    expect(timeline.length).toBe(all.length)
    expect(timeline.first).toBeGreaterThan(4000)
    for (const from of [timeline.first, timeline.first + 777, timeline.length - 3]) {
      const rows = timeline.rows(from, from + 3).map(({ index, at }) => ({ index, at }))
      expect(rows).toEqual(all.slice(from, from + 3))
      expect(timeline.glance(from).at).toBe(all[from]?.at)
    }
    expect(timeline.rows(0, 10)).toEqual([])
    expect(() => timeline.glance(0)).toThrow('no row 0')
  })

  it('knows the counts of the whole session, and says in a recording how much is missing', () => {
    expect(timeline.state.bytes.wireIn).toBe(6000 * 1000 + 2000 * 2)
    const [gap, ...kept] = timeline.entries
    const keptBytes = kept.reduce((sum, entry) => sum + ('bytes' in entry ? entry.bytes.length : 0), 0)
    expect(gap).toMatchObject({ kind: 'gap', lost: timeline.state.bytes.wireIn - keptBytes })
    expect(keptBytes).toBeLessThan(1024 * 1024 * 1.6)
    expect(timeline.stateAt(millis(5999)).bytes).toEqual(timeline.state.bytes)
  })
})
