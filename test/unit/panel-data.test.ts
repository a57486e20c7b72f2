import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageText } from '../../client/panels/data/age.ts'
import { countMembers, jsonIn, kindAt, members } from '../../client/panels/data/json-source.ts'
import { MessageIndex } from '../../client/panels/data/messages.ts'
import { msspGroups } from '../../client/panels/data/mssp-groups.ts'
import { DataTree, type TreeRow } from '../../client/panels/data/tree.ts'
import { roundTripText, tookText } from '../../client/ui/round-trip.ts'
import { millis } from '../../shared/base/brands.ts'
import type { Latest } from '../../shared/options/latest.ts'
import { Timeline } from '../../shared/session/timeline.ts'
import { words } from '../helpers/bytes.ts'

const NOTHING = new Map<string, boolean>()

const packageOf = (body: string, before?: string): Latest => ({ count: 1, at: millis(0), body, before })

const rowsOf = (
  body: string,
  before?: string,
  toggled: ReadonlyMap<string, boolean> = NOTHING,
): readonly TreeRow[] => new DataTree().rows([['Pkg', packageOf(body, before)]], toggled, 1000).rows.slice(1)

const lines = (rows: readonly TreeRow[]): string[] =>
  rows.map(({ label, text, change, was }) =>
    [label, text, change, was && `was ${was}`].filter(Boolean).join(' '),
  )

/** The value read back through `members`. */
function rebuilt(text: string, slice: { from: number; to: number }): unknown {
  const kind = kindAt(text, slice)
  if (kind !== 'object' && kind !== 'array') return JSON.parse(text.slice(slice.from, slice.to))
  const all = [...members(text, slice)]
  expect(countMembers(text, slice)).toBe(all.length)
  const values = all.map((member) => [member.key, rebuilt(text, member)] as const)
  if (kind === 'array') return values.map(([, value]) => value)
  const object = {}
  for (const [key, value] of values) Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true }) // prettier-ignore
  return object
}

describe('JSON as it was written', () => {
  it('is read as JSON.parse reads it, however it is spaced', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = ` ${JSON.stringify(value, undefined, space)}\n`
        const slice = jsonIn(text)
        expect(slice && rebuilt(text, slice)).toEqual(JSON.parse(text))
      }),
      { numRuns: 500 },
    )
  })

  it('is not what is no JSON, and nothing is too deep or too large', () => {
    for (const text of ['', 'hello', '{"a":', '{a:1}', '[1,]', '"x" y']) expect(jsonIn(text)).toBeUndefined()
    const deep = '['.repeat(400_000) + ']'.repeat(400_000)
    const slice = jsonIn(deep)
    if (slice) expect(slice).toEqual({ from: 0, to: deep.length })
    expect(rowsOf(deep, undefined, new Map([['"Pkg"', true]])).length).toBeLessThan(300)
  })
})

describe('the tree of GMCP', () => {
  it('shows numbers, keys that come twice and halves of characters as they were sent', () => {
    expect(
      lines(rowsOf('{"big":12345678901234567890,"a":1.50,"a":2,"half":"\\ud83d!","bell":"\\u0007\\u202ex"}')),
    ).toEqual(['big 12345678901234567890', 'a 1.50', 'a 2', 'half "\\ud83d!"', 'bell "\\x07\\u202ex"'])
  })

  it('gives each line an id of its own, whatever the keys are', () => {
    const rows = rowsOf('{"a":{"b":1},"a/\\"b\\"":1,"":0,"a":1,"a#1":2,"0":[0],"text":1,"__proto__":1}')
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  })

  it('marks what the last message changed, and says what was before', () => {
    const before = '{"hp":10,"max":20,"exits":{"n":1,"s":2},"list":[1,2]}'
    const rows = rowsOf('{"hp":8,"max":20,"exits":{"n":1,"e":3},"list":[1,2,3],"mood":"calm"}', before)
    expect(lines(rows)).toEqual([
      'hp 8 changed was 10',
      'max 20',
      'exits { 2 } inside',
      'n 1',
      'e 3 new',
      'list [ 3 ] inside',
      '[0] 1',
      '[1] 2',
      '[2] 3 new',
      'mood "calm" new',
    ])
    expect(rows.find(({ label }) => label === 'exits')?.gone).toEqual(['s'])
  })

  it('marks nothing in a first message, and nothing where nothing changed', () => {
    for (const before of [undefined, '{"a":{"b":1}}', 'no JSON']) {
      expect(rowsOf('{"a":{"b":1}}', before).every(({ change }) => change === undefined)).toBe(true)
    }
  })

  it('shows bare text, broken JSON and values that are alone', () => {
    expect(lines(rowsOf('Farewell <b>all</b>'))).toEqual(['text, not JSON Farewell <b>all</b>'])
    expect(lines(rowsOf('{"a":'))).toEqual(['text, not JSON {"a":'])
    const alone = (body: string, before?: string, plain = false): string[] =>
      lines(new DataTree(plain).rows([['HP', packageOf(body, before)]], NOTHING, 1000).rows)
    expect(alone('42', '41')).toEqual(['HP 42 changed was 41'])
    expect(alone('"40"', '{"was":"a table"}')).toEqual(['HP "40" changed was {"was":"a table"}'])
    expect(alone('H:10/20 M:5/5', 'H:11/20', true)).toEqual(['HP H:10/20 M:5/5 changed was H:11/20'])
    expect(lines(rowsOf('x'.repeat(5000), undefined, new Map([['"Pkg"', true]])))[0]).toMatch(
      /x… \(1,000 characters more\)$/,
    )
    expect(rowsOf('')).toEqual([])
  })

  it('opens what is short and closes what is long, until a person says otherwise', () => {
    const long = JSON.stringify({ list: Array.from({ length: 200 }, (_, i) => i) })
    expect(lines(rowsOf(long))).toEqual(['list [ 200 ]'])
    expect(rowsOf(long, undefined, new Map([['"Pkg"/"list"', true]]))).toHaveLength(201)
    expect(rowsOf(long, undefined, new Map([['"Pkg"', false]]))).toEqual([])
  })

  it('stops at so many lines and says that there is more', () => {
    const huge = JSON.stringify(Array.from({ length: 100_000 }, (_, i) => i))
    const open = new Map([['"Pkg"', true]])
    const { rows, more } = new DataTree().rows([['Pkg', packageOf(huge)]], open, 1000)
    expect([rows.length, more, rows[1]?.siblings]).toEqual([1000, true, 100_000])
  })

  it('names paths as a script would', () => {
    const paths = rowsOf('{"exits":{"n":1},"odd key":[{"x":1}]}').map(({ path }) => path)
    expect(paths).toEqual([
      'Pkg.exits',
      'Pkg.exits.n',
      'Pkg["odd key"]',
      'Pkg["odd key"][0]',
      'Pkg["odd key"][0].x',
    ])
  })
})

