import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ROOT, VERSION } from '../../proxy/root.ts'
import type { StartDemo } from '../../proxy/server.ts'
import { gameUrl, Started } from '../helpers/proxy-run.ts'

const started = new Started()
afterEach(() => started.close())

/** Takes a port of 127.0.0.1 away from everybody else while `use` runs. */
async function occupied<T>(use: (port: number) => Promise<T>): Promise<T> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await use((server.address() as AddressInfo).port)
  } finally {
    server.close()
    await once(server, 'close')
  }
}

/** A demo that only listens: what `main` is given is tested where it is written. */
const startDemo: StartDemo = async ({ host, port }) => {
  const server = createServer((socket) => socket.end('demo')).listen(port, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

describe('the proxy over HTTP', () => {
  const folder = mkdtempSync(join(tmpdir(), 'willdo-page-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('serves the page and its files, and no others', async () => {
    mkdirSync(join(folder, 'assets'), { recursive: true })
    writeFileSync(join(folder, 'index.html'), '<title>willdo</title>')
    writeFileSync(join(folder, 'assets', 'a.js'), '1')
    writeFileSync(join(folder, 'assets', 'b.js'), 'let b = 1')
    writeFileSync(join(folder, 'assets', 'b.js.br'), brotliCompressSync('let b = 1'))
    const proxy = await started.proxy([], { pageDirectory: folder })
    const page = await fetch(proxy.url)
    expect([page.status, page.headers.get('cache-control'), await page.text()]).toEqual([
      200,
      'no-cache',
      '<title>willdo</title>',
    ])
    const packed = await fetch(`${proxy.url}/assets/b.js`, { headers: { 'Accept-Encoding': 'br' } })
    expect([packed.headers.get('content-encoding'), packed.headers.get('content-type')]).toEqual([
      'br',
      'text/javascript',
    ])
    expect(await packed.text()).toBe('let b = 1')
    const script = await fetch(`${proxy.url}/assets/a.js`)
    expect([script.status, script.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ])
    for (const path of ['/nothing', '/%2e%2e/package.json', '/..%2fpackage.json']) {
      expect([path, (await fetch(proxy.url + path)).status]).toEqual([path, 404])
    }
  })

  it('says what to do when the page is not built, when somebody posts, and at /connect', async () => {
    const proxy = await started.proxy([], { pageDirectory: join(folder, 'missing') })
    const answer = async (path: string, method = 'GET'): Promise<unknown> => {
      const response = await fetch(proxy.url + path, { method })
      return [response.status, await response.text()]
    }
    expect(await answer('/')).toEqual([
      503,
      'The page is not built yet. Stop this program and run: npm start\n',
    ])
    expect(await answer('/', 'POST')).toEqual([405, 'Only GET is answered here.\n'])
    expect(await answer('/connect')).toEqual([
      426,
      'This address is for WebSockets: /connect?host=HOST&port=PORT.\n',
    ])
  })

  it('tells the browser to run nothing but its own scripts', async () => {
    const proxy = await started.proxy()
    for (const path of ['/', '/info.json', '/nothing-here', '/connect']) {
      const { headers } = await fetch(`${proxy.url}${path}`)
      expect(headers.get('Content-Security-Policy')).toContain("script-src 'self';")
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    }
  })

  it('tells what it is in /info.json, the demo first', async () => {
    const proxy = await started.proxy(['--demo-port', '0'], { startDemo })
    const info: unknown = await (await fetch(`${proxy.url}/info.json`)).json()
    expect(info).toEqual({
      version: VERSION,
      subprotocols: ['willdo.v1', 'telnet.mudstandards.org'],
      modes: ['open'],
      ports: expect.arrayContaining(['23', '992', '1024-1079', '27020-65535']) as string[],
      exceptions: false,
      limits: {
        window: 262144,
        clientUnacknowledged: 65536,
        frame: 65536,
        sessions: 1000,
        connectSeconds: 10,
        parkSeconds: 120,
        sessionsPerAddress: 0,
        dialsPerMinute: 0,
        targetsPerHour: 0,
        idleSeconds: 86_400,
        lifetimeSeconds: 0,
      },
      directory: [
        { name: 'Demo (built in)', host: '127.0.0.1', port: proxy.demo?.port, tls: false, builtIn: true },
      ],
    })
  })
})

describe('the built-in server', () => {
  it('may be dialled although its address is not public', async () => {
    const proxy = await started.proxy(['--demo-port', '0'], { startDemo })
    const client = started.client(gameUrl(proxy, proxy.demo?.port ?? 0))
    await client.message('closed')
    expect(client.bytes.toString()).toBe('demo')
  })

  it('takes the next free port when its own is taken', async () => {
    await occupied(async (port) => {
      const proxy = await started.proxy(['--demo-port', String(port)], { startDemo })
      expect(proxy.demo?.port).toBeGreaterThan(port)
    })
  })

  it('is not there with --no-demo', async () => {
    const proxy = await started.proxy(['--no-demo'], { startDemo })
    expect(proxy.demo).toBeUndefined()
    expect(await (await fetch(`${proxy.url}/info.json`)).json()).toMatchObject({ directory: [] })
  })
})

describe('the command', () => {
  // Built beside the sources, where it finds package.json, and apart from what `npm start` builds.
  const out = join(ROOT, 'dist', `test-start-${process.pid}`)
  beforeAll(async () => {
    await build({
      configFile: false,
      root: ROOT,
      publicDir: false,
      logLevel: 'error',
      build: {
        ssr: join(ROOT, 'proxy/main.ts'),
        outDir: out,
        rollupOptions: { output: { entryFileNames: 'main.js' } },
      },
    })
  }, 60_000)
  afterAll(() => rmSync(out, { recursive: true, force: true }))

  /** Runs the command; `output` grows as it speaks. */
  function run(...args: string[]): {
    child: ChildProcess
    output: { out: string; err: string }
    exit: Promise<unknown>
  } {
    const child = spawn(process.execPath, [join(out, 'main.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = { out: '', err: '' }
    child.stdout.on('data', (text: Buffer) => (output.out += text.toString()))
    child.stderr.on('data', (text: Buffer) => (output.err += text.toString()))
    return { child, output, exit: once(child, 'close').then(([code]: unknown[]) => code) }
  }

  it('says in one sentence that its port is in use, and exits with 1', async () => {
    expect(existsSync(join(out, 'main.js'))).toBe(true)
    await occupied(async (port) => {
      const { output, exit } = run('--port', String(port), '--no-demo')
      expect(await exit).toBe(1)
      expect(output).toEqual({
        out: '',
        err: `Port ${port} at 127.0.0.1 is in use by another program. Stop that one, or choose another port: npm start -- --port ${port + 1}\n`,
      })
    })
  })

  it('says in one sentence that its host is elsewhere', async () => {
    const { output, exit } = run('--port', '0', '--host', '192.0.2.1', '--no-demo')
    expect(await exit).toBe(1)
    expect(output.err).toBe('192.0.2.1 is not an address of this computer. Give another one with --host.\n')
  })

  it('says in one sentence what is wrong with a flag', async () => {
    const { output, exit } = run('--port', 'http')
    expect(await exit).toBe(1)
    expect(output).toEqual({
      out: '',
      err: '--port: "http" is not accepted. It takes a whole number from 0 to 65535.\n',
    })
  })

  it('prints what would hold with --check-config, and exits', async () => {
    const { output, exit } = run('--check-config', '--port', '1')
    expect(await exit).toBe(0)
    expect(JSON.parse(output.out)).toMatchObject({ port: 1, host: '127.0.0.1', parkSeconds: 120 })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints both addresses and ends with 0 on %s, telling its clients',
    async (signal) => {
      const { child, output, exit } = run('--port', '0', '--demo-port', '0', '--stop-seconds', '1')
      while (!output.out.includes('demo:') && child.stdout) await once(child.stdout, 'data')
      const [, page = '', demo = ''] =
        /^page: (http:\/\/127\.0\.0\.1:\d+)\ndemo: telnet:\/\/127\.0\.0\.1:(\d+)\n$/.exec(output.out) ?? []
      const client = started.client(`${page}/connect?host=localhost&port=${demo}`)
      await client.message('opened')
      client.acknowledges = true
      child.kill(signal)
      expect(await client.message('closed')).toMatchObject({ by: 'proxy', code: 'stopping' })
      expect(await exit).toBe(0)
      const lines = output.err.split('\n').filter(Boolean)
      const said = lines.map((line) => (JSON.parse(line) as { msg: string }).msg)
      expect(said).toEqual(['listening', 'session opened', 'stopping', 'session closed'])
      const notices = client.messages.filter(({ type }) => type === 'notice')
      expect(notices).toHaveLength(signal === 'SIGTERM' ? 1 : 0)
    },
  )
})
