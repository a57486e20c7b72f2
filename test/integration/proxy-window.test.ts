import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { CLIENT_UNACKED_MAX, FRAME_MAX, SendWindow, WINDOW } from '../../shared/wire/window.ts'
import type { RunningProxy } from '../../proxy/server.ts'
import { readBytes } from '../helpers/proxy-game.ts'
import { gameUrl, Started } from '../helpers/proxy-run.ts'
import type { WsClient } from '../helpers/ws-client.ts'

const started = new Started()
afterEach(() => started.close())

const MEGABYTE = 1024 * 1024
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Bytes that repeat nowhere near: a lost, doubled or swapped piece changes the hash. */
function noise(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  let seed = 2463534242
  for (let i = 0; i < length; i++) {
    seed ^= seed << 13
    seed ^= seed >>> 17
    seed ^= seed << 5
    bytes[i] = seed & 255
  }
  return bytes
}

/** Writes without end, and tells how much the connection has taken. */
function flood(socket: Socket): { written: () => number } {
  const block = noise(FRAME_MAX)
  const more = (): void => {
    while (!socket.destroyed && socket.write(block));
  }
  socket.on('drain', more)
  more()
  return { written: () => socket.bytesWritten - socket.writableLength }
}

/** A round trip behind everything that was sent before: what has not come by then is held back. */
async function roundTrip(client: WsClient, n: number): Promise<void> {
  client.send({ type: 'ping', n })
  await client.until(() => client.messages.some((m) => m.type === 'pong' && m.n === n))
}

/** Another session of the same proxy brings twice as much as any test holds back: time enough for it to read on, had it wanted to. */
async function bringMuch(proxy: RunningProxy): Promise<void> {
  const game = await started.game((socket) => socket.end(Buffer.alloc(96 * MEGABYTE)))
  const client = started.client(gameUrl(proxy, game.port))
  client.acknowledges = true
  await client.closed()
}

describe('from the game to the client', () => {
  it('stops at the window when nothing is acknowledged, and goes on when it is', async () => {
    const [proxy, game] = [await started.proxy(), await started.game((socket) => void flood(socket))]
    const client = started.client(gameUrl(proxy, game.port))
    await client.until(() => client.received >= WINDOW)
    await roundTrip(client, 1)
    await roundTrip(client, 2)
    const held = client.received
    expect(held).toBeLessThan(WINDOW + FRAME_MAX)
    client.send({ type: 'ack', received: held })
    await client.until(() => client.received >= held + WINDOW)
    await roundTrip(client, 3)
    expect(client.received).toBeLessThan(held + WINDOW + FRAME_MAX)
  })

  it('does not read a game whose client acknowledges nothing', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port))
    const socket = await game.connection()
    // TCP buffers take some megabytes; a proxy that read on would take all of this.
    const sent = new Promise((resolve) => socket.write(Buffer.alloc(64 * MEGABYTE), resolve))
    await client.until(() => client.received >= WINDOW)
    await bringMuch(proxy)
    expect(client.received).toBeLessThan(WINDOW + FRAME_MAX)
    expect(await Promise.race([sent, Promise.resolve('still waiting')])).toBe('still waiting')
    socket.destroy()
  })

  it('brings 5 MB unchanged to a client that acknowledges, in frames of one read each', async () => {
    const all = noise(5 * MEGABYTE)
    const [proxy, game] = [await started.proxy(), await started.game((socket) => socket.end(all))]
    const client = started.client(gameUrl(proxy, game.port))
    client.acknowledges = true
    await client.closed()
    expect(sha256(client.bytes)).toBe(sha256(all))
    const longest = Math.max(...client.frames.map((f) => (f.kind === 'bytes' ? f.bytes.length : 0)))
    expect(longest).toBeLessThanOrEqual(FRAME_MAX)
    expect(client.frames.at(-1)).toMatchObject({ message: { type: 'closed', by: 'game', code: 'ended' } })
  })

  it('keeps the end of a game that is behind the window, and delivers it with the last bytes', async () => {
    const all = noise(3 * WINDOW)
    const [proxy, game] = [await started.proxy(), await started.game((socket) => socket.end(all))]
    const client = started.client(gameUrl(proxy, game.port))
    await client.until(() => client.received >= WINDOW)
    await roundTrip(client, 1)
    expect(client.messages.some((m) => m.type === 'closed')).toBe(false)
    client.acknowledges = true
    client.send({ type: 'ack', received: client.received })
    await client.message('closed')
    expect(sha256(client.bytes)).toBe(sha256(all))
  })

  it('pauses the game of a binary-only client that does not read, and loses nothing', async () => {
    const all = noise(48 * MEGABYTE)
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port), ['telnet.mudstandards.org'])
    const socket = await game.connection()
    client.socket.pause()
    let flushed = false
    const sent = new Promise<void>((resolve) => socket.end(all, resolve)).then(() => (flushed = true))
    await bringMuch(proxy)
    expect(flushed).toBe(false)
    client.socket.resume()
    await sent
    await client.closed()
    expect(sha256(client.bytes)).toBe(sha256(all))
  })
})

/** Sends by the rules until the game's buffers are full: no acknowledgement comes for a while. */
async function fillGame(client: WsClient): Promise<void> {
  const window = new SendWindow(CLIENT_UNACKED_MAX)
  const block = Buffer.alloc(FRAME_MAX)
  let [acknowledged, quiet] = [-1, 0]
  await expect
    .poll(
      () => {
        for (const m of client.messages) if (m.type === 'ack') window.acknowledge(m.received)
        const part = block.subarray(0, window.room)
        if (part.length > 0) client.socket.send(part)
        window.push(part)
        quiet = window.acknowledged === acknowledged ? quiet + 1 : 0
        acknowledged = window.acknowledged
        return quiet
      },
      { interval: 2, timeout: 20_000 },
    )
    .toBeGreaterThan(50)
}

