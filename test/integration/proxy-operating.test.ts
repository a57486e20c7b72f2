import { once } from 'node:events'
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createLog } from '../../proxy/log.ts'
import { VERSION } from '../../proxy/root.ts'
import { gameUrl, Started } from '../helpers/proxy-run.ts'

const started = new Started()
afterEach(() => started.close())

const LOCAL = ['--allow', '127.0.0.1']
const get = async (url: string, init?: RequestInit) => {
  const response = await fetch(url, init)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** How many connections this process has, both ends counted. */
const sockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length

describe('an operator', () => {
  it('is told at /healthz that all is well, and when it no longer is', async () => {
    const game = await started.game((socket) => void socket.resume())
    const proxy = await started.proxy()
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    const well = await get(`${proxy.url}/healthz`)
    expect([well.status, JSON.parse(well.text)]).toEqual([
      200,
      { status: 'ok', version: VERSION, sessions: 1, parked: 0, uptimeSeconds: expect.any(Number) as number },
    ])
    expect(well.headers.get('cache-control')).toBe('no-store')
    const stopped = proxy.close(60_000)
    await client.message('notice')
    const ill = await get(`${proxy.url}/healthz`)
    expect([ill.status, (JSON.parse(ill.text) as { status: string }).status]).toEqual([503, 'stopping'])
    client.send({ type: 'end' })
    await stopped
  })

  it('reads what happened at /metrics', async () => {
    const game = await started.game((socket) => void socket.write('Welcome'))
    const proxy = await started.proxy()
    const client = started.client(gameUrl(proxy, game.port))
    await client.until(() => client.received === 7)
    client.socket.send(Buffer.from('look\r\n'))
    await client.message('ack')
    await started.client(gameUrl(proxy, 1)).message('refused')
    const { status, headers, text } = await get(`${proxy.url}/metrics`)
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')])
    for (const line of [
      'willdo_sessions 1',
      'willdo_parked_sessions 0',
      'willdo_kept_bytes 7',
      'willdo_sessions_opened_total{family="4",tls="false"} 1',
      'willdo_refused_total{code="refused"} 1',
      'willdo_bytes_total{direction="to_client"} 7',
      'willdo_bytes_total{direction="to_game"} 6',
    ])
      expect(text.split('\n')).toContain(line)
    expect(text).not.toContain('127.0.0.1')
  })

  it('lets only those read /metrics whom he names', async () => {
    const proxy = await started.proxy(['--metrics-from', '192.0.2.0/24', '--trust-proxy', '127.0.0.1'])
    const from = (address: string) => get(`${proxy.url}/metrics`, { headers: { 'X-Forwarded-For': address } })
    expect((await get(`${proxy.url}/metrics`)).status).toBe(404)
    expect((await from('198.51.100.1')).status).toBe(404)
    expect((await from('192.0.2.9')).status).toBe(200)
  })

  it('gives no metrics to visitors of a web server in front that he has not named, and is told of it', async () => {
    const lines: string[] = []
    const log = createLog('warn', { write: (line) => lines.push(line) })
    const proxy = await started.proxy(LOCAL, { log })
    const forwarded = { headers: { 'X-Forwarded-For': '192.0.2.9' } }
    expect((await get(`${proxy.url}/metrics`, forwarded)).status).toBe(404)
    expect((await get(`${proxy.url}/metrics`)).status).toBe(200)
    for (let calls = 0; calls < 2; calls++)
      await started.client(gameUrl(proxy, 'x'), undefined, forwarded).message('refused')
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      expect.stringMatching(/^X-Forwarded-For came from 127\.0\.0\.1, which --trust-proxy does not name/),
    ])
  })

  it('finds a line in the log for each session, and nothing of what was said in it', async () => {
    const lines: string[] = []
    const log = createLog('debug', { write: (line) => lines.push(line) })
    const game = await started.game((socket) => void socket.write('secret of the game'))
    const proxy = await started.proxy(LOCAL, { log })
    const client = started.client(gameUrl(proxy, game.port))
    const { token, via } = await client.message('opened')
    await client.until(() => client.received === 18)
    client.socket.send(Buffer.from('secret of the player'))
    await client.message('ack')
    client.socket.terminate()
    const back = started.client(`${proxy.url}/connect?resume=1&via=${via}`)
    await once(back.socket, 'open')
    back.send({ type: 'resume', token, received: 18, sent: 20 })
    await back.message('resumed')
    back.send({ type: 'end' })
    await back.closed()
    await started.client(gameUrl(proxy, 'x')).message('refused')
    const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(said.map(({ msg }) => msg)).toEqual([
      'listening',
      'session opened',
      expect.stringMatching(/session (parked|taken over)/),
      ...(said.length === 6 ? ['session resumed'] : []),
      'session closed',
      'call refused',
    ])
    expect(said.at(-2)).toMatchObject({
      client: '127.0.0.1',
      host: '127.0.0.1',
      port: game.port,
      by: 'client',
      code: 'ended',
      toClient: 18,
      toGame: 20,
    })
    expect(said.at(-1)).toMatchObject({ code: 'bad-request' })
    for (const secret of ['secret', token, 'resume=1']) expect(lines.join('')).not.toContain(secret)
  })

  it('finds a hundred refused calls a minute in the log, and how many more there were', () => {
    const lines: string[] = []
    let now = 0
    const log = createLog('info', { write: (line) => lines.push(line) }, () => now)
    const refuse = (times: number): void => {
      for (let i = 0; i < times; i++) log.refused({ client: '192.0.2.1', code: 'bad-request' })
    }
    refuse(5000)
    expect(lines).toHaveLength(100)
    now = 60_000
    refuse(2)
    const said = lines.slice(100).map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(said).toMatchObject([
      { msg: 'more calls refused', calls: 4900 },
      { msg: 'call refused' },
      { msg: 'call refused' },
    ])
  })

  it('finds a client that broke the rules before its game was reached in log and metrics', async () => {
    const lines: string[] = []
    const log = createLog('info', { write: (line) => lines.push(line) })
    const proxy = await started.proxy(LOCAL, { log, resolve: () => new Promise(() => undefined) })
    const client = started.client(gameUrl(proxy, 4000, 'slow.example'))
    await once(client.socket, 'open')
    client.socket.send('garbage')
    await client.message('refused')
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ code: 'bad-message', host: 'slow.example' })
    expect((await get(`${proxy.url}/metrics`)).text).toContain('willdo_refused_total{code="bad-message"} 1')
  })

  it('lets a page of another site read /info.json only if he lists it', async () => {
    const proxy = await started.proxy(['--origin', 'https://play.example'])
    const cors = async (origin: string) =>
      (await get(`${proxy.url}/info.json`, { headers: { origin } })).headers
    expect((await cors('https://play.example')).get('access-control-allow-origin')).toBe(
      'https://play.example',
    )
    expect((await cors('https://evil.example')).get('access-control-allow-origin')).toBeNull()
    expect((await cors('https://evil.example')).get('vary')).toBe('Origin')
  })

  it('need not fear callers who never finish their request', async () => {
    const proxy = await started.proxy(LOCAL, { headersMillis: 50 })
    const socket = connect(proxy.port, '127.0.0.1')
    socket.write('GET /connect?host=127.0.0.1&port=4000 HTTP/1.1\r\nHost: x\r\nUpgrade: webso')
    socket.resume()
    await once(socket, 'close')
  })

  it('need not fear callers who never read the answer', async () => {
    const pageDirectory = await mkdtemp(join(tmpdir(), 'willdo-'))
    await writeFile(join(pageDirectory, 'index.html'), '')
    // Without a byte on the disk, and more than the buffers of the network take.
    await truncate(join(pageDirectory, 'index.html'), 64e6)
    const proxy = await started.proxy(LOCAL, { headersMillis: 50, pageDirectory })
    const before = sockets()
    const socket = connect(proxy.port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(socket, 'readable')
    // Its own end stays: it does not notice as long as it does not read.
    await expect.poll(() => sockets() - before, { timeout: 10_000 }).toBe(1)
    socket.destroy()
    await rm(pageDirectory, { recursive: true })
  })
})

