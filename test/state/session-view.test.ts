import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseRecording } from '../../shared/recording/format.ts'
import type { FakeSocket } from '../helpers/page-socket.ts'
import { countPublished, sessionUnderTest, settle, SlowStorage } from '../helpers/page-session.svelte.ts'

const WILL_ECHO = '\xff\xfb\x01'
const WONT_ECHO = '\xff\xfc\x01'

beforeEach(
  () =>
    void vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    }),
)
afterEach(() => void vi.useRealTimers())

describe('SessionView', () => {
  it('publishes once a frame, however many reads there were', () => {
    const { view, socket, frames, frame } = sessionUnderTest()
    socket.open()
    frame()
    const published = countPublished(view)
    flushSync()
    expect(published.runs()).toBe(1)
    for (let i = 0; i < 1000; i++) socket.receive('x')
    flushSync()
    expect(frames).toHaveLength(1)
    expect(published.runs()).toBe(1)
    frame()
    flushSync()
    expect(published.runs()).toBe(2)
    expect(view.snapshot.bytes.decodedIn).toBe(1000)
    published.stop()
  })

  it('gives text to the screen without waiting for a frame', () => {
    const { socket, shown } = sessionUnderTest()
    socket.open()
    socket.receive('Welcome\n')
    expect(shown()).toBe('Welcome\r\n')
  })

  it('answers the server without waiting for a frame', () => {
    const { socket } = sessionUnderTest()
    socket.open()
    socket.receive(WILL_ECHO)
    expect(socket.sent).toBe('\xff\xfd\x01')
  })

  it('sends a line and shows it while the server does not echo', () => {
    const { view, socket, shown } = sessionUnderTest()
    socket.open()
    view.line('look', false)
    view.line('', false)
    expect(socket.sent).toBe('look\r\n\r\n')
    expect(shown()).toBe('look\r\n\r\n')
  })

  it('hides a password from the screen and from the recording', () => {
    const { view, socket, shown, frame } = sessionUnderTest()
    socket.open()
    socket.receive(`Name: `)
    socket.receive(`Password: ${WILL_ECHO}`)
    frame()
    expect(view.mode).toBe('password')
    view.line('secret word', false)
    socket.receive(`${WONT_ECHO}\r\nWelcome`)
    frame()
    expect(view.mode).toBe('line')
    expect(socket.sent).toContain('secret word\r\n')
    expect(shown()).not.toContain('secret')
    expect(JSON.stringify(parseRecording(view.recording().join('')).entries)).not.toContain('secret')
    expect(view.recording().join('')).not.toContain(btoa('secret word\r\n'))
  })

  it('does not echo a password that is sent before the page has drawn the box', () => {
    const { view, socket, shown } = sessionUnderTest()
    socket.open()
    socket.receive(`Name: `)
    socket.receive(`Password: ${WILL_ECHO}`)
    view.line('hunter2', false)
    expect(shown()).not.toContain('hunter2')
  })

  it('keeps "not a password" until the server stops echoing', () => {
    const { view, socket, frame } = sessionUnderTest()
    socket.open()
    socket.receive('Colour? ')
    socket.receive(WILL_ECHO)
    frame()
    view.notPassword = true
    expect(view.mode).toBe('line')
    expect(view.serverMode.kind).toBe('password')
    socket.receive(WONT_ECHO)
    frame()
    socket.receive(`\r\nPassword: ${WILL_ECHO}`)
    frame()
    expect(view.mode).toBe('password')
  })

  it('reads keys in character mode and ends them as a telnetd wants', () => {
    const { view, socket, frame } = sessionUnderTest()
    socket.open()
    socket.receive(`${WILL_ECHO}\xff\xfb\x03`)
    frame()
    expect(view.mode).toBe('character')
    view.keys(new TextEncoder().encode('l\r'))
    expect(socket.sent.endsWith('l\r\0')).toBe(true)
  })

  it('writes no secret of the proxy into the recording', () => {
    const { view, socket } = sessionUnderTest()
    socket.open()
    expect(view.recording().join('')).not.toContain('secret')
  })

  it('sends nothing once the session is over', () => {
    const { view, socket, endings } = sessionUnderTest()
    socket.open()
    socket.drop()
    view.line('north', false)
    view.keys(new Uint8Array([65]))
    expect(socket.sent).toBe('')
    expect(endings).toMatchObject([{ leg: 'page-proxy', code: 'lost' }])
  })

  it('never sends what was typed before the game was reached to another session', () => {
    const first = sessionUnderTest()
    first.view.line('north', false)
    first.socket.drop()
    const second = sessionUnderTest()
    second.socket.open()
    expect(first.socket.sent + second.socket.sent).toBe('')
  })
})

