import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { sessionUnderTest } from '../helpers/page-session.svelte.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

it('lets the panels wait while the terminal has much to take in, and brings them up to date then', () => {
  const { view, socket, frames, frame, parse } = sessionUnderTest()
  socket.open()
  frame()
  socket.receive(new Uint8Array(200_000).fill(65))
  frame()
  socket.receive('b')
  expect(frames).toHaveLength(0)
  vi.advanceTimersByTime(300)
  expect(frames).toHaveLength(1)
  frame()
  expect(view.snapshot.bytes.decodedIn).toBe(200_001)
  parse()
  socket.receive('c')
  expect(frames).toHaveLength(1)
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
