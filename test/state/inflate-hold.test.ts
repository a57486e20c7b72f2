import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { bytesOf } from '../helpers/page-bytes.ts'
import { sessionUnderTest, settle } from '../helpers/page-session.svelte.ts'

const MIB = 1024 * 1024
const WILL_MCCP2 = '\xff\xfb\x56'
const START = '\xff\xfa\x56\xff\xf0'

beforeEach(
  () =>
    void vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    }),
)
afterEach(() => void vi.useRealTimers())

it('stops reading and acknowledging when too much unpacks at once, and goes on when told', async () => {
  const { view, socket, shown, parse, frame } = sessionUnderTest()
  socket.open()
  socket.receive(WILL_MCCP2)
  socket.receive(START)
  parse()
  await settle()
  await vi.advanceTimersByTimeAsync(100)
  expect(socket.acks).toEqual([8])

  const bomb = bytesOf(
    Array.from(deflateSync(Buffer.alloc(12 * MIB, 65)), (byte) => String.fromCharCode(byte)).join(''),
  )
  socket.receive(bomb)
  frame()
  expect(view.holding).toBe(true)
  expect(shown()).toHaveLength(8 * MIB)
  parse()
  await settle()
  await vi.advanceTimersByTimeAsync(1000)
  expect(socket.acks).toEqual([8])

  view.goOn()
  frame()
  expect(view.holding).toBe(false)
  expect(shown()).toHaveLength(12 * MIB)
  parse()
  await settle()
  await vi.advanceTimersByTimeAsync(100)
  expect(socket.acks).toEqual([8, 8 + bomb.length])
})