describe('from the client to the game', () => {
  it('brings 5 MB unchanged from a client that keeps to its window', async () => {
    const all = noise(5 * MEGABYTE)
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    const got = readBytes(await game.connection(), all.length)
    const window = new SendWindow(CLIENT_UNACKED_MAX)
    while (window.sent < all.length) {
      const part = all.subarray(window.sent, window.sent + Math.min(window.room, 20_000))
      window.push(part)
      client.socket.send(part)
      await client.until(() => {
        for (const m of client.messages.slice(-1)) if (m.type === 'ack') window.acknowledge(m.received)
        return window.isOpen
      })
    }
    expect(sha256(await got)).toBe(sha256(all))
    await client.until(() => client.messages.some((m) => m.type === 'ack' && m.received === all.length))
  })

  it('acknowledges no more than the game has taken, and the rest when it reads', async () => {
    const [proxy, game] = [await started.proxy(), await started.game((socket) => void socket.pause())]
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    const socket = await game.connection()
    const acknowledged = (): number =>
      Math.max(0, ...client.messages.map((m) => (m.type === 'ack' ? m.received : 0)))
    // Blind to its window, to fill the game's TCP buffers. The proxy stops reading it, so `ws` keeps a rest here.
    const all = noise(32 * MEGABYTE)
    for (let at = 0; at < all.length; at += FRAME_MAX) client.socket.send(all.subarray(at, at + FRAME_MAX))
    await client.until(() => acknowledged() > 0)
    await bringMuch(proxy)
    expect(client.socket.bufferedAmount).toBeGreaterThan(MEGABYTE)
    expect(acknowledged()).toBeLessThan(all.length)
    const got = readBytes(socket, all.length)
    expect(sha256(await got)).toBe(sha256(all))
    await client.until(() => acknowledged() === all.length)
  })

  it('still reads acknowledgements while the game does not read', async () => {
    // A game that writes a lot before it reads again must not wait for a page that waits for it.
    const reply = noise(2 * MEGABYTE)
    const [proxy, game] = [await started.proxy(), await started.game((socket) => void socket.pause())]
    const client = started.client(gameUrl(proxy, game.port))
    client.acknowledges = true
    await client.message('opened')
    const socket = await game.connection()
    await fillGame(client)
    socket.write(reply)
    await client.until(() => client.received === reply.length)
    expect(sha256(client.bytes)).toBe(sha256(reply))
  })
})

describe('a client that breaks the rules', () => {
  it('and acknowledges what was never sent is told the totals', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    const gone = once(await game.connection(), 'close')
    client.send({ type: 'ack', received: 1 })
    expect(await client.message('closed')).toEqual({
      type: 'closed',
      by: 'proxy',
      code: 'flow-violation',
      message: 'The page acknowledged 1 bytes, and only 0 were sent. Reload the page and connect again.',
    })
    expect(await client.closed()).toMatchObject({ code: 4011 })
    await gone
  })

  const garbage: readonly [name: string, frame: string, says: RegExp][] = [
    ['no JSON', 'look\r\n', /a text frame is not JSON/],
    ['JSON that is no object', '[1,2]', /not a JSON object/],
    ['an object without a type', '{"n":1}', /has no type/],
    ['a number where it should not be', '{"type":"ack","received":-1}', /received is not a whole number/],
    ['text where a number should be', '{"type":"ping","n":"1"}', /n is not a whole number/],
    ['a very long text', JSON.stringify({ type: 'x', more: 'y'.repeat(5000) }), /5022 bytes/],
    ['a resume', '{"type":"resume","token":"a","received":0,"sent":0}', /connect\?resume=1/],
  ]
  it.each(garbage)('and sends %s is told so', async (_name, frame, says) => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    const gone = once(await game.connection(), 'close')
    client.socket.send(frame)
    const closed = await client.message('closed')
    expect(closed).toMatchObject({ by: 'proxy', code: 'bad-message' })
    expect(closed.message).toMatch(says)
    expect(await client.closed()).toMatchObject({ code: 4010 })
    await gone
  })

  it('and sends garbage before the game is reached is refused, and the dial is given up', async () => {
    const proxy = await started.proxy([], { resolve: () => new Promise(() => undefined) })
    const client = started.client(gameUrl(proxy, 4000, 'slow.example'))
    await once(client.socket, 'open')
    client.socket.send('garbage')
    expect(await client.message('refused')).toMatchObject({ code: 'bad-message', leg: 'page-proxy' })
    expect(await client.closed()).toMatchObject({ code: 4010 })
    await expect.poll(() => proxy.sessions()).toBe(0)
  })

  it('and cuts a message into ever so many fragments is closed as RFC 6455 says', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    const gone = once(await game.connection(), 'close')
    for (let i = 0; i < 300; i++) client.socket.send('x', { binary: true, fin: false })
    expect(await client.closed()).toMatchObject({ code: 1008 })
    await gone
  })

  it('and sends a frame larger than the window is closed as RFC 6455 says', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    const gone = once(await game.connection(), 'close')
    client.socket.send(Buffer.alloc(WINDOW + 1))
    expect(await client.closed()).toMatchObject({ code: 1009 })
    await gone
    await expect.poll(() => proxy.sessions()).toBe(0)
  })
})
