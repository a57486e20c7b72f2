import { once } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RunningProxy } from '../../proxy/server.ts'
import type { Opened } from '../../shared/wire/messages.ts'
import { CLIENT_UNACKED_MAX, WINDOW } from '../../shared/wire/window.ts'
import { readBytes } from '../helpers/proxy-game.ts'
import { gameUrl, Started } from '../helpers/proxy-run.ts'
import type { WsClient } from '../helpers/ws-client.ts'

const started = new Started()
afterEach(async () => {
  vi.useRealTimers()
  await started.close()
})

const resumeUrl = (proxy: RunningProxy, via: string): string => `${proxy.url}/connect?resume=1&via=${via}`

/** A proxy, a game and a client in a running session. */
async function playing(args: readonly string[] = []) {
  const game = await started.game()
  const proxy = await started.proxy(['--allow', '127.0.0.1', ...args])
  const client = started.client(gameUrl(proxy, game.port))
  const opened = await client.message('opened')
  const socket = await game.connection()
  return { game, proxy, client, opened, socket }
}

/** A second WebSocket for a session; `sent` and `received` as its client counts them. */
async function takeUp(
  proxy: RunningProxy,
  { via, token }: Pick<Opened, 'via' | 'token'>,
  totals: { readonly received: number; readonly sent: number },
): Promise<WsClient> {
  const client = started.client(resumeUrl(proxy, via))
  await once(client.socket, 'open')
  client.send({ type: 'resume', token, ...totals })
  return client
}

/** Cuts a client's connection without a close frame, as a network does. */
const cut = (client: WsClient): void => client.socket.terminate()

describe('a session whose WebSocket was lost', () => {
  it('tells a client how long it would be kept', async () => {
    const { opened } = await playing()
    expect(opened.parkSeconds).toBe(120)
    expect(Buffer.from(opened.token, 'base64url')).toHaveLength(16)
  })

  it('sends again what the client did not get, and nothing else', async () => {
    const { proxy, client, opened, socket } = await playing()
    socket.write('Welcome, traveller')
    await client.until(() => client.received === 18)
    client.send({ type: 'ack', received: 8 })
    cut(client)
    const back = await takeUp(proxy, opened, { received: 11, sent: 0 })
    expect(await back.message('resumed')).toEqual({ type: 'resumed', received: 0, from: 11 })
    await back.until(() => back.received === 7)
    expect(back.bytes.toString()).toBe('aveller')
  })

  it('keeps what the game says while nobody is there', async () => {
    const { proxy, client, opened, socket } = await playing()
    cut(client)
    await once(client.socket, 'close')
    await new Promise((resolve) => socket.write('You hear a noise.', resolve))
    const back = await takeUp(proxy, opened, { received: 0, sent: 0 })
    await back.until(() => back.received === 17)
    expect(back.bytes.toString()).toBe('You hear a noise.')
  })

  it('tells how much of what was typed has arrived, so that the rest is sent once', async () => {
    const { proxy, client, opened, socket } = await playing()
    client.socket.send(Buffer.from('north\r\n'))
    expect((await readBytes(socket, 7)).toString()).toBe('north\r\n')
    cut(client)
    const back = await takeUp(proxy, opened, { received: 0, sent: 14 })
    expect(await back.message('resumed')).toEqual({ type: 'resumed', received: 7, from: 0 })
    back.socket.send(Buffer.from('south\r\n'))
    expect((await readBytes(socket, 7)).toString()).toBe('south\r\n')
  })

  it('repeats the last acknowledgement, which may have been lost', async () => {
    const { proxy, client, opened, socket } = await playing()
    client.socket.send(Buffer.from('look\r\n'))
    await client.message('ack')
    await readBytes(socket, 6)
    cut(client)
    const back = await takeUp(proxy, opened, { received: 0, sent: 6 })
    expect(await back.message('ack')).toEqual({ type: 'ack', received: 6 })
  })

  it('gives the kept bytes and then the end if the game left meanwhile', async () => {
    const { proxy, client, opened, socket } = await playing()
    cut(client)
    await once(client.socket, 'close')
    socket.end('Goodbye!')
    await once(socket, 'close')
    const back = await takeUp(proxy, opened, { received: 0, sent: 0 })
    await back.closed()
    expect(
      back.frames.map((frame) => (frame.kind === 'bytes' ? frame.bytes.toString() : frame.message.type)),
    ).toEqual(['resumed', 'ack', 'Goodbye!', 'closed'])
    expect(back.messages.at(-1)).toMatchObject({ by: 'game', code: 'ended' })
    expect(back.closing?.code).toBe(1000)
  })

  it('gives the end again if the client was cut off before it could read it', async () => {
    const { proxy, client, opened, socket } = await playing()
    client.socket.pause()
    socket.end('Goodbye!')
    await once(socket, 'close')
    cut(client)
    const back = await takeUp(proxy, opened, { received: 0, sent: 0 })
    expect(await back.message('closed')).toMatchObject({ by: 'game', code: 'ended' })
    expect(back.bytes.toString()).toBe('Goodbye!')
    await back.closed()
    const late = await takeUp(proxy, opened, { received: 8, sent: 0 })
    expect(await late.message('refused')).toMatchObject({ code: 'session-gone' })
  })

  it('is taken over at once, also while the old WebSocket looks alive', async () => {
    const { proxy, client, opened, socket } = await playing()
    const back = await takeUp(proxy, opened, { received: 0, sent: 0 })
    await back.message('resumed')
    expect(await client.message('closed')).toMatchObject({ by: 'takeover', code: 'taken-over' })
    expect((await client.closed()).code).toBe(4019)
    socket.write('for the new one')
    await back.until(() => back.received === 15)
    expect(client.received).toBe(0)
    client.socket.removeAllListeners()
  })

  it('ignores what the old WebSocket still sends after a takeover', async () => {
    const { proxy, client, opened, socket } = await playing()
    client.socket.pause()
    const back = await takeUp(proxy, opened, { received: 0, sent: 0 })
    await back.message('resumed')
    client.socket.send(Buffer.from('old'))
    client.socket.resume()
    await client.closed()
    back.socket.send(Buffer.from('new'))
    expect((await readBytes(socket, 3)).toString()).toBe('new')
  })

  it('stops reading the game at the window and goes on when the client is back', async () => {
    const { proxy, client, opened, socket } = await playing()
    cut(client)
    await once(client.socket, 'close')
    const flood = Buffer.alloc(4 * WINDOW, 'x')
    let flushed = false
    socket.write(flood, () => (flushed = true))
    const back = await takeUp(proxy, opened, { received: 0, sent: 0 })
    await back.until(() => back.received >= WINDOW)
    expect(back.received).toBeLessThan(WINDOW + 65_536)
    back.acknowledges = true
    back.send({ type: 'ack', received: back.received })
    await back.until(() => back.received === flood.length)
    expect(flushed).toBe(true)
    expect(back.bytes.equals(flood)).toBe(true)
  })

  it('still gives the game what was typed before', async () => {
    const { client, socket } = await playing()
    socket.pause()
    client.socket.send(Buffer.alloc(CLIENT_UNACKED_MAX, 'y'))
    client.socket.send(Buffer.from('!'))
    await client.message('ack')
    cut(client)
    socket.resume()
    const got = await readBytes(socket, CLIENT_UNACKED_MAX + 1)
    expect(got.at(-1)).toBe('!'.charCodeAt(0))
  })
})

