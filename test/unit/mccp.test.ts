import zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { concat, latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { INFLATE_MAX } from '../../shared/session/byte-source.ts'
import type { Entry } from '../../shared/session/entry.ts'
import { MARK_INFLATE_GO_ON } from '../../shared/session/marks.ts'
import type { FaultCode } from '../../shared/session/events.ts'
import { Fold } from '../../shared/session/fold.ts'
import { foldReport } from '../../shared/recording/report.ts'
import { everySplit, words } from '../helpers/bytes.ts'
import { Game, hex } from '../helpers/play.ts'

/** zlib streams as a server makes them: a sync flush after each text, perhaps an end. */
function stream(texts: readonly string[], { end = true, make = zlib.deflateSync } = {}): Uint8Array {
  const finishFlush = end ? zlib.constants.Z_FINISH : zlib.constants.Z_SYNC_FLUSH
  return make(latin1(texts.join('')), { finishFlush })
}

const START = words('IAC SB MCCP2 IAC SE')
const AGREED: Entry[] = [
  { kind: 'in', at: millis(0), bytes: words('IAC WILL MCCP2') },
  { kind: 'out', at: millis(0), bytes: words('IAC DO MCCP2'), from: 'engine' },
]

interface Outcome {
  text: string
  faults: FaultCode[]
  compression: string[]
  mode: string
  ends: number
}

function outcome(entries: readonly Entry[]): Outcome {
  const fold = new Fold()
  const result: Outcome = { text: '', faults: [], compression: [], mode: '', ends: 0 }
  for (const entry of entries) {
    const { text, events } = fold.evolve(entry)
    for (const event of events) {
      if (event.kind === 'text' && event.side === 'server') {
        result.text += Buffer.from(text.subarray(event.start, event.end)).toString('latin1')
      } else if (event.kind === 'fault') result.faults.push(event.code)
      else if (event.kind === 'compression') result.compression.push(event.what)
    }
  }
  const { mode, ends } = fold.state().compression.server
  return { ...result, mode, ends }
}

const inbound = (parts: readonly Uint8Array[]): Entry[] =>
  parts.map((bytes) => ({ kind: 'in', at: millis(0), bytes }))

/** The outcome, which must be the same for every way to cut the bytes that follow the agreement. */
function everyWay(bytes: Uint8Array, before: readonly Entry[] = AGREED): Outcome {
  const [first, ...others] = everySplit(bytes).map((parts) => outcome([...before, ...inbound(parts)]))
  for (const other of others) expect(other).toEqual(first)
  return first as Outcome
}

describe('MCCP2, however the bytes are cut', () => {
  it('begins at the byte after IAC SE, with text before it and compressed bytes behind it in one read', () => {
    const { text, faults, mode } = everyWay(
      concat([latin1('before '), START, stream(['after'], { end: false })]),
    )
    expect([text, faults, mode]).toEqual(['before after', [], 'inflating'])
  })

  it('returns to plain text at the end of the stream, in the same read', () => {
    const { text, ends, mode } = everyWay(concat([START, stream(['squeezed']), latin1(' plain')]))
    expect([text, ends, mode]).toEqual(['squeezed plain', 1, 'plain'])
  })

  it('starts afresh after an end', () => {
    const again = concat([START, stream(['one ']), latin1('two '), START, stream(['three ']), latin1('four')])
    const { text, ends, compression } = everyWay(again)
    expect([text, ends]).toEqual(['one two three four', 2])
    expect(compression).toEqual(['start', 'end', 'start', 'end'])
  })

  it('takes an unfinished stream at the close for no fault', () => {
    const entries = [
      ...AGREED,
      ...inbound([concat([START, stream(['goodbye'], { end: false })])]),
      { kind: 'close', at: millis(9), reason: 'closed' } as const,
    ]
    expect(outcome(entries)).toMatchObject({ text: 'goodbye', faults: [] })
  })

  for (const [name, make] of [
    ['zlib', zlib.deflateSync],
    ['gzip', zlib.gzipSync],
    ['deflate', zlib.deflateRawSync],
  ] as const) {
    it(`reads ${name}, and says so where it is not zlib`, () => {
      const bytes = concat([START, stream(['some text, some text, some text'], { make }), latin1('!')])
      expect(everyWay(bytes)).toMatchObject({
        text: 'some text, some text, some text!',
        faults: [],
        ends: 1,
        compression: name === 'zlib' ? ['start', 'end'] : ['start', name, 'end'],
      })
    })
  }

  it('finds telnet inside the stream', () => {
    const inside = zlib.deflateSync(words("'a' IAC GA IAC IAC 'b'"))
    expect(everyWay(concat([START, inside])).text).toBe('aÿb')
  })

  it('reads plain after our DONT when the server falls out of the stream without an end', () => {
    const asked: Entry[] = [...AGREED, ...inbound([concat([START, stream(['text'], { end: false })])])]
    asked.push({ kind: 'out', at: millis(1), bytes: words('IAC DONT MCCP2'), from: 'user' })
    const left = everyWay(words("IAC WONT MCCP2 'plain again'"), asked)
    expect(left).toMatchObject({ text: 'textplain again', faults: [], mode: 'plain', ends: 0 })
    expect(left.compression).toEqual(['start', 'raw'])
    // Text instead of a WONT: what looked like the head of a block belongs to it.
    expect(everyWay(latin1('Hello there, no WONT.'), asked).text).toBe('textHello there, no WONT.')
  })

  it('still takes text of the stream that comes after our DONT', () => {
    const whole = stream(['one two three'])
    const cut = stream(['one '], { end: false }).length
    const asked: Entry[] = [...AGREED, ...inbound([concat([START, whole.subarray(0, 4)])])]
    asked.push({ kind: 'out', at: millis(1), bytes: words('IAC DONT MCCP2'), from: 'user' })
    expect(cut).toBeGreaterThan(4)
    const rest = concat([whole.subarray(4), latin1(' plain')])
    expect(everyWay(rest, asked)).toMatchObject({ text: 'one two three plain', faults: [], ends: 1 })
  })

  it('reads plain after our DONT when no compressed byte has come yet, or the DONT crossed the start', () => {
    const dont: Entry = { kind: 'out', at: millis(1), bytes: words('IAC DONT MCCP2'), from: 'user' }
    const started: Entry[] = [...AGREED, ...inbound([START]), dont]
    const crossed: Entry[] = [...AGREED, dont, ...inbound([START])]
    for (const before of [started, crossed]) {
      expect(everyWay(words("IAC WONT MCCP2 'hi'"), before)).toMatchObject({
        text: 'hi',
        faults: [],
        mode: 'plain',
      })
    }
  })

  it('is not taken in by plain text that looks like a compressed block', () => {
    const asked: Entry[] = [...AGREED, ...inbound([concat([START, stream(['text '], { end: false })])])]
    asked.push({ kind: 'out', at: millis(1), bytes: words('IAC DONT MCCP2'), from: 'user' })
    for (const word of ['k', 'sorry', 'Zoo', 'byes', 'reboot in 5']) {
      const bytes = concat([latin1(word), words("IAC WONT MCCP2 'end'")])
      expect(everyWay(bytes, asked)).toMatchObject({ text: `text ${word}end`, faults: [], mode: 'plain' })
    }
  })

  it('finds the text that follows a flush at once, without an end and without our having asked', () => {
    for (const rest of ["IAC WONT MCCP2 'hi'", "'Copyover complete, welcome back.'"]) {
      const bytes = concat([START, stream(['hello '], { end: false }), words(rest)])
      const { text, faults } = everyWay(bytes)
      expect([text, faults]).toEqual([
        `hello ${rest.includes('hi') ? 'hi' : rest.slice(1, -1)}`,
        ['inflate-corrupt'],
      ])
    }
  })

  it('shows a server that says it compresses and does not', () => {
    const bytes = concat([START, latin1('This is not compressed at all.')])
    expect(everyWay(bytes)).toMatchObject({
      text: 'This is not compressed at all.',
      faults: ['inflate-corrupt'],
    })
  })

  it('names damage once, and finds the text again at IAC WONT MCCP2', () => {
    const damaged = stream(['x'.repeat(30)], { end: false })
    damaged[5] = 0xff
    damaged.fill(0xee, 6)
    const result = everyWay(concat([START, damaged, words("IAC WONT MCCP2 'ok'")]))
    expect(result.faults.filter((code) => code === 'inflate-corrupt')).toHaveLength(1)
    expect(result).toMatchObject({ mode: 'plain' })
    expect(result.text.endsWith('ok')).toBe(true)
  })

  it('finds the text again at 16 bytes of plain text', () => {
    const noise = Uint8Array.from({ length: 60 }, (_, i) => 128 + ((i * 37) % 120))
    const result = everyWay(
      concat([START, Uint8Array.of(0x07, 0x03), noise, latin1('You are standing in a field.')]),
    )
    expect(result.faults).toEqual(['inflate-corrupt'])
    expect(result.text).toBe('You are standing in a field.')
  })

  it('keeps what it knows across a snapshot at any byte', () => {
    const bytes = concat([
      START,
      stream(['one two one two ', 'three']),
      latin1(' plain '),
      START,
      stream(['end']),
    ])
    const whole = outcome([...AGREED, ...inbound([bytes])]).text
    for (let at = 0; at <= bytes.length; at++) {
      const first = new Fold()
      let text = ''
      const take = (fold: Fold, part: Uint8Array): void => {
        text += Buffer.from(fold.evolve({ kind: 'in', at: millis(0), bytes: part }).text).toString('latin1')
      }
      for (const entry of AGREED) first.evolve(entry)
      take(first, bytes.slice(0, at))
      const saved = first.save()
      // Going on with the first must not disturb what was saved.
      first.evolve({ kind: 'in', at: millis(0), bytes: bytes.slice(at) })
      take(Fold.restore(saved), bytes.slice(at))
      expect(text).toBe(whole)
    }
  })
})

describe('MCCP2 as it is played', () => {
  it('gives the text of each flush at once', () => {
    const game = new Game()
    game.hear('IAC WILL MCCP2')
    game.hear(START)
    const deflate = zlib.deflateSync(Buffer.from('Name: '), { finishFlush: zlib.constants.Z_SYNC_FLUSH })
    game.hear(deflate)
    expect(game.text).toBe('Name: ')
  })

  it('asks the server to stop when the stream is damaged', () => {
    const game = new Game()
    game.hear('IAC WILL MCCP2')
    expect(game.hear(concat([START, Uint8Array.of(0x07, 0x03, 0x99, 0x99)]))).toBe(hex('IAC DONT MCCP2'))
    expect(game.faults).toEqual(['inflate-corrupt'])
  })

  it('marks compression inside compression and goes on', () => {
    const inside = zlib.deflateSync(concat([latin1('a'), START, latin1('b')]))
    expect(outcome([...AGREED, ...inbound([concat([START, inside])])])).toMatchObject({
      text: 'ab',
      faults: ['compression-nested'],
    })
  })
})

describe('a bomb of commands', () => {
  const held = (fold: Fold): string => fold.state().compression.server.mode

  it('counts a repeated command as one event', () => {
    const fold = new Fold()
    for (const entry of AGREED) fold.evolve(entry)
    const nops = zlib.deflateSync(Buffer.alloc(4 * 1024 * 1024, words('IAC NOP')))
    const { events } = fold.evolve({ kind: 'in', at: millis(0), bytes: concat([START, nops]) })
    expect(events.filter(({ kind }) => kind === 'command')).toEqual([
      { kind: 'command', side: 'server', command: 241, count: 2 * 1024 * 1024 },
    ])
    expect(held(fold)).toBe('plain')
  })

  it('stops after some ten thousand events of other kinds, and goes on when told', () => {
    const fold = new Fold()
    for (const entry of AGREED) fold.evolve(entry)
    const asks = zlib.deflateSync(Buffer.alloc(6 * 100_000, words('IAC SB TTYPE 1 IAC SE')))
    const first = fold.evolve({ kind: 'in', at: millis(0), bytes: concat([START, asks]) })
    expect(first.events.length).toBeLessThan(50_000)
    expect(held(fold)).toBe('held')
    let events = first.events.length
    while (held(fold) === 'held') {
      events += fold.evolve({ kind: 'mark', at: millis(0), label: MARK_INFLATE_GO_ON }).events.length
    }
    expect(events).toBeGreaterThan(100_000)
  })

  it('does not make us answer without end', () => {
    const game = new Game()
    game.hear('IAC DO TTYPE')
    game.hear(Buffer.alloc(6 * 5000, words('IAC SB TTYPE 1 IAC SE')))
    expect(game.sent.length).toBe(201)
    expect(game.faults).toEqual(['loop'])
    game.later(60_000)
    expect(game.hear('IAC SB TTYPE 1 IAC SE')).not.toBe('')
  })
})

describe("a client's stream (MCCP3)", () => {
  it("is held and goes on like the server's", () => {
    const big = zlib.deflateSync(new Uint8Array(INFLATE_MAX + 100_000).fill(32))
    const bytes = concat([words('IAC SB MCCP3 IAC SE'), big, words('IAC DO SGA')])
    const report = foldReport([{ kind: 'out', at: millis(0), bytes, from: 'user' }], { goOn: true })
    expect(report.bytes.decodedOut).toBe(5 + INFLATE_MAX + 100_000 + 3)
    expect(report.negotiation).toEqual({ 'client DO SGA': 1 })
  })
})

describe('a bomb', () => {
  const size = INFLATE_MAX * 2 + 1000
  const bomb = concat([START, zlib.deflateSync(new Uint8Array(size).fill(32)), latin1('tail')])

  it('stops after 8 MiB and reads the next 8 MiB for each mark', () => {
    const fold = new Fold()
    for (const entry of AGREED) fold.evolve(entry)
    const first = fold.evolve({ kind: 'in', at: millis(0), bytes: bomb })
    const within = (length: number, from: number): void => {
      expect(length).toBeGreaterThanOrEqual(from)
      expect(length).toBeLessThan(from + 16 * 1024)
    }
    within(first.text.length, INFLATE_MAX)
    expect(first.events.at(-1)).toMatchObject({ kind: 'fault', code: 'inflate-too-large' })
    expect(fold.state().compression.server.mode).toBe('held')
    expect(fold.state().compression.server.heldBytes).toBeGreaterThan(0)

    const more: Entry = { kind: 'in', at: millis(1), bytes: latin1(' and more') }
    expect(fold.evolve(more).text).toHaveLength(0)
    const restored = Fold.restore(fold.save())
    const goOn: Entry = { kind: 'mark', at: millis(2), label: MARK_INFLATE_GO_ON }
    const second = restored.evolve(goOn)
    within(second.text.length, INFLATE_MAX)
    const third = restored.evolve(goOn)
    expect(first.text.length + second.text.length + third.text.length).toBe(size + 'tail and more'.length)
    expect(Buffer.from(third.text).toString().trim()).toBe('tail and more')
    expect(restored.state().compression.server.mode).toBe('plain')
  })
})