describe('a proxy that stops', () => {
  it('tells people when, refuses new ones, and ends as soon as nobody is left', async () => {
    const game = await started.game((socket) => void socket.resume())
    const proxy = await started.proxy()
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    const before = Date.now()
    const stopped = proxy.close(600_000)
    const notice = await client.message('notice')
    expect(notice).toMatchObject({
      code: 'stopping',
      message: expect.stringContaining('Come back') as string,
    })
    expect(notice.until).toBeGreaterThanOrEqual(before + 600_000)
    const late = started.client(gameUrl(proxy, game.port))
    expect(await late.message('refused')).toMatchObject({ code: 'stopping' })
    expect((await late.closed()).code).toBe(1001)
    client.send({ type: 'end' })
    await stopped
  })

  it('still lets a player back whose connection breaks meanwhile, and tells it too', async () => {
    const game = await started.game()
    const proxy = await started.proxy()
    const client = started.client(gameUrl(proxy, game.port))
    const { token, via } = await client.message('opened')
    const socket = await game.connection()
    const stopped = proxy.close(600_000)
    const notice = await client.message('notice')
    client.socket.terminate()
    const back = started.client(`${proxy.url}/connect?resume=1&via=${via}`)
    await once(back.socket, 'open')
    back.send({ type: 'resume', token, received: 0, sent: 0 })
    expect(await back.message('notice')).toEqual(notice)
    socket.write('last words')
    await back.until(() => back.received === 10)
    back.send({ type: 'end' })
    await stopped
  })
})

