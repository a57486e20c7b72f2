import zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { concat, latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import type { Entry } from '../../shared/session/entry.ts'
import { Fold } from '../../shared/session/fold.ts'
import { LINTS, named, type LintCode } from '../../shared/session/lint/book/index.ts'
import { Lints, type Finding } from '../../shared/session/lint/lints.ts'
import { Timeline } from '../../shared/session/timeline.ts'
import { inWords } from '../../shared/telnet/words.ts'
import { words } from '../helpers/bytes.ts'
import { random, recut } from '../helpers/cut.ts'

function lint(entries: readonly Entry[]): readonly Finding[] {
  const fold = new Fold()
  const lints = new Lints()
  for (const entry of entries) lints.take(entry, fold.evolve(entry))
  return lints.findings
}

/** What does not depend on how the bytes were cut. */
const brief = (findings: readonly Finding[]): unknown[] =>
  findings.map(({ code, times, options, examples }) => [code, times, options, examples.map(({ at }) => at)])

/** A session from lines: a time in milliseconds, `<` from the server or `>` to it, and words. */
function session(lines: string): Entry[] {
  return lines
    .trim()
    .split('\n')
    .map((line): Entry => {
      const [, at = '', side, what = ''] = /^\s*(\d+) ([<>]) (.*)$/.exec(line) ?? []
      const bytes = words(what)
      return side === '<'
        ? { kind: 'in', at: millis(Number(at)), bytes }
        : { kind: 'out', at: millis(Number(at)), bytes, from: 'engine' }
    })
}

const from = (at: number, ...parts: readonly (string | Uint8Array)[]): Entry => ({
  kind: 'in',
  at: millis(at),
  bytes: concat(parts.map((part) => (typeof part === 'string' ? words(part) : part))),
})

const deflated = (text: string): Uint8Array =>
  zlib.deflateSync(latin1(text), { finishFlush: zlib.constants.Z_SYNC_FLUSH })

const MCCP2_ON = session('0 < IAC WILL MCCP2\n0 > IAC DO MCCP2')
const TTYPE_ASKED = '0 < IAC SB TTYPE 1 IAC SE\n0 > IAC SB TTYPE 0 WILL IAC SE\n'

/** An option that is on and off three times in three milliseconds. */
const flips = (option: string): Entry[] =>
  session(
    Array.from({ length: 3 }, (_, i) =>
      ['< IAC WILL', '> IAC DO', '< IAC WONT', '> IAC DONT'].map((what) => `${i} ${what} ${option}`),
    )
      .flat()
      .join('\n'),
  )

/** For each lint a session that provokes it, and nothing else. */
const PROVOKED: Readonly<Record<LintCode, readonly Entry[]>> = {
  'bare-iac': session("0 < 'a' IAC 'b'"),
  'bare-se': session("0 < 'a' IAC SE 'b'"),
  'nameless-sb': session("0 < IAC SB IAC SE 'b'"),
  'unterminated-sb': session('0 < IAC DO TTYPE\n0 > IAC WILL TTYPE\n0 < IAC SB TTYPE 1 IAC NOP'),
  'oversized-sb': [
    ...session('0 < IAC WILL GMCP\n0 > IAC DO GMCP'),
    from(1, 'IAC SB GMCP', new Uint8Array(1024 * 1024 + 10).fill(65)),
  ],
  loop: [from(0, 'IAC DO TM '.repeat(601))],
  'forbidden-answer': session('0 < IAC WILL SGA\n0 > IAC DO SGA\n1 > IAC DONT SGA\n2 < IAC WILL SGA'),
  'wrong-way': session('0 < IAC WILL NAWS'),
  'wrong-way-do': session('0 < IAC DO GMCP'),
  'asks-client-echo': session('0 < IAC DO ECHO\n0 > IAC WONT ECHO'),
  'off-already': session('0 < IAC WONT ECHO'),
  'answers-refusal': session('0 < IAC WILL MXP\n0 > IAC DONT MXP\n1 < IAC WONT MXP'),
  'asks-twice': session('0 < IAC WILL SGA\n1 < IAC WILL SGA'),
  'asks-after-no': session('0 < IAC WILL MXP\n0 > IAC DONT MXP\n9000 < IAC WILL MXP'),
  'never-answered': session("0 > IAC DO SGA\n4999 < 'a'\n5000 < 'b'"),
  flapping: flips('SGA'),
  'echo-flapping': flips('ECHO'),
  'empty-sb': session('0 < IAC DO TTYPE\n0 > IAC WILL TTYPE\n0 < IAC SB TTYPE IAC SE'),
  'malformed-sb': session('0 < IAC DO TTYPE\n0 > IAC WILL TTYPE\n0 < IAC SB TTYPE 7 IAC SE'),
  'sb-before-agreed': session('0 < IAC DO TTYPE IAC SB TTYPE 1 IAC SE'),
  'sb-after-no': session("0 < IAC WILL GMCP\n0 > IAC DONT GMCP\n1 < IAC SB GMCP 'Core.Ping' IAC SE"),
  'wrong-role': session("0 < IAC DO TTYPE\n0 > IAC WILL TTYPE\n0 < IAC SB TTYPE 0 'ANSI' IAC SE"),
  'gmcp-no-package': session('0 < IAC WILL GMCP\n0 > IAC DO GMCP\n1 < IAC SB GMCP \'{"hp":1}\' IAC SE'),
  'gmcp-bad-json': session("0 < IAC WILL GMCP\n0 > IAC DO GMCP\n1 < IAC SB GMCP 'Char.Vitals {hp:1}' IAC SE"),
  'mssp-incomplete': session(
    "0 < IAC WILL MSSP\n0 > IAC DO MSSP\n1 < IAC SB MSSP 1 'NAME' 2 'A' 1 'UPTIME' 2 '1' IAC SE",
  ),
  'ttype-forever': session(`0 < IAC DO TTYPE\n0 > IAC WILL TTYPE\n${TTYPE_ASKED.repeat(5)}`),
  'environ-no-names': session(
    '0 < IAC DO NEW_ENVIRON\n0 > IAC WILL NEW_ENVIRON\n0 < IAC SB NEW_ENVIRON 1 0 0 0 3 IAC SE',
  ),
  'charset-role': session("0 < IAC DO CHARSET\n0 > IAC WILL CHARSET\n1 < IAC SB CHARSET 1 ' UTF-8' IAC SE"),
  'charset-unasked': session("0 < IAC WILL CHARSET\n0 > IAC DO CHARSET\n1 < IAC SB CHARSET 2 'UTF-8' IAC SE"),
  'lf-cr': session("0 < 'one\\n\\r\\n\\rtwo'"),
  'bare-lf': session("0 < 'one\\n\\r\\ntwo'"),
  'bare-cr': session("0 < 'one\\r\\r\\ntwo'"),
  'ga-after-sga': session("0 < IAC WILL SGA\n0 > IAC DO SGA\n1 < '> ' IAC GA"),
  'eor-not-agreed': session("0 < '> ' IAC 239"),
  'eor-unused': session(
    `0 < IAC WILL EOR\n0 > IAC DO EOR\n${"1 > 'look\\r\\n'\n1 < 'A room.\\r\\n> '\n".repeat(5)}`,
  ),
  'compression-not-agreed': [from(0, 'IAC WILL MCCP2 IAC SB MCCP2 IAC SE', deflated('a'))],
  'compression-nested': [...MCCP2_ON, from(1, 'IAC SB MCCP2 IAC SE', deflated('a\xff\xfa\x56\xff\xf0b'))],
  'compression-no-end': [
    ...MCCP2_ON,
    from(1, 'IAC SB MCCP2 IAC SE', deflated('a')),
    ...session('2 > IAC DONT MCCP2'),
    from(3, 'IAC WONT MCCP2'),
  ],
  'compression-damaged': [...MCCP2_ON, from(1, 'IAC SB MCCP2 IAC SE', deflated('a'), '7 7 7 7')],
}

describe('each lint', () => {
  for (const [code, entries] of Object.entries(PROVOKED)) {
    it(`${code} is provoked, alone, however the bytes are cut`, () => {
      const findings = lint(entries)
      expect(findings.map((finding) => finding.code)).toEqual([code])
      const long = entries.some((entry) => 'bytes' in entry && entry.bytes.length > 10_000)
      const sizes = long ? [4096, 65_537] : [1, 2, 3, 5, random(1), random(2), random(3)]
      for (const size of sizes) expect(brief(lint(recut(entries, size)))).toEqual(brief(findings))
    })

    it(`${code} leads to the row that provoked it`, () => {
      const timeline = new Timeline()
      for (const entry of entries) timeline.append(entry)
      const [example] = lint(entries)[0]?.examples ?? []
      const glance = timeline.glance(example?.row ?? -1)
      expect(glance.side).toBe(code === 'never-answered' ? 'client' : 'server')
      expect([glance.at, glance.entry]).toEqual([example?.at, example?.entry])
      if (glance.kind === 'negotiate' || glance.kind === 'subnegotiation')
        expect(glance.option).toBe(example?.option)
    })
  }

  it('is explained: what it is, why it matters, which rule, what to do', () => {
    for (const { title, why, rule, fix } of Object.values(LINTS)) {
      for (const sentence of [title, why, fix]) expect(sentence).toMatch(/^[A-Z].*\.$/s)
      expect(rule.says).toMatch(/^[A-Z0-9].*\.$/)
      expect(rule.source).toMatch(/^(RFC \d+|https:\/\/.*)$/)
    }
    expect(named(LINTS['wrong-way'].title, [31, 24])).toBe(
      'The server says WILL for NAWS and TTYPE, which only a client can do.',
    )
    expect(named('OPTION', [1, 3, 24, 31, 39])).toBe('ECHO, SGA, TTYPE and 2 more')
  })
})

describe('nothing is said of a server', () => {
  const GOOD: Readonly<Record<string, readonly Entry[]>> = {
    'that negotiates as it should': session(`
      0 < 'Welcome.\\r\\n' IAC DO TTYPE IAC DO NAWS IAC WILL MSSP IAC WILL GMCP IAC WILL EOR
      1 > IAC WILL TTYPE IAC WILL NAWS IAC SB NAWS 0 80 0 24 IAC SE IAC DO MSSP IAC DO GMCP IAC DO EOR
      2 < IAC SB TTYPE 1 IAC SE IAC SB MSSP 1 'NAME' 2 'A' 1 'PLAYERS' 2 '1' 1 'UPTIME' 2 '1' IAC SE
      3 > IAC SB TTYPE 0 'A' IAC SE
      4 < IAC SB TTYPE 1 IAC SE IAC SB GMCP 'Core.Ping' IAC SE 'Name: ' IAC 239
      5 > IAC SB TTYPE 0 'A' IAC SE 'zoe\\r\\n'
      6 < 'Password: ' IAC WILL ECHO IAC 239
      7 > IAC DO ECHO
      8 > '****\\r\\n'
      9 < IAC WONT ECHO '\\r\\n\\r\\nA room.\\r\\n> ' IAC 239
      9 > IAC DONT ECHO`),
    'that starts over after a copyover': session(`
      0 < IAC WILL SGA IAC WILL MXP
      0 > IAC DO SGA IAC DONT MXP
      60000 < IAC WILL SGA IAC WILL MXP
      60000 > IAC DO SGA IAC DONT MXP`),
    'that says no, and yes, when it is asked': session(`
      0 > IAC DO SGA IAC WILL 99
      1 < IAC WILL SGA IAC DONT 99
      2 > IAC DONT SGA
      3 < IAC WONT SGA`),
    'that is asked for a mark, and gives it': session('0 > IAC DO TM IAC DO TM\n1 < IAC WILL TM IAC WONT TM'),
    'that answers what we said needlessly': session('0 > IAC DONT SGA\n1 < IAC WONT SGA'),
    'whose text is binary': session("0 < IAC WILL BINARY\n0 > IAC DO BINARY\n1 < 'a\\nb\\rc\\n\\rd'"),
    'whose editor moves the cursor by itself': session(
      "0 < IAC WILL ECHO IAC WILL SGA\n0 > IAC DO ECHO IAC DO SGA\n1 < 'a\\nb\\r' 0 'c\\r\\n'",
    ),
    'that ends a compressed stream and goes on in plain text': [
      ...MCCP2_ON,
      from(1, 'IAC SB MCCP2 IAC SE', zlib.deflateSync(latin1('a\r\n'))),
      from(2, "'b\\r\\n'"),
    ],
    'that breaks off in a compressed stream': [
      ...MCCP2_ON,
      from(1, 'IAC SB MCCP2 IAC SE', deflated('a\r\n')),
      { kind: 'close', at: millis(2), reason: 'closed' },
    ],
    'that did not live to answer': [
      ...session('0 > IAC DO SGA'),
      { kind: 'close', at: millis(4000), reason: 'closed' },
    ],
  }
  for (const [name, entries] of Object.entries(GOOD)) {
    it(name, () => {
      for (const size of [100_000, 1, random(1)]) expect(brief(lint(recut(entries, size)))).toEqual([])
    })
  }

  it('for what the client did wrong', () => {
    const wrong = session(
      "0 > IAC SE IAC 'x' IAC SB IAC SE IAC SB TTYPE IAC SE IAC WONT ECHO 'a\\n\\rb' IAC SB CHARSET 7 IAC SE",
    )
    expect(brief(lint(wrong))).toEqual([])
  })
})

describe('what is found', () => {
  it('says how often, of which options, and shows the first times with their bytes', () => {
    const [finding, ...more] = lint(
      session('7 < IAC WONT ECHO IAC DONT SGA\n9 < IAC WONT ECHO IAC WONT ECHO IAC WONT ECHO'),
    )
    expect(more).toEqual([])
    expect(finding).toMatchObject({ code: 'off-already', times: 5, options: [1, 3] })
    expect(
      finding?.examples.map(({ at, entry, offset, bytes }) => [at, entry, offset, inWords(bytes)]),
    ).toEqual([
      [7, 0, 0, 'IAC WONT ECHO'],
      [7, 0, 0, 'IAC DONT SGA'],
      [9, 1, 6, 'IAC WONT ECHO'],
      [9, 1, 6, 'IAC WONT ECHO'],
    ])
    expect(finding?.examples.map(({ note }) => note)).toEqual([
      'Nobody had spoken of it before.',
      'Nobody had spoken of it before.',
      'It was off already.',
      'It was off already.',
    ])
  })

  it('shows a line end whole that was cut in two', () => {
    const [finding] = lint([from(0, "'one\\n'"), from(1, "'\\r'"), from(2, "'two'")])
    expect(inWords(finding?.examples[0]?.bytes ?? new Uint8Array())).toBe("10 13 'two'")
  })

  it('stays small when a server does everything wrong without end', () => {
    const all = Array.from({ length: 256 }, (_, option) => Uint8Array.of(255, 252, option))
    const bytes = concat(Array.from({ length: 200 }, () => concat(all)))
    const [finding] = lint([from(0, bytes)])
    expect(finding?.times).toBeGreaterThan(50_000)
    expect(finding?.examples.length).toBeLessThanOrEqual(12)
    expect(finding?.options.length).toBeLessThanOrEqual(256)
  })

  it('is the same list until something is added', () => {
    const fold = new Fold()
    const lints = new Lints()
    const take = (entry: Entry): void => lints.take(entry, fold.evolve(entry))
    take(from(0, 'IAC WONT ECHO'))
    const first = lints.findings
    take(from(1, "'all is well\\r\\n'"))
    expect(lints.findings).toBe(first)
    take(from(2, 'IAC SE'))
    expect(lints.findings).toHaveLength(2)
    expect(lints.findings[0]).toBe(first[0])
  })
})
