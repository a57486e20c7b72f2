import { describe, expect, it } from 'vitest'
import { Games } from '../../client/state/games.svelte.ts'
import { memoryOf } from '../../client/state/memory.ts'
import { Remembered } from '../helpers/page-memory.ts'

const game = (host: string, port = 4000) => ({ host, port, tls: false })

describe('Games', () => {
  it('remember what was played, the newest first, each once', () => {
    const memory = new Remembered()
    const games = new Games(memory)
    games.visited(game('one.example'), '2026-01-01', undefined)
    games.visited(game('two.example'), '2026-01-02', { name: 'Two', players: 3 })
    games.visited(game('one.example'), '2026-01-03', undefined)
    games.visited(game('two.example'), '2026-01-04', undefined)
    expect(new Games(memory).recent).toEqual([
      { ...game('two.example'), last: '2026-01-04', card: { name: 'Two', players: 3 } },
      { ...game('one.example'), last: '2026-01-03' },
    ])
    games.forgetVisit(game('two.example'))
    expect(new Games(memory).recent.map(({ host }) => host)).toEqual(['one.example'])
  })

  it('remember no more than can be looked over', () => {
    const games = new Games(new Remembered())
    for (let i = 0; i < 30; i++) games.visited(game(`m${i}.example`), '2026-01-01', undefined)
    expect(games.recent).toHaveLength(12)
    expect(games.recent[0]?.host).toBe('m29.example')
  })

  it('keep favourites until they are no more, in two open pages too', () => {
    const memory = new Remembered()
    const [one, two] = [new Games(memory), new Games(memory)]
    one.toggleFavourite({ ...game('one.example'), name: 'One' })
    two.toggleFavourite(game('two.example'))
    expect(new Games(memory).favourites).toEqual([
      { ...game('one.example'), name: 'One' },
      game('two.example'),
    ])
    two.toggleFavourite(game('two.example'))
    expect(new Games(memory).favourites).toHaveLength(1)
    expect(one.isFavourite({ ...game('one.example'), tls: true })).toBe(false)
  })

  it('say when the browser has no room, and work on until the page is closed', () => {
    const memory = memoryOf(() => ({
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }))
    const games = new Games(memory)
    games.setList([game('one.example')])
    games.toggleFavourite(game('one.example'))
    expect([games.full, games.list.length, games.favourites.length]).toEqual([true, 1, 1])
  })

  it.each(['nonsense', '{}', '[1,null,{"host":"x"},{"host":"x","port":23,"tls":false,"name":7}]'])(
    'make nothing of nonsense: %s',
    (text) => {
      const memory = new Remembered()
      for (const key of ['recent', 'favourites', 'list']) memory.setItem(`willdo.${key}`, text)
      const games = new Games(memory)
      expect([games.recent, games.favourites, games.list]).toEqual([[], [], []])
    },
  )
})
