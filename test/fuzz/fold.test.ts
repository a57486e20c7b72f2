import zlib from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import type { Entry } from '../../shared/session/entry.ts'
import { Fold } from '../../shared/session/fold.ts'
import { inputMode } from '../../shared/session/input-mode.ts'
import { describeEvent } from '../../shared/session/describe.ts'
import { optionRows } from '../../shared/session/option-rows.ts'
import type { SessionEvent } from '../../shared/session/events.ts'
import { words } from '../helpers/bytes.ts'
import { Game } from '../helpers/play.ts'

/** Bytes as a hostile server makes them: mostly telnet, often broken, sometimes compressed. */
const byte = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(255, 250, 240, 251, 252, 253, 254, 249) },
  { weight: 2, arbitrary: fc.constantFrom(1, 3, 24, 31, 39, 42, 70, 85, 86, 87, 201, 6, 18) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 255 }) },
)
const frame = fc.oneof(
  fc.array(byte, { maxLength: 12 }).map((bytes) => Uint8Array.from(bytes)),
  fc
    .tuple(fc.constantFrom('WILL', 'WONT', 'DO', 'DONT'), fc.constantFrom(1, 3, 24, 31, 39, 42, 86, 201))
    .map(([verb, option]) => words(`IAC ${verb} ${option}`)),
  fc.constant(words('IAC SB MCCP2 IAC SE')),
  fc.constant(words('IAC SB TTYPE 1 IAC SE')),
  fc.constant(words("IAC SB CHARSET 1 ';UTF-8' IAC SE")),
  fc
    .constantFrom('MTTS', 'constructor', '__proto__', '')
    .map((name) => words(`IAC SB NEW_ENVIRON 1 0 '${name}' IAC SE`)),
  fc.string({ maxLength: 30 }).map((text) => new Uint8Array(zlib.deflateSync(text))),
  fc
    .string({ maxLength: 30 })
    .map((text) => new Uint8Array(zlib.deflateSync(text, { finishFlush: zlib.constants.Z_SYNC_FLUSH }))),
)
const stream = fc.array(frame, { maxLength: 14 })

describe('any bytes at all', () => {
  it('never throw, never hang, and everything that happened has a sentence (10,000 streams)', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat({ max: 20_000 }), { maxLength: 14 }), (parts, waits) => {
        const game = new Game()
        parts.forEach((part, i) => {
          game.later(waits[i] ?? 0)
          game.hear(part)
        })
        game.driver.close('closed')
        for (const event of game.events) expect(describeEvent(event)).toMatch(/\S\.$|:.*\S/)
        optionRows(game.driver.state, game.at)
        inputMode(game.driver.state, game.at)
      }),
      { numRuns: 10_000 },
    )
  })

  it('give, folded from any place, what they gave live; a restored snapshot goes on the same', () => {
    fc.assert(
      fc.property(stream, fc.nat(), (parts, where) => {
        const game = new Game()
        for (const part of parts) game.hear(part)
        const { entries } = game.driver.timeline
        const cut = entries.length === 0 ? 0 : where % entries.length
        const first = new Fold()
        for (const entry of entries.slice(0, cut)) first.evolve(entry)
        const prefix = first.state()
        const live = new Game()
        for (const entry of entries.slice(0, cut)) live.driver.timeline.append(entry)
        expect(prefix).toEqual(live.driver.state)
        const second = Fold.restore(structuredClone(first.save()))
        expect(second.state()).toEqual(prefix)
        const events: SessionEvent[] = []
        for (const entry of entries.slice(cut)) {
          const step = second.evolve(entry)
          expect(step).toEqual(first.evolve(entry))
          events.push(...step.events)
        }
        expect(second.state()).toEqual(game.driver.state)
        expect(events).toEqual(game.events.slice(game.events.length - events.length))
      }),
      { numRuns: 2000 },
    )
  })

  it('mean the same however they are cut', () => {
    fc.assert(
      fc.property(stream, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (parts, lengths) => {
        const bytes = concat(parts)
        const whole = fold([bytes])
        const cut: Uint8Array[] = []
        for (let at = 0; at < bytes.length;) {
          const length = lengths.next().value as number
          cut.push(bytes.slice(at, at + length))
          at += length
        }
        expect(fold(cut)).toEqual(whole)
        expect(fold(Array.from(bytes, (one) => Uint8Array.of(one)))).toEqual(whole)
      }),
      { numRuns: 2000 },
    )
  })
})

/** The events of a server's bytes with text runs joined, and the state at the end. */
function fold(parts: readonly Uint8Array[]): unknown {
  const session = new Fold()
  const lines: unknown[] = []
  let text: number[] = []
  const flush = (): void => {
    if (text.length > 0) lines.push(Buffer.from(text).toString('latin1'))
    text = []
  }
  for (const bytes of parts) {
    const entry: Entry = { kind: 'in', at: millis(0), bytes }
    const step = session.evolve(entry)
    for (const event of step.events) {
      if (event.kind === 'text') text.push(...step.text.subarray(event.start, event.end))
      else {
        flush()
        // Commands in a row are one event where they came in one read.
        if (event.kind === 'command' && event.count > 1) {
          for (let i = 0; i < event.count; i++) lines.push({ ...event, count: 1 })
          continue
        }
        // What is owed is judged at the end of each read, so it depends on the reads.
        lines.push(event.kind === 'negotiate' ? { ...event, owed: undefined } : event)
      }
    }
  }
  flush()
  return [lines, session.state()]
}
