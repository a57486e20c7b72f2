import { describe, expect, it } from 'vitest'
import { fromLatin1, latin1, toHex } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { inputMode } from '../../shared/session/input-mode.ts'
import { optionRows } from '../../shared/session/option-rows.ts'
import { ANSWER_MAX } from '../../shared/session/side.ts'
import { encodeLine } from '../../shared/session/line-end.ts'
import { Game, hex } from '../helpers/play.ts'

const lamps = (game: Game, name: string): string => {
  const row = optionRows(game.driver.state, game.at).find((candidate) => candidate.name === name)
  return row ? `${row.server} ${row.client}` : 'no row'
}

describe('polite play', () => {
  it('says nothing until the server speaks telnet', () => {
    const game = new Game()
    game.hear("'Welcome to the MUD!\\r\\nName: '")
    game.driver.type(encodeLine(latin1('zoe')))
    game.driver.resize(100, 30)
    expect(game.sent.map(fromLatin1)).toEqual(['zoe\r\n'])
  })

  it('agrees to what it can show and refuses the rest', () => {
    const game = new Game()
    expect(game.hear('IAC WILL SGA IAC WILL EOR IAC DO BINARY IAC WILL KERMIT IAC DO 99')).toBe(
      hex('IAC DO SGA IAC DO EOR IAC WILL BINARY IAC DONT KERMIT IAC WONT 99'),
    )
    expect(lamps(game, 'SGA')).toBe('on none')
    expect(lamps(game, 'KERMIT')).toBe('refused-by-us none')
    expect(lamps(game, '0x63')).toBe('none refused-by-us')
  })

  it('introduces itself once GMCP is on', () => {
    const game = new Game()
    const answer = Buffer.from(game.hear('IAC WILL GMCP').replaceAll(' ', ''), 'hex').toString('latin1')
    expect(answer).toContain('Core.Hello {"client":"willdo","version":"0.1.0"}')
    expect(answer).toContain('Core.Supports.Set ["Char 1"')
  })

  it('tells the window size when asked and whenever it changes', () => {
    const game = new Game()
    game.driver.resize(132, 43)
    expect(game.hear('IAC DO NAWS')).toBe(hex('IAC WILL NAWS IAC SB NAWS 0 132 0 43 IAC SE'))
    game.driver.resize(255, 255)
    expect(toHex(game.sent.at(-1) ?? new Uint8Array(), ' ')).toBe(
      hex('IAC SB NAWS 0 255 255 0 255 255 IAC SE'),
    )
  })

  it('chooses UTF-8 among the character sets, spelled as the server spelled it', () => {
    const game = new Game()
    game.hear('IAC DO CHARSET')
    expect(game.hear("IAC SB CHARSET 1 ';latin1;utf-8' IAC SE")).toBe(hex("IAC SB CHARSET 2 'utf-8' IAC SE"))
    expect(game.hear("IAC SB CHARSET 1 ' KOI8-R' IAC SE")).toBe(hex('IAC SB CHARSET 3 IAC SE'))
  })

  it('answers one read that says yes and no once, to what it came to', () => {
    const game = new Game()
    expect(game.hear('IAC WILL SGA IAC WONT SGA')).toBe(hex('IAC DONT SGA'))
    expect(game.hear('IAC WILL SGA IAC WILL SGA')).toBe(hex('IAC DO SGA'))
    expect(lamps(game, 'SGA')).toBe('on none')
  })

  it('introduces itself once when both sides of GMCP come in one read, and not to an option that is off again', () => {
    const hello = (what: string): number => {
      const game = new Game()
      game.hear(what)
      return game.sent.filter((bytes) => fromLatin1(bytes).includes('Core.Hello')).length
    }
    expect(hello('IAC WILL GMCP IAC DO GMCP')).toBe(1)
    expect(hello('IAC DO GMCP IAC WILL GMCP')).toBe(1)
    expect(hello('IAC WILL GMCP IAC WONT GMCP')).toBe(0)
  })

  it('believes and answers no message whose end never came', () => {
    const game = new Game()
    game.hear('IAC DO TTYPE')
    expect(game.hear('IAC SB TTYPE 1 IAC NOP')).toBe('')
    expect(game.faults).toEqual(['unterminated-subnegotiation'])
  })

  it('says nothing once the connection is closed', () => {
    const game = new Game()
    game.driver.close('closed')
    game.driver.type(latin1('look'))
    game.driver.reply(latin1('x'))
    game.driver.ask('DO', 3)
    expect(game.sent).toEqual([])
  })

  it('does not answer an option that goes off more than once', () => {
    const game = new Game()
    game.hear('IAC WILL SGA')
    expect(game.hear('IAC WONT SGA')).toBe(hex('IAC DONT SGA'))
    expect(game.hear('IAC WONT SGA')).toBe('')
    expect(lamps(game, 'SGA')).toBe('off none')
  })
})