describe('acknowledgement', () => {
  it('waits for the terminal', async () => {
    const { socket, parse } = sessionUnderTest()
    socket.open()
    socket.receive('Welcome')
    await settle()
    await vi.advanceTimersByTimeAsync(500)
    expect(socket.acks).toEqual([])
    parse()
    await settle()
    await vi.advanceTimersByTimeAsync(49)
    expect(socket.acks).toEqual([])
    await vi.advanceTimersByTimeAsync(2)
    expect(socket.acks).toEqual([7])
  })

  it('waits for the storage', async () => {
    const storage = new SlowStorage()
    const { socket, parse } = sessionUnderTest(storage)
    socket.open()
    socket.receive('Welcome')
    parse()
    await settle()
    await vi.advanceTimersByTimeAsync(500)
    expect(socket.acks).toEqual([])
    storage.keep()
    await settle()
    await vi.advanceTimersByTimeAsync(51)
    expect(socket.acks).toEqual([7])
  })

  it('comes at once after 128 KiB', async () => {
    const { socket, parse } = sessionUnderTest()
    socket.open()
    for (let i = 0; i < 2; i++) socket.receive(new Uint8Array(65536).fill(65))
    parse()
    await settle()
    expect(socket.acks).toEqual([131072])
  })

  it('also covers bytes that show nothing', async () => {
    const { socket } = sessionUnderTest()
    socket.open()
    socket.receive('\xff\xf1')
    await settle()
    await vi.advanceTimersByTimeAsync(51)
    expect(socket.acks).toEqual([2])
  })

  it('keeps at most 64 KiB on the way to the proxy', () => {
    const { view, socket } = sessionUnderTest()
    socket.open()
    view.keys(new Uint8Array(100_000).fill(65))
    expect(socket.sent).toHaveLength(65536)
    socket.say({ type: 'ack', received: 30_000 })
    expect(socket.sent).toHaveLength(95_536)
    socket.say({ type: 'ack', received: 95_536 })
    expect(socket.sent).toHaveLength(100_000)
  })

  it('of bytes never sent ends the session with a sentence', () => {
    const { socket, endings } = sessionUnderTest()
    socket.open()
    socket.say({ type: 'ack', received: 1 })
    expect(endings).toMatchObject([{ wanted: false, code: 'bad-message' }])
  })
})

describe('endings', () => {
  it('pass the proxy’s refusal on, once', () => {
    const { socket, endings } = sessionUnderTest()
    socket.readyState = 1
    socket.say({ type: 'refused', code: 'forbidden', leg: 'proxy-game', message: 'No.' })
    socket.drop(4007)
    expect(endings).toEqual([{ wanted: false, leg: 'proxy-game', code: 'forbidden', message: 'No.' }])
  })

  it('say that the proxy cannot be reached', () => {
    const { socket, endings } = sessionUnderTest()
    socket.drop()
    expect(endings[0]?.message).toMatch(/cannot reach its proxy/)
  })

  it('explain a bare close code', () => {
    const { socket, endings } = sessionUnderTest()
    socket.open()
    socket.drop(4012)
    expect(endings[0]).toMatchObject({ code: 'proxy-full', leg: 'page-proxy' })
  })

  it('know another server by its sub-protocol', () => {
    const { socket, endings } = sessionUnderTest()
    socket.protocol = ''
    socket.readyState = 1
    socket.onopen?.({} as Event)
    expect(endings[0]?.message).toMatch(/no willdo proxy/)
  })

  it('by a person’s wish are no error', () => {
    const { view, socket, endings } = sessionUnderTest()
    socket.open()
    view.disconnect()
    expect(socket.messages).toContainEqual({ type: 'end' })
    expect(endings).toMatchObject([{ wanted: true }])
  })
})

describe('measuring', () => {
  const pings = (socket: FakeSocket) =>
    socket.messages.flatMap((message) => (message.type === 'ping' ? [message.n] : []))

  it('the way to the proxy is one ping in ten seconds, and none while nobody looks', async () => {
    const { view, socket, look } = sessionUnderTest()
    look.visible = true
    socket.open()
    await vi.advanceTimersByTimeAsync(1000)
    expect([pings(socket), view.ping]).toEqual([[1], undefined])
    await vi.advanceTimersByTimeAsync(12)
    socket.say({ type: 'pong', n: 1 })
    expect(view.ping).toBe(12)
    socket.say({ type: 'pong', n: 7 })
    expect(view.ping).toBe(12)
    await vi.advanceTimersByTimeAsync(9_990)
    expect(pings(socket)).toEqual([1, 2])
    look.visible = false
    await vi.advanceTimersByTimeAsync(20_000)
    expect(pings(socket)).toEqual([1, 2])
  })

  it('the way to the game is a person’s wish, once or every 30 seconds', async () => {
    const { view, socket, look, frame } = sessionUnderTest()
    const mark = '\xff\xfd\x06'
    look.visible = true
    socket.open()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(socket.sent).toBe('')
    view.measure()
    await vi.advanceTimersByTimeAsync(33)
    socket.receive('\xff\xfb\x06')
    frame()
    expect(view.roundTrip.last?.took).toBe(33)
    view.keepMeasuring(true)
    socket.receive('\xff\xfb\x06')
    await vi.advanceTimersByTimeAsync(20_000)
    socket.receive('x')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(socket.sent).toBe(mark.repeat(3))
    view.keepMeasuring(false)
    socket.receive('\xff\xfb\x06')
    await vi.advanceTimersByTimeAsync(35_000)
    expect(socket.sent).toBe(mark.repeat(3))
  })

  it('is over when the session is', () => {
    const { view, socket } = sessionUnderTest()
    socket.open()
    view.keepMeasuring(true)
    view.disconnect()
    expect(view.measuring).toBe(false)
  })
})
