import { describe, expect, it } from 'vitest'
import { Outbox } from '../../proxy/outbox.ts'

/** A socket that takes a write when it is told to. */
function slowSocket() {
  const writes: Buffer[] = []
  let done: (() => void) | undefined
  return {
    writes,
    write: (bytes: Buffer, taken: () => void): void => {
      // Its memory may be written over as soon as it is taken.
      writes.push(Buffer.from(bytes))
      done = taken
    },
    take: (): boolean => {
      const taken = done
      done = undefined
      taken?.()
      return taken !== undefined
    },
  }
}

const bytes = (length: number, from = 0): Buffer =>
  Buffer.from(Array.from({ length }, (_, i) => (from + i) & 255))

describe('what goes to a game', () => {
  it('is written at once while the game takes everything', () => {
    const socket = slowSocket()
    const outbox = new Outbox(() => undefined)
    outbox.open(socket.write)
    outbox.push(bytes(3))
    socket.take()
    outbox.push(bytes(2, 3))
    expect(socket.writes).toEqual([bytes(3), bytes(2, 3)])
  })

  it('is joined while the game takes nothing: sixty thousand single bytes are a few writes', () => {
    const socket = slowSocket()
    let accepted = 0
    const outbox = new Outbox((length) => (accepted += length))
    outbox.open(socket.write)
    for (let i = 0; i < 60_000; i++) outbox.push(bytes(1, i))
    expect([socket.writes.length, outbox.size]).toEqual([1, 60_000])
    while (socket.take());
    expect(socket.writes.length).toBeLessThan(12)
    expect(Buffer.concat(socket.writes).equals(bytes(60_000))).toBe(true)
    expect([accepted, outbox.size]).toEqual([60_000, 0])
  })

  it('waits in order until the game is reached, short and long pieces alike', () => {
    const socket = slowSocket()
    const outbox = new Outbox(() => undefined)
    const pieces = [bytes(1), bytes(9000, 1), bytes(5, 9001), bytes(2048, 9006), bytes(1, 11_054)]
    for (const piece of pieces) outbox.push(piece)
    expect(outbox.size).toBe(11_055)
    outbox.open(socket.write)
    while (socket.take());
    expect(Buffer.concat(socket.writes).equals(bytes(11_055))).toBe(true)
  })

  it('is given to the socket whole before the end', () => {
    const socket = slowSocket()
    const outbox = new Outbox(() => undefined)
    outbox.open(socket.write)
    for (const piece of [bytes(1), bytes(1, 1), bytes(3000, 2)]) outbox.push(piece)
    outbox.flush()
    expect(Buffer.concat(socket.writes).equals(bytes(3002))).toBe(true)
  })

  it('is dropped when the game has gone', () => {
    const socket = slowSocket()
    const outbox = new Outbox(() => undefined)
    outbox.open(socket.write)
    outbox.push(bytes(1))
    outbox.push(bytes(1, 1))
    outbox.clear()
    socket.take()
    expect(socket.writes).toEqual([bytes(1)])
  })
})