describe('a wish of ours', () => {
  it('is asked, waits, is granted, refused or never answered', () => {
    const game = new Game()
    game.driver.ask('DO', 3)
    expect(lamps(game, 'SGA')).toBe('asked none')
    expect(game.hear('IAC WILL SGA')).toBe('')
    expect(lamps(game, 'SGA')).toBe('on none')
    game.driver.ask('WILL', 99)
    game.hear('IAC DONT 99')
    expect(lamps(game, '0x63')).toBe('none refused-by-them')
    game.driver.ask('DO', 25)
    game.later(4999)
    expect(lamps(game, 'EOR')).toBe('asked none')
    game.later(1)
    expect(lamps(game, 'EOR')).toBe('never-answered none')
  })

  it('that contradicts an open request goes out after its answer', () => {
    const game = new Game()
    game.driver.ask('DO', 3)
    game.driver.ask('DONT', 3)
    expect(game.sent).toHaveLength(1)
    expect(game.hear('IAC WILL SGA')).toBe(hex('IAC DONT SGA'))
    expect(game.hear('IAC WONT SGA')).toBe('')
    expect(lamps(game, 'SGA')).toBe('off none')
  })

  it('is not sent when it is so already', () => {
    const game = new Game()
    game.hear('IAC WILL SGA')
    game.driver.ask('DO', 3)
    game.driver.ask('DONT', 99)
    expect(game.sent).toHaveLength(1)
  })
})

