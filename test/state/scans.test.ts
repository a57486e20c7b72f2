import { describe, expect, it } from 'vitest'
import { Pins } from '../../client/state/pins.svelte.ts'
import type { FromScan, ToScan } from '../../client/scan/messages.ts'
import { Scans } from '../../client/scan/scans.svelte.ts'
import { Remembered } from '../helpers/page-memory.ts'
import { ScanGame } from '../helpers/scan-game.ts'
import { scanSettings } from '../../shared/fingerprint/settings.ts'
import { scanProgress } from '../../shared/fingerprint/progress.ts'

const MUD = { host: 'mud.example', port: 4000, tls: false }
const SECURE = { ...MUD, port: 4001, tls: true }
const CERTIFICATE = {
  subject: 'mud.example',
  issuer: 'mud.example',
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
  sha256: 'a'.repeat(64),
}

/** Scans whose workers and clock are in the test's hand. */
function scansUnderTest(memory = new Remembered()) {
  const clock = { now: Date.parse('2026-01-01T00:00:00.000Z') }
  const workers: { sent: ToScan[]; tell: (message: FromScan) => void; ended: boolean }[] = []
  const kept: string[] = []
  const scans = new Scans({
    start: (told) => {
      const worker = { sent: [] as ToScan[], tell: told, ended: false }
      workers.push(worker)
      return { send: (message) => worker.sent.push(message), end: () => void (worker.ended = true) }
    },
    url: (address, pin) => `wss://proxy.example/${address.host}/${pin ?? ''}`,
    keep: (text) => {
      kept.push(text)
      return Promise.resolve(undefined)
    },
    memory,
    pins: new Pins(memory),
    now: () => clock.now,
    date: () => new Date(clock.now).toISOString(),
  })
  /** The server is reached, and all that is asked of the worker is answered. */
  const over = async (message: FromScan): Promise<void> => {
    const worker = workers.at(-1)
    worker?.tell({ type: 'begun', country: undefined })
    worker?.tell(message)
    for (const type of ['log', 'recording'] as const) {
      await Promise.resolve()
      worker?.tell({ type, text: `${type}\n` })
      await new Promise((resolve) => setTimeout(resolve))
    }
  }
  return { scans, workers, clock, memory, kept, over }
}

/** What a worker tells of the whole scan of a server that says nothing. */
function wholeScan(): Extract<FromScan, { type: 'over' }> {
  const game = new ScanGame(scanSettings(), () => ({ open: () => undefined, hear: () => undefined }))
  const outcome = game.run()
  return { type: 'over', outcome, progress: scanProgress(game.driver.own, game.took) }
}

