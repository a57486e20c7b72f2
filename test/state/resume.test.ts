import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseRecording } from '../../shared/recording/format.ts'
import { sessionUnderTest, settle } from '../helpers/page-session.svelte.ts'
import type { FakeSocket } from '../helpers/page-socket.ts'

beforeEach(
  () =>
    void vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    }),
)
afterEach(() => void vi.useRealTimers())

/** A session that plays over a proxy that keeps lost ones. */
function playing() {
  const test = sessionUnderTest()
  test.socket.open(120)
  test.frame()
  return {
    ...test,
    /** The WebSocket that was opened last. */
    last: (): FakeSocket => test.sockets.at(-1) ?? test.socket,
    /** Lets what was received be parsed, kept and acknowledged. */
    take: async () => {
      test.parse()
      await settle()
      await vi.advanceTimersByTimeAsync(50)
    },
  }
}

/** Loses the link and comes back at once; the proxy has `received` bytes of ours. */
async function lose({ last }: ReturnType<typeof playing>, received: number): Promise<FakeSocket> {
  const lost = last()
  lost.drop()
  while (last() === lost) await vi.advanceTimersByTimeAsync(100)
  const socket = last()
  socket.connect()
  const asked = socket.messages[0]
  if (asked?.type !== 'resume') throw new Error(`the first frame is ${JSON.stringify(asked)}`)
  socket.say({ type: 'resumed', received, from: asked.received })
  return socket
}

describe('a page whose WebSocket is lost', () => {
  it('takes the session up at once, with its token, where it stands', async () => {
    const test = playing()
    test.socket.receive('Welcome')
    await test.take()
    test.view.line('look', false)
    test.socket.drop()
    expect(test.view.phase).toBe('open')
    await vi.advanceTimersByTimeAsync(0)
    expect(test.sockets).toHaveLength(2)
    test.last().connect()
    expect(test.last().messages).toEqual([{ type: 'resume', token: 'secret', received: 7, sent: 6 }])
    expect(test.endings).toEqual([])
  })

  it('sends again what had not arrived, and only that', async () => {
    const test = playing()
    test.view.line('north', false)
    test.view.line('south', false)
    const socket = await lose(test, 7)
    expect(socket.sent).toBe('south\r\n')
    test.view.line('east', false)
    expect(socket.sent).toBe('south\r\neast\r\n')
  })

  it('shows nothing twice that comes again because it had not been taken over', async () => {
    const test = playing()
    test.socket.receive('Wel')
    await test.take()
    test.socket.receive('come')
    const socket = await lose(test, 0)
    expect(socket.messages[0]).toMatchObject({ received: 3 })
    socket.receive('co')
    socket.receive('me, tra')
    socket.receive('veller')
    expect(test.shown()).toBe('Welcome, traveller')
    await test.take()
    expect(socket.acks.at(-1)).toBe('Welcome, traveller'.length)
  })

  it('keeps what is typed meanwhile, says how much, and sends it when it is back', async () => {
    const test = playing()
    test.socket.drop()
    test.view.line('look', false)
    test.view.publish()
    expect(test.view.waiting).toBe(6)
    await vi.advanceTimersByTimeAsync(0)
    test.last().connect()
    expect(test.last().sent).toBe('')
    test.last().say({ type: 'resumed', received: 0, from: 0 })
    expect(test.last().sent).toBe('look\r\n')
    test.view.publish()
    expect(test.view.waiting).toBe(0)
  })

  it('never has more than 64 KiB on the way, however often it is lost', async () => {
    const test = playing()
    test.view.keys(new Uint8Array(200_000).fill(97))
    expect(test.socket.sent).toHaveLength(65_536)
    const second = await lose(test, 65_536)
    // What has arrived is not yet acknowledged: the game may not have taken it.
    expect(second.sent).toBe('')
    second.say({ type: 'ack', received: 65_536 })
    expect(second.sent).toHaveLength(65_536)
    const third = await lose(test, 100_000)
    expect(third.sent).toHaveLength(131_072 - 100_000)
  })

  it('tries again after 0, 0.5, 1, 2, 4, 8 and then every 15 seconds, until the game cannot be there', async () => {
    const test = playing()
    const opened: number[] = []
    const began = performance.now()
    test.socket.drop()
    for (let waited = 0; waited < 400_000 && test.endings.length === 0; waited += 100) {
      await vi.advanceTimersByTimeAsync(100)
      if (test.last() !== test.socket && test.last().readyState !== 3) {
        opened.push(Math.round((performance.now() - began) / 100) / 10)
        test.last().drop()
      }
    }
    const waits = opened.map((at, i) => at - (opened[i - 1] ?? 0))
    expect(waits.slice(0, 8).map((wait) => Math.round(wait * 2) / 2)).toEqual([0, 0.5, 1, 2, 4, 8, 15, 15])
    expect(test.endings).toMatchObject([{ code: 'lost', leg: 'page-proxy' }])
    expect(performance.now() - began).toBeGreaterThan(120_000)
    expect(performance.now() - began).toBeLessThanOrEqual(190_000)
  })

  it('tries anew at once when the network or the page is back, or a person says so', async () => {
    const test = playing()
    test.socket.drop()
    await vi.advanceTimersByTimeAsync(0)
    test.last().drop()
    test.wake()
    expect(test.sockets).toHaveLength(3)
    test.last().drop()
    test.view.tryNow()
    expect(test.sockets).toHaveLength(4)
  })

  it('gives each try 10 seconds', async () => {
    const test = playing()
    test.socket.drop()
    await vi.advanceTimersByTimeAsync(0)
    const silent = test.last()
    await vi.advanceTimersByTimeAsync(10_000 + 500)
    expect(silent.readyState).toBe(3)
    expect(test.sockets).toHaveLength(3)
  })

  it('takes the tail and the end of a game that left meanwhile', async () => {
    const test = playing()
    const socket = await lose(test, 0)
    socket.receive('Goodbye!')
    socket.say({ type: 'closed', by: 'game', code: 'ended', message: 'The game ended the connection.' })
    expect(test.shown()).toBe('Goodbye!')
    expect(test.endings).toMatchObject([{ leg: 'game', code: 'ended' }])
  })

  it('says that the game is gone, and what was typed in vain', async () => {
    const test = playing()
    test.view.line('save', false)
    test.socket.drop()
    test.view.line('quit', false)
    await vi.advanceTimersByTimeAsync(0)
    test.last().connect()
    test.last().say({ type: 'refused', code: 'session-gone', leg: 'page-proxy', message: 'Gone.' })
    expect(test.endings).toMatchObject([
      {
        code: 'session-gone',
        message: expect.stringMatching(/The last 12 bytes you sent may not have arrived/) as string,
      },
    ])
    expect(test.sockets).toHaveLength(2)
  })

  it('goes on trying after a refusal that passes', async () => {
    const test = playing()
    test.socket.drop()
    await vi.advanceTimersByTimeAsync(0)
    test.last().connect()
    test.last().say({ type: 'refused', code: 'rate-limited', leg: 'page-proxy', message: 'Wait.' })
    expect(test.endings).toEqual([])
    await vi.advanceTimersByTimeAsync(500)
    expect(test.sockets).toHaveLength(3)
  })

  it('does not fight for a session that went on elsewhere', async () => {
    const test = playing()
    test.socket.say({ type: 'closed', by: 'takeover', code: 'taken-over', message: 'Elsewhere.' })
    test.socket.drop(4019)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(test.endings).toMatchObject([{ code: 'taken-over' }])
    expect(test.sockets).toHaveLength(1)
  })

  it('ends with a sentence when the proxy goes on from somewhere else', async () => {
    for (const totals of [
      { received: 9, from: 0 },
      { received: 0, from: 1 },
    ]) {
      const test = playing()
      test.socket.drop()
      await vi.advanceTimersByTimeAsync(0)
      test.last().connect()
      test.last().say({ type: 'resumed', ...totals })
      expect(test.endings).toMatchObject([{ code: 'bad-message' }])
    }
  })

  it('ends at once where the proxy keeps nothing', () => {
    const test = sessionUnderTest()
    test.socket.open(0)
    test.socket.drop()
    expect(test.endings).toMatchObject([{ code: 'lost' }])
  })

  it('writes loss and return into the recording, and no token', async () => {
    const test = playing()
    await lose(test, 0)
    const text = test.view.recording().join('')
    const { entries } = parseRecording(text)
    expect(entries.map(({ kind }) => kind)).toEqual(['message', 'mark', 'message'])
    expect(text).not.toContain('secret')
  })

  it('tells until when the game is held, and that it is connected again', async () => {
    const test = playing()
    test.socket.drop()
    expect(test.view.heldUntil).toBe(Date.parse('2026-01-01T00:02:00.000Z'))
    await vi.advanceTimersByTimeAsync(0)
    test.last().connect()
    test.last().say({ type: 'resumed', received: 0, from: 0 })
    expect([test.view.heldUntil, test.view.resumes]).toEqual([undefined, 1])
  })
})

