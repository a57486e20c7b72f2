import { describe, expect, it } from 'vitest'
import { millis, type Millis } from '../../shared/base/brands.ts'
import type { Verb } from '../../shared/telnet/codes.ts'
import { isSettled } from '../../shared/telnet/negotiation.ts'
import { Driver } from '../../shared/session/driver.ts'
import { playPolicy } from '../../shared/session/play.ts'
import type { Rule } from '../../shared/session/rules.ts'
import { random } from '../helpers/cut.ts'
import { IDENTITY } from '../helpers/play.ts'

const VERBS: readonly Verb[] = ['WILL', 'WONT', 'DO', 'DONT']
const OPTIONS = [0, 3, 25, 42, 99] as const
const REQUESTS = 100_000
const REQUESTS_A_RUN = 20
const RULES: readonly Rule[] = ['usual', 'accept', 'refuse']
const RULED_RUNS = 2000

interface Delivery {
  readonly at: number
  readonly order: number
  readonly to: 0 | 1
  readonly bytes: Uint8Array
}

/** Two of our engines, each the other's server, on wires that deliver in order after random delays. */
class Pair {
  now = 0
  sent = 0
  #order = 0
  #wires: Delivery[] = []
  #lastAt = [0, 0]
  readonly ends: readonly [Driver, Driver]

  constructor(chance: () => number) {
    const end = (to: 0 | 1): Driver =>
      new Driver(
        {
          now: (): Millis => millis(this.now),
          wakeAt: () => undefined,
          send: (bytes) => {
            this.sent++
            const at = Math.max(this.#lastAt[to] ?? 0, this.now + Math.floor(chance() * 300))
            this.#lastAt[to] = at
            this.#wires.push({ at, order: this.#order++, to, bytes })
          },
        },
        playPolicy(IDENTITY),
      )
    this.ends = [end(1), end(0)]
  }

  /** Delivers what arrives before `until`. */
  run(until: number): void {
    for (;;) {
      const next = this.#wires.reduce<Delivery | undefined>(
        (first, wire) =>
          !first || wire.at < first.at || (wire.at === first.at && wire.order < first.order) ? wire : first,
        undefined,
      )
      if (!next || next.at > until) break
      this.#wires.splice(this.#wires.indexOf(next), 1)
      this.now = Math.max(this.now, next.at)
      this.ends[next.to].receive(next.bytes)
    }
    if (until !== Infinity) this.now = Math.max(this.now, until)
  }
}

/** Both ends wait for nothing and agree on who does what. */
function expectAgreement({ ends }: Pair): void {
  for (const option of OPTIONS) {
    const [here, there] = ends.map((end) => end.state.options[option])
    for (const [mine, theirs] of [
      [here?.server, there?.client],
      [here?.client, there?.server],
    ]) {
      if (!mine || !theirs) continue
      expect([isSettled(mine.q), isSettled(theirs.q)]).toEqual([true, true])
      expect(mine.q).toBe(theirs.q)
    }
  }
}

describe('two of our engines', () => {
  it(`settle and agree after ${REQUESTS.toLocaleString('en')} random requests over slow wires`, () => {
    const chance = random(42)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T
    for (let run = 0; run < REQUESTS / REQUESTS_A_RUN; run++) {
      const pair = new Pair(chance)
      for (let request = 0; request < REQUESTS_A_RUN; request++) {
        pick(pair.ends).ask(pick(VERBS), pick(OPTIONS))
        pair.run(pair.now + Math.floor(chance() ** 4 * 9000))
      }
      pair.run(Infinity)
      // Each request takes a verb and its answer at most, and a refusal or a queued opposite two more; CHARSET and the like add none.
      expect(pair.sent).toBeLessThanOrEqual(REQUESTS_A_RUN * 6)
      expectAgreement(pair)
    }
  })

  it('settle and agree whatever both their people decide to accept and refuse meanwhile, and never loop', () => {
    const chance = random(43)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T
    for (let run = 0; run < RULED_RUNS; run++) {
      const pair = new Pair(chance)
      for (let request = 0; request < REQUESTS_A_RUN; request++) {
        const end = pick(pair.ends)
        if (chance() < 0.5) end.rule(pick(RULES), pick(['server', 'client']), pick(OPTIONS), 'user')
        else end.ask(pick(VERBS), pick(OPTIONS), 'user')
        pair.run(pair.now + Math.floor(chance() ** 4 * 9000))
      }
      pair.run(Infinity)
      expect(pair.sent).toBeLessThanOrEqual(REQUESTS_A_RUN * 6)
      expect(pair.ends.map((end) => end.state.faults)).toEqual([0, 0])
      expectAgreement(pair)
    }
  })
})
