import { optionName, verbOf } from '../../shared/telnet/codes.ts'
import type { Clock } from './clock.ts'
import type { Options, Side } from './options.ts'

const ROUNDS_MAX = 1000
const SILENCE_MS = 5000

/** Negotiation that never settles: whatever the client answers, the opposite is asked. */
export class Loop {
  readonly #options: Options
  readonly #side: Side
  readonly #option: number
  readonly #clock: Clock
  readonly #done: (words: string) => void
  readonly #wasOn: boolean
  #rounds = 0
  #cancel: (() => void) | undefined
  #over = false

  /** Calls `done` when it ends by itself: the client fell silent, or that was enough. */
  constructor(options: Options, side: Side, option: number, clock: Clock, done: (words: string) => void) {
    this.#options = options
    this.#side = side
    this.#option = option
    this.#clock = clock
    this.#done = done
    this.#wasOn = options.isOn(side, option)
  }

  start(): void {
    this.#turn()
  }

  /** The client has sent `code`, a verb, about `option`. */
  answered(code: number, option: number): void {
    const verb = verbOf(code)
    const side: Side = verb === 'DO' || verb === 'DONT' ? 'us' : 'him'
    if (this.#over || side !== this.#side || option !== this.#option) return
    if (++this.#rounds < ROUNDS_MAX) this.#turn()
    else this.#end(`The loop ends after ${ROUNDS_MAX} rounds: your client answered every time.`)
  }

  /** Ends it with the option as it was; what is to be said about it. */
  stop(): string {
    if (!this.#over) this.#settle()
    return `The loop of ${optionName(this.#option)} stops after ${this.#count}.`
  }

  get #count(): string {
    return this.#rounds === 1 ? 'one round' : `${this.#rounds} rounds`
  }

  #turn(): void {
    this.#cancel?.()
    this.#cancel = this.#clock.after(SILENCE_MS, () =>
      this.#end(`The loop ends after ${this.#count}: your client no longer answers, which is wise of it.`),
    )
    if (this.#options.isOn(this.#side, this.#option)) this.#options.turnOff(this.#side, this.#option)
    else this.#options.turnOn(this.#side, this.#option)
  }

  #end(words: string): void {
    this.#settle()
    this.#done(words)
  }

  #settle(): void {
    this.#over = true
    this.#cancel?.()
    if (this.#wasOn) this.#options.turnOn(this.#side, this.#option)
    else this.#options.turnOff(this.#side, this.#option)
  }
}
