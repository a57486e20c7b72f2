import type { Room } from './world.ts'

/** A GMCP message as it came: `Package.Name` and the JSON behind it, if any. */
export interface GmcpMessage {
  readonly name: string
  readonly json: string
}

/** Splits `Package.Name json`; undefined if there is no name. */
export function parseGmcp(payload: Uint8Array): GmcpMessage | undefined {
  const match = /^\s*([\w.-]+)\s*([^]*)$/.exec(new TextDecoder().decode(payload))
  return match ? { name: match[1] ?? '', json: match[2] ?? '' } : undefined
}

export function encodeGmcp(name: string, value?: unknown): Uint8Array {
  return new TextEncoder().encode(value === undefined ? name : `${name} ${JSON.stringify(value)}`)
}

/** JSON of a client; undefined if it is none. What it should have said is not ours to guess. */
export function readJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const SUPPORTS_MAX = 64

/** Which modules a client wants (Core.Supports, https://mudstandards.org/gmcp/core). */
export class Supports {
  #modules: Set<string> | undefined

  /** `action` is the last word of `Core.Supports.Set` and its kin; true if it was understood. */
  change(action: string, json: string): boolean {
    const list = readJson(json)
    if (!Array.isArray(list)) return false
    const names = list
      .filter((item): item is string => typeof item === 'string')
      .slice(0, SUPPORTS_MAX)
      .map((item) => item.trim().split(' ')[0]?.toLowerCase() ?? '')
    const kept = action === 'set' ? [] : [...(this.#modules ?? [])]
    const next = action === 'remove' ? kept.filter((name) => !names.includes(name)) : [...kept, ...names]
    this.#modules = new Set(next.slice(0, SUPPORTS_MAX))
    return true
  }

  clear(): void {
    this.#modules = undefined
  }

  /** A client that never said what it wants gets everything. */
  wants(message: string): boolean {
    if (!this.#modules) return true
    const name = message.toLowerCase()
    const whole = name.split('.')[0] ?? name
    return this.#modules.has(name) || this.#modules.has(whole)
  }

  get list(): readonly string[] {
    return [...(this.#modules ?? [])]
  }
}

/** How a visitor fares. */
export interface Vitals {
  hp: number
  mv: number
}

export const FULL_VITALS: Readonly<Vitals> = { hp: 40, mv: 60 }

export const vitalsMessage = (vitals: Readonly<Vitals>): unknown => ({
  hp: vitals.hp,
  maxhp: FULL_VITALS.hp,
  mv: vitals.mv,
  maxmv: FULL_VITALS.mv,
})

/** Room.Info in the shape that mappers read: exits by their first letter. */
export const roomMessage = (room: Room): unknown => ({
  num: room.number,
  name: room.name,
  area: room.area,
  exits: Object.fromEntries(Object.entries(room.exits).map(([way, number]) => [way.charAt(0), number])),
})