describe('a link that looks alive', () => {
  const pings = (socket: FakeSocket): number => socket.messages.filter(({ type }) => type === 'ping').length

  it('is asked when the page wakes up, and kept if anything comes', async () => {
    const test = playing()
    test.wake()
    expect(pings(test.socket)).toBe(1)
    await vi.advanceTimersByTimeAsync(1999)
    test.socket.say({ type: 'pong', n: 1 })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(test.sockets).toHaveLength(1)
  })

  it('is replaced after 2 seconds of silence, and what it says later is not heard', async () => {
    const test = playing()
    test.wake()
    await vi.advanceTimersByTimeAsync(2001)
    expect(test.sockets).toHaveLength(2)
    test.socket.receive('late')
    expect(test.shown()).toBe('')
    expect(test.socket.readyState).toBe(3)
  })

  it('is asked after 30 quiet seconds, and replaced after 10 more', async () => {
    const test = playing()
    await vi.advanceTimersByTimeAsync(30_000)
    expect(pings(test.socket)).toBe(1)
    await vi.advanceTimersByTimeAsync(10_001)
    expect(test.sockets).toHaveLength(2)
  })

  it('is kept if it answers just before the 30 seconds are over, and the 2 after them', async () => {
    const test = playing()
    await vi.advanceTimersByTimeAsync(29_000)
    test.wake()
    test.socket.say({ type: 'pong', n: 1 })
    await vi.advanceTimersByTimeAsync(5000)
    expect(test.sockets).toHaveLength(1)
  })

  it('is not asked while it speaks', async () => {
    const test = playing()
    for (let i = 0; i < 10; i++) {
      await vi.advanceTimersByTimeAsync(10_000)
      test.socket.receive('x')
    }
    expect(pings(test.socket)).toBe(0)
  })
})
