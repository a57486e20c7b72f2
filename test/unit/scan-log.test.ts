import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { logLine, logText, parseLine, unwrapLines, wrapLine } from '../../shared/fingerprint/log-lines.ts'

const { logs, wrapped } = JSON.parse(
  readFileSync(new URL('../vectors/seed_logs.json', import.meta.url), 'utf8'),
) as { logs: readonly (readonly string[])[]; wrapped: readonly (readonly [string, readonly string[]])[] }

/** The messages of a log, and the log again as made from them. */
const again = (lines: readonly string[]): readonly string[] =>
  unwrapLines(lines)
    .map((line) => parseLine(line)?.message ?? line)
    .flatMap((message) => wrapLine(logText(message)))

describe('a line of the connection log', () => {
  it('has the level, file and line of the census page, for every line of its five logs', () => {
    expect(logs.map((lines) => unwrapLines(lines).length)).toEqual([253, 253, 253, 253, 47])
    for (const lines of logs) expect(again(lines)).toEqual(lines)
  })

  it('knows messages that the page does not show', () => {
    const place = (message: string): string => logText(message).replace(` ${message}`, '')
    expect(place('skip DO GMCP; remote_option = True')).toBe('DEBUG stream_writer.py:990')
    expect(place('skip DONT NAWS; remote_option = False')).toBe('DEBUG stream_writer.py:1015')
    expect(place('recv WILL TTYPE on client end, refusing.')).toBe('DEBUG stream_writer.py:2139')
    expect(place('recv WILL SNDLOC on client end, refusing.')).toBe('DEBUG stream_writer.py:2076')
    expect(place("MSDP: {'A': '1'}")).toBe('DEBUG stream_writer.py:1792')
    expect(place('new server fingerprint a7f16e7eba19a9ae')).toBe('INFO fingerprinting.py:840')
    expect(place('WILL CHARSET (bi-directional capability exchange)')).toBe('DEBUG stream_writer.py:791')
    expect(place("example.org:23: [Errno 111] Connect call failed ('192.0.2.1', 23)")).toBe(
      'WARNING server_fingerprinting.py:483',
    )
    expect(place("pending_option[SB + LINEMODE + b'\\x02'] = True")).toBe('DEBUG stream_writer.py:3384')
    expect(place('Connection lost to <Peer 192.0.2.1 23>: [Errno 104]')).toBe('INFO client_base.py:123')
    expect(logLine('something else').line).toBe(0)
  })

  it('is cut as Python’s textwrap cuts', () => {
    for (const [line, lines] of wrapped) expect(wrapLine(line, 40)).toEqual(lines)
  })

  it('is whole again without its indent, and text before the first line is kept', () => {
    expect(unwrapLines(['DEBUG a.py:1 one', 'two', '    three', 'INFO b.py:2 x'])).toEqual([
      'DEBUG a.py:1 one two three',
      'INFO b.py:2 x',
    ])
    expect(unwrapLines(['odd', 'DEBUG a.py:1 x'])).toEqual(['odd', 'DEBUG a.py:1 x'])
  })
})

const SEED = process.env['WILLDO_SEED_PAGE'] ?? '../shared/seed/coffeemud.net.txt'
const seedThere = existsSync(SEED)
if (!seedThere) console.warn(`SKIPPED: no census page at ${SEED}. Set WILLDO_SEED_PAGE to run this test.`)

it.skipIf(!seedThere)('is the same for all five logs of the census page itself', () => {
  const page = readFileSync(SEED, 'utf8').split('\n')
  const starts = page.flatMap((line, i) => (line === 'Show Logfile' ? [i + 1] : []))
  expect(starts).toHaveLength(5)
  for (const start of starts) {
    const next = page.findIndex((_, i) => i > start && page[i + 1] === 'Connection Banner:')
    const lines = page.slice(start, next < 0 ? undefined : next).filter((line) => line !== '')
    expect(again(lines).map((line) => line.trimStart())).toEqual(lines)
  }
})
