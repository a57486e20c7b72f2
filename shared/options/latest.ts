import type { Millis } from '../base/brands.ts'

/** What came last under a name. */
export interface Latest {
  readonly count: number
  /** When the last one came. */
  readonly at: Millis
  /** The last body; undefined when there was no room to keep it. */
  readonly body: string | undefined
  /** The body before it, to see what changed; undefined where there was none, or no room. */
  readonly before: string | undefined
}

/** What a server said last, by name. Large: it is changed in place, and copied for readers. */
export interface LatestFacts {
  /** By the name as it was first spelled. */
  readonly packages: Map<string, Latest>
  /** Lower case to the first spelling: names are case-blind. */
  readonly spelled: Map<string, string>
  readonly messages: number
  /** Characters of all bodies kept. */
  readonly size: number
  /** Of those that came before the last. */
  readonly sizeBefore: number
}

/** A server that makes up names, or never stops talking, must not fill the memory. */
const NAMES_MAX = 1000
const KEPT_MAX = 4 * 1024 * 1024
const BEFORE_MAX = 1024 * 1024

export const noneYet = (): LatestFacts => ({
  packages: new Map(),
  spelled: new Map(),
  messages: 0,
  size: 0,
  sizeBefore: 0,
})

/** For readers, who may keep it. */
export const copyOf = <F extends LatestFacts>(facts: F): F => ({
  ...facts,
  packages: new Map(facts.packages),
  spelled: new Map(facts.spelled),
})

/** The facts after one more body under a name. */
export function withLatest<F extends LatestFacts>(facts: F, given: string, body: string, at: Millis): F {
  const messages = facts.messages + 1
  const key = given.toLowerCase()
  const name = facts.spelled.get(key) ?? given
  if (!facts.spelled.has(key) && facts.spelled.size >= NAMES_MAX) return { ...facts, messages }
  const last = facts.packages.get(name)
  const without = facts.size - (last?.body?.length ?? 0)
  const kept = without + body.length <= KEPT_MAX ? body : undefined
  facts.spelled.set(key, name)
  const withoutBefore = facts.sizeBefore - (last?.before?.length ?? 0)
  const before = withoutBefore + (last?.body?.length ?? 0) <= BEFORE_MAX ? last?.body : undefined
  facts.packages.set(name, { count: (last?.count ?? 0) + 1, at, body: kept, before })
  return {
    ...facts,
    messages,
    size: without + (kept?.length ?? 0),
    sizeBefore: withoutBefore + (before?.length ?? 0),
  }
}
