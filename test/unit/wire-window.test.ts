import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Millis } from '../../shared/base/brands.ts'
import { ACK_BYTES, AckClock, FRAME_MAX, SendWindow, WINDOW } from '../../shared/wire/window.ts'

const at = (value: number): Millis => value as Millis
const filled = (length: number, from = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (from + i) & 255)

describe('the send window', () => {
  it('is open until as many bytes as its limit are unacknowledged', () => {
    const window = new SendWindow(100)
    window.push(filled(99))
    expect([window.isOpen, window.room]).toEqual([true, 1])
    window.push(filled(1))
    expect([window.isOpen, window.room]).toEqual([false, 0])
  })

  it('counts the read that went over the edge, and opens again when enough is acknowledged', () => {
    const window = new SendWindow(100)
    window.push(filled(150))
    expect([window.sent, window.unacknowledged, window.room]).toEqual([150, 150, 0])
    expect(window.acknowledge(50)).toBe('advanced')
    expect(window.isOpen).toBe(false)
    expect(window.acknowledge(51)).toBe('advanced')
    expect([window.isOpen, window.room]).toEqual([true, 1])
  })

  it('calls an acknowledgement of bytes that were never sent a violation and keeps its totals', () => {
    const window = new SendWindow(100)
    window.push(filled(10))
    expect(window.acknowledge(11)).toBe('violation')
    expect([window.sent, window.acknowledged]).toEqual([10, 0])
  })

  it('takes a late or repeated acknowledgement for nothing new', () => {
    const window = new SendWindow(100)
    expect(window.acknowledge(0)).toBe('unchanged')
    window.push(filled(10))
    window.acknowledge(8)
    expect(window.acknowledge(8)).toBe('unchanged')
    expect(window.acknowledge(3)).toBe('unchanged')
    expect(window.acknowledged).toBe(8)
  })

  it('gives back exactly the bytes after a total, and nothing for totals it cannot serve', () => {
    const window = new SendWindow(100)
    window.push(filled(10))
    window.acknowledge(4)
    expect(window.since(4)).toEqual(filled(6, 4))
    expect(window.since(7)).toEqual(filled(3, 7))
    expect(window.since(10)).toEqual(filled(0))
    expect(window.since(3)).toBeUndefined()
    expect(window.since(11)).toBeUndefined()
  })

  it('keeps a copy: what the caller does with its buffer afterwards changes nothing', () => {
    const window = new SendWindow(100)
    const buffer = filled(3)
    window.push(buffer)
    buffer.fill(255)
    expect(window.since(0)).toEqual(filled(3))
  })

  it('agrees with a plain list of bytes for any run of sends and acknowledgements', () => {
    const step = fc.record({
      send: fc.integer({ min: 0, max: 600 }),
      acknowledge: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const window = new SendWindow(1024)
        let all: number[] = []
        let acknowledged = 0
        for (const { send, acknowledge } of steps) {
          const bytes = filled(send, all.length * 7)
          window.push(bytes)
          all = all.concat(Array.from(bytes))
          acknowledged += Math.floor((all.length - acknowledged) * acknowledge)
          window.acknowledge(acknowledged)
          expect(Buffer.from(all.slice(acknowledged)).equals(window.since(acknowledged) ?? filled(1))).toBe(
            true,
          )
        }
        expect([window.sent, window.acknowledged]).toEqual([all.length, acknowledged])
      }),
      { numRuns: 200 },
    )
  })

  it('holds a full window and one read more', () => {
    const window = new SendWindow(WINDOW)
    const sent = filled(WINDOW + FRAME_MAX - 1)
    for (let i = 0; i < sent.length; i += FRAME_MAX) window.push(sent.subarray(i, i + FRAME_MAX))
    expect(Buffer.from(sent).equals(window.since(0) ?? filled(1))).toBe(true)
  })
})

describe('the clock of acknowledgements', () => {
  it('has nothing to acknowledge before a byte came', () => {
    const clock = new AckClock()
    clock.add(0, at(0))
    expect([clock.wait(at(1000)), clock.take()]).toEqual([undefined, undefined])
  })

  it('waits 50 ms from the first byte, not from the last', () => {
    const clock = new AckClock()
    clock.add(1, at(100))
    clock.add(1, at(140))
    expect(clock.wait(at(140))).toBe(10)
    expect(clock.wait(at(150))).toBe(0)
    expect(clock.wait(at(999))).toBe(0)
  })

  it('is due at once with 128 KiB', () => {
    const clock = new AckClock()
    clock.add(ACK_BYTES - 1, at(0))
    expect(clock.wait(at(0))).toBe(50)
    clock.add(1, at(0))
    expect(clock.wait(at(0))).toBe(0)
  })

  it('sends totals, each of them once', () => {
    const clock = new AckClock()
    clock.add(5, at(0))
    expect([clock.take(), clock.take(), clock.wait(at(60))]).toEqual([5, undefined, undefined])
    clock.add(7, at(70))
    expect([clock.wait(at(70)), clock.take()]).toEqual([50, 12])
  })

  it('goes on from the total of a resume', () => {
    const clock = new AckClock()
    clock.restart(1000)
    clock.add(1, at(0))
    expect(clock.take()).toBe(1001)
  })
})