describe('Scans', () => {
  it('scan nothing before it was said once what a scan does', () => {
    const { scans, workers, memory } = scansUnderTest()
    scans.want(MUD)
    expect(workers).toHaveLength(0)
    scans.begin()
    expect(workers[0]?.sent).toMatchObject([{ type: 'begin', url: 'wss://proxy.example/mud.example/' }])
    // From then on the first click is enough, also when the page is loaded anew.
    const later = scansUnderTest(memory)
    later.scans.want({ ...MUD, host: 'other.example' })
    expect(later.workers).toHaveLength(1)
  })

  it('show a server of a link without scanning it', () => {
    const { scans, workers, memory } = scansUnderTest()
    memory.setItem('willdo.scan-told', 'yes')
    scans.show(MUD)
    expect(workers).toHaveLength(0)
  })

  it('leave a server alone for a minute, unless somebody insists', async () => {
    const { scans, workers, clock, memory, over } = scansUnderTest()
    scans.show(MUD)
    scans.begin()
    await over(wholeScan())
    clock.now += 20_000
    scans.begin()
    expect(workers).toHaveLength(1)
    expect(scans.heldUntil).toBe(clock.now + 40_000)
    // Its other ports are other servers.
    scans.want({ ...MUD, port: 4002 })
    expect(workers).toHaveLength(2)
    scans.show(MUD)
    scans.begin(true)
    expect(workers).toHaveLength(3)
    const later = scansUnderTest(memory)
    later.clock.now = clock.now
    later.scans.want(MUD)
    expect(later.workers).toHaveLength(0)
    later.clock.now += 60_000
    later.scans.begin()
    expect(later.workers).toHaveLength(1)
  })

  it('of a server that was not reached may be tried again at once', () => {
    const { scans, workers } = scansUnderTest()
    scans.show(MUD)
    scans.begin()
    const ending = { wanted: false, leg: 'proxy-game', code: 'refused', message: 'Nothing listens.' } as const
    workers[0]?.tell({ type: 'failed', ending })
    expect(scans.running).toBe(false)
    scans.begin()
    expect(workers).toHaveLength(2)
    expect(workers[0]?.ended).toBe(true)
  })

  it('are not begun twice while one goes on', () => {
    const { scans, workers } = scansUnderTest()
    scans.show(MUD)
    scans.begin()
    scans.begin(true)
    scans.want(MUD)
    expect(workers).toHaveLength(1)
    scans.stop()
    expect(workers[0]?.sent.at(-1)).toEqual({ type: 'stop' })
  })

  it('are kept, with log and account; a server’s wish for rare visits is remembered', async () => {
    const { scans, kept, memory, over } = scansUnderTest()
    scans.show(MUD)
    scans.begin()
    const message = wholeScan()
    if (!message.outcome.ok) throw new Error(message.outcome.message)
    const probe = message.outcome.record['server-probe']
    const mssp = { ...probe.session_data.mssp, 'CRAWL DELAY': '-1' }
    const record = {
      ...message.outcome.record,
      'server-probe': { ...probe, session_data: { ...probe.session_data, mssp } },
    }
    await over({ ...message, outcome: { ...message.outcome, record } })
    expect(scans.job?.log).toBe('log')
    expect(kept).toHaveLength(1)
    expect(scans.job?.id).toMatch(/^[0-9a-f]{16}-[0-9a-f]{16}$/)
    expect(scans.crawlDelay).toBe('-1')
    const later = scansUnderTest(memory)
    later.scans.show(MUD)
    expect(later.scans.crawlDelay).toBe('-1')
  })

  it('ask whether a certificate is to be trusted, and then dial with it', () => {
    const { scans, workers } = scansUnderTest()
    scans.show(SECURE)
    scans.begin()
    workers[0]?.tell({
      type: 'failed',
      ending: {
        wanted: false,
        leg: 'proxy-game',
        code: 'tls-failed',
        message: 'Who?',
        certificate: CERTIFICATE,
      },
    })
    expect(scans.question?.certificate).toEqual(CERTIFICATE)
    scans.answer(true)
    expect(workers[1]?.sent).toMatchObject([
      { url: `wss://proxy.example/mud.example/${CERTIFICATE.sha256}`, settings: { tls: true } },
    ])
  })

  it('remember how they are to be done, and nothing that makes no sense', () => {
    const { scans, memory, workers } = scansUnderTest()
    scans.change({ schema: 'eight-key', pace: 'fast', ttype: 'vt100' })
    const later = scansUnderTest(memory)
    expect(later.scans.choices).toMatchObject({ schema: 'eight-key', pace: 'fast', ttype: 'vt100' })
    scans.show(MUD)
    scans.begin()
    expect(workers[0]?.sent).toMatchObject([{ settings: { schema: 'eight-key', ttype: 'vt100' } }])
    memory.setItem('willdo.scan', '{"schema":"nine","pace":7,"ttype":"two words","encoding":"klingon"}')
    memory.setItem('willdo.scanned', '{"mud.example 4000":{"at":"now"}}')
    const odd = scansUnderTest(memory)
    expect(odd.scans.choices).toMatchObject({
      schema: 'five-key',
      pace: 'reference',
      ttype: 'xterm-256color',
      encoding: 'ascii',
    })
    odd.scans.show(MUD)
    odd.scans.begin()
    expect(odd.workers).toHaveLength(1)
  })
})
