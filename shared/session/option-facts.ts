import { optionModule } from '../options/index.ts'

/** What the option modules remember, by option: their own memory, and what of it may be shown. */
export class OptionFacts {
  readonly #own: unknown[]
  readonly #published = new Map<number, { own: unknown; copy: unknown }>()
  /** The last snapshot, while nothing changed. */
  #shown: readonly unknown[] | undefined

  constructor(saved?: readonly unknown[]) {
    this.#own = saved
      ? saved.map(share)
      : Array.from({ length: 256 }, (_, code) => optionModule(code).initial())
  }

  get(code: number): unknown {
    return this.#own[code]
  }

  set(code: number, facts: unknown): void {
    if (this.#own[code] === facts) return
    this.#own[code] = facts
    this.#shown = undefined
  }

  /** What is known by now. Frozen; the same as before if nothing changed. */
  shown(): readonly unknown[] {
    return (this.#shown ??= Object.freeze(this.#own.map((own, code) => this.#publish(own, code))))
  }

  #publish(own: unknown, code: number): unknown {
    const { publish } = optionModule(code)
    if (!publish) return own
    const last = this.#published.get(code)
    if (last && last.own === own) return last.copy
    const copy = publish(own)
    this.#published.set(code, { own, copy })
    return copy
  }

  /** To be kept: nothing in it changes any more. */
  save(): readonly unknown[] {
    return this.#own.map(share)
  }
}

/** Facts are replaced when they change and may be shared, but for those that change in place. */
const share = (facts: unknown, code: number): unknown => optionModule(code).publish?.(facts) ?? facts
