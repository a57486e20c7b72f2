import { millis } from '../../shared/base/brands.ts'
import { loadCodecs } from '../../shared/fingerprint/codecs.ts'
import { logText } from '../../shared/fingerprint/log-lines.ts'
import { scanOutcome } from '../../shared/fingerprint/outcome.ts'
import { scanProgress, type ScanProgress } from '../../shared/fingerprint/progress.ts'
import { CLOSE, type ScanOutcome } from '../../shared/fingerprint/result.ts'
import { scanDone, scanPolicy, type Scan } from '../../shared/fingerprint/scan.ts'
import { FLOOD } from '../../shared/fingerprint/settings.ts'
import { isoTime } from '../../shared/fingerprint/write.ts'
import { serializeEntry, serializeHeader } from '../../shared/recording/format.ts'
import { Driver } from '../../shared/session/driver.ts'
import { Connection, type ConnectionHost } from '../transport/connection.ts'
import { LOST, UNREACHED, type Ending } from '../transport/ending.ts'
import { CLIENT_VERSION } from '../version.ts'
import type { FromScan, ToScan } from './messages.ts'

/** The outside, as a scan needs it. */
export interface ScanRunHost extends Pick<ConnectionHost, 'now' | 'after' | 'random'> {
  readonly open: () => ReturnType<ConnectionHost['open']>
  /** Milliseconds since 1970, with fractions. */
  readonly date: () => number
}

type Begin = Extract<ToScan, { type: 'begin' }>

/** How often at most a view is told of what changed. */
const TELL = 100
/** A proxy that takes longer for one word counts as so far away. */
const FARTHEST = 2000
/** Less than this is lost among the reference's own looks, which are 50 ms apart. */
const NEAR = 10
/** A proxy that should have said by now why it does not reach the server has so much longer. */
const SPARE = 15_000

const LOST_HERE: Ending = {
  ...LOST,
  message: 'The page lost its proxy, and with it the scan. Check your network, then scan again.',
}

/** One scan over the proxy, from the first word to the last. It runs in a worker, where no hidden tab holds its timers. */
export class ScanRun {
  readonly #host: ScanRunHost
  readonly #request: Begin
  readonly #tell: (message: FromScan) => void
  readonly #codecs: Promise<void>
  readonly #connection: Connection
  /** What came before the scan could begin: its own words go first, as the reference's do. */
  readonly #early: Uint8Array[] = []
  #driver: Driver<Scan> | undefined
  #beganAt = 0
  #started = ''
  /** The server's address, as the proxy found it. */
  #ip = ''
  #country: string | undefined
  /** How the server ended the connection. */
  #gone: string | undefined
  /** What was found when the connection ended: a scan without a result shows that. */
  #before: ScanProgress | undefined
  #outcome: ScanOutcome | undefined
  #over = false
  #received = 0
  #toldAt = -Infinity
  #cancelTell: (() => void) | undefined
  #cancelWake = (): void => undefined
  #cancelPatience: () => void

