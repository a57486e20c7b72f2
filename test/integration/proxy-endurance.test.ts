import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WINDOW } from '../../shared/wire/window.ts'
import { random } from '../helpers/cut.ts'
import { gameUrl, Started } from '../helpers/proxy-run.ts'
import { maskedFrame, upgradeRequest } from '../helpers/raw-ws.ts'

const started = new Started()
afterEach(() => started.close())

const WILLDO = 'willdo.v1'
const PLAIN = 'telnet.mudstandards.org'
const AT_ONCE = 16

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const descriptors = (): number => readdirSync('/proc/self/fd').length

/** Does a thing many times, some at once. */
async function many(times: number, doOne: (n: number) => Promise<void>): Promise<void> {
  let next = 0
  const work = async (): Promise<void> => {
    while (next < times) await doOne(next++)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

/** A transfer's bytes: its number says all about them. */
function transfer(n: number): Buffer {
  const chance = random(n + 1)
  const bytes = Buffer.alloc(Math.floor(chance() ** 3 * 150_000))
  for (let at = 0; at < bytes.length; at += 4) bytes[at] = Math.floor(chance() * 256)
  return bytes
}

describe('1,000 transfers that the game closes at their end', () => {
  it.each([WILLDO, PLAIN])('arrive whole over %s', async (protocol) => {
    let count = 0
    const game = await started.game((socket) => {
      socket.once('data', (asked: Buffer) => socket.end(transfer(Number(asked.toString()))))
    })
    const proxy = await started.proxy()
    await many(1000, async (n) => {
      const client = started.client(gameUrl(proxy, game.port), [protocol])
      client.acknowledges = protocol === WILLDO
      await client.until(() => client.socket.readyState === 1)
      client.socket.send(Buffer.from(String(n)))
      expect((await client.closed()).code).toBe(1000)
      expect(sha256(client.bytes), `transfer ${n}`).toBe(sha256(transfer(n)))
      count++
    })
    expect(count).toBe(1000)
    await expect.poll(() => [proxy.sessions(), game.open]).toEqual([0, 0])
  })
})

describe('2,000 clients that come and break off', () => {
  it('leave no session, no game and no descriptor', async () => {
    const game = await started.game((socket) => void socket.on('data', (bytes) => socket.write(bytes)))
    const proxy = await started.proxy(['--allow', '127.0.0.1', '--no-demo'], { parkMillis: 20 })
    const before = descriptors()
    const path = `/connect?host=127.0.0.1&port=${game.port}`
    const chance = random(2000)
    await many(2000, (n) => {
      const protocol = n % 2 === 0 ? WILLDO : PLAIN
      const bytes = Buffer.concat([
        Buffer.from(upgradeRequest(path, [`Sec-WebSocket-Protocol: ${protocol}`])),
        maskedFrame(2, Buffer.alloc(3000)),
      ])
      // Broken off while it asks, while its game is dialled, while it plays; by reset or in good order.
      const sent = bytes.subarray(0, n % 3 === 0 ? Math.floor(chance() * bytes.length) : bytes.length)
      return new Promise((resolve) => {
        const socket = connect({ host: '127.0.0.1', port: proxy.port }, () => {
          const leave = (): unknown => (n % 5 < 3 ? socket.resetAndDestroy() : socket.destroy())
          if (n % 3 === 2) socket.once('data', leave)
          socket.write(sent, n % 3 === 2 ? undefined : leave)
        })
        socket.on('error', () => undefined)
        socket.on('close', () => resolve())
      })
    })
    await expect.poll(() => [proxy.sessions(), game.open], { timeout: 10_000 }).toEqual([0, 0])
    await expect.poll(descriptors, { timeout: 10_000 }).toBeLessThanOrEqual(before)
  })
})

describe('512 MB pushed at somebody who never reads', () => {
  const PUSHED = 512 * 1024 * 1024
  const block = Buffer.alloc(65_536, 'x')

  /** Writes until everything is gone or nothing is taken any more; tells how much was taken. */
  function push(write: (bytes: Buffer, done: () => void) => void): { readonly taken: () => number } {
    let taken = 0
    const more = (): void => {
      taken += block.length
      if (taken < PUSHED) write(block, more)
    }
    write(block, more)
    return { taken: () => taken }
  }

  /** Another session of the same proxy brings more than the first can hide in the system's buffers. */
  async function bringMuch(url: string): Promise<void> {
    const client = started.client(url)
    client.acknowledges = true
    await client.closed()
  }

  it.each([WILLDO, PLAIN])('costs the proxy no more than the window and 64 KiB over %s', async (protocol) => {
    const pushing: { readonly taken: () => number }[] = []
    const game = await started.game((socket) => {
      pushing.push(push((bytes, done) => socket.write(bytes, done)))
    })
    const other = await started.game((socket) => socket.end(Buffer.alloc(96 * 1024 * 1024)))
    const proxy = await started.proxy()
    const client = started.client(gameUrl(proxy, game.port), [protocol])
    await client.until(() => client.socket.readyState === 1)
    client.socket.pause()
    let most = 0
    const watch = setInterval(() => (most = Math.max(most, proxy.kept())), 1)
    await bringMuch(gameUrl(proxy, other.port))
    clearInterval(watch)
    expect(pushing[0]?.taken()).toBeLessThan(PUSHED)
    expect(most).toBeGreaterThanOrEqual(WINDOW)
    // The other session's own window is in the figure too.
    expect(most).toBeLessThanOrEqual(2 * (WINDOW + 65_536))
    expect(proxy.kept()).toBeLessThanOrEqual(WINDOW + 65_536)
  })

  it.each([WILLDO, PLAIN])(
    'costs no more when it is the game that does not read, over %s',
    async (protocol) => {
      const game = await started.game((socket) => void socket.pause())
      const other = await started.game((socket) => socket.end(Buffer.alloc(96 * 1024 * 1024)))
      const proxy = await started.proxy()
      const client = started.client(gameUrl(proxy, game.port), [protocol])
      await client.until(() => client.socket.readyState === 1)
      const pushing = push((bytes, done) => client.socket.send(bytes, done))
      await bringMuch(gameUrl(proxy, other.port))
      expect(pushing.taken()).toBeLessThan(PUSHED)
      expect(proxy.kept()).toBeGreaterThan(65_536)
      expect(proxy.kept()).toBeLessThanOrEqual(WINDOW + 65_536)
    },
  )
})