describe('a lost session that nobody comes back for', () => {
  it('is let go when its time is over', async () => {
    const { proxy, client, opened, socket } = await playing(['--park-seconds', '1'])
    socket.resume()
    cut(client)
    await once(socket, 'close')
    const late = await takeUp(proxy, opened, { received: 0, sent: 0 })
    expect(await late.message('refused')).toMatchObject({ code: 'session-gone', leg: 'page-proxy' })
    expect(proxy.sessions()).toBe(0)
  })

  it('is not kept at all with --park-seconds 0', async () => {
    const { client, opened, socket } = await playing(['--park-seconds', '0'])
    expect(opened.parkSeconds).toBe(0)
    socket.resume()
    cut(client)
    await once(socket, 'close')
  })

  it('is let go when the proxy stops, also if its client could not read the end in time', async () => {
    const { proxy, client, socket } = await playing()
    client.socket.pause()
    socket.end('Goodbye!')
    await once(socket, 'close')
    await proxy.close()
    expect(proxy.sessions()).toBe(0)
  })

  it('is let go when the proxy stops', async () => {
    const { proxy, client, socket } = await playing()
    socket.resume()
    cut(client)
    await once(client.socket, 'close')
    await Promise.all([once(socket, 'close'), proxy.close()])
  })
})

describe('a session that ends on purpose', () => {
  it('is over with end', async () => {
    const { proxy, client, opened, socket } = await playing()
    socket.resume()
    client.send({ type: 'end' })
    await Promise.all([once(socket, 'close'), client.closed()])
    const late = await takeUp(proxy, opened, { received: 0, sent: 0 })
    expect(await late.message('refused')).toMatchObject({ code: 'session-gone' })
  })

  it('is over when the client closes with 1000', async () => {
    const { client, socket } = await playing()
    socket.resume()
    client.socket.close(1000)
    await once(socket, 'close')
  })

  it.each([1001, 3000, 4000])(
    'is kept when the client closes with %i, as a page that reloads does',
    async (code) => {
      const { proxy, client, opened, socket } = await playing()
      client.socket.close(code)
      await client.closed()
      const back = await takeUp(proxy, opened, { received: 0, sent: 0 })
      await back.message('resumed')
      socket.write('hello')
      await back.until(() => back.received === 5)
    },
  )

  it('is over at once for clients that cannot resume', async () => {
    const game = await started.game()
    const proxy = await started.proxy()
    const client = started.client(gameUrl(proxy, game.port), ['telnet.mudstandards.org'])
    const [socket] = await Promise.all([game.connection(), once(client.socket, 'open')])
    socket.resume()
    cut(client)
    await once(socket, 'close')
    expect(proxy.sessions()).toBe(0)
  })
})

