import type { Terminal } from '@xterm/xterm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DrawRate } from '../../client/terminal/draw-rate.ts'

const frames: (() => void)[] = []

beforeEach(() => {
  frames.length = 0
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run))
})
afterEach(() => void vi.unstubAllGlobals())

/** The next frame of the browser; time is in the test's hand. */
function terminal() {
  const clock = { now: 1000 }
  const done = { drawings: 0, selections: 0, moves: 0 }
  const drawn = {
    _renderService: {
      _renderDebouncer: { _innerRefresh: () => done.drawings++, _animationFrame: undefined },
      handleSelectionChanged: (_start?: unknown, _end?: unknown) => done.selections++,
    },
    _viewport: { _sync: (_row?: number) => done.moves++ },
  }
  const rate = new DrawRate({ _core: drawn } as unknown as Terminal, () => clock.now)
  const { _renderService: service, _viewport: viewport } = drawn
  const frame = (): void => {
    clock.now += 16
    for (const run of frames.splice(0)) run()
  }
  return { rate, done, frame, service, viewport, draw: () => service._renderDebouncer._innerRefresh() }
}

it('draws little text with the next frame, however often', () => {
  const { rate, done, draw, frame } = terminal()
  for (let i = 0; i < 10; i++) {
    rate.wrote(500)
    draw()
    frame()
  }
  expect(done.drawings).toBe(10)
})

it('draws a flood with every third frame, and its end', () => {
  const { rate, done, draw, frame } = terminal()
  draw()
  for (let i = 0; i < 12; i++) {
    rate.wrote(100_000)
    if (frames.length === 0) draw()
    frame()
  }
  expect(done.drawings).toBe(5)
  rate.wrote(100_000)
  draw()
  for (let i = 0; i < 3; i++) frame()
  expect(done.drawings).toBe(6)
  expect(frames).toHaveLength(0)
})

it('draws for the selection only where there is one, or was', () => {
  const { done, service } = terminal()
  service.handleSelectionChanged(undefined, undefined)
  expect(done.selections).toBe(0)
  service.handleSelectionChanged([0, 0], [5, 0])
  service.handleSelectionChanged(undefined, undefined)
  expect(done.selections).toBe(2)
  service.handleSelectionChanged(undefined, undefined)
  expect(done.selections).toBe(2)
})

it('moves the scroll bar once for all lines that scroll in a task, and at once where it is told to', async () => {
  const { done, viewport } = terminal()
  for (let i = 0; i < 100; i++) viewport._sync()
  expect(done.moves).toBe(0)
  await Promise.resolve()
  expect(done.moves).toBe(1)
  viewport._sync(5)
  expect(done.moves).toBe(2)
})

it('leaves an xterm alone that is made otherwise', () => {
  expect(() => new DrawRate({} as Terminal).wrote(1)).not.toThrow()
})
