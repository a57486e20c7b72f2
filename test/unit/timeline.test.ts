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
