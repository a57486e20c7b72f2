import { describe, expect, it } from 'vitest'
import { Announcer } from '../../client/terminal/announcer.ts'

/** An announcer on a clock that only moves when told. */
function announcer() {
  let now = 0
  let timers: { at: number; run: () => void }[] = []
  const batches: { at: number; lines: readonly string[] }[] = []
  const made = new Announcer((lines) => batches.push({ at: now, lines }), {
    now: () => now,
    after: (wait, run) => timers.push({ at: now + wait, run }),
  })
  const advance = (by: number): void => {
    const until = now + by
    for (;;) {
      const next = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      timers = timers.filter((timer) => timer !== next)
      now = next.at
      next.run()
    }
    now = until
  }
  return { push: (text: string) => made.push(text), advance, batches, pending: () => timers.length }
}

describe('Announcer', () => {
  it('gives each line once, without colours', () => {
    const live = announcer()
    live.push('\x1b[1mA room\x1b[0m\r\nExits: no')
    live.push('rth\r\n')
    live.advance(5000)
    expect(live.batches.flatMap((batch) => batch.lines)).toEqual(['A room', 'Exits: north'])
  })

  it('gives at most one batch a second', () => {
    const live = announcer()
    for (let i = 0; i < 100; i++) {
      live.push(`line ${i}\r\n`)
      live.advance(50)
    }
    live.advance(3000)
    const gaps = live.batches.slice(1).map((batch, i) => batch.at - (live.batches[i]?.at ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000)
    expect(live.batches.flatMap((batch) => batch.lines)).toHaveLength(100)
  })

  it('gives a prompt that stands still, and only what follows afterwards', () => {
    const live = announcer()
    live.push('Name: ')
    live.advance(3000)
    live.push('Welcome\r\n')
    live.advance(3000)
    expect(live.batches.map((batch) => batch.lines)).toEqual([['Name:'], ['Welcome']])
  })

  it('cuts a flood down to its end and says so', () => {
    const live = announcer()
    for (let i = 0; i < 100_000; i++) live.push(`line ${i}\r\n`)
    live.advance(5000)
    const lines = live.batches.flatMap((batch) => batch.lines)
    expect(lines[0]).toBe('Some lines were left out.')
    expect(lines.at(-1)).toBe('line 99999')
    expect(lines.length).toBeLessThan(50)
  })

  it('leaves no timer running when nothing comes', () => {
    const live = announcer()
    live.push('a\r\n')
    live.advance(10_000)
    expect(live.pending()).toBe(0)
  })
})
