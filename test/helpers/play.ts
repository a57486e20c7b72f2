import { concat, toHex } from '../../shared/base/bytes.ts'
import { millis, type Millis } from '../../shared/base/brands.ts'
import { NOTHING_TOLD } from '../../shared/options/module.ts'
import { Driver } from '../../shared/session/driver.ts'
import type { Entry } from '../../shared/session/entry.ts'
import type { FaultCode, SessionEvent, Step } from '../../shared/session/events.ts'
import { MTTS, playPolicy, type Identity } from '../../shared/session/play.ts'
import type { Rules } from '../../shared/session/rules.ts'
import { words } from './bytes.ts'

export const IDENTITY: Identity = {
  clientName: 'willdo',
  clientVersion: '0.1.0',
  terminalType: 'xterm-256color',
  mtts: MTTS.ANSI | MTTS.VT100 | MTTS.UTF8 | MTTS.COLOURS_256,
  charsets: ['UTF-8', 'ISO-8859-1', 'US-ASCII'],
  told: NOTHING_TOLD,
  now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
}

/** A live game without a world: virtual clock, what was sent, what it meant. */
export class Game {
  at: Millis = millis(0)
  readonly sent: Uint8Array[] = []
  readonly steps: { entry: Entry; step: Step }[] = []
  wakeAt: Millis | undefined
  readonly driver: Driver<Rules>

  constructor(identity: Identity = IDENTITY) {
    this.driver = new Driver(
      {
        now: () => this.at,
        send: (bytes) => this.sent.push(bytes),
        wakeAt: (at) => {
          this.wakeAt = at
        },
      },
      playPolicy(identity),
      (entry, step) => this.steps.push({ entry, step }),
    )
  }

  /** The server sends words (see `words`) or bytes; returns what we answered, as hex. */
  hear(what: string | Uint8Array): string {
    const before = this.sent.length
    this.driver.receive(typeof what === 'string' ? words(what) : what)
    return toHex(concat(this.sent.slice(before)), ' ')
  }

  later(ms: number): void {
    this.at = millis(this.at + ms)
  }

  get events(): SessionEvent[] {
    return this.steps.flatMap(({ step }) => [...step.events])
  }

  get faults(): FaultCode[] {
    return this.events.flatMap((event) => (event.kind === 'fault' ? [event.code] : []))
  }

  /** All text of the server, one character a byte. */
  get text(): string {
    return Buffer.concat(
      this.steps.flatMap(({ step }) =>
        step.events.flatMap((event) =>
          event.kind === 'text' && event.side === 'server'
            ? [step.text.subarray(event.start, event.end)]
            : [],
        ),
      ),
    ).toString('latin1')
  }
}

/** Words as hex, to compare with what was sent. */
export const hex = (line: string): string => toHex(words(line), ' ')
