import { Transform, type TransformCallback } from 'node:stream'
import type { Clock } from './clock.ts'

/** Passes bytes on one at a time, each a write of its own, so that every sequence is cut at every place. */
export class Trickle extends Transform {
  readonly #clock: Clock
  readonly #every: number
  #rest = new Uint8Array(0)
  #done: TransformCallback | undefined
  #cancel: (() => void) | undefined
  #hurried = false

  /** A byte each `every` milliseconds. */
  constructor(clock: Clock, every: number) {
    super()
    this.#clock = clock
    this.#every = every
  }

  /** Lets all that waits pass at once, and what comes from now on. */
  hurry(): void {
    this.#hurried = true
    this.#cancel?.()
    if (this.#done) this.#pass(this.#rest.length)
  }

  override _transform(bytes: Uint8Array, _encoding: string, done: TransformCallback): void {
    this.#rest = new Uint8Array(bytes)
    this.#done = done
    if (this.#hurried) this.#pass(bytes.length)
    else this.#wait()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#cancel?.()
    done(error)
  }

  #wait(): void {
    this.#cancel = this.#clock.after(this.#every, () => this.#pass(1))
  }

  #pass(count: number): void {
    this.push(this.#rest.subarray(0, count))
    this.#rest = this.#rest.subarray(count)
    if (this.#rest.length > 0) return this.#wait()
    const done = this.#done
    this.#done = undefined
    done?.()
  }
}
