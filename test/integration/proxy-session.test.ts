import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { readBytes } from '../helpers/proxy-game.ts'
import { gameUrl, Started } from '../helpers/proxy-run.ts'

const started = new Started()
afterEach(() => started.close())

const PLAIN = ['telnet.mudstandards.org']

describe('a session with willdo.v1', () => {
  it('begins with opened and everything a client needs to know', async () => {
    const [proxy, game] = [await started.proxy(), await started.game((socket) => socket.write('Welcome'))]
    const client = started.client(gameUrl(proxy, game.port))
    await client.until(() => client.received === 7)
    expect(client.socket.protocol).toBe('willdo.v1')
    expect(client.frames[0]).toEqual({
      kind: 'message',
      message: {
        type: 'opened',
        v: 1,
        via: expect.stringMatching(/^[\w-]{8}$/) as string,
        token: expect.stringMatching(/^[\w-]{22}$/) as string,
        window: 262144,
        parkSeconds: 120,
        address: '127.0.0.1',
        family: 4,
      },
    })
    expect(client.bytes.toString()).toBe('Welcome')
  })

  it('has a secret of its own each time, and the same process behind it', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const one = await started.client(gameUrl(proxy, game.port)).message('opened')
    const two = await started.client(gameUrl(proxy, game.port)).message('opened')
    expect(one.token).not.toBe(two.token)
    expect(one.via).toBe(two.via)
  })

  it('sends every byte value unchanged both ways', async () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
    const [proxy, game] = [await started.proxy(), await started.game((socket) => socket.pipe(socket))]
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    client.socket.send(all)
    await client.until(() => client.received === 256)
    expect(client.bytes.equals(all)).toBe(true)
  })

  it('acknowledges what the game has been given, as a total', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    client.socket.send(Buffer.from('look\r\n'))
    expect(await client.message('ack')).toEqual({ type: 'ack', received: 6 })
    client.socket.send(Buffer.from('north\r\n'))
    await client.until(() => client.messages.some((m) => m.type === 'ack' && m.received === 13))
    expect((await readBytes(await game.connection(), 13)).toString()).toBe('look\r\nnorth\r\n')
  })

  it('answers ping with the same number, also while the game is being dialled', async () => {
    let found = (_: { address: string; family: 4 }[]): void => undefined
    const proxy = await started.proxy(['--allow', 'slow.example'], {
      resolve: () => new Promise((resolve) => (found = resolve)),
    })
    const game = await started.game()
    const client = started.client(gameUrl(proxy, game.port, 'slow.example'))
    await once(client.socket, 'open')
    client.send({ type: 'ping', n: 7 })
    expect(await client.message('pong')).toEqual({ type: 'pong', n: 7 })
    found([{ address: '127.0.0.1', family: 4 }])
    await client.message('opened')
    client.send({ type: 'ping', n: 8 })
    await client.until(() => client.messages.some((m) => m.type === 'pong' && m.n === 8))
  })

  it('delivers every byte, then closed, then an ordinary close when the game ends', async () => {
    const text = Buffer.alloc(100_000, 'Goodbye. ')
    const [proxy, game] = [await started.proxy(), await started.game((socket) => socket.end(text))]
    const client = started.client(gameUrl(proxy, game.port))
    expect(await client.closed()).toEqual({ code: 1000, reason: 'The game ended the connection.' })
    expect(client.bytes.equals(text)).toBe(true)
    expect(client.frames.at(-1)).toEqual({
      kind: 'message',
      message: { type: 'closed', by: 'game', code: 'ended', message: 'The game ended the connection.' },
    })
  })

  it('says that the game broke off when it resets', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    ;(await game.connection()).resetAndDestroy()
    expect(await client.message('closed')).toMatchObject({ by: 'game', code: 'reset' })
    expect(await client.closed()).toMatchObject({ code: 4006 })
  })

  it('ends for good on end, after the last typed bytes have reached the game', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    const socket = await game.connection()
    client.socket.send(Buffer.from('quit\r\n'))
    client.send({ type: 'end' })
    const parts: Buffer[] = []
    for await (const part of socket as AsyncIterable<Buffer>) parts.push(part)
    expect(Buffer.concat(parts).toString()).toBe('quit\r\n')
    expect(await client.message('closed')).toMatchObject({ by: 'client', code: 'ended' })
    expect(await client.closed()).toMatchObject({ code: 1000 })
  })

  it('keeps what the client sends before the game is reached', async () => {
    let found = (_: { address: string; family: 4 }[]): void => undefined
    const proxy = await started.proxy(['--allow', 'slow.example'], {
      resolve: () => new Promise((resolve) => (found = resolve)),
    })
    const game = await started.game((socket) => socket.pipe(socket))
    const client = started.client(gameUrl(proxy, game.port, 'slow.example'))
    await once(client.socket, 'open')
    client.socket.send(Buffer.from('early'))
    client.send({ type: 'ping', n: 1 })
    await client.message('pong')
    found([{ address: '127.0.0.1', family: 4 }])
    await client.until(() => client.received === 5)
    expect(client.frames.findIndex((f) => f.kind === 'message' && f.message.type === 'opened')).toBe(1)
    expect(client.bytes.toString()).toBe('early')
  })

  it('ignores messages of a type it does not know', async () => {
    const [proxy, game] = [await started.proxy(), await started.game((socket) => socket.pipe(socket))]
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    client.socket.send('{"type":"from-the-future","n":1}')
    client.socket.send(Buffer.from('x'))
    await client.until(() => client.received === 1)
    expect(client.closing).toBeUndefined()
  })
})

