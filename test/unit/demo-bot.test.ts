import { describe, expect, it } from 'vitest'
import { Bot, inTurn } from '../../proxy/demo/bot.ts'
import { ManualClock } from '../helpers/manual-clock.ts'

const MINUTES = 60_000

function company() {
  const clock = new ManualClock()
  const said: string[] = []
  const audience = [{ attentive: true }]
  const bot = new Bot(clock, () => 0, { audience: () => audience, say: (text) => said.push(text) })
  return { clock, said, audience, bot }
}

describe('the bot', () => {
  it('answers after a while, by name, to what was said', () => {
    const { bot, clock, said } = company()
    bot.hear('Ann', 'hello there')
    expect(said).toEqual([])
    clock.advance(2000)
    expect(said).toEqual([expect.stringContaining('Hello Ann')])
    for (const [line, answer] of [
      ['thanks!', /welcome, Ann/],
      ['what is MCCP2', /deflated/],
      ['and GMCP', /Comm\.Channel\.Text/],
      ['will it?', /WILL you/],
      ['is that so?', /wonder/],
      ['$& fog', /listening/],
    ] as const) {
      bot.hear('Ann', line)
      clock.advance(2000)
      expect(said.at(-1)).toMatch(answer)
    }
  })

  it('answers the last of many lines, once', () => {
    const { bot, clock, said } = company()
    for (let i = 0; i < 1000; i++) bot.hear('Ann', i === 999 ? 'thanks' : 'hello')
    expect(clock.waiting).toBe(1)
    clock.advance(5000)
    expect(said).toEqual([expect.stringContaining('welcome')])
  })

  it('speaks up now and then, and leaves who does nothing in peace after three remarks', () => {
    const { bot, clock, said } = company()
    bot.stir()
    clock.advance(4 * MINUTES)
    expect(said).toHaveLength(1)
    clock.advance(60 * MINUTES)
    expect(said).toHaveLength(3)
    expect(clock.waiting).toBe(0)
    bot.stir()
    clock.advance(4 * MINUTES)
    expect(said).toHaveLength(4)
  })

  it('is silent before an empty room and before people who do not read', () => {
    const { bot, clock, said, audience } = company()
    audience[0] = { attentive: false }
    bot.stir()
    clock.advance(60 * MINUTES)
    expect(said).toEqual([])
    audience[0] = { attentive: true }
    clock.advance(4 * MINUTES)
    expect(said).toHaveLength(1)
    audience.length = 0
    clock.advance(60 * MINUTES)
    expect([said.length, clock.waiting]).toEqual([1, 0])
  })

  it('takes its lines in turn where nobody else chooses', () => {
    const choose = inTurn()
    expect([choose(3), choose(3), choose(2), choose(3)]).toEqual([0, 1, 0, 0])
  })
})
