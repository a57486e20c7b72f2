import { deflateSync, constants } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ZLIB } from '../../shared/telnet/with-zlib.ts'
import { provideZlib } from '../../shared/telnet/zlib.ts'
import { sessionUnderTest, settle } from '../helpers/page-session.svelte.ts'

const loading = vi.hoisted(() => ({ done: (): void => undefined, failed: (_: Error): void => undefined }))
vi.mock('../../client/transport/load-zlib.ts', () => ({
  loadZlib: () =>
    new Promise<void>((resolve, reject) => {
      loading.done = resolve
      loading.failed = reject
    }),
}))

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const packed = latin1(deflateSync('In the packed hall.\r\n', { finishFlush: constants.Z_SYNC_FLUSH }))
const GAME = `\xff\xfb\x56Welcome.\r\n\xff\xfa\x56\xff\xf0${packed}`
const SHOWN = 'Welcome.\r\nIn the packed hall.\r\n'

beforeEach(() => provideZlib(undefined))
afterEach(() => provideZlib(ZLIB))

async function loaded(): Promise<void> {
  provideZlib(ZLIB)
  loading.done()
  await settle()
}

describe('while what reads compressed streams is on its way', () => {
  it('text is shown, options are answered and lines are sent', () => {
    const { view, socket, shown } = sessionUnderTest()
    socket.open()
    socket.receive('\xff\xfb\x56Your name?')
    expect(shown()).toBe('Your name?')
    expect(latin1(socket.frames[0] ?? new Uint8Array())).toBe('\xff\xfd\x56')
    view.line('Ann', false)
    expect(latin1(socket.frames[1] ?? new Uint8Array())).toBe('Ann\r\n')
  })

  it('what may begin a stream waits, and so does all behind it, wherever it is cut', async () => {
    for (let at = 1; at < GAME.length; at++) {
      provideZlib(undefined)
      const { socket, shown } = sessionUnderTest()
      socket.open()
      socket.receive(GAME.slice(0, at))
      socket.receive(GAME.slice(at))
      expect(shown(), `cut at ${at}`).not.toContain('hall')
      await loaded()
      expect(shown(), `cut at ${at}`).toBe(SHOWN)
    }
  })

  it('what a person writes by hand is sent when it is there', async () => {
    const { view, socket } = sessionUnderTest()
    socket.open()
    expect(view.ask({ kind: 'raw', bytes: Uint8Array.of(255, 241) })).toBe('queued')
    expect(socket.frames).toEqual([])
    await loaded()
    expect(socket.frames).toEqual([Uint8Array.of(255, 241)])
  })

  it('the game is left, with a sentence, where that cannot be loaded', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { view, socket, endings } = sessionUnderTest()
    socket.open()
    socket.receive(GAME)
    loading.failed(new Error('no network'))
    await settle()
    expect(view.phase).toBe('ended')
    expect(endings.map(({ message }) => message)).toEqual([
      'A part of the page could not be loaded. Check your network, then reload the page.',
    ])
  })
})
