import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { TLSSocket } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { CODES } from '../../shared/wire/codes.ts'
import type { Code } from '../../shared/wire/codes.ts'
import { createLog } from '../../proxy/log.ts'
import { CERTIFICATE, KEY } from '../helpers/proxy-certificate.ts'
import { deadPort } from '../helpers/proxy-game.ts'
import { gameUrl, Started } from '../helpers/proxy-run.ts'
import type { WsClient } from '../helpers/ws-client.ts'

const started = new Started()
afterEach(() => started.close())

/** Expects exactly one message, the refusal, and the close that belongs to it. */
async function expectRefusal(client: WsClient, code: Code, message: RegExp): Promise<void> {
  const closed = await client.closed()
  expect(client.frames).toMatchObject([
    {
      kind: 'message',
      message: {
        type: 'refused',
        code,
        leg: CODES[code].leg,
        message: expect.stringMatching(message) as string,
      },
    },
  ])
  expect(closed.code).toBe(4000 + CODES[code].n)
  expect(closed.reason).not.toBe('')
}

const failsWith = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))

describe('a request that makes no sense', () => {
  const bad: readonly [query: string, says: RegExp][] = [
    ['', /host is missing/],
    ['?port=23', /host is missing/],
    ['?host=%20&port=23', /host is missing/],
    ['?host=mud.example', /port is missing/],
    ['?host=mud.example&port=', /port is missing/],
    ['?host=mud.example&port=0', /from 1 to 65535/],
    ['?host=mud.example&port=65536', /from 1 to 65535/],
    ['?host=mud.example&port=-1', /from 1 to 65535/],
    ['?host=mud.example&port=23x', /from 1 to 65535/],
    ['?host=mud.example&port=0x17', /from 1 to 65535/],
    ['?host=mud.example&port=1e3', /from 1 to 65535/],
    ['?host=a%20b&port=23', /neither a name nor an address/],
    ['?host=localhost%00.example&port=23', /neither a name nor an address/],
    ['?host=user@mud.example&port=23', /neither a name nor an address/],
    ['?host=http://mud.example/&port=23', /neither a name nor an address/],
    [`?host=${'a'.repeat(254)}&port=23`, /neither a name nor an address/],
    ['?host=mud.example&port=23&tls=yes', /tls is neither/],
    ['?host=mud.example&port=23&tls=1&pin=abc', /64 hexadecimal digits/],
  ]
  it.each(bad)('%s is a bad request', async (query, says) => {
    const proxy = await started.proxy()
    await expectRefusal(started.client(`${proxy.url}/connect${query}`), 'bad-request', says)
  })
})

