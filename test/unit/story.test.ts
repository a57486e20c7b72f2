import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { OPTIONS } from '../../shared/options/index.ts'
import { refusalOf, type OptionModule } from '../../shared/options/module.ts'
import { describeEvent } from '../../shared/session/describe.ts'
import { carryOut } from '../../shared/session/intent.ts'
import {
  askMark,
  MARK_INFLATE_GO_ON,
  missedStartMark,
  ruleMark,
  scanMark,
} from '../../shared/session/marks.ts'
import { OptionStories, storyOf, type OptionStory } from '../../shared/session/story.ts'
import { encodeSubnegotiation } from '../../shared/telnet/encode.ts'
import { Game } from '../helpers/play.ts'

const told = ({ lines }: OptionStory): string[] =>
  lines.map(({ at, side, sentence, note }) => `${at} ${side ?? '-'}: ${sentence} ${note}`.trim())

const story = (game: Game, option: number): string[] =>
  told(new OptionStories(game.driver.timeline, option).tell(game.at, false))

describe('the story of an option', () => {
  it('tells who spoke first, what was answered when, and what was said then', () => {
    const game = new Game()
    game.later(10)
    game.hear('IAC WILL ECHO IAC DO TTYPE')
    game.later(40)
    game.hear('IAC SB TTYPE 1 IAC SE')
    expect(story(game, 24)).toEqual([
      '10 server: The server asked us to do TTYPE. The server spoke of it first.',
      '10 client: We agreed to do TTYPE. The answer came at once.',
      '50 server: The server asked for the terminal type.',
      '50 client: We gave the terminal type "WILLDO".',
    ])
  })

  it('tells how long the server took, and what it never answered', () => {
    const game = new Game()
    carryOut(game.driver, { kind: 'verb', verb: 'DO', option: 3 })
    expect(story(game, 3)).toEqual([
      '0 client: We asked the server to do SGA. We spoke of it first. It waits for an answer.',
    ])
    game.later(5000)
    expect(story(game, 3)[0]).toContain('It was never answered.')
    game.hear('IAC WONT SGA')
    expect(story(game, 3)).toEqual([
      '0 client: We asked the server to do SGA. We spoke of it first.',
      '5000 server: The server refused to do SGA. The answer came after 5.0 s.',
    ])
    carryOut(game.driver, { kind: 'verb', verb: 'DO', option: 3 })
    game.later(120)
    game.hear('IAC WILL SGA')
    expect(story(game, 3).at(-1)).toContain('agreed to do SGA. The answer came after 120 ms.')
    carryOut(game.driver, { kind: 'verb', verb: 'DO', option: 25 })
    const open = new OptionStories(game.driver.timeline, 25)
    expect(told(open.tell(game.at, false))[0]).toContain('It waits')
    game.driver.close('closed')
    expect(told(open.tell(game.at, true))[0]).toContain('It was never answered.')
  })

  it('says why we refused: the option’s own reason, ours, or a person’s rule', () => {
    const game = new Game()
    game.hear('IAC DO ECHO IAC WILL 99')
    expect(story(game, 1)[1]).toContain('We refuse it because two ends that both echo')
    expect(story(game, 99)[1]).toContain('because willdo does not speak it')
    carryOut(game.driver, { kind: 'rule', rule: 'refuse', performer: 'server', option: 201 })
    game.hear('IAC WILL GMCP')
    expect(story(game, 201)).toEqual([
      '0 -: You chose: always refuse GMCP from the server.',
      '0 server: The server offered to do GMCP. The server spoke of it first.',
      '0 client: We refused GMCP from the server. The answer came at once. You chose to refuse it on this server.',
    ])
  })

  it('tells of a request that waits and of one that was needless', () => {
    const game = new Game()
    carryOut(game.driver, { kind: 'verb', verb: 'DO', option: 3 })
    carryOut(game.driver, { kind: 'verb', verb: 'DONT', option: 3 })
    game.hear('IAC WILL SGA IAC WILL SGA')
    expect(story(game, 3).join('\n')).toContain('DONT SGA is asked for as soon as')
    game.hear('IAC WONT SGA')
    const other = new Game()
    other.hear('IAC WILL SGA')
    other.hear('IAC WILL SGA')
    expect(story(other, 3).at(-1)).toContain('It was so already, so nothing was answered.')
    other.later(6000)
    other.hear('IAC WILL SGA')
    expect(story(other, 3).slice(-2).join('\n')).toMatch(/asked for SGA again[^]*confirmed/)
  })

  it('reads on where it stopped, and tells the same as when read at once', () => {
    const game = new Game()
    const reading = new OptionStories(game.driver.timeline, 201)
    for (const what of ['IAC WILL GMCP', "IAC SB GMCP 'A {}' IAC SE", 'IAC WONT GMCP', 'IAC WILL GMCP']) {
      game.later(100)
      game.hear(what)
      expect(told(reading.tell(game.at, false))).toEqual(story(game, 201))
    }
    expect(told(storyOf(game.driver.timeline, 201))).toEqual(story(game, 201))
    expect(reading.tell(game.at, false).lines.length).toBeGreaterThan(6)
  })

  it('keeps beginning and end of what never stops, and says how much is left out', () => {
    const game = new Game()
    game.hear('IAC WILL GMCP')
    const reading = new OptionStories(game.driver.timeline, 201)
    for (let i = 0; i < 300; i++) game.driver.receive(encodeSubnegotiation(201, latin1(`N ${i}`)))
    const { lines, messagesLeftOut } = reading.tell(game.at, false)
    expect(messagesLeftOut).toBe(300 + 2 - 20)
    expect(lines.at(-1)?.sentence).toBe('The server sent N: 299.')
    expect(lines[0]?.sentence).toContain('offered to do GMCP')
    for (let i = 0; i < 300; i++) game.hear(i % 2 ? 'IAC WILL 99' : 'IAC WONT 99')
    const flood = storyOf(game.driver.timeline, 99)
    expect(flood.lines).toHaveLength(80)
    expect(flood.exchangesLeftOut + 80).toBe(
      game.driver.timeline.matching(0, Infinity, { option: 99 }).length,
    )
  })

  it('has nothing to tell of what was never mentioned', () => {
    expect(storyOf(new Game().driver.timeline, 0)).toEqual({
      lines: [],
      exchangesLeftOut: 0,
      messagesLeftOut: 0,
    })
  })
})

