import type { MxpGauge } from './message.ts'
import type { MxpTag } from './mxp-syntax.ts'
import { readable } from './readable.ts'

/** A tag that the server defined. */
export interface MxpElement {
  readonly definition: string
  readonly tags: readonly MxpTag[]
  /** Names of its attributes, with their usual values. */
  readonly attributes: readonly { readonly name: string; readonly usual: string }[]
  /** The entity that its text becomes the value of. */
  readonly sets: string | undefined
  /** Players may write it, not only the game. */
  readonly open: boolean
  /** It stands alone. */
  readonly empty: boolean
}

/** How a tag is taken. */
export type MxpTreatment = 'format' | 'link' | 'element' | 'listed' | 'unknown'

export interface MxpCount {
  readonly count: number
  readonly treatment: MxpTreatment
}

/** A tag that was left out of the text. */
export interface MxpListed {
  readonly name: string
  readonly text: string
}

/** What a server's MXP has said so far. Texts are readable. */
export interface MxpFacts {
  readonly mode: 'open' | 'secure' | 'locked'
  readonly elements: ReadonlyMap<string, string>
  readonly entities: ReadonlyMap<string, string>
  /** How often each tag came, by its name. */
  readonly tags: ReadonlyMap<string, MxpCount>
  readonly gauges: readonly MxpGauge[]
  readonly listed: readonly MxpListed[]
}

interface Entity {
  readonly bytes: string
  readonly text: string
}

export interface MxpBookState {
  readonly elements: ReadonlyMap<string, MxpElement>
  readonly entities: ReadonlyMap<string, Entity>
  readonly tags: ReadonlyMap<string, MxpCount>
  readonly gauges: readonly MxpGauge[]
  readonly listed: readonly MxpListed[]
}

const NAMES_MAX = { elements: 500, entities: 2000, tags: 300 }
const ENTITY_MAX = 1000
const GAUGES_MAX = 30
const LISTED_MAX = 50

const NOTHING: MxpBookState = {
  elements: new Map(),
  entities: new Map(),
  tags: new Map(),
  gauges: [],
  listed: [],
}

/** What a server has defined and what it has used. Full where there is no room: a server must not fill the memory. */
export class MxpBook {
  readonly #elements: Map<string, MxpElement>
  readonly #entities: Map<string, Entity>
  readonly #tags: Map<string, MxpCount>
  #gauges: readonly MxpGauge[]
  #listed: readonly MxpListed[]
  /** What was shown last of each map, while it is still so. */
  #shown: { -readonly [Key in 'elements' | 'entities' | 'tags']?: MxpFacts[Key] | undefined } = {}

  constructor(saved: MxpBookState = NOTHING) {
    this.#elements = new Map(saved.elements)
    this.#entities = new Map(saved.entities)
    this.#tags = new Map(saved.tags)
    this.#gauges = saved.gauges
    this.#listed = saved.listed
  }

  element(name: string): MxpElement | undefined {
    return this.#elements.get(name)
  }

  /** The entity's bytes. */
  entity(name: string): string | undefined {
    return this.#entities.get(name.toLowerCase())?.bytes
  }

  /** False if there is no room for one more. */
  define(name: string, element: MxpElement | undefined): boolean {
    if (!element) this.#elements.delete(name)
    else if (!put(this.#elements, name, element, NAMES_MAX.elements)) return false
    this.#shown.elements = undefined
    return true
  }

  set(name: string, bytes: string | undefined): boolean {
    const key = name.toLowerCase()
    const kept = bytes?.slice(0, ENTITY_MAX)
    if (kept === undefined) this.#entities.delete(key)
    else if (!put(this.#entities, key, { bytes: kept, text: readable(kept) }, NAMES_MAX.entities))
      return false
    this.#shown.entities = undefined
    return true
  }

  count(name: string, treatment: MxpTreatment): void {
    const count = (this.#tags.get(name)?.count ?? 0) + 1
    if (put(this.#tags, name, { count, treatment }, NAMES_MAX.tags)) this.#shown.tags = undefined
  }

  gauge(gauge: MxpGauge): void {
    const others = this.#gauges.filter(({ entity }) => entity !== gauge.entity)
    this.#gauges = [...others, gauge].slice(-GAUGES_MAX)
  }

  list(name: string, text: string): void {
    const others = this.#listed.filter((listed) => listed.name !== name || listed.text !== text)
    this.#listed = [...others, { name, text }].slice(-LISTED_MAX)
  }

  facts(mode: MxpFacts['mode']): MxpFacts {
    const shown = this.#shown
    return {
      mode,
      elements: (shown.elements ??= new Map(
        [...this.#elements].map(([name, { definition }]) => [name, readable(definition)]),
      )),
      entities: (shown.entities ??= new Map([...this.#entities].map(([name, { text }]) => [name, text]))),
      tags: (shown.tags ??= new Map(this.#tags)),
      gauges: this.#gauges,
      listed: this.#listed,
    }
  }

  save(): MxpBookState {
    return {
      elements: new Map(this.#elements),
      entities: new Map(this.#entities),
      tags: new Map(this.#tags),
      gauges: this.#gauges,
      listed: this.#listed,
    }
  }
}

function put<T>(map: Map<string, T>, name: string, value: T, max: number): boolean {
  if (!map.has(name) && map.size >= max) return false
  map.set(name, value)
  return true
}
