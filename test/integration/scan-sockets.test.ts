import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { recordedScan } from '../../shared/fingerprint/outcome.ts'
import type { ScanOutcome } from '../../shared/fingerprint/result.ts'
import { FLOOD, scanSettings } from '../../shared/fingerprint/settings.ts'
import { parseRecording } from '../../shared/recording/format.ts'
import { recordingText } from '../../proxy/scan-files.ts'
import { ScanConnectError, scanServer, type ScanRun, type ScanTarget } from '../../proxy/scan-socket.ts'
import { differences } from '../helpers/agreement.ts'
import { CERTIFICATE, KEY } from '../helpers/proxy-certificate.ts'
import { listen, listenAs } from '../helpers/sim-socket.ts'
import { scriptedServers } from '../helpers/sim-specs.ts'

// Every seventh server: all kinds are among them, plain and slow; they run side by side, so the time is the slowest's. And one
// that takes each read for a key: two replies must not arrive as one.
const SOME = scriptedServers().filter(({ name }, i) => i % 7 === 0 || name === 'slow-3003-007-terminal')

const at = (port: number): { host: string; port: number; tls: undefined } => ({
  host: '127.0.0.1',
  port,
  tls: undefined,
})

describe.concurrent('over real sockets', () => {
  it.each(SOME)('$name is scanned as the reference does', { timeout: 60_000 }, async ({ spec, expected }) => {
    const server = await listenAs(spec)
    try {
      const runs = await Promise.all(
        [
          scanSettings('tool'),
          scanSettings('tool', { schema: 'eight-key' }),
          scanSettings('tool', { pace: 'fast' }),
        ].map((settings) => scanServer(at(server.port), settings)),
      )
      for (const run of runs) {
        if (!run.outcome.ok) throw new Error(run.outcome.message)
        // A server that counts reads says what depends on how TCP cuts our answers: only its fingerprint is sure.
        const sure = (what: string): boolean => spec.input !== 'chunk' || !what.startsWith('banner')
        expect(differences(run.outcome, expected).filter(sure)).toEqual([])
        const again = recordedScan(parseRecording(recordingText(run)))
        expect(again?.ok && again.record['server-probe']).toEqual(run.outcome.record['server-probe'])
      }
    } finally {
      await server.close()
    }
  })
})

/** A fast scan: what these servers do is over soon. */
async function runOf(serve: Parameters<typeof listen>[0]): Promise<ScanRun> {
  const server = await listen(serve)
  try {
    return await scanServer(at(server.port), scanSettings('tool', { pace: 'fast', bannerMaxMs: 3000 }))
  } finally {
    await server.close()
  }
}

const scanOf = async (serve: Parameters<typeof listen>[0]): Promise<ScanOutcome> =>
  (await runOf(serve)).outcome

describe.concurrent('servers that are no telnet servers, or bad ones', () => {
  it('a server that ends the connection at once has a record with empty lists', async () => {
    const outcome = await scanOf((socket) => socket.end('bye\r\n'))
    expect(outcome.ok && outcome.record['server-probe']['fingerprint-data']).toMatchObject({
      'offered-options': [],
      'refused-options': [],
    })
    expect(outcome.ok && outcome.record['server-probe'].session_data.banner_before_return).toBe('bye\r\n')
    expect(outcome.ok && outcome.own.notices.map(({ code }) => code)).toContain('closed-early')
  })

  it('a server that breaks the connection off has no record, but a sentence', async () => {
    const outcome = await scanOf((socket) => {
      socket.once('data', () => socket.resetAndDestroy())
    })
    expect(outcome).toMatchObject({ ok: false, code: 'reset' })
  })

  it.each([
    ['SSH-2.0-OpenSSH_9.2\r\n', 'speaks-ssh'],
    ['HTTP/1.1 400 Bad Request\r\n\r\n', 'speaks-http'],
    ['\x15\x03\x01\x00\x02\x02\x46', 'speaks-tls'],
  ])('says what answers with %j', async (text, code) => {
    const outcome = await scanOf((socket) => {
      socket.write(text, 'latin1')
    })
    expect(outcome.ok && outcome.own.notices.map((notice) => notice.code)).toContain(code)
  })

  it('says that a server which should speak TLS does not', async () => {
    const server = await listen((socket) => socket.write('Welcome!\r\n'))
    const scanning = scanServer({ ...at(server.port), tls: { verify: true } }, scanSettings())
    await expect(scanning).rejects.toThrow(/^127\.0\.0\.1 port \d+ does not speak TLS, .* without --tls\.$/)
    await server.close()
  })

  it('says that nobody listens', async () => {
    const server = await listen(() => undefined)
    await server.close()
    await expect(scanServer(at(server.port), scanSettings())).rejects.toThrow(ScanConnectError)
    await expect(scanServer(at(server.port), scanSettings())).rejects.toThrow(
      /Nothing listens at 127.0.0.1 port/,
    )
  })
})

describe.concurrent('over TLS', () => {
  /** A scan of a server that says one line, with a certificate of its own make. */
  async function secureScan(tls: ScanTarget['tls']): Promise<ScanRun> {
    const server = createTlsServer({ cert: CERTIFICATE, key: KEY }, (socket) => {
      socket.on('error', () => undefined)
      socket.end('Welcome!\r\n')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const { port } = server.address() as AddressInfo
      return await scanServer({ ...at(port), tls }, scanSettings('tool', { tls: true }))
    } finally {
      server.close()
    }
  }

  it('a certificate that nobody vouches for is refused with what to do', async () => {
    await expect(secureScan({ verify: true })).rejects.toThrow(
      /cannot be verified: self-signed certificate\. .* --tls-ca, .* --tls-no-verify\.$/,
    )
  })

  it.each([
    ['its authority is given', { ca: CERTIFICATE, verify: true }],
    ['any certificate will do', { verify: false }],
  ])('the server is scanned if %s', async (_, tls) => {
    const { outcome } = await secureScan(tls)
    const session = outcome.ok ? outcome.record['server-probe'].session_data : undefined
    expect(session?.banner_before_return).toBe('Welcome!\r\n')
  })
})

// By itself: it takes all the time that this process has, and other scans would miss what is due.
describe('a flood', () => {
  it(
    'is read for as long as a banner may take, ever more slowly, and no further',
    { timeout: 60_000 },
    async () => {
      const { outcome, entries } = await runOf((socket) => {
        const line = Buffer.from('All work and no play.\r\n'.repeat(400))
        const more = (): void => {
          if (socket.writable) socket.write(line, () => setImmediate(more))
        }
        more()
      })
      expect(outcome.ok && outcome.record['server-probe'].fingerprint).toBe('e89ffa4fe5c32389')
      expect(outcome.ok && outcome.own.notices.map(({ code }) => code)).toContain('text-cut')
      const kept = entries.reduce((sum, entry) => sum + (entry.kind === 'in' ? entry.bytes.length : 0), 0)
      expect(kept).toBeGreaterThan(FLOOD.bytes / 2)
      expect(kept).toBeLessThan(FLOOD.bytes * 1.5)
    },
  )
})
