import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import type { Entry } from '../../shared/session/entry.ts'
import type { SessionEvent } from '../../shared/session/events.ts'
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

  it('finds rows by kind, side and option without making them', () => {
    const expected = (fits: (event: SessionEvent) => boolean): number[] =>
      all.flatMap(({ event }, i) => (fits(event) ? [i] : []))
    const side = (event: SessionEvent): string => ('side' in event ? event.side : 'neither')
    expect(timeline.matching(0, Infinity, {})).toEqual(all.map((_, i) => i))
    expect(timeline.matching(0, Infinity, { kinds: ['prompt', 'negotiate'] })).toEqual(
      expected(({ kind }) => kind === 'prompt' || kind === 'negotiate'),
    )
    expect(timeline.matching(0, Infinity, { sides: ['client'] })).toEqual(
      expected((event) => side(event) === 'client'),
    )
    expect(timeline.matching(0, Infinity, { sides: ['neither'] })).toEqual([])
    expect(timeline.matching(0, Infinity, { option: 201, sides: ['server'] })).toEqual(
      expected((event) => 'option' in event && event.option === 201 && side(event) === 'server'),
    )
    expect(timeline.matching(100, 110, { kinds: ['text'] })).toEqual(
      expected(({ kind }) => kind === 'text').filter((row) => row >= 100 && row < 110),
    )
    expect(timeline.matching(0, Infinity, { option: 0 })).toEqual([])
    expect(timeline.matching(0, Infinity, { kinds: [] })).toEqual([])
  })

  it('finds a wish that waits by the option it speaks of', () => {
    const live = new Timeline()
    live.append({ kind: 'mark', at: millis(1), label: 'ask DO SGA' })
    live.append({ kind: 'mark', at: millis(2), label: 'ask the dragon' })
    expect(live.matching(0, 2, { option: 3 })).toEqual([0])
    expect(live.matching(0, 2, { sides: ['neither'] })).toEqual([0, 1])
  })

  it('makes single rows of any places, and knows when they were', () => {
    const numbers = [0, 1, 2, 3, 4000, 4001, 9000, all.length - 1, all.length + 5]
    const rows = timeline.pick(numbers)
    expect(rows.map(({ index }) => index)).toEqual(numbers.slice(0, -1))
    expect(rows.map(({ event }) => event)).toEqual(numbers.slice(0, -1).map((row) => all[row]?.event))
    expect([...timeline.times(numbers.slice(0, -1))]).toEqual(rows.map(({ at }) => at))
    expect([...timeline.times([])]).toEqual([])
  })

  it('reads on from any row, also when more came in between', () => {
    const live = new Timeline()
    for (const entry of LONG.slice(0, 100)) live.append(entry)
    const walk = live.walk(150)
    const seen = [walk.next().value, walk.next().value].map((row) => row?.index)
    for (const entry of LONG.slice(100, 200)) live.append(entry)
    for (const row of walk) seen.push(row.index)
    expect(seen).toEqual(Array.from({ length: live.length - 150 }, (_, i) => 150 + i))
  })

  it('tells rows from entries that have none', () => {
    const live = new Timeline()
    const receive = (at: number, text: string): void =>
      void live.append({ kind: 'in', at: millis(at), bytes: latin1(text) })
    receive(1, '\xff')
    receive(2, '\xfb')
    receive(3, '\x01')
    receive(4, '\xff')
    receive(5, '\xf9')
    receive(6, '\xff')
    expect(live.length).toBe(2)
    expect([live.glance(0), live.glance(1)]).toMatchObject([
      { at: 3, entry: 2, offset: 2, kind: 'negotiate' },
      { at: 5, entry: 4, offset: 4, kind: 'prompt' },
    ])
    expect([...live.times([0, 1])]).toEqual([3, 5])
  })

  it('knows the state at any time past', () => {
    for (const at of [0, 1, 1999, 2000, 4321]) {
      const fold = new Fold()
      for (const entry of LONG) if (entry.at <= at) fold.evolve(entry)
      expect(timeline.stateAt(millis(at))).toEqual(fold.state())
    }
  })

  it('folds what is kept once more, all of it or only its end', () => {
    const steps = [...timeline.steps()]
    expect(steps.map(({ entry }) => entry)).toEqual(LONG)
    expect(steps.flatMap(({ step }) => step.events)).toEqual(all.map(({ event }) => event))
    const end = [...timeline.steps(100)]
    expect(end.length).toBeGreaterThan(5)
    expect(end.length).toBeLessThanOrEqual(CHECKPOINT_ENTRIES + 10)
    expect(end.map(({ entry }) => entry)).toEqual(LONG.slice(-end.length))
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
    const found = timeline.matching(0, Infinity, { kinds: ['prompt'] })
    expect(found[0]).toBeGreaterThanOrEqual(timeline.first)
    expect(timeline.pick(found).map(({ event }) => event.kind)).toEqual(found.map(() => 'prompt'))
    expect([...timeline.times(found)]).toEqual(found.map((row) => all[row]?.at))
  })

  it('goes on at what is kept when what was being read is dropped', () => {
    const live = new Timeline(1024 * 1024)
    const more = (): void => {
      for (let i = 0; i < 6000; i++) live.append({ kind: 'in', at: millis(live.length), bytes: line })
    }
    live.append({ kind: 'in', at: millis(0), bytes: line })
    live.append({ kind: 'in', at: millis(0), bytes: line })
    const walk = live.walk(0)
    expect(walk.next().value?.index).toBe(0)
    more()
    expect(walk.next().value?.index).toBe(live.first)
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
