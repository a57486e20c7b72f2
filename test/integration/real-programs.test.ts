import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { foldReport, type FoldReport } from '../../shared/recording/report.ts'
import { inputMode } from '../../shared/session/input-mode.ts'
import { encodeKeys, encodeLine } from '../../shared/session/line-end.ts'
import { startDemo, type Demo } from '../../proxy/demo/server.ts'
import {
  LivePlayer,
  Programs,
  programsPresent,
  startRecorder,
  startTelnetd,
  startTintin,
  textOf,
} from '../helpers/real-programs.ts'

let programs: Programs
beforeEach(() => {
  programs = new Programs()
})
afterEach(() => programs.end())

const codes = ({ lints }: FoldReport): string[] => lints.map(({ code }) => code)

describe.runIf(programsPresent('inetutils-telnetd', 'socat'))('Debian’s telnetd', () => {
  const players: LivePlayer[] = []
  afterEach(() => players.splice(0).forEach((player) => player.leave()))

  async function logIn(
    ...flags: readonly string[]
  ): Promise<{ player: LivePlayer; type: (text: string) => void }> {
    const player = new LivePlayer(await startTelnetd(programs, ...flags), 132, 43)
    players.push(player)
    const type = (text: string): void => {
      const { state } = player.driver
      const characters = inputMode(state, state.at).kind === 'character'
      player.driver.type(
        characters ? encodeKeys(latin1(`${text}\r`), state) : encodeLine(latin1(text), state),
      )
    }
    await player.until('login: ')
    type('zoe')
    await player.until('Hello, zoe. TERM=')
    await player.until('size=43 132')
    return { player, type }
  }

  it('asks its questions, gets its answers, knows our size, and reads what is typed', async () => {
    const { player, type } = await logIn()
    player.driver.resize(90, 30)
    type('size')
    await player.until('size=30 90')
    // One Enter is one line, whatever was agreed.
    expect(player.text).not.toContain('You typed')
    const report = foldReport(player.driver.timeline.entries)
    expect(report.negotiation).toMatchObject({
      'server WILL AUTHENTICATION': 1,
      'server WILL ENCRYPT': 1,
      'server DO TTYPE': 1,
      'server DO TSPEED': 1,
      'server DO XDISPLOC': 1,
      'server DO NEW_ENVIRON': 1,
      'server DO OLD_ENVIRON': 1,
      'server DO ECHO': 1,
      'server DO NAWS': 1,
      'server WILL STATUS': 1,
      'server DO LFLOW': 1,
      'server DO BINARY': 1,
    })
    expect(report.options).toMatchObject({
      TTYPE: { client: 'on' },
      NAWS: { client: 'on' },
      BINARY: { client: 'on' },
      ECHO: { server: 'on', client: 'refused-by-us' },
      AUTHENTICATION: { server: 'refused-by-us' },
      ENCRYPT: { server: 'refused-by-us' },
      XDISPLOC: { client: 'refused-by-us' },
    })
    // It asks whether we would echo, to find very old clients. Where LINEMODE was agreed it ends it in one breath with a
    // message about it; there is nothing else to say of it.
    expect(codes(report)).toContain('asks-client-echo')
    expect(codes(report).filter((code) => !/^(asks-client-echo|sb-after-no)$/.test(code))).toEqual([])
    type('quit')
    await player.closed()
  })

  it('with --linemode offers LINEMODE, and reads whole lines', async () => {
    const { player, type } = await logIn('--linemode')
    type('size')
    await player.until('size=43 132')
    type('two words')
    await player.until('You typed two words')
    expect(player.text).not.toContain('You typed \r')
    const report = foldReport(player.driver.timeline.entries)
    expect(report.negotiation['server DO LINEMODE']).toBe(1)
    expect(report.faults).toEqual([])
    expect(codes(report)).toEqual(['asks-client-echo'])
    type('quit')
    await player.closed()
  })
})

describe.runIf(programsPresent('tintin++', 'socat'))('tt++ at the demo', () => {
  let demo: Demo
  beforeEach(async () => {
    demo = await startDemo({ host: '127.0.0.1', port: 0 })
  })
  afterEach(() => demo.close())

  it('agrees to what it knows, logs in and plays compressed; there is nothing to say of the demo', async () => {
    const recorder = await startRecorder(demo.port)
    const tintin = startTintin(programs, recorder.port)
    const type = (line: string): void => void tintin.stdin?.write(`${line}\r`)
    const report = (): FoldReport => foldReport(recorder.entries)
    const shows = (text: string): Promise<void> =>
      recorder.when(() => textOf(recorder.entries).includes(text))
    try {
      await shows('Your name: ')
      await recorder.when(() => report().mccp2.starts === 1)
      type('Tin')
      await shows('Password')
      type('lantern')
      await shows('Welcome, Tin.')
      // It is a terminal of xterm's kind that has UTF-8, says so in three answers, and is asked no more than that.
      await recorder.when(() => (report().subnegotiation['client TTYPE'] ?? 0) === 4)
      type('north')
      await recorder.when(() => textOf(recorder.entries).split('mv> ').length > 2)
      const { options, negotiation, subnegotiation, faults, lints } = report()
      expect(options).toMatchObject({
        TTYPE: { client: 'on' },
        NAWS: { client: 'on' },
        NEW_ENVIRON: { client: 'on' },
        MCCP2: { server: 'on' },
        EOR: { server: 'on' },
        CHARSET: { server: 'on' },
      })
      expect(negotiation).toMatchObject({
        'client WILL TTYPE': 1,
        'client DO MCCP2': 1,
        'client WILL NAWS': 1,
      })
      expect(subnegotiation).toMatchObject({ 'server CHARSET': 1, 'client CHARSET': 1, 'client NAWS': 1 })
      expect(faults).toEqual([])
      expect(lints).toEqual([])
    } finally {
      await recorder.close()
    }
  })
})