describe('a proxy for listed games only', () => {
  const expectCode = async (url: string, code: string): Promise<void> => {
    expect(await started.client(url).message('refused')).toMatchObject({ code })
  }

  it.each(['list', 'single'])(
    'in mode %s dials what is listed, private or not, and nothing else',
    async (mode) => {
      const [game, other] = [await started.game(), await started.game()]
      const proxy = await started.proxy(['--mode', mode, '--game', `Mine=localhost:${game.port}`], {
        resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
      })
      await started.client(gameUrl(proxy, game.port, 'LOCALHOST.')).message('opened')
      await expectCode(gameUrl(proxy, other.port, 'localhost'), 'not-listed')
      await expectCode(gameUrl(proxy, game.port, '127.0.0.1'), 'not-listed')
      await expectCode(gameUrl(proxy, 4000, 'mud.example'), 'not-listed')
      expect(other.arrivals).toBe(0)
      const info = JSON.parse((await get(`${proxy.url}/info.json`)).text) as unknown
      expect(info).toMatchObject({
        modes: [mode],
        directory: [{ name: 'Mine', host: 'localhost', port: game.port, tls: false, builtIn: false }],
      })
    },
  )

  it('lets --allow through as well, and --deny nothing', async () => {
    const [game, denied] = [await started.game(), await started.game()]
    const proxy = await started.proxy([
      '--mode',
      'list',
      `--game=Mine=127.0.0.1:${denied.port}`,
      '--allow=127.0.0.1',
      `--deny=127.0.0.0/8:${denied.port}`,
    ])
    await started.client(gameUrl(proxy, game.port)).message('opened')
    await expectCode(gameUrl(proxy, denied.port), 'forbidden')
    expect(denied.arrivals).toBe(0)
    // A page then knows that it has to ask.
    const info = JSON.parse((await get(`${proxy.url}/info.json`)).text) as unknown
    expect(info).toMatchObject({ modes: ['list'], exceptions: true })
  })
})

