import { Channel, type Choose, type Listener } from './channel.ts'
import type { Clock } from './clock.ts'

/** A compass point one can walk to. */
export type Direction = 'north' | 'south' | 'east' | 'west'

/** One place of the demo. Its text is the same each time it is read. */
export interface Room {
  readonly number: number
  readonly name: string
  readonly area: string
  readonly text: string
  readonly exits: Readonly<Partial<Record<Direction, number>>>
  /** What it takes from whoever walks in. */
  readonly toll: { readonly hp: number; readonly mv: number }
}

const ROOMS: readonly Room[] = [
  {
    number: 1,
    name: 'The Landing Steps',
    area: 'Handshake Point',
    text:
      'Wide stone steps come up out of the water, worn hollow in the middle by people who were sure of their way. ' +
      'A rope, a bollard, a brass bell nobody rings. To the north a round house with a great many windows shows a light.',
    exits: { north: 2 },
    toll: { hp: 2, mv: 3 },
  },
  {
    number: 2,
    name: 'The Signal House',
    area: 'Handshake Point',
    text:
      'Two rows of lamps fill the wall, one row marked WILL and the other DO. Whenever somebody arrives a few of them ' +
      'light up, hesitate, and then stay lit or go out for good. A ledger lies open beside them: every question on the ' +
      'left-hand page, every answer on the right. The steps are to the south; a glass door leads east.',
    exits: { south: 1, east: 3 },
    toll: { hp: 0, mv: 4 },
  },
  {
    number: 3,
    name: 'The Quiet Garden',
    area: 'Handshake Point',
    text:
      'A walled garden with one bench, out of the wind. Somebody has planted beans in straight lines of eight and left ' +
      'the two hundred and fifty-fifth place empty. A good spot to rest. The glass door back is to the west.',
    exits: { west: 2 },
    toll: { hp: 1, mv: 5 },
  },
]

/** The room of that number; throws if there is none, which would be a fault in the map. */
export function roomNumber(number: number): Room {
  const room = ROOMS.find((candidate) => candidate.number === number)
  if (!room) throw new Error(`the demo has no room ${number}`)
  return room
}

export const FIRST_ROOM = roomNumber(1)
export const ROOM_COUNT = ROOMS.length

/** How somebody fares. */
export interface Vitals {
  hp: number
  mv: number
}

export const FULL_VITALS: Readonly<Vitals> = { hp: 40, mv: 60 }

/** What the world knows of somebody in it. */
export interface Person extends Listener {
  readonly room: Room
  readonly vitals: Readonly<Vitals>
  /** A line that comes while they may be typing. */
  hear(text: string): void
  /** Something in the world may have changed. */
  refresh(): void
}

/** Everybody who is past the login. */
export class World {
  readonly #people = new Set<Person>()
  readonly clock: Clock
  readonly channel: Channel
  /** When this server came up. */
  readonly started = new Date()
  #stirred = false

  constructor(clock: Clock, choose: Choose) {
    this.clock = clock
    this.channel = new Channel(() => this.people, clock, choose)
  }

  get people(): readonly Person[] {
    return [...this.#people]
  }

  enter(person: Person): void {
    this.#people.add(person)
    this.channel.stir()
    this.changed()
  }

  leave(person: Person): void {
    if (this.#people.delete(person)) this.changed()
  }

  /** Lets everybody look again, once for all that happens in one turn. */
  changed(): void {
    if (this.#stirred) return
    this.#stirred = true
    setImmediate(() => {
      this.#stirred = false
      for (const person of this.#people) person.refresh()
    })
  }

  /** The others in the same room. */
  near(person: Person): readonly Person[] {
    return this.people.filter((other) => other !== person && other.room === person.room)
  }

  /** Says it to everybody in the room but `person`. */
  tellOthers(person: Person, text: string): void {
    for (const other of this.near(person)) other.hear(text)
  }
}