describe('a session with telnet.mudstandards.org', () => {
  it('has binary frames only and an ordinary close with a reason', async () => {
    const [proxy, game] = [await started.proxy(), await started.game((socket) => socket.end('Bye'))]
    const client = started.client(gameUrl(proxy, game.port), PLAIN)
    expect(await client.closed()).toEqual({ code: 1000, reason: 'The game ended the connection.' })
    expect(client.socket.protocol).toBe('telnet.mudstandards.org')
    expect(client.frames).toEqual([{ kind: 'bytes', bytes: Buffer.from('Bye') }])
  })

  it('is not chosen when willdo.v1 is offered too', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port), [...PLAIN, 'willdo.v1'])
    await client.message('opened')
    expect(client.socket.protocol).toBe('willdo.v1')
  })

  it('refuses a text frame with a reason', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port), PLAIN)
    await game.connection()
    client.socket.send('look')
    expect(await client.closed()).toEqual({
      code: 4010,
      reason: 'A text frame came, and this sub-protocol has binary frames only.',
    })
  })

  it('gets the code and the sentence of a refusal as its close', async () => {
    const proxy = await started.proxy()
    const client = started.client(`${proxy.url}/connect?host=127.0.0.1`, PLAIN)
    expect(await client.closed()).toEqual({
      code: 4001,
      reason: 'The port is missing. Most games name it beside their host.',
    })
  })
})

describe('nothing stays open', () => {
  it('when a client is reset: the game is told at once', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port), PLAIN)
    const socket = await game.connection()
    const gone = once(socket, 'close')
    await client.until(() => client.socket.readyState === 1)
    client.socket.terminate()
    await gone
    await expect.poll(() => [game.open, proxy.sessions()]).toEqual([0, 0])
  })

  it('when a client leaves while its game is dialled', async () => {
    let looked = (): void => undefined
    const looking = new Promise<void>((resolve) => (looked = resolve))
    let answer = (_: { address: string; family: 4 }[]): void => undefined
    const proxy = await started.proxy(['--allow', 'slow.example'], {
      resolve: () => {
        looked()
        return new Promise((resolve) => (answer = resolve))
      },
    })
    const game = await started.game()
    const leaver = started.client(gameUrl(proxy, game.port, 'slow.example'))
    await looking
    leaver.socket.terminate()
    await expect.poll(() => proxy.sessions()).toBe(0)
    answer([{ address: '127.0.0.1', family: 4 }])
    // A second client goes the whole way; a dial for the first one would have arrived before it.
    const second = await started.proxy()
    await started.client(gameUrl(second, game.port)).message('opened')
    await game.connection()
    expect(game.arrivals).toBe(1)
  })

  it('after fifty clients that come and are cut off', async () => {
    const [proxy, game] = [await started.proxy(undefined, { parkMillis: 1 }), await started.game()]
    for (let i = 0; i < 50; i++) {
      const client = started.client(gameUrl(proxy, game.port))
      await (i % 2 === 0 ? client.message('opened') : once(client.socket, 'open'))
      client.socket.terminate()
    }
    await expect.poll(() => [proxy.sessions(), game.open], { timeout: 10_000 }).toEqual([0, 0])
  })

  it('when the proxy stops: clients are told, games are let go', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    const gone = once(await game.connection(), 'close')
    await proxy.close()
    await gone
    expect(await client.message('closed')).toMatchObject({ by: 'proxy', code: 'stopping' })
    expect(await client.closed()).toMatchObject({ code: 1001 })
  })
})
