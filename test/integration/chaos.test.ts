import { describe, expect, it } from 'vitest'
import { chaos } from '../helpers/chaos.ts'

describe('5 MB through a network that breaks all the time', () => {
  it.each([1, 2, 3])(
    'arrive whole, once and in order on both sides (seed %i)',
    async (seed) => {
      const { connections, cuts, resumes, toClient, toGame, ending } = await chaos(5_000_000, seed)
      expect(toClient).toEqual({ sent: toClient.sent, arrived: toClient.sent, bytes: 5_000_000 })
      expect(toGame).toEqual({ sent: toGame.sent, arrived: toGame.sent, bytes: 1_250_000 })
      expect(ending).toMatchObject({ leg: 'game', code: 'ended' })
      expect(cuts).toBeGreaterThan(30)
      expect(resumes).toBeGreaterThan(30)
      expect(connections).toBeGreaterThan(cuts)
    },
    60_000,
  )
})
