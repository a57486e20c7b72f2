import zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { concat, latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import type { Entry } from '../../shared/session/entry.ts'
import { inputMode } from '../../shared/session/input-mode.ts'
import { encodeKeys, encodeLine } from '../../shared/session/line-end.ts'
import { Timeline } from '../../shared/session/timeline.ts'
import { foldReport } from '../../shared/recording/report.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { words } from '../helpers/bytes.ts'
import { Game, hex } from '../helpers/play.ts'
import { readRecording, recordingsPresent } from '../helpers/recordings.ts'

/** Plays the server's half of a recording to our own engine. */
function replay(name: string): Game {
  const game = new Game()
  for (const entry of readRecording(name).entries) {
    if (entry.kind !== 'in') continue
    game.at = entry.at
    game.hear(entry.bytes)
  }
  return game
}

const sentWords = (game: Game): string => Buffer.from(concat(game.sent)).toString('latin1')
const verb = (line: string): string => Buffer.from(words(line)).toString('latin1')

describe('CoffeeMud', () => {
  const BURST =
    'IAC DO NEW_ENVIRON IAC DO TTYPE IAC SB TTYPE 1 IAC SE IAC WILL MCCP2 IAC WILL MXP IAC WILL GMCP ' +
    'IAC WILL MSP IAC WILL MSDP IAC WILL NAWS IAC WONT ECHO IAC DO LINEMODE IAC WILL MSSP'

  it('asks for the terminal type before it is agreed; it is told all the same (1)', () => {
    const game = new Game()
    expect(game.hear("'\\n\\rConnecting to NAME...\\n\\r'")).toBe('')
    const answer = game.hear(BURST)
    expect(answer.startsWith(hex("IAC WILL NEW_ENVIRON IAC WILL TTYPE IAC SB TTYPE 0 'WILLDO' IAC SE"))).toBe(
      true,
    )
    expect(game.faults).toContain('not-agreed')
    expect(answer).toContain(hex('IAC DONT NAWS'))
    expect(answer).toContain(hex('IAC DO MSDP'))
    // It then takes LINEMODE back.
    expect(answer).toContain(hex('IAC WILL LINEMODE'))
    expect(game.hear('IAC DONT LINEMODE')).toBe(hex('IAC WONT LINEMODE'))
    // WONT ECHO unasked: it is off already, so there is nothing to answer.
    expect(answer).not.toContain(hex('IAC DONT ECHO'))
  })

  it('offers our window size from its side; it is refused and offered from ours, once, and then used (2)', () => {
    const game = new Game()
    expect(game.hear('IAC WILL NAWS')).toBe(hex('IAC DONT NAWS IAC WILL NAWS'))
    expect(game.faults).toEqual(['wrong-way'])
    expect(game.hear('IAC WONT NAWS IAC DO NAWS')).toBe(hex('IAC SB NAWS 0 80 0 24 IAC SE'))
    game.later(60_000)
    expect(game.hear('IAC WILL NAWS')).toBe(hex('IAC DONT NAWS'))
    expect(new Game().hear('IAC WILL NAWS IAC DO NAWS')).toBe(
      hex('IAC DONT NAWS IAC WILL NAWS IAC SB NAWS 0 80 0 24 IAC SE'),
    )
  })

  describe.runIf(recordingsPresent())('as recorded', () => {
    it('starts compressing long after DO, with plain negotiation in between (4)', () => {
      const { entries } = readRecording('coffeemud-tintin-mccp2-full')
      const report = foldReport(entries)
      expect(report.mccp2).toEqual({ starts: 1, ends: 1 })
      expect(report.faults.filter(({ code }) => code.startsWith('inflate'))).toEqual([])
    })

    it('falls out of the stream after DONT, and compresses again later (5)', () => {
      const report = foldReport(readRecording('coffeemud-node-mccp2-off-on').entries)
      expect(report.mccp2).toEqual({ starts: 2, ends: 1 })
      expect(report.negotiation['server WONT MCCP2']).toBe(1)
      expect(report.faults.filter(({ code }) => code.startsWith('inflate'))).toEqual([])
    })

    it('marks prompts with GA until the character is in the game (7)', () => {
      const timeline = new Timeline()
      for (const entry of readRecording('coffeemud-inetutils-telnet').entries) timeline.append(entry)
      const prompts = timeline.rows(0, timeline.length).filter(({ event }) => event.kind === 'prompt')
      expect(prompts.length).toBeGreaterThan(0)
      const lastAt = prompts.at(-1)?.at ?? 0
      expect(lastAt).toBeLessThan((timeline.entries.at(-1)?.at ?? 0) / 2)
    })

    it('sends one NUL before it closes, inside the stream, as data (8)', () => {
      const timeline = new Timeline()
      for (const entry of readRecording('coffeemud-tintin-mccp2-full').entries) timeline.append(entry)
      const texts = timeline
        .rows(0, timeline.length)
        .filter(({ event }) => event.kind === 'text' && event.side === 'server')
      expect(texts.at(-1)?.text?.at(-1)).toBe(0)
    })

    it('is played by our own answers to the end of its recorded half', () => {
      const game = replay('coffeemud-node-mccp2-off-on')
      expect(sentWords(game)).toContain(verb('IAC DO MCCP2'))
      expect(game.faults).not.toContain('loop')
    })
  })

  it('ends lines with LF CR, which stay in the text as they came (6)', () => {
    const game = new Game()
    game.hear("'one\\n\\rtwo\\r\\n\\n\\rthree'")
    expect(game.text).toBe('one\n\rtwo\r\n\n\rthree')
  })

  it('offers MXP again to a client that refused, and is refused again (10)', () => {
    const game = new Game()
    game.driver.rule('refuse', 'server', TELOPT.MXP)
    expect(game.hear('IAC WILL MXP')).toBe(hex('IAC DONT MXP'))
    expect(game.hear('IAC WONT MXP')).toBe('')
    expect(game.hear('IAC WILL MXP')).toBe(hex('IAC DONT MXP'))
  })

  it('talks ISO-8859-1 without CHARSET: every byte comes through as it is (16)', () => {
    const game = new Game()
    game.hear(latin1('caf\xe9 \xa3\xb5'))
    expect(game.text).toBe('caf\xe9 \xa3\xb5')
    expect(game.faults).toEqual([])
  })
})

describe('telnetd', () => {
  it('asks for BINARY from us only; Enter is then a bare CR (19)', () => {
    const game = new Game()
    expect(encodeKeys(latin1('ls\r'), game.driver.state)).toEqual(latin1('ls\r\0'))
    expect(game.hear('IAC DO BINARY')).toBe(hex('IAC WILL BINARY'))
    expect(encodeKeys(latin1('ls\r'), game.driver.state)).toEqual(latin1('ls\r'))
    expect(game.driver.state.options[0]?.server.q).toBe('no')
    // Lines end in LF: CR LF would be two ends of lines to a terminal that gets every byte as it is.
    expect(encodeLine(latin1('ls'), game.driver.state)).toEqual(latin1('ls\n'))
    expect(encodeLine(latin1('ls'), new Game().driver.state)).toEqual(latin1('ls\r\n'))
    game.hear(concat([latin1('\x1b[?2004l\r\0'), words('IAC IAC')]))
    expect(game.text).toBe('\x1b[?2004l\r\0\xff')
  })

  it('waits until each of its requests is answered, so each is (17, 18)', () => {
    const game = new Game()
    const answer = game.hear(
      'IAC WILL AUTHENTICATION IAC WILL ENCRYPT IAC DO TTYPE IAC DO TSPEED IAC DO XDISPLOC IAC DO NEW_ENVIRON IAC DO OLD_ENVIRON',
    )
    expect(answer).toBe(
      hex(
        'IAC DONT AUTHENTICATION IAC DONT ENCRYPT IAC WILL TTYPE IAC WILL TSPEED IAC WONT XDISPLOC IAC WILL NEW_ENVIRON IAC WONT OLD_ENVIRON',
      ),
    )
    expect(game.hear('IAC SB TSPEED 1 IAC SE')).toBe(hex("IAC SB TSPEED 0 '38400,38400' IAC SE"))
    expect(game.hear('IAC DO ECHO IAC DO TM IAC DO TM')).toBe(hex('IAC WONT ECHO IAC WILL TM IAC WILL TM'))
  })
})

describe('mth (24)', () => {
  it('asks twice for the terminal type in one read, takes the answers, then says DONT', () => {
    const game = new Game()
    game.hear('IAC DO TTYPE')
    expect(game.hear('IAC SB TTYPE 1 IAC SE IAC SB TTYPE 1 IAC SE')).toBe(
      hex("IAC SB TTYPE 0 'WILLDO' IAC SE IAC SB TTYPE 0 'XTERM-256COLOR' IAC SE"),
    )
    expect(game.hear('IAC SB TTYPE 1 IAC SE')).toBe(hex("IAC SB TTYPE 0 'MTTS 15' IAC SE"))
    expect(game.hear('IAC SB TTYPE 1 IAC SE')).toBe(hex("IAC SB TTYPE 0 'MTTS 15' IAC SE"))
    expect(game.hear('IAC SB TTYPE 1 IAC SE')).toBe(hex("IAC SB TTYPE 0 'WILLDO' IAC SE"))
    expect(game.hear('IAC DONT TTYPE')).toBe(hex('IAC WONT TTYPE'))
    expect(game.hear('IAC DO TTYPE')).toBe(hex('IAC WILL TTYPE'))
    expect(game.hear('IAC SB TTYPE 1 IAC SE')).toBe(hex("IAC SB TTYPE 0 'WILLDO' IAC SE"))
  })

  it("follows a client's MCCP3 that starts in the same write, before any server answer", () => {
    const compressed = zlib.deflateSync(latin1('look\r\n'), { finishFlush: zlib.constants.Z_SYNC_FLUSH })
    const out: Entry = {
      kind: 'out',
      at: millis(1),
      bytes: concat([words('IAC DO MCCP3 IAC SB MCCP3 IAC SE'), compressed]),
      from: 'user',
    }
    const report = foldReport([{ kind: 'in', at: millis(0), bytes: words('IAC WILL MCCP3') }, out])
    expect(report.mccp3).toEqual({ starts: 1 })
    expect(report.bytes.decodedOut).toBe(3 + 5 + 6)
  })
})

describe('FluffOS (25)', () => {
  it('sends text, the start and compressed bytes in one segment, and never finishes the stream', () => {
    const game = new Game()
    game.hear('IAC WILL MCCP2')
    const deflated = zlib.deflateSync(latin1('> '), { finishFlush: zlib.constants.Z_SYNC_FLUSH })
    game.hear(concat([latin1('Welcome.\r\n'), words('IAC SB MCCP2 IAC SE'), deflated]))
    game.driver.close('closed')
    expect(game.text).toBe('Welcome.\r\n> ')
    expect(game.faults).toEqual([])
  })

  it('asks NEW_ENVIRON without names, which means all of ours and nothing else', () => {
    const game = new Game()
    game.hear('IAC DO NEW_ENVIRON')
    const answer = game.hear('IAC SB NEW_ENVIRON 1 IAC SE')
    const text = Buffer.from(answer.replaceAll(' ', ''), 'hex').toString('latin1')
    expect(text).toBe(
      '\xff\xfa\x27\0\0CHARSET\x01UTF-8\0CLIENT_NAME\x01WILLDO\0CLIENT_VERSION\x010.1.0\0MTTS\x0115' +
        '\0TERMINAL_TYPE\x01XTERM-256COLOR\xff\xf0',
    )
  })
})

describe('LDMud with lp-245 (30)', () => {
  it('negotiates nothing but ECHO around passwords, and its prompt has no mark', () => {
    const game = new Game()
    expect(game.hear("'What is your name: '")).toBe('')
    expect(inputMode(game.driver.state, game.at)).toEqual({ kind: 'line', localEcho: true })
    expect(game.hear("'Password: ' IAC WILL ECHO")).toBe(hex('IAC DO ECHO'))
    expect(inputMode(game.driver.state, game.at).kind).toBe('password')
    game.driver.type(latin1('secret\r\n'))
    expect(game.hear("IAC WONT ECHO '\\r\\nWelcome\\r\\n> '")).toBe(hex('IAC DONT ECHO'))
    expect(inputMode(game.driver.state, game.at)).toEqual({ kind: 'line', localEcho: true })
  })
})
