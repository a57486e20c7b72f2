import { addressText, type Address } from '../address.ts'

/** How long a list may be: more than any census has, and small enough to be kept. */
export const GAMES_MAX = 5000

/** A game on a list: where it is, and what the list says of it. */
export interface Game extends Address {
  readonly name?: string
  /** One line about it. */
  readonly note?: string
  /** True for the demo that runs inside the proxy. */
  readonly builtIn?: boolean
}

/** What belongs to a game of all that stands in a longer entry. */
export function gameOf({ host, port, tls, encoding, name, note, columns, builtIn }: Game): Game {
  return {
    host,
    port,
    tls,
    ...(encoding === undefined ? {} : { encoding }),
    ...(name === undefined ? {} : { name }),
    ...(note === undefined ? {} : { note }),
    ...(columns === undefined ? {} : { columns }),
    ...(builtIn === true ? { builtIn } : {}),
  }
}

/** True for two entries of the same place, whatever they say of it. */
export const samePlace = (one: Address, other: Address): boolean => addressText(one) === addressText(other)

/** What a game is called on the page. */
export const gameName = (game: Game): string => game.name ?? addressText(game)

/** The games in which every word of `wanted` occurs. */
export function filterGames(games: readonly Game[], wanted: string): readonly Game[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return games
  return games.filter((game) => {
    const text =
      `${game.name ?? ''} ${addressText(game)} ${game.note ?? ''} ${game.encoding ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
