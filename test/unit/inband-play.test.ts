import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, latin1 } from '../../shared/base/bytes.ts'
import { Fold } from '../../shared/session/fold.ts'
import { Timeline } from '../../shared/session/timeline.ts'
import { recut } from '../helpers/cut.ts'
import { Game, hex, IDENTITY } from '../helpers/play.ts'
import { readRecording, recordingsPresent } from '../helpers/recordings.ts'

const KEY = 'k3y'
const play = (): Game => new Game({ ...IDENTITY, mcpKey: KEY })
const said = (game: Game, text: string): string => {
  const before = game.sent.length
  game.driver.receive(latin1(text))
  return fromLatin1(concat(game.sent.slice(before)))
}

describe('markup in the text of a game', () => {
  it('counts once it is agreed on, whichever side does it, and no longer when it is over', () => {
    const game = play()
    said(game, '<b>1</b>')
    game.hear('IAC DO MXP')
    said(game, '<b>2</b>')
    game.hear('IAC DONT MXP IAC WILL MXP')
    said(game, '<b>3</b>')
    game.hear('IAC WONT MXP')
    said(game, '<b>4</b>')
    expect(game.text).toBe('<b>1</b>\x1b[1m2\x1b[22m\x1b[1m3\x1b[22m<b>4</b>')
  })

  it('is not looked for in a scan, which reads what the reference program reads', () => {
    const fold = new Fold()
    fold.evolve({ kind: 'mark', at: play().at, label: 'scan {}' })
    const bytes = latin1('#$#mcp version: 2.1 to: 2.1\r\n')
    expect(fold.evolve({ kind: 'in', at: play().at, bytes }).text).toEqual(bytes)
  })

  it('is answered: which version, which tags', () => {
    const game = play()
    game.hear('IAC WILL MXP')
    expect(said(game, '\x1b[1z<VERSION>\n')).toBe('\x1b[1z<VERSION MXP=1.0 CLIENT=willdo VERSION=0.1.0>\r\n')
    expect(said(game, '\x1b[1z<SUPPORT image send gauge>\n')).toBe(
      '\x1b[1z<SUPPORTS -image +send +gauge>\r\n',
    )
    expect(said(game, '\x1b[1z<SUPPORT>\n')).toContain('+send +send.href')
    expect(said(game, '<VERSION>\n')).toBe('')
  })

  it('is answered 200 times a minute at most', () => {
    const game = play()
    game.hear('IAC WILL MXP')
    said(game, `\x1b[6z${'<VERSION>'.repeat(5000)}`)
    expect(game.sent.length).toBeLessThan(210)
    expect(game.faults).toEqual(['loop'])
  })

  it('takes sounds out, of the text and of subnegotiations', () => {
    const game = play()
    game.hear('IAC WILL MSP')
    game.hear("'!!SOUND(a.wav)' IAC SB MSP '!!MUSIC(b.mid)' IAC SE")
    expect(game.text).toBe('')
    expect(game.driver.state.inband.sounds.map(({ file }) => file)).toEqual(['b.mid', 'a.wav'])
  })

  it('begins a line behind a prompt, and behind what was typed at one', () => {
    const game = play()
    said(game, '#$#mcp version: 2.1 to: 2.1\r\n')
    game.hear('IAC WILL MSP')
    said(game, 'Name: ')
    game.driver.type(latin1('Ann\r\n'))
    said(game, `#$#dns-com-awns-status ${KEY} text: one\r\n> `)
    game.hear("IAC GA '!!SOUND(a.wav)'")
    expect(game.text).toBe('Name: > ')
    expect(game.driver.state.inband).toMatchObject({ mcp: { status: 'one' }, sounds: [{ file: 'a.wav' }] })
  })

  it('shows a prompt that is held back for its tag as soon as the server says that it is one', () => {
    const game = play()
    game.hear('IAC WILL MXP')
    game.hear("'<b' IAC GA")
    expect(game.text).toBe('<b')
  })

  it('agrees on MCP with a key, and answers pings and cords', () => {
    const game = play()
    const answer = said(game, '#$#mcp version: 2.1 to: 2.1\r\n')
    expect(answer).toContain(`#$#mcp authentication-key: ${KEY} version: 2.1 to: 2.1\r\n`)
    expect(answer).toContain(`#$#mcp-negotiate-can ${KEY} package: dns-org-mud-moo-simpleedit`)
    expect(answer.endsWith(`#$#mcp-negotiate-end ${KEY}\r\n`)).toBe(true)
    expect(game.driver.state.inband.mcp).toMatchObject({ key: KEY, ours: { length: 7 } })
    expect(said(game, `#$#dns-com-awns-ping ${KEY} id: "a b"\r\n`)).toBe(
      `#$#dns-com-awns-ping-reply ${KEY} id: "a b"\r\n`,
    )
    expect(said(game, `#$#mcp-cord-open ${KEY} _id: R1 _type: x\r\n`)).toBe(
      `#$#mcp-cord-closed ${KEY} _id: R1\r\n`,
    )
    expect(game.driver.state.inband.mcp.cords).toEqual([])
    expect(said(game, '#$#dns-com-awns-ping forged id: x\r\n')).toBe('')
    expect(game.text).toBe('')
    expect(said(play(), '#$#mcp version: 1.0 to: 1.0\r\n')).toBe('')
    expect(said(new Game(), '#$#mcp version: 2.1 to: 2.1\r\n')).toBe('')
  })

  it('is the same from any checkpoint, also in the middle of a tag', () => {
    const game = play()
    game.hear('IAC WILL MXP IAC WILL MSP')
    const text =
      "\x1b[6z<!ENTITY a b><!ELEMENT x '<send>'>\n&a;<x>go</x>\n!!SOUND(q.wav)\n#$#mcp version: 2.1 to: 2.1\n<b>end"
    const fold = new Fold()
    const entries = [
      ...game.driver.timeline.entries,
      { kind: 'in', at: game.at, bytes: latin1(text) } as const,
    ]
    for (const entry of entries) fold.evolve(entry)
    let again = new Fold()
    for (const entry of recut(entries, 1)) {
      again.evolve(entry)
      again = Fold.restore(again.save())
    }
    expect(again.state().inband).toEqual(fold.state().inband)
  })
})

