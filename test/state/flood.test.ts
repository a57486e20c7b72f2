import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sessionUnderTest } from '../helpers/page-session.svelte.ts'

const TIMERS = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] as const

beforeEach(() => void vi.useFakeTimers({ toFake: [...TIMERS] }))
afterEach(() => void vi.useRealTimers())

it('lets the panels wait while much text comes, and brings them up to date when it is over', () => {
  const { view, socket, frames, frame, parse } = sessionUnderTest()
  socket.open()
  frame()
  socket.receive(new Uint8Array(200_000).fill(65))
  socket.receive('b')
  vi.advanceTimersByTime(300)
  expect(frames).toHaveLength(0)
  parse()
  vi.advanceTimersByTime(300)
  expect(frames).toHaveLength(1)
  frame()
  expect(view.snapshot.bytes.decodedIn).toBe(200_001)
  socket.receive('c')
  expect(frames).toHaveLength(1)
})

it('calls it a flood also when the terminal keeps up with it', () => {
  const { socket, frames, frame, parse } = sessionUnderTest()
  socket.open()
  frame()
  for (let i = 0; i < 20; i++) {
    socket.receive(new Uint8Array(10_000).fill(65))
    parse()
    vi.advanceTimersByTime(1)
  }
  // That was asked for before the flood was one.
  expect(frames).toHaveLength(1)
  frame()
  expect(frames).toHaveLength(0)
})

it('brings the panels up to date once a second in a flood without end', () => {
  const { view, socket, frames, frame } = sessionUnderTest()
  socket.open()
  frame()
  socket.receive(new Uint8Array(200_000).fill(65))
  for (let second = 1; second <= 3; second++) {
    const before = view.snapshot
    vi.advanceTimersByTime(999)
    expect(frames).toHaveLength(0)
    expect(view.snapshot).toBe(before)
    vi.advanceTimersByTime(1)
    frame()
    expect(view.snapshot.bytes.decodedIn).toBe(200_000 + second - 1)
    socket.receive('b')
  }
})

it('tells at once in a flood what a person types by', () => {
  const { view, socket, frames, frame } = sessionUnderTest()
  socket.open()
  frame()
  socket.receive(new Uint8Array(200_000).fill(65))
  frame()
  socket.receive('\r\nPassword: \xff\xfb\x01')
  expect(frames).toHaveLength(1)
  frame()
  expect(view.mode).toBe('password')
})