describe('a server that says it again', () => {
  it('is not answered right away, answered once after 5 s (copyover), three times a minute, then not at all', () => {
    const game = new Game()
    game.hear('IAC WILL SGA')
    expect(game.hear('IAC WILL SGA')).toBe('')
    for (let time = 1; time <= 3; time++) {
      game.later(5000)
      expect(game.hear('IAC WILL SGA')).toBe(hex('IAC DO SGA'))
      expect(game.hear('IAC WILL SGA')).toBe('')
    }
    game.later(5000)
    expect(game.hear('IAC WILL SGA')).toBe('')
    expect(game.hear('IAC WILL SGA')).toBe('')
    expect(game.faults).toEqual(['loop'])
    expect(optionRows(game.driver.state, game.at)[0]?.askedAgain).toBe(3)
    game.later(60_000)
    expect(game.hear('IAC WILL SGA')).toBe(hex('IAC DO SGA'))
  })

  it('is told everything again after a restart: our terminal, from the first name on', () => {
    const game = new Game()
    game.hear('IAC DO TTYPE IAC SB TTYPE 1 IAC SE')
    game.later(10_000)
    expect(game.hear('IAC DO TTYPE IAC SB TTYPE 1 IAC SE')).toBe(
      hex("IAC WILL TTYPE IAC SB TTYPE 0 'WILLDO' IAC SE"),
    )
  })

  it('is refused each time, 20 times a minute, then not at all', () => {
    const game = new Game()
    for (let time = 0; time < 20; time++) expect(game.hear('IAC WILL KERMIT')).toBe(hex('IAC DONT KERMIT'))
    for (let time = 0; time < 100; time++) expect(game.hear('IAC WILL KERMIT')).toBe('')
    expect(game.faults).toEqual(['loop'])
    game.later(60_000)
    expect(game.hear('IAC WILL KERMIT')).toBe(hex('IAC DONT KERMIT'))
  })

  it.each([
    ['SGA', 'WILL', 'WONT', 'DO'],
    ['NAWS', 'DO', 'DONT', 'WILL'],
  ])('and undoes every answer does not keep us talking for ever: %s', (option, on, off, agreed) => {
    const game = new Game()
    let agreements = 0
    for (let turn = 0; turn < 2000; turn++) {
      if (game.hear(`IAC ${on} ${option}`).includes(hex(`IAC ${agreed} ${option}`))) agreements++
      game.hear(`IAC ${off} ${option}`)
    }
    expect(agreements).toBe(ANSWER_MAX)
    expect(game.faults).toContain('loop')
    // Nor is anything else said to it any more.
    const said = game.sent.length
    game.hear(`IAC ${on} ${option} IAC ${off} ${option}`)
    expect(game.sent).toHaveLength(said)
    game.later(60_000)
    expect(game.hear(`IAC ${on} ${option}`)).toContain(hex(`IAC ${agreed} ${option}`))
  })

  it('is refused 20 times a minute also when it takes its offer back each time', () => {
    const game = new Game()
    let refusals = 0
    for (let time = 0; time < 100; time++) {
      if (game.hear('IAC WILL KERMIT') !== '') refusals++
      game.hear('IAC WONT KERMIT')
    }
    expect(refusals).toBe(20)
  })

  it('answers each of our own timing marks, to which we say nothing more', () => {
    const game = new Game()
    game.driver.ask('DO', 6)
    game.driver.ask('DO', 6)
    expect(game.hear('IAC WILL TM IAC WILL TM')).toBe('')
    expect(game.faults).toEqual([])
  })

  it('has every DO TM answered', () => {
    const game = new Game()
    for (let time = 0; time < 50; time++) expect(game.hear('IAC DO TM')).toBe(hex('IAC WILL TM'))
    expect(game.faults).toEqual([])
  })
})

