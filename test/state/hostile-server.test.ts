import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Layout } from '../../client/state/layout.svelte.ts'
import { memoryOf } from '../../client/state/memory.ts'
import { parseRecording } from '../../shared/recording/format.ts'
import { sessionUnderTest, settle } from '../helpers/page-session.svelte.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const MIB = 1024 * 1024
const entriesOf = (view: { recording(): string[] }) => parseRecording(view.recording().join('')).entries

describe('a server that sends more than the terminal can draw', () => {
  it('is not read on until the terminal has caught up, and nothing is lost or acknowledged too early', async () => {
    const { view, socket, shown, parse } = sessionUnderTest()
    socket.open()
    for (let i = 0; i < 10; i++) socket.receive(`${i}`.repeat(MIB))
    expect(shown()).toHaveLength(4 * MIB)
    await settle()
    expect(socket.acks).toEqual([])
    parse()
    expect(shown()).toHaveLength(8 * MIB)
    await settle()
    expect(socket.acks.at(-1)).toBe(4 * MIB)
    parse()
    expect(shown()).toBe(Array.from({ length: 10 }, (_, i) => `${i}`.repeat(MIB)).join(''))
    expect(view.snapshot.closed).toBeUndefined()
  })

  it('is over only when all it sent is shown', () => {
    const { view, socket, shown, parse, endings } = sessionUnderTest()
    socket.open()
    for (let i = 0; i < 6; i++) socket.receive('x'.repeat(MIB))
    socket.say({ type: 'closed', by: 'game', code: 'ended', message: 'The game ended the connection.' })
    expect(endings).toEqual([])
    // Nobody is there any more: a line is neither shown as sent nor recorded.
    view.line('north', false)
    expect(entriesOf(view).some(({ kind }) => kind === 'out')).toBe(false)
    parse()
    expect(shown()).toHaveLength(6 * MIB)
    expect(endings).toMatchObject([{ leg: 'game', code: 'ended' }])
  })

  it('can be left at once; the recording says how much was not read', () => {
    const { view, socket, endings } = sessionUnderTest()
    socket.open()
    for (let i = 0; i < 6; i++) socket.receive('x'.repeat(MIB))
    view.disconnect()
    expect(endings).toMatchObject([{ wanted: true }])
    expect(entriesOf(view).find(({ kind }) => kind === 'gap')).toMatchObject({ lost: 2 * MIB })
  })
})

describe('a server that questions the terminal without end', () => {
  it('gets the answers of one turn together, and no more than 4 KiB a second', async () => {
    const { view, socket } = sessionUnderTest()
    socket.open()
    const answer = new TextEncoder().encode('\x1b[?1;2c')
    for (let i = 0; i < 100; i++) view.reply(answer)
    await settle()
    expect(socket.frames).toHaveLength(1)
    for (let turn = 0; turn < 50; turn++) {
      for (let i = 0; i < 100; i++) view.reply(answer)
      await settle()
    }
    expect(socket.sent.length).toBeLessThanOrEqual(4096)
    expect(entriesOf(view).filter(({ kind }) => kind === 'mark')).toHaveLength(1)
  })
})

describe('a hidden line', () => {
  it('stays hidden although the server ended the hiding before it was sent', () => {
    const { view, socket, shown } = sessionUnderTest()
    socket.open()
    socket.receive('Name: ')
    socket.receive('Password: \xff\xfb\x01')
    socket.receive('\xff\xfc\x01')
    view.line('s3cr3t', true)
    expect(socket.sent).toContain('s3cr3t\r\n')
    expect(shown()).not.toContain('s3cr3t')
    expect(entriesOf(view).at(-1)).toMatchObject({ bytes: new TextEncoder().encode('******\r\n') })
  })
})

describe('the layout', () => {
  it('works where site data is blocked, and remembers for as long as the page is open', () => {
    const memory = memoryOf(() => {
      throw new DOMException('blocked', 'SecurityError')
    })
    const layout = new Layout(memory)
    layout.toggleInspector()
    expect(new Layout(memory).inspector).toBe(false)
  })
})
