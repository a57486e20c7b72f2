import { describe, expect, it } from 'vitest'
import { interleave, race } from '../../proxy/race.ts'
import type { Attempt } from '../../proxy/race.ts'

const settle = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

/** Attempts whose fate is in the test's hand, and a clock that only the test moves. */
function racing(...targets: string[]) {
  const started: string[] = []
  const cancelled: string[] = []
  const fates = new Map<string, { resolve: (value: string) => void; reject: (error: Error) => void }>()
  let timers: { at: number; run: () => void }[] = []
  let now = 0
  const start = (target: string): Attempt<string> => {
    started.push(target)
    const done = new Promise<string>((resolve, reject) => fates.set(target, { resolve, reject }))
    const cancel = (): void => {
      cancelled.push(target)
      fates.get(target)?.reject(new Error('cancelled'))
    }
    return { done, cancel }
  }
  const after = (millis: number, run: () => void) => {
    const timer = { at: now + millis, run }
    timers.push(timer)
    return () => void (timers = timers.filter((each) => each !== timer))
  }
  const attempt = race(targets, start, after)
  const outcome = attempt.done.then(
    (value) => value,
    (error: unknown) => (error as AggregateError).errors.map((each: Error) => each.message),
  )
  return {
    started,
    cancelled,
    outcome,
    cancel: () => attempt.cancel(),
    timers: () => timers.length,
    succeed: async (target: string) => {
      fates.get(target)?.resolve(target)
      await settle()
    },
    fail: async (target: string) => {
      fates.get(target)?.reject(new Error(`${target} failed`))
      await settle()
    },
    pass: (millis: number) => {
      now += millis
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers = timers.filter((each) => each !== timer)
        timer.run()
      }
    },
  }
}

describe('a race of attempts', () => {
  it('begins the next after 250 ms and lets the one before go on', async () => {
    const it = racing('a', 'b', 'c')
    expect(it.started).toEqual(['a'])
    it.pass(249)
    expect(it.started).toEqual(['a'])
    it.pass(1)
    it.pass(250)
    expect(it.started).toEqual(['a', 'b', 'c'])
    await it.succeed('a')
    expect(await it.outcome).toBe('a')
    expect(it.cancelled.sort()).toEqual(['b', 'c'])
    expect(it.timers()).toBe(0)
  })

  it('begins the next at once when one fails', async () => {
    const it = racing('a', 'b')
    await it.fail('a')
    expect(it.started).toEqual(['a', 'b'])
    await it.succeed('b')
    expect(await it.outcome).toBe('b')
    expect([it.cancelled, it.timers()]).toEqual([[], 0])
  })

  it('is won by whoever is first, also after others have failed', async () => {
    const it = racing('a', 'b', 'c')
    it.pass(250)
    await it.fail('b')
    expect(it.started).toEqual(['a', 'b', 'c'])
    await it.fail('c')
    await it.succeed('a')
    expect(await it.outcome).toBe('a')
  })

  it('is lost when all have failed, and tells why each did', async () => {
    const it = racing('a', 'b')
    it.pass(250)
    await it.fail('b')
    await it.fail('a')
    expect(await it.outcome).toEqual(['b failed', 'a failed'])
    expect(it.timers()).toBe(0)
  })

  it('leaves nothing when it is called off', async () => {
    const it = racing('a', 'b', 'c')
    it.pass(250)
    it.cancel()
    await it.outcome
    it.pass(1000)
    expect([it.started, it.cancelled.sort(), it.timers()]).toEqual([['a', 'b'], ['a', 'b'], 0])
  })
})

describe('addresses of both families', () => {
  it('take turns, beginning with the first one', () => {
    const of = (...families: (4 | 6)[]) => families.map((family, n) => ({ family, n }))
    const order = (...families: (4 | 6)[]) => interleave(of(...families)).map(({ n }) => n)
    expect(order(6, 6, 6, 4, 4)).toEqual([0, 3, 1, 4, 2])
    expect(order(4, 6, 6)).toEqual([0, 1, 2])
    expect(order(4, 4)).toEqual([0, 1])
    expect(order()).toEqual([])
  })
})