describe('what is typed', () => {
  it('is line mode with local echo, until ECHO and SGA make it character mode', () => {
    const game = new Game()
    expect(inputMode(game.driver.state, game.at)).toEqual({ kind: 'line', localEcho: true })
    game.hear("'login: ' IAC WILL ECHO IAC WILL SGA")
    expect(inputMode(game.driver.state, game.at)).toEqual({ kind: 'character', localEcho: false })
  })

  it('is hidden when ECHO comes after an open question, or within a second before it', () => {
    for (const line of ["'Password: ' IAC WILL ECHO", "'Hi\\r\\n' IAC WILL ECHO 'Password: '"]) {
      const game = new Game()
      game.hear(line)
      expect(inputMode(game.driver.state, game.at).kind).toBe('password')
    }
    const game = new Game()
    game.hear("'Hi\\r\\n'")
    game.hear('IAC WILL ECHO')
    expect(inputMode(game.driver.state, game.at).kind).toBe('line')
    game.later(900)
    game.hear(latin1('\x1b[1mPassword: \x1b[0m'))
    expect(inputMode(game.driver.state, game.at).kind).toBe('password')
  })

  it('is not hidden when ECHO comes before any text, behind a line end, or long before the text', () => {
    const burst = new Game()
    burst.hear("IAC WILL ECHO 'Welcome to the BBS. Name: '")
    expect(inputMode(burst.driver.state, burst.at)).toEqual({ kind: 'line', localEcho: false })
    const game = new Game()
    game.hear(latin1('All is well.\r\n\x1b[0m'))
    game.hear('IAC WILL ECHO')
    game.later(1001)
    game.hear("'More? '")
    expect(inputMode(game.driver.state, game.at)).toEqual({ kind: 'line', localEcho: false })
  })

  it('stays hidden when a broadcast or a line end follows the question', () => {
    for (const after of ["'[chat] hi\\r\\n'", "'\\r\\n'"]) {
      const game = new Game()
      game.hear("'Password: ' IAC WILL ECHO")
      game.later(500)
      game.hear(after)
      expect(inputMode(game.driver.state, game.at).kind).toBe('password')
    }
    const game = new Game()
    game.hear("'Hi\\r\\n' IAC WILL ECHO 'Password: '")
    game.later(500)
    game.hear("'[chat] hi\\r\\n'")
    expect(inputMode(game.driver.state, game.at).kind).toBe('password')
  })

  it('is hidden again by a second question without WONT ECHO in between', () => {
    const game = new Game()
    game.hear("'Password: ' IAC WILL ECHO")
    game.later(61_000)
    expect(inputMode(game.driver.state, game.at).kind).toBe('line')
    game.hear("'Wrong.\\r\\nPassword: ' IAC WILL ECHO")
    expect(inputMode(game.driver.state, game.at).kind).toBe('password')
  })

  it('is not hidden by control sequences behind a line end', () => {
    for (const control of [
      '\x1b(B',
      '\x1b]0;title\x07',
      '\x1b]0;title\x1b\\',
      '\x1b7',
      '\x1b[0m\x1b[1;32m',
    ]) {
      const game = new Game()
      game.hear(latin1(`Menu\r\n${control}`))
      game.hear('IAC WILL ECHO')
      expect(inputMode(game.driver.state, game.at).kind).toBe('line')
    }
  })

  it('opens up after WONT ECHO or a minute', () => {
    const game = new Game()
    game.hear("'Password: ' IAC WILL ECHO")
    const at = (ms: number): string => inputMode(game.driver.state, millis(ms)).kind
    expect([at(59_999), at(60_000)]).toEqual(['password', 'line'])
    game.hear('IAC WONT ECHO')
    expect(inputMode(game.driver.state, game.at)).toEqual({ kind: 'line', localEcho: true })
  })

  it('is sent as typed and stored as stars while the server hides it', () => {
    const game = new Game()
    game.hear("'Password: ' IAC WILL ECHO")
    game.driver.type(encodeLine(Uint8Array.of(115, 255, 33)))
    expect(toHex(game.sent.at(-1) ?? new Uint8Array())).toBe('73ffff210d0a')
    const stored = game.driver.timeline.entries.at(-1)
    expect(stored).toMatchObject({ kind: 'out', from: 'user', bytes: latin1('****\r\n') })
    game.hear('IAC WONT ECHO')
    game.driver.type(encodeLine(latin1('look')))
    expect(game.driver.timeline.entries.at(-1)).toMatchObject({ bytes: latin1('look\r\n') })
  })

  it('is stored as stars as long as the server has not said WONT, whatever we asked or answered', () => {
    const stored = (game: Game): string => {
      game.driver.type(latin1('secret'))
      const entry = game.driver.timeline.entries.at(-1)
      return entry?.kind === 'out' ? fromLatin1(entry.bytes) : ''
    }
    const asked = new Game()
    asked.hear("'Password: ' IAC WILL ECHO")
    asked.driver.ask('DONT', 1)
    expect(stored(asked)).toBe('******')
    asked.hear('IAC WONT ECHO')
    expect(stored(asked)).toBe('secret')
    const looping = new Game()
    for (let time = 0; time < 700; time++) {
      looping.hear('IAC WILL ECHO')
      expect(stored(looping)).toBe('******')
      looping.hear('IAC WONT ECHO')
    }
  })

  it('keeps commands and their payload out of the stars, also when they are cut', () => {
    const game = new Game()
    game.hear("'Password: ' IAC WILL ECHO")
    const bytes = Uint8Array.of(97, 255, 253, 1, 255, 250, 31, 0, 80, 255, 255, 24, 255, 240, 98, 13, 0)
    const stored: number[] = []
    for (const byte of bytes) {
      game.driver.raw(Uint8Array.of(byte))
      const entry = game.driver.timeline.entries.at(-1)
      if (entry?.kind === 'out') stored.push(...entry.bytes)
    }
    expect(toHex(Uint8Array.from(stored))).toBe(toHex(Uint8Array.of(42, ...bytes.slice(1, 14), 42, 13, 0)))
    game.driver.type(Uint8Array.of(255))
    game.driver.type(Uint8Array.of(255, 97))
    expect(game.driver.timeline.entries.at(-1)).toMatchObject({ bytes: latin1('***') })
  })
})
