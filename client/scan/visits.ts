import type { Address } from '../address.ts'
import type { Memory } from '../state/memory.ts'

const KEY = 'willdo.scanned'
const KEPT = 200
/** No server is scanned more often than this without a person's word. */
const PAUSE = 60_000

interface Visit {
  /** Milliseconds since 1970. */
  readonly at: number
  /** What it said last of how often it wants to be visited (MSSP CRAWL DELAY). */
  readonly delay?: string
}

/** When servers were scanned last from this browser. Other tabs write it too, so it is read each time. */
export class Visits {
  readonly #memory: Memory
  readonly #now: () => number

  /** `now` is milliseconds since 1970. */
  constructor(memory: Memory, now: () => number) {
    this.#memory = memory
    this.#now = now
  }

  /** When the server may be scanned again, in milliseconds since 1970; undefined for now. */
  heldUntil(address: Address): number | undefined {
    const since = this.#now() - (this.#read()[placeOf(address)]?.at ?? -Infinity)
    // A time that is yet to come is of a clock that was put right.
    return since >= 0 && since < PAUSE ? this.#now() + PAUSE - since : undefined
  }

  crawlDelay(address: Address): string | undefined {
    return this.#read()[placeOf(address)]?.delay
  }

  /** The server is being scanned, or has said how often it wants to be. */
  note(address: Address, said: { at?: number; delay?: string | undefined }): void {
    const all = this.#read()
    const place = placeOf(address)
    const { [place]: before, ...others } = all
    const delay = said.delay ?? before?.delay
    const visit = { at: said.at ?? before?.at ?? 0, ...(delay === undefined ? {} : { delay }) }
    const kept = [...Object.entries(others), [place, visit] as const].slice(-KEPT)
    this.#memory.setItem(KEY, JSON.stringify(Object.fromEntries(kept)))
  }

  #read(): Readonly<Record<string, Visit>> {
    try {
      const value: unknown = JSON.parse(this.#memory.getItem(KEY) ?? '{}')
      if (typeof value !== 'object' || value === null) return {}
      return Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, Visit] => isVisit(entry[1])),
      )
    } catch (error) {
      console.info('When servers were scanned cannot be read and is forgotten:', error)
      return {}
    }
  }
}

function isVisit(value: unknown): value is Visit {
  if (typeof value !== 'object' || value === null) return false
  const { at, delay } = value as Partial<Record<keyof Visit, unknown>>
  return typeof at === 'number' && (delay === undefined || typeof delay === 'string')
}

const placeOf = ({ host, port }: Address): string => `${host} ${port}`
