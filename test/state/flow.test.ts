import { describe, expect, it } from 'vitest'
import { hex } from '../helpers/play.ts'
import { bytesOf } from '../helpers/page-bytes.ts'
import { sessionUnderTest, settle } from '../helpers/page-session.svelte.ts'
import { words } from '../helpers/bytes.ts'
import { toHex } from '../../shared/base/bytes.ts'

const LFLOW = 'IAC DO LFLOW'

function playing(...heard: readonly string[]) {
  const session = sessionUnderTest()
  session.socket.open()
  for (const line of heard) session.socket.receive(words(line))
  session.frame()
  const sent = (): string => session.socket.frames.map((bytes) => toHex(bytes, ' ')).join(' | ')
  const keys = (text: string): void => {
    session.view.keys(bytesOf(text))
    session.frame()
  }
  return { ...session, sent, keys }
}

const CHARACTER_MODE = 'IAC WILL ECHO IAC WILL SGA'

describe('the text', () => {
  it('stops at Ctrl+S and goes on at Ctrl+Q, in its order, and neither key goes to the game', () => {
    const { view, socket, shown, keys, sent, frame } = playing(`${LFLOW} ${CHARACTER_MODE} 'one '`)
    const before = sent()
    keys('\x13')
    expect(view.stopped).toBe(true)
    socket.receive('two ')
    socket.receive('three')
    frame()
    expect(shown()).toBe('one ')
    expect(view.snapshot.text.bytes).toBe(13)
    keys('\x11')
    expect(view.stopped).toBe(false)
    expect(shown()).toBe('one two three')
    expect(sent()).toBe(before)
  })

  it('is not read out either while it is stopped', () => {
    const { view, socket, keys, frame } = playing(`${LFLOW} ${CHARACTER_MODE}`)
    keys('\x13')
    socket.receive('unheard\r\n')
    frame()
    expect(view.spoken).toEqual([])
  })

  it('is not acknowledged while it is stopped, so that the game is held back', async () => {
    const { socket, parse, keys } = playing(`${LFLOW} ${CHARACTER_MODE}`)
    parse()
    await settle()
    keys('\x13')
    socket.receive(new Uint8Array(200 * 1024).fill(65))
    parse()
    await settle()
    const received = () =>
      Math.max(0, ...socket.messages.map((said) => ('received' in said ? said.received : 0)))
    expect(received()).toBeLessThan(1024)
    keys('\x11')
    parse()
    await settle()
    expect(received()).toBeGreaterThan(200 * 1024)
  })

  it('goes on at any key where the game says so, and the key goes to the game', () => {
    const { view, keys, sent } = playing(`${LFLOW} IAC SB LFLOW 2 IAC SE ${CHARACTER_MODE}`)
    keys('\x13')
    expect(view.stopped).toBe(true)
    keys('x')
    expect(view.stopped).toBe(false)
    expect(sent()).toMatch(new RegExp(`${hex("'x'")}$`))
  })

  it('goes on at a line that is sent, only where any key lets it', () => {
    const { view } = playing(LFLOW)
    view.stopText(true)
    view.line('look', false)
    view.publish()
    expect(view.stopped).toBe(true)
    const any = playing(LFLOW, 'IAC SB LFLOW 2 IAC SE')
    any.view.stopText(true)
    any.view.line('look', false)
    any.view.publish()
    expect(any.view.stopped).toBe(false)
  })

  it.each([
    ['turns flow control off', 'IAC SB LFLOW 0 IAC SE'],
    ['takes the option back', 'IAC DONT LFLOW'],
  ])('goes on when the game %s', (_what, said) => {
    const { view, socket, shown, keys, frame } = playing(`${LFLOW} ${CHARACTER_MODE}`)
    keys('\x13')
    socket.receive('text')
    expect(shown()).toBe('')
    socket.receive(words(said))
    frame()
    expect(view.stopped).toBe(false)
    expect(shown()).toBe('text')
  })

  it('is shown to its end when the connection ends, and the pause with it', () => {
    const { view, socket, shown, keys, frame } = playing(`${LFLOW} ${CHARACTER_MODE}`)
    keys('\x13')
    socket.receive('goodbye')
    socket.say({ type: 'closed', by: 'game', code: 'closed', message: '' })
    frame()
    expect(shown()).toBe('goodbye')
    expect(view.stopped).toBe(false)
    expect(view.phase).toBe('ended')
  })

  it('cannot be stopped where the game did not ask for it: Ctrl+S is a key like any other', () => {
    const { view, keys, sent } = playing(CHARACTER_MODE)
    keys('\x13')
    expect(view.stopped).toBe(false)
    expect(sent()).toMatch(/13$/)
    view.stopText(true)
    view.publish()
    expect(view.stopped).toBe(false)
  })

  it('is read anew in another set when it goes on, if that was agreed meanwhile', () => {
    const { view, socket, shown, keys, frame } = playing(`${LFLOW} ${CHARACTER_MODE} IAC DO CHARSET`)
    socket.receive('\xc3\xa9 ')
    keys('\x13')
    socket.receive(words("IAC SB CHARSET 1 ';ISO-8859-1' IAC SE"))
    socket.receive('\xe8')
    frame()
    expect(view.encoding).toBe('ISO-8859-1')
    expect(shown()).toBe('é ')
    keys('\x11')
    expect(shown()).toBe('\xc3\xa9 \xe8')
  })
})

describe('single keys that the game does not show', () => {
  const KEYS = "IAC DO LINEMODE IAC SB LINEMODE 1 2 IAC SE '> '"

  it('are shown here: what is typed, taken back and entered, no further back than that', () => {
    const { shown, keys, sent } = playing(KEYS)
    keys('lo')
    keys('\x7f\x7f\x7f')
    keys('n\x1b[A\r')
    expect(shown()).toBe('> lo\b \b\b \bn^[[A\r\n')
    expect(sent()).toMatch(new RegExp(`${hex("'n' 27 '[A' 13 0")}$`))
  })

  it('are not where it does, and a signal never is', () => {
    const { shown, keys } = playing(KEYS)
    keys('\x03')
    expect(shown()).toBe('> ')
    const other = playing(`${KEYS} IAC WILL ECHO`)
    other.keys('secret\r')
    expect(other.shown()).toBe('> ')
  })
})

describe('a part of a line', () => {
  it('goes out without a line end, and the rest stands behind it', () => {
    const { view, shown, sent } = playing("IAC DO LINEMODE IAC SB LINEMODE 1 1 IAC SE '> '")
    view.line('say ', false, true)
    view.line('hello', false)
    expect(shown()).toBe('> say hello\r\n')
    expect(sent()).toMatch(new RegExp(`${hex("'say '")} \\| ${hex("'hello' 13 10")}$`))
  })
})