describe('a game that cannot be had', () => {
  it('with a name nobody knows', async () => {
    const proxy = await started.proxy([], { resolve: failsWith('ENOTFOUND') })
    await expectRefusal(
      started.client(gameUrl(proxy, 4000, 'no.example')),
      'unknown-name',
      /named no\.example/,
    )
  })

  it('with a name service that is silent', async () => {
    const proxy = await started.proxy([], { resolve: failsWith('EAI_AGAIN') })
    await expectRefusal(started.client(gameUrl(proxy, 4000, 'no.example')), 'unknown-name', /does not answer/)
  })

  it('with a name that has no address', async () => {
    const proxy = await started.proxy([], { resolve: () => Promise.resolve([]) })
    await expectRefusal(
      started.client(gameUrl(proxy, 4000, 'no.example')),
      'unknown-name',
      /named no\.example/,
    )
  })

  it('where nothing listens', async () => {
    const proxy = await started.proxy()
    await expectRefusal(
      started.client(gameUrl(proxy, await deadPort())),
      'refused',
      /Nothing listens at 127\.0\.0\.1 port/,
    )
  })

  it('whose address does not answer in time', async () => {
    const proxy = await started.proxy([], { resolve: () => new Promise(() => undefined), connectMillis: 20 })
    await expectRefusal(
      started.client(gameUrl(proxy, 4000, 'slow.example')),
      'timed-out',
      /slow\.example port 4000 .* within 1 s/,
    )
  })

  it('that speaks no TLS', async () => {
    const proxy = await started.proxy()
    const game = await started.game((socket) => void socket.write('Welcome, traveller!\r\n'))
    const client = started.client(gameUrl(proxy, game.port, '127.0.0.1', '&tls=1'))
    await expectRefusal(client, 'tls-failed', /may not speak TLS/)
  })

  it('at an address that is not public', async () => {
    const game = await started.game()
    const proxy = await started.proxy([])
    await expectRefusal(
      started.client(gameUrl(proxy, game.port)),
      'forbidden',
      /not a public address.*--allow/,
    )
    expect(game.open).toBe(0)
  })

  it('at a port that is not for games', async () => {
    const proxy = await started.proxy([], {
      resolve: () => Promise.resolve([{ address: '93.184.216.34', family: 4 }]),
    })
    const client = started.client(gameUrl(proxy, 25, 'mail.example'))
    await expectRefusal(
      client,
      'port-not-allowed',
      /Port 25 is not allowed by this proxy: it is not one for games\./,
    )
  })

  it('by a resume of another process', async () => {
    const proxy = await started.proxy()
    await expectRefusal(
      started.client(`${proxy.url}/connect?resume=1&via=abc`),
      'session-gone',
      /Connect again/,
    )
  })

  it('while the proxy is full, and again when somebody has left', async () => {
    const proxy = await started.proxy(['--allow', '127.0.0.1', '--max-sessions', '1'])
    const game = await started.game()
    const first = started.client(gameUrl(proxy, game.port))
    await first.message('opened')
    await expectRefusal(started.client(gameUrl(proxy, game.port)), 'proxy-full', /Try again later/)
    first.send({ type: 'end' })
    await expect.poll(() => proxy.sessions()).toBe(0)
    await started.client(gameUrl(proxy, game.port)).message('opened')
  })

  it('because the proxy itself failed: the operator gets the error, the client a sentence', async () => {
    const lines: string[] = []
    const log = createLog('error', { write: (line) => lines.push(line) })
    const proxy = await started.proxy([], {
      resolve: () => Promise.resolve([{ address: 'no address', family: 4 }]),
      log,
    })
    // An address that is none is never dialled, whoever said so.
    await expectRefusal(
      started.client(gameUrl(proxy, 4000, 'odd.example')),
      'forbidden',
      /not a public address/,
    )
    const failing = await started.proxy([], { resolve: () => Promise.resolve(null as never), log })
    await expectRefusal(started.client(gameUrl(failing, 4000, 'odd.example')), 'internal', /The proxy failed/)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('TypeError')
  })

  it('and the next attempt works at once', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    await started.client(gameUrl(proxy, await deadPort())).closed()
    await started.client(gameUrl(proxy, game.port)).message('opened')
  })
})

describe('the address that was checked', () => {
  it('is the one that is dialled: a name is looked up once', async () => {
    const game = await started.game()
    let lookups = 0
    const proxy = await started.proxy(['--allow', 'game.example'], {
      resolve: () =>
        Promise.resolve(
          lookups++ === 0 ? [{ address: '127.0.0.1', family: 4 }] : [{ address: '127.0.0.9', family: 4 }],
        ),
    })
    const opened = await started.client(gameUrl(proxy, game.port, 'game.example')).message('opened')
    expect([opened.address, lookups]).toEqual(['127.0.0.1', 1])
  })

  it('must be public for all of a name: mixed answers are refused and nothing is dialled', async () => {
    const game = await started.game()
    const proxy = await started.proxy([], {
      resolve: () =>
        Promise.resolve([
          { address: '93.184.216.34', family: 4 },
          { address: '127.0.0.1', family: 4 },
        ]),
    })
    await expectRefusal(
      started.client(gameUrl(proxy, game.port, 'mixed.example')),
      'forbidden',
      /mixed\.example/,
    )
    expect(game.open).toBe(0)
  })

  it('may be the second one, when nothing listens at the first', async () => {
    const game = await started.game()
    const proxy = await started.proxy(['--allow', 'two.example'], {
      resolve: () =>
        Promise.resolve([
          { address: '127.0.0.77', family: 4 },
          { address: '127.0.0.1', family: 4 },
        ]),
    })
    expect(await started.client(gameUrl(proxy, game.port, 'two.example')).message('opened')).toMatchObject({
      address: '127.0.0.1',
    })
  })

  it('may be 127.0.0.1 for a spelling that the system understands, and is refused all the same', async () => {
    const game = await started.game()
    const proxy = await started.proxy([])
    for (const host of [
      '127.1',
      '0x7f000001',
      '2130706433',
      '0177.0.0.1',
      'localhost',
      'LOCALHOST',
      '[::1]',
      '::ffff:127.0.0.1',
    ]) {
      const client = started.client(gameUrl(proxy, game.port, host))
      await client.closed()
      expect([host, client.closing?.code]).toEqual([host, 4007])
    }
    expect(game.open).toBe(0)
  })
})