describe('MSSP', () => {
  it('is grouped by subject in the order of the standard, the rest at the end', () => {
    const variables = [
      { name: 'MOTTO', values: ['be kind'] },
      { name: 'GMCP', values: ['1'] },
      { name: 'PLAYERS', values: ['3'] },
      { name: 'NAME', values: ['Zoo\x1b[1m'] },
      { name: 'PAY_TO_PLAY', values: ['0'] },
      { name: 'PORT', values: ['4000', '4001'] },
      { name: 'WEBSITE', values: ['javascript:alert(1)'] },
      { name: 'UPTIME', values: ['1000000000'] },
      { name: 'CRAWL DELAY', values: ['-1'] },
      { name: 'AREAS', values: [''] },
    ]
    const groups = msspGroups({ kind: 'variables', variables }, 1_000_000_000_000 + 3 * 86_400_000)
    const shown = Object.fromEntries(
      groups.map(({ title, lines: list }) => [title, list.map(({ name, value }) => `${name}: ${value}`)]),
    )
    expect(shown).toMatchObject({
      'The game': [
        'NAME: Zoo\\x1b[1m',
        'PLAYERS: 3',
        expect.stringMatching(/^UPTIME: since .*2001.*\(3 days\)$/) as string,
      ],
      'Where it is': ['PORT: 4000, 4001', 'WEBSITE: javascript:alert(1)', 'CRAWL DELAY: no wish'],
      'Its world': ['AREAS: empty'],
      'What it speaks': ['GMCP: yes'],
      Terms: ['PAY_TO_PLAY: no'],
      More: ['MOTTO: be kind'],
    })
    expect(groups.at(-1)?.title).toBe('More')
  })
})

describe('messages of options without a view', () => {
  const timeline = new Timeline()
  const index = new MessageIndex(timeline)
  const hear = (what: string): void => void timeline.append({ kind: 'in', at: millis(0), bytes: words(what) })

  it('are counted by option, and the last ones made from the log', () => {
    hear("'text' IAC SB 249 1 'A' 2 'b' IAC SE IAC SB GMCP 'A 1' IAC SE IAC SB 250 1 IAC SE")
    for (let i = 0; i < 30; i++) hear(`IAC SB 249 1 ${65 + i} IAC SE`)
    const options = index.upTo(timeline.length)
    expect(options.map(({ name, count }) => `${name} ${count}`)).toEqual(['0xf9 31', '0xfa 1'])
    const last = options[0] ? index.last(options[0]) : []
    expect(last).toHaveLength(20)
    expect(last[0]).toMatchObject({
      side: 'server',
      payload: Uint8Array.of(1, 94),
      sentence: expect.stringContaining('0xf9') as string,
    })
    expect(last[0]?.row).toBeGreaterThan(last[1]?.row ?? 0)
  })

  it('are found again when more came', () => {
    hear("IAC SB 249 1 'Z' IAC SE")
    expect(index.upTo(timeline.length)[0]?.count).toBe(32)
  })
})

describe('times in words', () => {
  it('say how long ago, and how long', () => {
    expect([400, 1000, 61_000, 7_300_000].map(ageText)).toEqual([
      'just now',
      '1 s ago',
      '1 min ago',
      '2 h ago',
    ])
    expect([0, 0.44, 12.4, 1250].map(tookText)).toEqual(['0.1 ms', '0.4 ms', '12 ms', '1.25 s'])
  })

  it('say how the way to the game stands', () => {
    const view = { last: undefined, waiting: false, question: 'TIMING-MARK', doubt: undefined } as const
    const last = { took: 45, at: millis(0), by: 'TIMING-MARK' } as const
    expect(roundTripText(view)).toBe('not measured yet')
    expect(roundTripText({ ...view, waiting: true, last })).toBe('asked, waiting for the answer')
    expect(roundTripText({ ...view, last })).toBe('45 ms, by a timing mark')
    expect(roundTripText({ ...view, last, doubt: 'refused' })).toBe(
      '45 ms, by a timing mark, which the game refused',
    )
    expect(roundTripText({ ...view, doubt: 'unanswered' })).toBe('the game left the question unanswered')
  })
})
