import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Settings } from '../../client/state/settings.svelte.ts'
import { transcript } from '../../client/terminal/transcript.ts'
import { Remembered } from '../helpers/page-memory.ts'
import { sessionUnderTest } from '../helpers/page-session.svelte.ts'

const IAC_SB = '\xff\xfa'
const IAC_SE = '\xff\xf0'
const WILL_ECHO = '\xff\xfb\x01'
const WONT_ECHO = '\xff\xfc\x01'
const chooseOf = (names: string): string => `\xff\xfb\x2a${IAC_SB}\x2a\x01;${names}${IAC_SE}`

beforeEach(
  () =>
    void vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    }),
)
afterEach(() => void vi.useRealTimers())

const play = (given?: Parameters<typeof sessionUnderTest>[2]) => {
  const session = sessionUnderTest(undefined, undefined, given)
  session.socket.open()
  return session
}

describe('an encoding that is chosen', () => {
  it('changes what is on the screen, what was typed too, and what comes', () => {
    const { view, socket, shown, parse } = play()
    socket.receive('caf\x82\r\n\xda\xc4\xbf ')
    view.line('gr\u00fc\u00dfe', false)
    view.chooseEncoding('CP437')
    expect(view.encoding).toBe('CP437')
    // What was typed was sent in UTF-8, and that is what the game has.
    expect(shown()).toBe('café\r\n┌─┐ gr├╝├ƒe\r\n')
    parse()
    socket.receive('\xdb')
    expect(shown()).toBe('café\r\n┌─┐ gr├╝├ƒe\r\n█')
    view.line('\u00e9', false)
    expect(socket.sent.endsWith('\x82\r\n')).toBe(true)
    expect(shown().endsWith('█é\r\n')).toBe(true)
  })

  it('is changed twice before the screen has been written', () => {
    const { view, socket, shown, parse } = play()
    socket.receive('\x80\r\n')
    view.chooseEncoding('CP437')
    view.chooseEncoding('ISO-8859-1')
    socket.receive('\xe9')
    parse()
    expect(shown()).toBe('\x80\r\né')
  })

  it('goes on where a character was cut', () => {
    const { view, socket, shown } = play({ encoding: 'ISO-8859-1' })
    socket.receive('caf\xc3')
    view.chooseEncoding('UTF-8')
    socket.receive('\xa9!')
    expect(shown()).toBe('café!')
  })

  it('is remembered for that game', () => {
    const settings = new Settings(new Remembered())
    play({ settings }).view.chooseEncoding('ISO-8859-1')
    const { view } = play({ settings, encoding: 'CP437' })
    expect(view.encoding).toBe('ISO-8859-1')
    view.chooseEncoding(undefined)
    expect(view.encoding).toBe('CP437')
  })

  it('is what the game is told', () => {
    const { view, socket } = play()
    view.chooseEncoding('CP437')
    socket.receive(chooseOf('UTF-8;CP437'))
    expect(socket.sent).toContain(`${IAC_SB}\x2a\x02CP437${IAC_SE}`)
    socket.receive(`\xff\xfd\x18${`${IAC_SB}\x18\x01${IAC_SE}`.repeat(3)}`)
    expect(socket.sent).toContain('MTTS 907')
    view.chooseEncoding('UTF-8')
    socket.receive(`${IAC_SB}\x18\x01${IAC_SE}`)
    expect(socket.sent).toContain('MTTS 911')
  })
})

describe('an encoding that is agreed', () => {
  it('is read from there on, and what came before too', () => {
    const { view, socket, shown } = play()
    socket.receive('\xda\xc4\xbf')
    socket.receive(chooseOf('IBM437;WINDOWS-1252'))
    expect(view.encoding).toBe('CP437')
    expect(shown()).toBe('┌─┐')
  })

  it('does not change what a person chose', () => {
    const { view, socket } = play()
    view.chooseEncoding('ISO-8859-1')
    socket.receive(chooseOf('CP437'))
    expect(socket.sent).toContain(`${IAC_SB}\x2a\x03${IAC_SE}`)
    expect(view.encoding).toBe('ISO-8859-1')
  })

  it('is read as UTF-8 unless something else is said; US-ASCII says nothing', () => {
    const { view, socket } = play()
    expect(view.encoding).toBe('UTF-8')
    socket.receive(chooseOf('US-ASCII'))
    expect(view.encoding).toBe('UTF-8')
  })
})

it('says which character cannot be sent, but not of a hidden line', () => {
  const { view } = play({ encoding: 'CP437' })
  expect(view.complaint('naïve', false)).toBeUndefined()
  expect(view.complaint('łódź', false)).toMatch(/^“ł”, “ź” are not in CP437/)
  expect(view.complaint('łódź', true)).toMatch(/^That holds a character that is not in CP437/)
})

it('sends keys without what the set has not, and says so until the next key', () => {
  const { view, socket, frame } = play({ encoding: 'ISO-8859-1' })
  socket.receive(`${WILL_ECHO}\xff\xfb\x03`)
  frame()
  view.typed('aéł')
  expect(socket.sent.endsWith('a\xe9')).toBe(true)
  expect(view.unsent).toMatch(/a character that is not in ISO-8859-1/)
  expect(view.unsent).not.toContain('ł')
  view.typed('b')
  expect(view.unsent).toBeUndefined()
})

it('saves what a person saw, without the password', async () => {
  const { view, socket } = play({ encoding: 'CP437' })
  socket.receive('\xda\xbf\r\nName: ')
  view.line('Ann', false)
  socket.receive(`Password: ${WILL_ECHO}`)
  view.line('lantern', false)
  socket.receive(`${WONT_ECHO}\r\n\x1b[31mWelcome.\x1b[0m\r\n`)
  view.line('typed unseen', true)
  let text = ''
  for await (const part of transcript(
    view.transcript,
    () => Promise.resolve(),
    () => 0,
  ))
    text += part
  expect(text).toBe('mud.example 4000, 2026-01-01T00:00:00.000Z\n\n┌┐\nName: Ann\nPassword:\nWelcome.\n')
})