describe('a WebSocket of somebody else', () => {
  it('from the page of another site is refused', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${proxy.port + 1}`]) {
      const client = started.client(gameUrl(proxy, game.port), ['willdo.v1'], { origin })
      await expectRefusal(client, 'origin-not-allowed', /does not serve pages of|pages of web sites only/)
    }
    expect(game.open).toBe(0)
  })

  it('from our own page is taken, under an address or localhost', async () => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    for (const origin of [proxy.url, proxy.url.replace('127.0.0.1', 'localhost')]) {
      const headers = { Host: new URL(origin).host }
      const client = started.client(gameUrl(proxy, game.port), ['willdo.v1'], { origin, headers })
      await client.message('opened')
    }
  })

  it('from our own page under a name is taken if the operator says that the name is ours', async () => {
    const game = await started.game()
    const front = { origin: 'https://play.example', headers: { Host: 'play.example:443' } }
    const stranger = await started.proxy()
    await expectRefusal(
      started.client(gameUrl(stranger, game.port), ['willdo.v1'], front),
      'origin-not-allowed',
      /\(--origin https:\/\/play\.example\)\.$/,
    )
    const proxy = await started.proxy(['--allow', '127.0.0.1', '--origin', 'https://play.example/'])
    await started.client(gameUrl(proxy, game.port), ['willdo.v1'], front).message('opened')
  })

  it.each([[[]], [['mqtt']]])('with the sub-protocols %j is closed with a reason', async (protocols) => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const client = started.client(gameUrl(proxy, game.port), protocols)
    expect(await client.closed()).toEqual({ code: 4018, reason: CODES['no-subprotocol'].sentence })
    expect(client.frames).toEqual([])
  })

  it('at another path gets an HTTP answer', async () => {
    const proxy = await started.proxy()
    const client = started.client(`${proxy.url}/elsewhere`)
    const [error] = (await once(client.socket, 'error')) as [Error]
    expect(error.message).toContain('404')
  })
})

describe('a game behind TLS', () => {
  const sha256 = new X509Certificate(CERTIFICATE).fingerprint256.replaceAll(':', '').toLowerCase()
  const tls = { key: KEY, cert: CERTIFICATE }

  it('with a certificate that can be verified is opened, and the certificate told', async () => {
    const game = await started.game((socket) => socket.write('secret'), tls)
    const proxy = await started.proxy(['--allow', 'tls.example'], {
      ca: CERTIFICATE,
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    })
    const client = started.client(gameUrl(proxy, game.port, 'tls.example', '&tls=1'))
    const opened = await client.message('opened')
    expect(opened.tls).toMatchObject({
      version: 'TLSv1.3',
      authorized: true,
      certificate: { subject: 'tls.example, Test game', sha256 },
    })
    await client.until(() => client.received === 6)
    expect(client.bytes.toString()).toBe('secret')
    // Whatever was trusted before: what can be verified needs no pin.
    const pinned = started.client(gameUrl(proxy, game.port, 'tls.example', `&tls=1&pin=${'0'.repeat(64)}`))
    expect(await pinned.message('opened')).toMatchObject({ tls: { authorized: true } })
  })

  it.each(['ｔｌｓ.example', 'TLS.example.'])('is asked for by its plain name, not as %s', async (host) => {
    const game = await started.game(undefined, tls)
    const proxy = await started.proxy(['--allow', '127.0.0.1'], {
      ca: CERTIFICATE,
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    })
    const client = started.client(gameUrl(proxy, game.port, host, '&tls=1'))
    expect(await client.message('opened')).toMatchObject({ tls: { authorized: true } })
    expect(((await game.connection()) as TLSSocket).servername).toBe('tls.example')
  })

  it('with a certificate for another name is refused', async () => {
    const game = await started.game(undefined, tls)
    const proxy = await started.proxy(['--allow', 'other.example'], {
      ca: CERTIFICATE,
      resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
    })
    const client = started.client(gameUrl(proxy, game.port, 'other.example', '&tls=1'))
    await expectRefusal(
      client,
      'tls-failed',
      /certificate of other\.example cannot be verified: it is for tls\.example/,
    )
  })

  it('with a self-signed certificate is refused, the certificate shown, and opened with its pin only', async () => {
    const game = await started.game(undefined, tls)
    const proxy = await started.proxy()
    const client = started.client(gameUrl(proxy, game.port, '127.0.0.1', '&tls=1'))
    expect(await client.message('refused')).toMatchObject({ code: 'tls-failed', certificate: { sha256 } })
    const wrong = started.client(gameUrl(proxy, game.port, '127.0.0.1', `&tls=1&pin=${'0'.repeat(64)}`))
    expect(await wrong.message('refused')).toMatchObject({ code: 'tls-failed' })
    const pinned = started.client(gameUrl(proxy, game.port, '127.0.0.1', `&tls=1&pin=${sha256}`))
    expect(await pinned.message('opened')).toMatchObject({ tls: { authorized: false } })
  })
})
