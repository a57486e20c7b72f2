import { describe, expect, it } from 'vitest'
import { millis } from '../../shared/base/brands.ts'
import { concat, fromLatin1, latin1 } from '../../shared/base/bytes.ts'
import { logName } from '../../shared/fingerprint/names.ts'
import { scanMark } from '../../shared/session/marks.ts'
import { Fold } from '../../shared/session/fold.ts'
import type { SessionEvent } from '../../shared/session/events.ts'
import { encodeSubnegotiation, encodeVerb } from '../../shared/telnet/encode.ts'
import type { Verb } from '../../shared/telnet/codes.ts'
import { ManualClock } from '../helpers/manual-clock.ts'
import { seeds, SeedServer, type Seed } from '../helpers/seed-server.ts'

const codes = new Map(Array.from({ length: 256 }, (_, code) => [logName(code), code]))

/** What a client says that does just what the server waits for. */
function saying(what: string): Uint8Array {
  if (what === 'line') return latin1('\r\n')
  const [verb = '', name = ''] = what.split(' ')
  const option = codes.get(name) ?? 0
  return verb === 'SB' ? encodeSubnegotiation(option, latin1('x')) : encodeVerb(verb as Verb, option)
}

/** All that the server says to such a client, read by willdo's own fold; one byte at a time if `split`. */
function visit(seed: Seed, split: boolean): { heard: string[]; text: string; ends: string[] } {
  const clock = new ManualClock()
  const fold = new Fold()
  // What a scan reads is the text as it came.
  fold.evolve({ kind: 'mark', at: millis(0), label: scanMark('{}') })
  const [heard, texts, ends] = [[] as string[], [] as Uint8Array[], [] as string[]]
  const note = (event: SessionEvent): void => {
    if (event.kind === 'negotiate') heard.push(`recv IAC ${event.verb} ${logName(event.option)}`)
    if (event.kind === 'subnegotiation') heard.push(`begin sub-negotiation SB ${logName(event.option)}`)
    if (event.kind === 'prompt' && event.by === 'GA') heard.push('IAC GA: Go-Ahead (unhandled).')
  }
  const server = new SeedServer(seed, clock, {
    receive: (bytes) => {
      for (let at = 0; at < bytes.length; at += split ? 1 : bytes.length) {
        const step = fold.evolve({
          kind: 'in',
          at: millis(0),
          bytes: bytes.slice(at, at + (split ? 1 : bytes.length)),
        })
        step.events.forEach(note)
        texts.push(step.text)
      }
    },
    end: (how) => ends.push(how),
  })
  server.open()
  for (let i = 0; i < 500 && !server.done; i++) {
    clock.advance(50)
    if (!['settled', 'nothing'].includes(server.waitsFor)) server.hear(saying(server.waitsFor))
  }
  clock.advance(50)
  return { heard, text: fromLatin1(concat(texts)), ends }
}

const said = (seed: Seed): readonly string[] =>
  seed.messages.filter((message) =>
    /^(recv IAC (WILL|WONT|DO|DONT) |begin sub-negotiation|IAC GA)/.test(message),
  )

describe('a server played from a connection log', () => {
  it.each([false, true])(
    'says what the log shows, in its order, compressed where it is (split: %s)',
    (split) => {
      for (const seed of seeds()) {
        const { heard, text } = visit(seed, split)
        expect(heard).toEqual(said(seed))
        const { banner_before_return: before, banner_after_return: after } =
          seed.record['server-probe'].session_data
        expect(text).toBe(
          (before + after).replace(/[\udc80-\udcff]/g, (unit) =>
            String.fromCharCode(unit.charCodeAt(0) & 255),
          ),
        )
      }
    },
  )

  it('ends the connection itself only where the log says so', () => {
    expect(seeds().map((seed) => visit(seed, false).ends)).toEqual([[], [], [], [], ['fin']])
  })

  it('says nothing before the client has said what the log shows before it', () => {
    const [seed] = seeds() as [Seed]
    const clock = new ManualClock()
    const heard: Uint8Array[] = []
    const server = new SeedServer(seed, clock, {
      receive: (bytes) => heard.push(bytes),
      end: () => undefined,
    })
    server.open()
    clock.advance(60_000)
    expect([heard.length, server.waitsFor, server.done]).toEqual([0, 'WILL GMCP', false])
    // A command that is cut is heard once it is whole.
    const burst = seed.messages.filter((message) => /^send IAC (WILL|DO) /.test(message)).slice(0, 20)
    const bytes = concat(burst.map((message) => saying(message.replace('send IAC ', ''))))
    for (const byte of bytes) server.hear(Uint8Array.of(byte))
    clock.advance(0)
    expect(heard.length).toBe(1)
    expect(server.waitsFor).toBe('WILL NEW_ENVIRON')
  })
})
