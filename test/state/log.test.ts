import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { encodeSubnegotiation } from '../../shared/telnet/encode.ts'
import { Timeline } from '../../shared/session/timeline.ts'
import { NO_FILTER, type LogFilter } from '../../client/panels/log/log-filter.ts'
import { detailOf, LogRows, rowText, type LogRow } from '../../client/panels/log/log-rows.ts'
import { Log } from '../../client/panels/log/log.svelte.ts'
import { GAP, gapText, ROW, RowList } from '../../client/panels/log/row-list.ts'
import { words } from '../helpers/bytes.ts'

/** Rows [from, to) of a timeline, made. */
function made(timeline: Timeline, from = 0, to = timeline.length): (LogRow | undefined)[] {
  const rows = new LogRows(timeline)
  const numbers = Array.from({ length: to - from }, (_, i) => from + i)
  rows.make(numbers, Infinity)
  return numbers.map((number) => rows.get(number))
}

const timelineOf = (...reads: readonly (readonly [at: number, bytes: Uint8Array])[]): Timeline => {
  const timeline = new Timeline()
  for (const [at, bytes] of reads) timeline.append({ kind: 'in', at: millis(at), bytes })
  return timeline
}

/** The numbers of the rows that a filter leaves. */
function shown(timeline: Timeline, filter: Partial<LogFilter>): number[] {
  const log = new Log(timeline)
  log.filter = { ...NO_FILTER, ...filter }
  while (log.step(Infinity).more);
  return Array.from({ length: log.list.length }, (_, i) => log.list.number(i) as number)
}

describe('rows of the log', () => {
  it('are sentences with the beginning of the text, controls taken out', () => {
    const timeline = timelineOf(
      [10, latin1('\xff\xfb\x01')],
      [1500, latin1('\x1b[1;31mA room\x1b[0m\r\n\x1b[1mcaf\xe9\x07')],
    )
    expect(made(timeline)).toMatchObject([
      { time: '0.01 s', side: 'server', sentence: 'The server offered to do ECHO.', sample: '' },
      { time: '1.50 s', side: 'server', sample: 'A room café' },
    ])
  })

  it.each([
    ['a window title', '\x1b]0;Title\x07A room', 'A room'],
    ['a link', '\x1b]8;;http://x\x1b\\a link\x1b]8;;\x1b\\', 'a link'],
    ['a device control string', '\x1bPq#0\x1b\\A room', 'A room'],
    ['character sets', '\x1b(BA room\x1b7', 'A room'],
    ['a sequence that is cut off', 'A room\x1b[3', 'A room'],
    ['a character that is cut off', '\xc3\xa9'.repeat(239) + 'x\xc3\xa9', 'é'.repeat(120)],
  ])('show no escape of %s in the sample', (_name, text, sample) => {
    expect(made(timelineOf([0, latin1(text)]))).toMatchObject([{ sample }])
  })

  it('are given for any window of a long log, and stop when the time is over', () => {
    const timeline = new Timeline()
    for (let i = 0; i < 9000; i++) timeline.append({ kind: 'mark', at: millis(i), label: String(i) })
    for (const from of [0, 8990, 2500, 2495])
      expect(made(timeline, from, from + 10).map((row) => row?.sentence)).toEqual(
        Array.from({ length: 10 }, (_, i) => `Mark: ${from + i}.`),
      )
    const rows = new LogRows(timeline)
    expect(rows.make([0, 5000, 8999], -Infinity)).toBe(false)
    expect([rows.get(0)?.sentence, rows.get(5000)]).toEqual(['Mark: 0.', undefined])
    expect(rows.make([0, 5000, 8999], Infinity)).toBe(true)
    expect(rows.get(8999)?.sentence).toBe('Mark: 8999.')
  })

  it('open to the command in words, its bytes, and who sent it', () => {
    const timeline = timelineOf([1234, words("IAC SB TTYPE 1 IAC SE 'A room\\r\\nNorth' IAC GA")])
    timeline.append({ kind: 'out', at: millis(1300), bytes: words('IAC DO GMCP'), from: 'user' })
    timeline.append({ kind: 'mark', at: millis(1300), label: 'x' })
    const rows = timeline.rows(0, 10)
    expect(rows.map(detailOf)).toMatchObject([
      { words: 'IAC SB TTYPE 1 IAC SE', hex: 'ff fa 18 01 ff f0' },
      { words: '', hex: '' },
      { words: '', text: 'A room\nNorth', bytes: 13 },
      { words: 'IAC GA' },
      { words: 'IAC DO GMCP', from: 'Sent by you.' },
      { words: '', hex: '', text: '', from: '' },
    ])
    expect(rowText(rows.at(-2) as (typeof rows)[0])).toBe(
      '1.30 s\tclient\tWe asked the server to do GMCP.\tIAC DO GMCP',
    )
  })
})

