import { millis } from '../../shared/base/brands.ts'
import { CLOSE } from '../../shared/fingerprint/result.ts'
import { scanOutcome } from '../../shared/fingerprint/outcome.ts'
import { provisional, scanDone, scanPolicy, type Scan } from '../../shared/fingerprint/scan.ts'
import type { ScanOutcome } from '../../shared/fingerprint/result.ts'
import type { ScanSettings } from '../../shared/fingerprint/settings.ts'
import { Driver } from '../../shared/session/driver.ts'
import type { Entry } from '../../shared/session/entry.ts'
import { ManualClock } from './manual-clock.ts'
import { SimServer, type SimLink, type SimSpec } from './sim-server.ts'

export const IDENTITY = {
  host: 'game.example',
  ip: '192.0.2.1',
  port: 4000,
  connected: '2026-01-01T00:00:00.000000+00:00',
}

/** Longer than any scan may take. */
const FOR_EVER = 400_000

/** A scan of a server in memory, on a clock moved by hand. */
export class ScanGame {
  readonly clock = new ManualClock()
  readonly driver: Driver<Scan>
  /** The provisional fingerprint after each entry, and when. */
  readonly provisional: { at: number; fingerprint: string }[] = []
  readonly #server: { open(): void; hear(bytes: Uint8Array): void }
  #cancel: () => void = () => undefined

  constructor(settings: ScanSettings, serve: (clock: ManualClock, link: SimLink) => ScanGame['server']) {
    this.#server = serve(this.clock, {
      receive: (bytes) => this.driver.receive(bytes),
      end: (how) => this.driver.close(how === 'fin' ? CLOSE.ended : CLOSE.reset),
    })
    this.driver = new Driver(
      {
        now: () => millis(this.clock.now),
        send: (bytes) => this.#server.hear(bytes),
        wakeAt: (at) => {
          this.#cancel()
          this.#cancel =
            at === undefined
              ? () => undefined
              : this.clock.after(Math.max(0, at - this.clock.now), () => this.driver.wake())
        },
      },
      scanPolicy(settings),
      (entry) => {
        const { fingerprint } = provisional(this.driver.own, entry.at)
        this.provisional.push({ at: entry.at, fingerprint })
      },
    )
  }

  get server(): { open(): void; hear(bytes: Uint8Array): void } {
    return this.#server
  }

  static sim(spec: SimSpec, settings: ScanSettings): ScanGame {
    return new ScanGame(settings, (clock, link) => new SimServer(spec, clock, link))
  }

  /** Connects, scans to the end. */
  run(): ScanOutcome {
    this.#server.open()
    this.driver.wake()
    while (!scanDone(this.driver.own) && this.clock.now < FOR_EVER) this.clock.advance(50)
    return this.outcome
  }

  get outcome(): ScanOutcome {
    return scanOutcome(this.driver.own, IDENTITY)
  }

  get entries(): readonly Entry[] {
    return this.driver.timeline.entries
  }

  /** When the scan was over. */
  get took(): number {
    return this.entries.at(-1)?.at ?? 0
  }
}
