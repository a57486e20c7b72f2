import type { ScanRecord } from '../../shared/fingerprint/record.ts'
import type { ScanOutcome } from '../../shared/fingerprint/result.ts'
import { recordText } from '../../shared/fingerprint/write.ts'
import type { Address } from '../address.ts'
import { samePlace } from '../directory/game.ts'
import { pathIn } from '../library/kept-record.ts'
import { idOf } from '../library/routes.ts'
import type { Memory } from '../state/memory.ts'
import type { Pins } from '../state/pins.svelte.ts'
import type { Question } from '../state/page.svelte.ts'
import { RECORDING_MAX, type Extras } from '../storage/library.ts'
import { ScanJob, type StartScan } from './job.svelte.ts'
import { readChoices, settingsOf, type ScanChoices } from './settings.ts'
import { Visits } from './visits.ts'

const CHOICES = 'willdo.scan'
const TOLD = 'willdo.scan-told'

/** What scans need of the outside. */
export interface ScansHost {
  readonly start: StartScan
  /** The proxy's address for a server; `pin` is the digest of a certificate to be accepted. */
  readonly url: (address: Address, pin: string | undefined) => string
  /** Keeps a record in this browser; says what is wrong if that fails. */
  readonly keep: (text: string, extras: Extras) => Promise<string | undefined>
  readonly memory: Memory
  readonly pins: Pins
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** The same in ISO 8601, UTC. */
  readonly date: () => string
}

/** The scans of the page: which server is looked at, the scan that goes on or has ended, how it is to be done. */
export class Scans {
  readonly #host: ScansHost
  readonly #visits: Visits

  /** The server that is shown. */
  address = $state.raw<Address>()
  /** The latest scan, of whatever server. */
  #job = $state.raw<ScanJob>()
  choices: ScanChoices = $state.raw() as ScanChoices
  /** Whether it was said once what a scan does. */
  told = $state(false)
  /** Until when the server is left in peace, in milliseconds since 1970, since a person wanted it sooner. */
  heldUntil = $state<number>()
  /** What the server is known to have said of how often it wants to be visited. */
  crawlDelay = $state<string>()
  question = $state.raw<Question>()

  /** The scan of the server that is shown. */
  readonly job = $derived(
    this.#job && this.address && samePlace(this.#job.address, this.address) ? this.#job : undefined,
  )
  readonly running = $derived(this.job !== undefined && this.job.phase !== 'over')

  constructor(host: ScansHost) {
    this.#host = host
    this.#visits = new Visits(host.memory, host.now)
    this.choices = readChoices(host.memory.getItem(CHOICES))
    this.told = host.memory.getItem(TOLD) !== null
  }

  change(some: Partial<ScanChoices>): void {
    this.choices = { ...this.choices, ...some }
    this.#host.memory.setItem(CHOICES, JSON.stringify(this.choices))
  }

  /** Shows a server and scans nothing. `delay` is what it said elsewhere of how often it wants to be visited. */
  show(address: Address, delay?: string): void {
    this.address = address
    this.heldUntil = undefined
    this.question = undefined
    if (delay !== undefined) this.#visits.note(address, { delay })
    this.crawlDelay = this.#visits.crawlDelay(address)
  }

  /** A person wants the server scanned; the first time it is said before what that does. */
  want(address: Address, delay?: string): void {
    this.show(address, delay)
    if (this.told && !this.running) this.begin()
  }

  /** Scans the server that is shown, because a person said so; `anyway` also if it was scanned a moment ago. */
  begin(anyway = false): void {
    const { address } = this
    if (!address || this.running) return
    this.told = true
    this.#host.memory.setItem(TOLD, 'yes')
    this.question = undefined
    this.heldUntil = anyway ? undefined : this.#visits.heldUntil(address)
    if (this.heldUntil !== undefined) return
    this.#job?.end()
    const pin = address.tls ? this.#host.pins.of(address)?.certificate.sha256 : undefined
    const job: ScanJob = new ScanJob(
      this.#host.start,
      {
        url: this.#host.url(address, pin),
        // What lists say of it is nothing to a worker.
        address: { host: address.host, port: address.port, tls: address.tls },
        settings: settingsOf(this.choices, address.tls),
      },
      {
        begun: () => this.#visits.note(address, { at: this.#host.now() }),
        over: (outcome, log) => void this.#over(job, outcome, log),
        refused: (certificate, message) => {
          this.question = { address, certificate, before: this.#host.pins.of(address), message }
        },
      },
    )
    this.#job = job
  }

  stop(): void {
    this.job?.stop()
  }

  /** Trusts the certificate that was asked about and scans, or leaves it. */
  answer(trusts: boolean): void {
    const { question } = this
    this.question = undefined
    if (!question || !trusts) return
    this.#host.pins.trust(question.address, question.certificate, this.#host.date())
    this.begin()
  }

  async #over(job: ScanJob, outcome: ScanOutcome, log: string): Promise<void> {
    if (!outcome.ok) return
    this.#noteDelay(job.address, outcome.record)
    const recording = await job.text('recording')
    const problem = await this.#host.keep(recordText(outcome.record), {
      log,
      own: outcome.own,
      ...(recording.length <= RECORDING_MAX && { recording }),
    })
    const path = pathIn(outcome.record)
    if (problem === undefined && path !== undefined) job.id = idOf(path)
  }

  #noteDelay(address: Address, record: ScanRecord): void {
    const said = record['server-probe'].session_data.mssp?.['CRAWL DELAY']
    const delay = typeof said === 'string' ? said : said?.at(-1)
    if (delay === undefined || !/^(-1|\d{1,4})$/.test(delay)) return
    this.#visits.note(address, { delay })
    if (this.address && samePlace(this.address, address)) this.crawlDelay = delay
  }
}