describe('a limit', () => {
  it('of sessions by address counts those that are kept, and gives their places back', async () => {
    const game = await started.game()
    const proxy = await started.proxy([...LOCAL, '--max-per-address', '1'], { parkMillis: 50 })
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    client.socket.terminate()
    await once(client.socket, 'close')
    const second = started.client(gameUrl(proxy, game.port))
    expect(await second.message('refused')).toMatchObject({ code: 'too-many-sessions', leg: 'page-proxy' })
    await expect.poll(() => proxy.sessions()).toBe(0)
    await started.client(gameUrl(proxy, game.port)).message('opened')
  })

  it('counts callers apart behind a web server that is trusted', async () => {
    const game = await started.game()
    const proxy = await started.proxy([...LOCAL, '--max-per-address', '1', '--trust-proxy', '127.0.0.1'])
    const from = (address: string) =>
      started.client(gameUrl(proxy, game.port), ['willdo.v1'], { headers: { 'X-Forwarded-For': address } })
    await from('192.0.2.1').message('opened')
    await from('192.0.2.2').message('opened')
    expect(await from('6.6.6.6, 192.0.2.1').message('refused')).toMatchObject({ code: 'too-many-sessions' })
  })

  it.each([
    ['--dials-per-minute', 'rate-limited'],
    ['--max-per-game', 'game-full'],
    ['--max-sessions', 'proxy-full'],
  ])('%s refuses the second of 1 with a code of its own', async (flag, code) => {
    const game = await started.game()
    const proxy = await started.proxy([...LOCAL, flag, '1'])
    await started.client(gameUrl(proxy, game.port)).message('opened')
    const second = started.client(gameUrl(proxy, game.port))
    expect(await second.message('refused')).toMatchObject({ code })
    expect(game.arrivals).toBe(1)
  })

  it('of sessions with a game counts the address that answered, under whatever name', async () => {
    const game = await started.game()
    const resolve = (name: string) =>
      Promise.resolve([
        // Nothing listens at 127.0.0.9: the second address answers.
        ...(name === 'two.example' ? [{ address: '127.0.0.9', family: 4 as const }] : []),
        { address: '127.0.0.1', family: 4 as const },
      ])
    const proxy = await started.proxy(['--allow', '127.0.0.0/8', '--max-per-game', '1'], { resolve })
    await started.client(gameUrl(proxy, game.port, 'two.example')).message('opened')
    const second = started.client(gameUrl(proxy, game.port, 'one.example'))
    expect(await second.message('refused')).toMatchObject({ code: 'game-full' })
    const third = started.client(gameUrl(proxy, game.port, 'two.example'))
    expect(await third.message('refused')).toMatchObject({ code: 'game-full' })
    await expect.poll(() => game.open).toBe(1)
  })

  it('of quiet ends a session on which nothing happens, and not one that lives', async () => {
    const game = await started.game((socket) => void socket.on('data', (bytes) => socket.write(bytes)))
    const proxy = await started.proxy(LOCAL, { idleMillis: 300, sweepMillis: 20 })
    const [quiet, lively] = [
      started.client(gameUrl(proxy, game.port)),
      started.client(gameUrl(proxy, game.port)),
    ]
    await lively.message('opened')
    const talk = setInterval(() => lively.socket.send(Buffer.from('x')), 30)
    expect(await quiet.message('closed')).toMatchObject({ by: 'proxy', code: 'idle' })
    clearInterval(talk)
    expect((await quiet.closed()).code).toBe(4024)
    expect(lively.closing).toBeUndefined()
  })

  it('of age ends every session', async () => {
    const game = await started.game()
    const proxy = await started.proxy(LOCAL, { lifetimeMillis: 50, sweepMillis: 10 })
    const client = started.client(gameUrl(proxy, game.port))
    expect(await client.message('closed')).toMatchObject({ by: 'proxy', code: 'time-up' })
  })

  it('is announced before it is reached', async () => {
    const game = await started.game()
    const proxy = await started.proxy(LOCAL, { idleMillis: 60_010, lifetimeMillis: 0, sweepMillis: 10 })
    const client = started.client(gameUrl(proxy, game.port))
    const notice = await client.message('notice')
    expect(notice).toMatchObject({
      code: 'idle',
      message: expect.stringContaining('Type something') as string,
    })
    expect((notice.until ?? 0) - Date.now()).toBeLessThanOrEqual(60_010)
  })

  it('of pings ends a session that asks without end', async () => {
    const game = await started.game()
    const proxy = await started.proxy()
    const client = started.client(gameUrl(proxy, game.port))
    await client.message('opened')
    for (let n = 0; n < 60; n++) {
      client.send({ type: 'ping', n })
      client.socket.ping()
    }
    expect(await client.message('closed')).toMatchObject({ by: 'proxy', code: 'flow-violation' })
    expect(client.messages.filter(({ type }) => type === 'pong').length).toBeGreaterThanOrEqual(50)
  })
})
