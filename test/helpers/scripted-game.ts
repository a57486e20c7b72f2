import { concat } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { ManualClock } from './manual-clock.ts'
import { Game } from './play.ts'
import type { ScriptedServer, Surroundings } from './scripted-server.ts'

/** The play policy at a scripted server, without a network: what one sends the other hears at the same moment. */
export class ScriptedGame<S extends ScriptedServer> extends Game {
  readonly #clock = new ManualClock()
  readonly #wire: (() => void)[] = []
  #delivering = false
  #delivered = 0
  readonly server: S

  /** `before`: what holds before the server says its first word. */
  constructor(make: (around: Surroundings) => S, before: (game: Game) => void = () => undefined) {
    super()
    before(this)
    this.server = make({
      send: (bytes) => this.#put(() => this.driver.receive(bytes)),
      close: () => this.#put(() => this.driver.close('closed')),
      after: (wait, then) => void this.#clock.after(wait, then),
    })
    this.server.start()
    this.#deliver()
  }

  #put(arrive: () => void): void {
    this.#wire.push(arrive)
  }

  /** Nobody answers before the other has said all he had to say. */
  #deliver(): void {
    if (this.#delivering) return
    this.#delivering = true
    for (;;) {
      const arrive = this.#wire.shift()
      if (arrive) arrive()
      else if (this.#delivered < this.sent.length) {
        const bytes = concat(this.sent.slice(this.#delivered))
        this.#delivered = this.sent.length
        this.server.hear(bytes)
      } else break
    }
    this.#delivering = false
  }

  /** Lets time pass, 10 ms at a time. */
  wait(milliseconds: number): void {
    for (let passed = 0; passed < milliseconds; passed += 10) {
      this.at = millis(this.at + 10)
      this.#clock.advance(10)
      this.#deliver()
    }
  }

  /** Waits until the server's text has `wanted` behind what was waited for before; false if it does not come. */
  until(wanted: string, limit = 20_000): boolean {
    this.#deliver()
    for (let passed = 0; passed <= limit; passed += 10) {
      const found = this.text.indexOf(wanted, this.#read)
      if (found >= 0) {
        this.#read = found + wanted.length
        return true
      }
      this.wait(10)
    }
    return false
  }

  #read = 0

  type(bytes: Uint8Array): void {
    this.driver.type(bytes)
    this.#deliver()
  }

  say(bytes: Uint8Array): void {
    this.driver.raw(bytes)
    this.#deliver()
  }
}