it('every option that is refused on one side only says why', () => {
  for (const module of OPTIONS as unknown as readonly OptionModule[]) {
    if (module.accept.him === module.accept.us) continue
    const reason = refusalOf(module, module.accept.him ? 'client' : 'server')
    expect(`${module.name}: ${reason}`).not.toContain('does not speak')
    expect(reason).not.toMatch(/\.$/)
  }
})

it('story lines carry the numbers of their rows', () => {
  const game = new Game()
  game.hear("'text' IAC WILL SGA 'more'")
  const { lines } = storyOf(game.driver.timeline, 3)
  expect(lines.map(({ index }) => game.driver.timeline.glance(index).option)).toEqual([3, 3])
  expect(lines.every(({ at }) => at === millis(0))).toBe(true)
})

it.each([
  [MARK_INFLATE_GO_ON, 'You chose: read on what unpacks to so much.'],
  [ruleMark('refuse', 'server', 91), 'You chose: always refuse MXP from the server.'],
  [ruleMark('accept', 'client', 31), 'You chose: always agree to do NAWS ourselves.'],
  [ruleMark('usual', 'client', 31), 'You chose: answer as usual when NAWS is asked of us.'],
  [askMark('DO', 3), 'DO SGA is asked for as soon as the request before it is answered.'],
  [missedStartMark(86), 'What follows is compressed (MCCP2); where that began is no longer kept.'],
  [scanMark('{"schema":"five-key"}'), 'A scan began.'],
  [scanMark('done'), 'The scan is over.'],
  [scanMark('of the horizon'), 'Mark: scan of the horizon.'],
  ['The page lost its proxy.', 'The page lost its proxy.'],
  ['by the old well', 'Mark: by the old well.'],
])('says in words what is marked: %s', (label, sentence) => {
  expect(describeEvent({ kind: 'mark', label })).toBe(sentence)
})