  constructor(host: ScanRunHost, request: Begin, tell: (message: FromScan) => void) {
    this.#host = host
    this.#request = request
    this.#tell = tell
    this.#codecs = loadCodecs()
    this.#cancelPatience = host.after(request.settings.connectMs + SPARE, () => this.#fail(UNREACHED))
    const lost = (): void => this.#fail(LOST_HERE)
    this.#connection = new Connection(
      { ...host, visible: () => false, onWake: () => () => undefined },
      {
        opened: ({ address, country }) => {
          this.#ip = address
          this.#country = country
          this.#cancelPatience()
          // A word to the proxy tells how far it is.
          this.#cancelPatience = host.after(FARTHEST, () => this.#measured(FARTHEST))
          this.#connection.ping()
        },
        measured: (took) => this.#measured(Math.min(took, FARTHEST)),
        received: (bytes) => this.#receive(bytes),
        notice: () => undefined,
        // Taken up again it would tell what came, but not when: waits would have ended meanwhile.
        lost,
        resumed: lost,
        ended: (ending) => this.#ended(ending),
      },
    )
  }

  /** Ends it because a person wants that. */
  stop(): void {
    if (this.#over) return
    if (this.#driver) this.#close(CLOSE.stopped)
    else this.#connection.end()
  }

  /** The connection log so far, in the reference's words. */
  get log(): string {
    const { log } = this.#outcome ?? this.#outcomeNow() ?? { log: [] }
    return log.map((message) => `${logText(message)}\n`).join('')
  }

  /** The session so far, as a file. */
  get recording(): string {
    const { host, port, tls } = this.#request.address
    const entries = this.#driver?.timeline.entries ?? []
    const header = { willdo: 1, engine: CLIENT_VERSION, host, port, tls, started: this.#started } as const
    return serializeHeader(header) + entries.map(serializeEntry).join('')
  }

  #measured(took: number): void {
    if (this.#driver || this.#over) return
    this.#cancelPatience()
    void this.#codecs.then(
      () => !this.#over && this.#begin(took),
      (error: unknown) => {
        console.error(error)
        this.#fail({
          wanted: false,
          leg: 'page-proxy',
          code: 'part-missing',
          message: 'A part of the page could not be loaded. Check your network, then reload the page.',
        })
      },
    )
  }

  #begin(took: number): void {
    const { settings } = this.#request
    const roundTripMs = took < NEAR ? 0 : Math.round(took)
    this.#beganAt = this.#host.now()
    this.#started = new Date(this.#host.date()).toISOString()
    const driver: Driver<Scan> = new Driver(
      {
        now: () => millis(this.#host.now() - this.#beganAt),
        send: (bytes) => this.#connection.send(bytes),
        wakeAt: (at) => {
          this.#cancelWake()
          if (at !== undefined)
            this.#cancelWake = this.#host.after(Math.max(0, Math.ceil(at - this.#now)), () => this.#wake())
        },
      },
      scanPolicy({ ...settings, roundTripMs }),
      () => this.#changed(),
    )
    this.#driver = driver
    this.#tell({ type: 'begun', country: this.#country })
    // So that the recording says which server it is of.
    driver.message({ address: this.#ip, ...(this.#country !== undefined && { country: this.#country }) })
    this.#wake()
    for (const bytes of this.#early.splice(0)) this.#take(bytes)
    if (this.#gone !== undefined) this.#close(this.#gone)
  }

  get #now(): number {
    return this.#host.now() - this.#beganAt
  }

  #receive(bytes: Uint8Array): void {
    if (this.#driver) this.#take(bytes)
    else this.#early.push(bytes)
    this.#received += bytes.length
    if (this.#received < FLOOD.bytes) this.#connection.taken(bytes.length)
    else this.#host.after(FLOOD.waitMs, () => this.#connection.taken(bytes.length))
  }

  #take(bytes: Uint8Array): void {
    if (this.#driver && !scanDone(this.#driver.own)) this.#driver.receive(bytes)
    this.#settle()
  }

  #wake(): void {
    this.#driver?.wake()
    this.#settle()
  }

  #close(how: string): void {
    const driver = this.#driver
    if (driver && driver.state.closed === undefined && !scanDone(driver.own)) {
      this.#before = scanProgress(driver.own, this.#now)
      driver.close(how)
    }
    this.#settle()
  }

  /** Tells the result once there is one. */
  #settle(): void {
    const driver = this.#driver
    if (this.#over || !driver || !scanDone(driver.own)) return
    const outcome = this.#outcomeNow()
    if (!outcome) return
    this.#outcome = outcome
    this.#end()
    const progress = { ...scanProgress(driver.own, Infinity), at: driver.own.at }
    const { found, options } = (outcome.ok ? undefined : this.#before) ?? progress
    this.#tell({ type: 'over', outcome: { ...outcome, log: [] }, progress: { ...progress, found, options } })
  }

  #outcomeNow(): ScanOutcome | undefined {
    const { host, port } = this.#request.address
    const connected = isoTime(this.#host.date())
    return this.#driver && scanOutcome(this.#driver.own, { host, ip: this.#ip, port, connected })
  }

  /** The connection is over: because of the server, or without its doing. */
  #ended(ending: Ending): void {
    if (this.#over) return
    if (this.#ip === '' || ending.leg !== 'game') return this.#fail(ending)
    this.#gone = ending.code === 'ended' ? CLOSE.ended : CLOSE.reset
    if (this.#driver) this.#close(this.#gone)
    else this.#measured(0)
  }

  #fail(ending: Ending): void {
    if (this.#over) return
    this.#end()
    this.#tell({ type: 'failed', ending })
  }

  #end(): void {
    this.#over = true
    this.#cancelWake()
    this.#cancelPatience()
    this.#cancelTell?.()
    this.#connection.end()
  }

  /** Tells at once, unless that was done a moment ago. */
  #changed(): void {
    if (this.#cancelTell || this.#over) return
    const wait = this.#toldAt + TELL - this.#host.now()
    this.#cancelTell = this.#host.after(Math.max(0, wait), () => {
      this.#cancelTell = undefined
      this.#toldAt = this.#host.now()
      if (this.#driver && !this.#over)
        this.#tell({ type: 'progress', progress: scanProgress(this.#driver.own, this.#now) })
    })
  }
}
