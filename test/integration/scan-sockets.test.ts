import { describe, expect, it } from 'vitest'
import { recordedScan } from '../../shared/fingerprint/outcome.ts'
import { scanSettings } from '../../shared/fingerprint/settings.ts'
import { parseRecording } from '../../shared/recording/format.ts'
import { recordingText } from '../../proxy/scan-files.ts'
import { ScanConnectError, scanServer } from '../../proxy/scan-socket.ts'
import { differences } from '../helpers/agreement.ts'
import { listen, listenAs } from '../helpers/sim-socket.ts'
import { scriptedServers } from '../helpers/sim-specs.ts'

// Every seventh server: all kinds are among them, plain and slow; they run side by side, so the time is the slowest's.
const SOME = scriptedServers().filter((_, i) => i % 7 === 0)

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
        expect(differences(run.outcome, expected)).toEqual([])
        const again = recordedScan(parseRecording(recordingText(run)))
        expect(again?.ok && again.record['server-probe']).toEqual(run.outcome.record['server-probe'])
      }
    } finally {
      await server.close()
    }
  })
})

/** A fast scan: what these servers do is over soon. */
async function scanOf(
  serve: Parameters<typeof listen>[0],
): Promise<Awaited<ReturnType<typeof scanServer>>['outcome']> {
  const server = await listen(serve)
  try {
    return (await scanServer(at(server.port), scanSettings('tool', { pace: 'fast', bannerMaxMs: 3000 })))
      .outcome
  } finally {
    await server.close()
  }
}

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

  it('a flood is read for as long as a banner may take, and no further', async () => {
    const outcome = await scanOf((socket) => {
      const line = Buffer.from('All work and no play.\r\n'.repeat(400))
      const more = (): void => {
        if (socket.writable) socket.write(line, () => setImmediate(more))
      }
      more()
    })
    expect(outcome.ok && outcome.record['server-probe'].fingerprint).toBe('e89ffa4fe5c32389')
    expect(outcome.ok && outcome.own.notices.map(({ code }) => code)).toContain('text-cut')
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
