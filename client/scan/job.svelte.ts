import type { ScanProgress } from '../../shared/fingerprint/progress.ts'
import type { ScanOutcome } from '../../shared/fingerprint/result.ts'
import type { ScanSettings } from '../../shared/fingerprint/settings.ts'
import type { Certificate } from '../../shared/wire/messages.ts'
import type { Address } from '../address.ts'
import { PART_MISSING } from '../part-missing.ts'
import type { Ending } from '../transport/ending.ts'
import type { FromScan, ToScan } from './messages.ts'

/** A scan's worker, as the page sees it. */
export interface ScanPort {
  readonly send: (message: ToScan) => void
  /** Ends it, whatever it does. */
  readonly end: () => void
}

export type StartScan = (told: (message: FromScan) => void, failed: () => void) => ScanPort

export interface ScanEvents {
  /** The server is reached and the burst goes out. */
  begun(): void
  /** Told with the connection log. */
  over(outcome: ScanOutcome, log: string): void
  /** The server shows a certificate that the proxy cannot verify. */
  refused(certificate: Certificate, message: string): void
}

/** Why there is no result: the way to the server, or a sentence of our own. */
type Failure = { readonly ending: Ending } | { readonly message: string }

/** One scan, from the click to the result and as long as that is shown. */
export class ScanJob {
  readonly address: Address
  readonly settings: ScanSettings
  readonly #port: ScanPort
  readonly #events: ScanEvents
  #asked: { type: 'log' | 'recording'; answer: (text: string) => void }[] = []

  phase = $state<'connecting' | 'scanning' | 'over'>('connecting')
  progress = $state.raw<ScanProgress>()
  /** When the progress came, on the clock of `performance.now()`. */
  toldAt = 0
  outcome = $state.raw<ScanOutcome>()
  country: string | undefined
  /** The reference's connection log, once the scan is over. */
  log = $state<string>()
  /** By what name a report finds it, once it is kept. */
  id = $state<string>()
  failure = $state.raw<Failure>()

  constructor(
    start: StartScan,
    request: Omit<Extract<ToScan, { type: 'begin' }>, 'type'>,
    events: ScanEvents,
  ) {
    this.address = request.address
    this.settings = request.settings
    this.#events = events
    this.#port = start(
      (message) => this.#hear(message),
      () => this.#fail({ message: PART_MISSING }),
    )
    this.#port.send({ type: 'begin', ...request })
  }

  stop(): void {
    if (this.phase !== 'over') this.#port.send({ type: 'stop' })
  }

  /** Lets the worker go, and what only it knows. */
  end(): void {
    this.#port.end()
    this.phase = 'over'
  }

  /** The connection log or the recording, as far as there is one. */
  text(type: 'log' | 'recording'): Promise<string> {
    return new Promise((answer) => {
      this.#asked.push({ type, answer })
      this.#port.send({ type })
    })
  }

  #hear(message: FromScan): void {
    switch (message.type) {
      case 'begun':
        this.phase = 'scanning'
        this.country = message.country
        this.#events.begun()
        break
      case 'progress':
        this.#show(message.progress)
        break
      case 'over':
        this.#show(message.progress)
        this.outcome = message.outcome
        this.phase = 'over'
        void this.#finish(message.outcome)
        break
      case 'failed': {
        const { ending } = message
        this.#fail({ ending })
        if (ending.certificate) this.#events.refused(ending.certificate, ending.message)
        break
      }
      case 'log':
      case 'recording': {
        const at = this.#asked.findIndex(({ type }) => type === message.type)
        this.#asked.splice(at, 1)[0]?.answer(message.text)
      }
    }
  }

  async #finish(outcome: ScanOutcome): Promise<void> {
    this.log = (await this.text('log')).trimEnd()
    this.#events.over(outcome, this.log)
  }

  #show(progress: ScanProgress): void {
    this.progress = progress
    this.toldAt = performance.now()
  }

  #fail(failure: Failure): void {
    if (this.phase === 'over') return
    this.failure = failure
    this.phase = 'over'
  }
}
