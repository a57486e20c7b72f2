import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { CODES } from '../shared/wire/codes.ts'

/** What is there now, read when somebody asks. */
export type Now = {
  readonly sessions: () => number
  readonly parked: () => number
  readonly kept: () => number
}

const BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]
const LENGTHS = [1, 10, 60, 600, 3600, 4 * 3600, 24 * 3600]

/** Counts for `/metrics` (Prometheus' text format). No label holds anything that a caller can choose. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #opened: Counter<'family' | 'tls'>
  readonly #refused: Counter<'code'>
  readonly #closed: Counter<'by' | 'code'>
  readonly #parkings: Counter<'event'>
  readonly #resent: Counter
  readonly #dials: Histogram
  readonly #lengths: Histogram
  // Counted at every read of up to gigabytes a second: plain numbers, taken over when somebody asks.
  #toClient = 0
  #toGame = 0

  constructor(now: Now) {
    const registers = [this.#registry]
    const counter = <L extends string>(name: string, help: string, labelNames: L[] = []): Counter<L> =>
      new Counter({ name: `willdo_${name}`, help, labelNames, registers })
    const gauge = (name: string, help: string, read: () => number): unknown =>
      new Gauge({
        name: `willdo_${name}`,
        help,
        registers,
        collect() {
          this.set(read())
        },
      })
    collectDefaultMetrics({ register: this.#registry })
    this.#opened = counter('sessions_opened_total', 'Sessions that reached their game', ['family', 'tls'])
    this.#refused = counter('refused_total', 'Calls that got no session', ['code'])
    this.#closed = counter('sessions_closed_total', 'Sessions that ended', ['by', 'code'])
    this.#parkings = counter('parkings_total', 'What became of lost WebSockets', ['event'])
    this.#resent = counter('resent_bytes_total', 'Bytes of games sent again after a resume')
    this.#dials = new Histogram({
      name: 'willdo_dial_seconds',
      help: 'Time to reach a game, its name included',
      buckets: BUCKETS,
      registers,
    })
    this.#lengths = new Histogram({
      name: 'willdo_session_seconds',
      help: 'How long sessions lasted',
      buckets: LENGTHS,
      registers,
    })
    gauge('sessions', 'Sessions now, parked ones included', now.sessions)
    gauge('parked_sessions', 'Sessions without a client now', now.parked)
    gauge('kept_bytes', 'Bytes held until somebody takes them', now.kept)
    const readBytes = (direction: string): number =>
      direction === 'to_client' ? this.#toClient : this.#toGame
    new Counter({
      name: 'willdo_bytes_total',
      help: 'Bytes forwarded',
      labelNames: ['direction'],
      registers,
      collect() {
        this.reset()
        for (const direction of ['to_client', 'to_game']) this.inc({ direction }, readBytes(direction))
      },
    })
    // A rate can be told only of a series that was there before its first event.
    for (const code of Object.keys(CODES)) this.#refused.inc({ code }, 0)
    for (const event of ['parked', 'resumed', 'taken_over', 'expired']) this.#parkings.inc({ event }, 0)
  }

  readonly contentType: string = this.#registry.contentType

  /** The text for Prometheus. */
  text(): Promise<string> {
    return this.#registry.metrics()
  }

  opened(family: 4 | 6, tls: boolean): void {
    this.#opened.inc({ family: String(family), tls: String(tls) })
  }

  refused(code: string): void {
    this.#refused.inc({ code })
  }

  closed(by: string, code: string, seconds: number): void {
    this.#closed.inc({ by, code })
    this.#lengths.observe(seconds)
  }

  parked(): void {
    this.#parkings.inc({ event: 'parked' })
  }

  resumed(resent: number): void {
    this.#parkings.inc({ event: 'resumed' })
    this.#resent.inc(resent)
  }

  takenOver(): void {
    this.#parkings.inc({ event: 'taken_over' })
  }

  expired(): void {
    this.#parkings.inc({ event: 'expired' })
  }

  bytes(direction: 'to_client' | 'to_game', length: number): void {
    if (direction === 'to_client') this.#toClient += length
    else this.#toGame += length
  }

  dialled(seconds: number): void {
    this.#dials.observe(seconds)
  }
}