describe.runIf(recordingsPresent())('markup of real servers', () => {
  const fold = (name: string): { text: string; timeline: Timeline; faults: string[] } => {
    const timeline = new Timeline()
    const faults: string[] = []
    let text = ''
    for (const entry of readRecording(name).entries) {
      const step = timeline.append(entry)
      for (const event of step.events) {
        if (event.kind === 'text' && event.side === 'server')
          text += fromLatin1(step.text.subarray(event.start, event.end))
        if (event.kind === 'fault') faults.push(event.code)
      }
    }
    return { text, timeline, faults }
  }

  it.each([
    'coffeemud-tintin-mccp2-full',
    'coffeemud-node-plain-gmcp-msdp-mxp',
    'coffeemud-node-mcp21',
    'tbamud-tintin-msdp',
  ])('%s: no tag on the screen, nothing unknown, no fault of ours', (name) => {
    const { text, timeline, faults } = fold(name)
    expect(
      text.match(/<\/?(SEND|IMAGE|GAUGE|SUPPORT|VERSION|RName|EX|Hp|P|!)|&(lt|gt|quot|amp);|!!SOUND|#\$#/gi),
    ).toBeNull()
    const { mxp } = timeline.state.inband
    const unknown = [...(mxp?.tags ?? [])].filter(([, { treatment }]) => treatment === 'unknown')
    expect(unknown).toEqual([])
    expect(faults.filter((code) => code.startsWith('m'))).toEqual([])
  })

  it('know their elements and values: CoffeeMud', () => {
    const { mxp } = fold('coffeemud-node-plain-gmcp-msdp-mxp').timeline.state.inband
    expect(mxp?.elements.size).toBe(41)
    expect(mxp?.gauges.map(({ caption }) => caption)).toEqual([
      'Hit Points',
      'Mana',
      'Movement',
      'Enemy Damage',
    ])
    expect(mxp?.entities.get('hp')).toMatch(/^\d+$/)
    expect(mxp?.tags.get('image')?.count).toBe(16)
  })

  it('have links that say what they send: tbaMUD', () => {
    const { text, timeline } = fold('tbamud-tintin-msdp')
    expect(timeline.state.inband.mxp?.tags.get('send')).toEqual({ count: 49, treatment: 'link' })
    expect(text).toContain('[ Exits: \x1b]8;;send:n\x1b\\n\x1b]8;;\x1b\\ ')
  })

  it('agree on MCP: CoffeeMud', () => {
    const { mcp } = fold('coffeemud-node-mcp21').timeline.state.inband
    expect(mcp.greeting).toEqual({ from: '2.1', to: '2.1' })
    expect(mcp.theirs.map(({ name }) => name)).toEqual(['dns-org-mud-moo-simpleedit', 'mcp-negotiate'])
    expect(mcp.complete).toBe(true)
  })
})

it('refuses MXP where a person said so', () => {
  const game = play()
  game.driver.rule('refuse', 'server', 91)
  expect(game.hear('IAC WILL MXP')).toBe(hex('IAC DONT MXP'))
})