describe('the filter', () => {
  const timeline = timelineOf(
    [0, words('IAC WILL GMCP')],
    [
      10,
      Buffer.concat([
        encodeSubnegotiation(201, latin1('Room.Info {"name":"Harbour"}')),
        latin1('\x1b[1mThe HAR\x1b[0mbour\r\n'),
      ]),
    ],
    [20, words('IAC GA IAC WILL 99 255 65')],
  )
  timeline.append({ kind: 'out', at: millis(30), bytes: words('IAC DO GMCP'), from: 'engine' })
  timeline.append({ kind: 'mark', at: millis(40), label: 'harbour master' })
  const kinds = (filter: Partial<LogFilter>): string =>
    shown(timeline, filter)
      .map((row) => timeline.glance(row).kind)
      .join(' ')

  it('chooses by group, side and option', () => {
    expect(kinds({ groups: ['messages'] })).toBe('subnegotiation')
    expect(kinds({ groups: ['messages', 'marks'] })).toBe('subnegotiation mark')
    expect(kinds({ side: 'client' })).toBe('negotiate')
    expect(kinds({ option: 201 })).toMatch(/^negotiate subnegotiation .*negotiate$/)
    expect(kinds({ option: 201, groups: ['negotiation'], side: 'server' })).toBe('negotiate')
    expect(shown(timeline, {})).toHaveLength(timeline.length)
  })

  it('finds words in sentences and in the text as it is shown, whatever their case', () => {
    expect(kinds({ text: ' harbour ' })).toBe('subnegotiation text mark')
    expect(kinds({ text: 'harbour', groups: ['text'] })).toBe('text')
    expect(kinds({ text: '1mthe' })).toBe('')
    expect(kinds({ text: 'agreed that the server does gmcp' })).toBe('negotiate')
  })

  it('can be left in the middle of a search, goes on from there, and says how far it is', () => {
    const long = new Timeline()
    const line = latin1('a line of text\r\n')
    for (let i = 0; i < 10_000; i++)
      long.append({ kind: 'in', at: millis(i), bytes: i % 1000 === 7 ? latin1('needle\r\n') : line })
    const log = new Log(long)
    log.filter = { ...NO_FILTER, text: 'needle' }
    let steps = 0
    const at: number[] = []
    while (log.step(-Infinity).more) {
      steps++
      if (log.searched !== undefined) at.push(log.searched)
    }
    expect(steps).toBeGreaterThan(100)
    expect(at).toEqual([...at].sort((a, b) => a - b))
    expect(log.searched).toBeUndefined()
    expect(log.list.length).toBe(10)
    long.append({ kind: 'in', at: millis(10_000), bytes: latin1('one more needle') })
    while (log.step(Infinity).more);
    expect(log.list.length).toBe(11)
    log.filter = { ...NO_FILTER, text: 'line' }
    log.step(-Infinity)
    log.filter = NO_FILTER
    while (log.step(Infinity).more);
    expect(log.list.length).toBe(long.length)
  })

  it('shows no row twice and misses none while the session drops its beginning', () => {
    const short = new Timeline(1024 * 1024)
    const log = new Log(short)
    log.filter = { ...NO_FILTER, text: 'needle' }
    const padding = latin1('x'.repeat(990))
    for (let i = 0; i < 6000; i++) {
      short.append({
        kind: 'in',
        at: millis(i),
        bytes: Buffer.concat([padding, latin1(i % 5 ? '' : ' needle')]),
      })
      if (i % 50 === 0) log.step(-Infinity)
    }
    while (log.step(Infinity).more);
    const numbers = Array.from({ length: log.list.length }, (_, i) => log.list.number(i))
    expect(short.first).toBeGreaterThan(4000)
    expect(numbers).toEqual(shown(short, { text: 'needle' }))
  })
})

describe('the places of rows', () => {
  const list = new RowList()
  list.add([2, 3, 5, 8, 9], Float64Array.of(0, 100, 5100, 5200, 20_000))

  it('are equally high, but for silences between them', () => {
    const tops = [0, 1, 2, 3, 4, 5].map((position) => list.top(position))
    expect(tops).toEqual([0, ROW, 2 * ROW, 3 * ROW + GAP, 4 * ROW + GAP, 5 * ROW + 2 * GAP])
    expect([list.gap(1), list.gap(2), list.gap(4)]).toEqual([undefined, 5000, 14_800])
    for (let position = 0; position < 5; position++) {
      expect(list.at(list.top(position))).toBe(position)
      expect(list.at(list.top(position + 1) - 1)).toBe(position)
    }
    expect([list.at(-5), list.at(1e9)]).toEqual([0, 4])
  })

  it('make room for one open row', () => {
    list.open(5, 100)
    expect(list.top(2)).toBe(2 * ROW)
    expect(list.top(3)).toBe(3 * ROW + GAP + 100)
    expect(list.at(3 * ROW + GAP + 50)).toBe(2)
    list.open(4, 100)
    expect(list.top(3)).toBe(3 * ROW + GAP)
    list.open(undefined, 100)
  })

  it('are found by number', () => {
    expect([2, 4, 9, 10].map((number) => list.position(number))).toEqual([0, undefined, 4, undefined])
  })

  it('move up when the first rows are no longer kept', () => {
    const dropping = new RowList()
    dropping.add([0, 1, 2, 3, 4], Float64Array.of(0, 100, 9000, 9100, 20_000))
    const before = dropping.top(3)
    expect(dropping.dropBefore(3)).toBe(before)
    expect([dropping.length, dropping.number(0), dropping.gap(1)]).toEqual([2, 3, 10_900])
    dropping.add([5], Float64Array.of(20_001))
    expect(dropping.position(5)).toBe(2)
    expect(dropping.dropBefore(3)).toBe(0)
  })

  it.each([
    [5000, '5 s later'],
    [12_400, '12 s later'],
    [180_000, '3 min later'],
    [7_300_000, '2 h later'],
  ])('are parted by %i ms as "%s"', (wait, text) => expect(gapText(millis(wait))).toBe(text))
})