describe('a resume that cannot be', () => {
  it.each([
    ['more than was sent', { received: 6, sent: 0 }],
    ['less than was acknowledged', { received: 1, sent: 0 }],
  ])('is refused if the client claims to have got %s, and the session stays', async (_, totals) => {
    const { proxy, client, opened, socket } = await playing()
    socket.write('hello')
    await client.until(() => client.received === 5)
    client.send({ type: 'ack', received: 3 })
    client.send({ type: 'ping', n: 1 })
    await client.message('pong')
    cut(client)
    const wrong = await takeUp(proxy, opened, totals)
    expect(await wrong.message('refused')).toMatchObject({ code: 'flow-violation' })
    const right = await takeUp(proxy, opened, { received: 3, sent: 0 })
    await right.until(() => right.received === 2)
    expect(right.bytes.toString()).toBe('lo')
  })

  it('is refused if the client claims to have sent less than has come, and takes nothing over', async () => {
    const { proxy, client, opened, socket } = await playing()
    client.socket.send(Buffer.from('look'))
    await readBytes(socket, 4)
    const wrong = await takeUp(proxy, opened, { received: 0, sent: 3 })
    expect(await wrong.message('refused')).toMatchObject({ code: 'flow-violation' })
    socket.write('still here')
    await client.until(() => client.received === 10)
  })

  it.each([
    ['a wrong token', { token: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['an empty token', { token: '' }],
    ['another process', { via: 'elsewhere' }],
  ])('is refused with %s', async (_, wrong) => {
    const { proxy, opened } = await playing()
    const client = await takeUp(proxy, { ...opened, ...wrong }, { received: 0, sent: 0 })
    expect(await client.message('refused')).toMatchObject({ code: 'session-gone', leg: 'page-proxy' })
    expect((await client.closed()).code).toBe(4009)
  })

  it.each([
    ['bytes', Buffer.from('look\r\n')],
    ['no JSON', 'resume please'],
    ['another message', JSON.stringify({ type: 'ack', received: 0 })],
    ['a message that nobody knows', JSON.stringify({ type: 'magic' })],
    ['totals that are no numbers', JSON.stringify({ type: 'resume', token: 'a', received: '0', sent: -1 })],
    [
      'a frame that is too long',
      JSON.stringify({ type: 'resume', token: 'a'.repeat(5000), received: 0, sent: 0 }),
    ],
  ])('is refused if the first frame is %s', async (_, frame) => {
    const { proxy, opened } = await playing()
    const client = started.client(resumeUrl(proxy, opened.via))
    await once(client.socket, 'open')
    client.socket.send(frame)
    expect(await client.message('refused')).toMatchObject({ code: 'bad-message', leg: 'page-proxy' })
  })

  it('finds its process by the name that the operator gave it', async () => {
    const { proxy, client, opened } = await playing(['--via', 'left'])
    expect(opened.via).toBe('left')
    cut(client)
    const wrong = await takeUp(proxy, { ...opened, via: 'right' }, { received: 0, sent: 0 })
    expect(await wrong.message('refused')).toMatchObject({ code: 'session-gone' })
    await (await takeUp(proxy, opened, { received: 0, sent: 0 })).message('resumed')
  })

  it('is refused after ten seconds without a word, and a word after that changes nothing', async () => {
    const { proxy, client, opened } = await playing()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const late = started.client(resumeUrl(proxy, opened.via))
    await once(late.socket, 'open')
    late.socket.pause()
    await vi.advanceTimersByTimeAsync(10_000)
    late.send({ type: 'resume', token: opened.token, received: 0, sent: 0 })
    late.socket.resume()
    expect(await late.closed()).toMatchObject({ code: 4010 })
    expect(late.messages).toMatchObject([{ type: 'refused', code: 'bad-message' }])
    client.send({ type: 'ping', n: 1 })
    await client.message('pong')
    expect(client.closing).toBeUndefined()
  })

  it('is refused over the other sub-protocol, which knows no messages', async () => {
    const { proxy, opened } = await playing()
    const client = started.client(resumeUrl(proxy, opened.via), ['telnet.mudstandards.org'])
    expect((await client.closed()).code).toBe(4009)
  })

  it('breaks the rules in a running session', async () => {
    const { client, opened } = await playing()
    client.send({ type: 'resume', token: opened.token, received: 0, sent: 0 })
    expect(await client.message('closed')).toMatchObject({ by: 'proxy', code: 'bad-message' })
  })
})
