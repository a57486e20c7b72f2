import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { HEAD } from '../../proxy/frame.ts'
import { Game, ReadMemory } from '../../proxy/game.ts'
import type { Hold } from '../../proxy/game.ts'
import { random } from '../helpers/cut.ts'
import { Started } from '../helpers/proxy-run.ts'

const started = new Started()
afterEach(() => started.close())

const KIB = 1024
const BLOCK = 64 * KIB

/** Counts what is taken and given back. */
class CountedMemory extends ReadMemory {
  readonly blocks = new Set<Buffer>()
  given = 0

  override take(): Buffer {
    const block = super.take()
    this.blocks.add(block)
    return block
  }

  override give(block: Buffer): void {
    this.given++
    super.give(block)
  }
}

/** A connection to a game that writes `pieces` one after the other and ends. */
async function connected(pieces: Iterable<Buffer>, memory: ReadMemory): Promise<Game> {
  const server = await started.game((socket) => {
    const iterator = pieces[Symbol.iterator]()
    const more = (): void => {
      const next = iterator.next()
      if (next.done) socket.end()
      else socket.write(next.value, more)
    }
    more()
  })
  const game = Game.connect({ address: '127.0.0.1', family: 4, port: server.port }, memory)
  await once(game.socket, 'connect')
  return game
}

const sha256 = (parts: readonly Uint8Array[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

function* noise(total: number, seed: number): Generator<Buffer> {
  const chance = random(seed)
  for (let left = total; left > 0;) {
    const length = Math.min(left, 1 + Math.floor(chance() ** 6 * 300_000))
    left -= length
    yield Buffer.alloc(length, Math.floor(chance() * 2 ** 32).toString(36))
  }
}

describe('a game that is read', () => {
  it('is heard whole while its memory is held and let go in any order', async () => {
    const memory = new CountedMemory()
    const all = [...noise(12e6, 7)]
    const game = await connected(all, memory)
    const chance = random(8)
    const held: { readonly frame: Buffer; readonly hold: Hold | undefined; readonly hash: string }[] = []
    const heard = createHash('sha256')
    let changed = 0
    game.listen((frame, hold) => {
      heard.update(frame.subarray(HEAD))
      held.push({ frame, hold, hash: sha256([frame]) })
      while (held.length > 6 * chance()) {
        const [first] = held.splice(Math.floor(chance() * held.length), 1)
        if (first && sha256([first.frame]) !== first.hash) changed++
        first?.hold?.release()
      }
      if (chance() < 0.1) {
        game.pause()
        setImmediate(() => game.resume())
      }
    })
    await once(game.socket, 'end')
    expect([heard.digest('hex'), changed]).toEqual([sha256(all), 0])
    expect(memory.given).toBeGreaterThan(memory.blocks.size)
  })

  it('brings no more than 64 KiB at once, and leaves room for the head of a frame', async () => {
    const game = await connected([Buffer.alloc(4e6, 'x')], new ReadMemory())
    const lengths: number[] = []
    game.listen((frame, hold) => {
      lengths.push(frame.length)
      hold?.release()
    })
    await once(game.socket, 'end')
    expect(Math.max(...lengths)).toBeLessThanOrEqual(BLOCK)
    expect(Math.max(...lengths)).toBeGreaterThan(BLOCK / 2)
  })

  it('takes no block for short reads, and none while it is held back', async () => {
    const memory = new CountedMemory()
    const server = await started.game((socket) => void socket.write('Welcome!'))
    const game = Game.connect({ address: '127.0.0.1', family: 4, port: server.port }, memory)
    const socket = await server.connection()
    let [early, blocks] = [-1, 0]
    game.listen((frame) => {
      if (frame.length === HEAD + 8) {
        early = memory.blocks.size
        socket.write(Buffer.alloc(1e6, 'x'))
      }
      if (memory.blocks.size !== 4) return
      game.pause()
      setImmediate(() => {
        blocks = memory.blocks.size
        game.socket.destroy()
      })
    })
    await once(game.socket, 'close')
    expect([early, blocks]).toEqual([0, 4])
  })

  it('never reads again into memory that somebody may still be reading', async () => {
    const memory = new CountedMemory()
    const game = await connected([Buffer.alloc(8e6, 'x')], memory)
    const held: Hold[] = []
    const before = new Set<unknown>()
    let givenThen: number | undefined
    let readAgain = 0
    game.listen((frame, hold) => {
      if (before.has(frame.buffer)) readAgain++
      if (!hold || givenThen !== undefined) {
        hold?.release()
        return
      }
      held.push(hold)
      before.add(frame.buffer)
      if (held.length < 6) return
      game.retire()
      for (const each of held) each.release()
      givenThen = memory.given
    })
    await once(game.socket, 'end')
    expect([givenThen, memory.given > 0]).toEqual([0, true])
    // The block that was being filled may get more, but nothing over what is there.
    expect(readAgain).toBeLessThanOrEqual(1)
  })
})
