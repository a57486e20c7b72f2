import type { Address } from '../address.ts'
import type { Card } from '../directory/card.ts'
import { GAMES_MAX, gameOf, samePlace, type Game } from '../directory/game.ts'
import type { Memory } from './memory.ts'

const RECENT = 'willdo.recent'
const FAVOURITES = 'willdo.favourites'
const LIST = 'willdo.list'
const RECENT_MAX = 12
const FAVOURITES_MAX = 200

/** A game that was played: when, and what it said of itself. */
export interface Visit extends Game {
  /** In ISO 8601. */
  readonly last: string
  readonly card?: Card
}

/** The games this browser knows of: those played lately, those a person keeps, and a list that was imported. */
export class Games {
  readonly #memory: Memory
  recent = $state.raw<readonly Visit[]>([])
  favourites = $state.raw<readonly Game[]>([])
  list = $state.raw<readonly Game[]>([])
  #unkept = $state.raw<readonly string[]>([])
  /** The browser keeps no more: the newest choices last until the page is closed. */
  readonly full = $derived(this.#unkept.length > 0)

  constructor(memory: Memory) {
    this.#memory = memory
    this.recent = this.#read<Visit>(RECENT).filter(({ last }) => typeof last === 'string')
    this.favourites = this.#read(FAVOURITES)
    this.list = this.#read(LIST)
  }

  isFavourite(address: Address): boolean {
    return this.favourites.some((game) => samePlace(game, address))
  }

  toggleFavourite(game: Game): void {
    const others = without(this.#read(FAVOURITES), game)
    this.favourites = this.isFavourite(game) ? others : [...others, gameOf(game)].slice(-FAVOURITES_MAX)
    this.#write(FAVOURITES, this.favourites)
  }

  visitOf(address: Address): Visit | undefined {
    return this.recent.find((visit) => samePlace(visit, address))
  }

  /** The game has been reached, or has said something of itself. */
  visited(game: Game, last: string, card: Card | undefined): void {
    const before = this.#read<Visit>(RECENT)
    const known = card ?? before.find((visit) => samePlace(visit, game))?.card
    const visit: Visit = { ...gameOf(game), last, ...(known ? { card: known } : {}) }
    this.recent = [visit, ...without(before, game)].slice(0, RECENT_MAX)
    this.#write(RECENT, this.recent)
  }

  forgetVisit(address: Address): void {
    this.recent = without(this.#read<Visit>(RECENT), address)
    this.#write(RECENT, this.recent)
  }

  setList(games: readonly Game[]): void {
    this.list = games
    this.#write(LIST, games)
  }

  /** Another page of this browser may have changed it meanwhile. */
  #read<T extends Game>(key: string): readonly T[] {
    return gamesIn(this.#memory.getItem(key)) as readonly T[]
  }

  #write(key: string, games: readonly Game[]): void {
    const kept = this.#memory.setItem(key, JSON.stringify(games)) !== false
    this.#unkept = [...this.#unkept.filter((other) => other !== key), ...(kept ? [] : [key])]
  }
}

const without = <T extends Game>(games: readonly T[], address: Address): readonly T[] =>
  games.filter((game) => !samePlace(game, address))

/** What the memory holds, as far as it makes sense. */
function gamesIn(text: string | null): readonly Game[] {
  let value: unknown
  try {
    value = JSON.parse(text ?? '[]')
  } catch (error) {
    console.info('The remembered games cannot be read and are forgotten:', error)
  }
  return Array.isArray(value) ? (value as unknown[]).filter(isGame).slice(0, GAMES_MAX) : []
}

const isGame = (value: unknown): value is Game => {
  if (typeof value !== 'object' || value === null) return false
  const { host, port, tls, name } = value as Partial<Record<keyof Game, unknown>>
  return (
    typeof host === 'string' &&
    typeof port === 'number' &&
    typeof tls === 'boolean' &&
    (name === undefined || typeof name === 'string')
  )
}
