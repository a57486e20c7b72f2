import { describe, expect, it } from 'vitest'
import type { FromScan } from '../../client/scan/messages.ts'
import { ScanRun } from '../../client/scan/run.ts'
import { loadCodecs } from '../../shared/fingerprint/codecs.ts'
import type { ScanOutcome } from '../../shared/fingerprint/result.ts'
import { scanSettings, type ScanSettings } from '../../shared/fingerprint/settings.ts'
import { ManualClock } from '../helpers/manual-clock.ts'
import { FakeSocket } from '../helpers/page-socket.ts'
import { ScanGame } from '../helpers/scan-game.ts'
import { SimServer, type SimSpec } from '../helpers/sim-server.ts'
import { scriptedServers } from '../helpers/sim-specs.ts'

const SOME = scriptedServers().filter((_, i) => i % 5 === 0)

/** A scan over a proxy that takes `away` milliseconds for a word and back, on a clock moved by hand. */
class ProxiedScan {
  readonly clock = new ManualClock()
  readonly socket = new FakeSocket()
  readonly told: FromScan[] = []
  readonly run: ScanRun
  #frames = 0

  constructor(settings: Partial<ScanSettings> = {}) {
    this.run = new ScanRun(
      {
        open: () => this.socket,
        now: () => this.clock.now,
        after: (wait, then) => this.clock.after(wait, then),
        random: () => 0,
        date: () => 0,
      },
      {
        type: 'begin',
        url: '',
        address: { host: 'game.example', port: 4000, tls: false },
        settings: scanSettings('tool', settings),
      },
      (message) => this.told.push(message),
    )
  }

  /** The server is reached, and the way to the proxy measured. */
  async reach(away = 0): Promise<void> {
    this.socket.open(120)
    this.clock.advance(away)
    for (const message of this.socket.messages.splice(0))
      if (message.type === 'ping') this.socket.say({ type: 'pong', n: message.n })
    await loadCodecs()
    await Promise.resolve()
  }

  /** Plays the server until the scan is over. */
  play(spec: SimSpec): void {
    const server = new SimServer(spec, this.clock, {
      receive: (bytes) => this.socket.receive(bytes),
      end: (how) =>
        this.socket.say({ type: 'closed', by: 'game', code: how === 'fin' ? 'ended' : 'reset', message: '' }),
    })
    server.open()
    for (let i = 0; i < 8000 && this.last?.type !== 'over' && this.last?.type !== 'failed'; i++) {
      for (const frame of this.socket.frames.slice(this.#frames)) {
        this.#frames++
        server.hear(frame)
      }
      this.clock.advance(10)
    }
  }

  get last(): FromScan | undefined {
    return this.told.at(-1)
  }

  get outcome(): ScanOutcome {
    if (this.last?.type !== 'over') throw new Error(`the scan is not over: ${JSON.stringify(this.last)}`)
    return this.last.outcome
  }
}

describe('a scan over the proxy', () => {
  it.each(SOME)('finds of $name what the scan without a proxy finds', async ({ spec }) => {
    const direct = ScanGame.sim(spec, scanSettings()).run()
    const scan = new ProxiedScan()
    await scan.reach()
    scan.play(spec)
    const { outcome } = scan
    if (!direct.ok) return expect(outcome).toMatchObject({ ok: false, code: direct.code })
    if (!outcome.ok) throw new Error(outcome.message)
    const { session_data: session, ...found } = outcome.record['server-probe']
    const { session_data: expected, ...foundDirectly } = direct.record['server-probe']
    expect(found).toEqual(foundDirectly)
    expect({ ...session, timing: expected.timing }).toEqual(expected)
  })

  it('gives answers so much longer as the way to the proxy takes', async () => {
    const scan = new ProxiedScan()
    await scan.reach(140)
    scan.play(SOME[0]?.spec as SimSpec)
    const { outcome } = scan
    expect(outcome.ok && outcome.own['probe-window-ms']).toBe(640)
    expect(outcome.ok && outcome.own.notices.map(({ code }) => code)).toContain('window-stretched')
  })

  it('speaks first, also to a server that spoke while the way was measured', async () => {
    const scan = new ProxiedScan()
    scan.socket.open(120)
    scan.socket.receive('\xff\xfb\x01hello')
    expect(scan.socket.sent).toBe('')
    await scan.reach()
    const [first] = scan.run.recording
      .split('\n')
      .slice(1)
      .filter((line) => !/^\[\d+,"[#!]"/.test(line))
    expect(first).toMatch(/^\[\d+,">",/)
    expect(scan.run.recording).toContain('"<"')
  })

  it('has a record of a server that was gone before the scan could begin', async () => {
    const scan = new ProxiedScan()
    scan.socket.open(120)
    scan.socket.receive('bye\r\n')
    scan.socket.say({ type: 'closed', by: 'game', code: 'ended', message: '' })
    await scan.reach()
    expect(scan.outcome.ok && scan.outcome.own.notices.map(({ code }) => code)).toContain('closed-early')
  })

  it('has no result when the proxy is lost: what comes later would be out of time', async () => {
    const scan = new ProxiedScan()
    await scan.reach()
    scan.clock.advance(500)
    scan.socket.drop()
    expect(scan.last).toMatchObject({ type: 'failed', ending: { leg: 'page-proxy', code: 'lost' } })
    expect(scan.last?.type === 'failed' && scan.last.ending.message).toContain('scan again')
    scan.clock.advance(60_000)
    expect(scan.last?.type).toBe('failed')
  })

  it('hands on what the proxy says it does not reach', () => {
    const scan = new ProxiedScan()
    scan.socket.connect()
    scan.socket.say({ type: 'refused', code: 'refused', leg: 'proxy-game', message: 'Nothing listens.' })
    expect(scan.last).toMatchObject({
      type: 'failed',
      ending: { leg: 'proxy-game', message: 'Nothing listens.' },
    })
  })

  it('ends when a person wants it, and lets the server go', async () => {
    const scan = new ProxiedScan()
    await scan.reach()
    scan.socket.receive('\xff\xfb\x01')
    scan.clock.advance(1000)
    scan.run.stop()
    expect(scan.outcome).toMatchObject({ ok: false, code: 'stopped' })
    // What was found until then is not lost.
    expect(scan.last).toMatchObject({ progress: { found: { data: { 'offered-options': ['ECHO'] } } } })
    expect(scan.socket.messages.map(({ type }) => type)).toContain('end')
    scan.run.stop()
    expect(scan.told.filter(({ type }) => type === 'over')).toHaveLength(1)
  })

  it('tells the page of progress ten times a second at most', async () => {
    const scan = new ProxiedScan({ pace: 'fast' })
    await scan.reach()
    const before = scan.told.length
    for (let i = 0; i < 1000; i++) {
      scan.socket.receive('x')
      scan.clock.advance(1)
    }
    const told = scan.told.slice(before).filter(({ type }) => type === 'progress')
    expect(told.length).toBeGreaterThan(5)
    expect(told.length).toBeLessThanOrEqual(11)
  })

  it('reads on slowly when a server floods it', async () => {
    const scan = new ProxiedScan()
    await scan.reach()
    const chunk = new Uint8Array(64 * 1024).fill(120)
    for (let i = 0; i < 300; i++) scan.socket.receive(chunk)
    const acked = (): number => Math.max(...scan.socket.acks)
    expect(acked()).toBeLessThan(300 * chunk.length)
    scan.clock.advance(500)
    expect(acked()).toBe(300 * chunk.length)
  })
})
