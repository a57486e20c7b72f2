import type { Kept } from '../storage/library.ts'
import type { Published, PublishedData } from './catalogue.ts'
import { serversOf, type KnownServer } from './neighbours.ts'
import type { Names } from './search.ts'

/** A fingerprint and how many servers are known to have it. */
export interface Group {
  readonly hash: string
  readonly data: PublishedData
  /** What people call it. */
  readonly name: string
  readonly servers: number
  readonly census?: number
}

/** Fingerprints by hash, those of most servers first: of the rows, of servers that are known anyway, of the census. */
export function groupsOf(
  rows: readonly Kept[],
  known: readonly KnownServer[],
  published: readonly Published[],
  names: Names,
): readonly Group[] {
  const counts = new Map<string, number>()
  for (const { hash } of serversOf([...known, ...rows])) counts.set(hash, (counts.get(hash) ?? 0) + 1)
  const groups = new Map<string, Group>()
  const add = (hash: string, data: PublishedData, census?: number): void => {
    if (groups.has(hash)) return
    const group = { hash, data, name: names[hash] ?? '', servers: counts.get(hash) ?? 0 }
    groups.set(hash, census === undefined ? group : { ...group, census })
  }
  for (const { hash, data, census } of published) add(hash, data, census)
  for (const { hash, data } of rows) add(hash, data)
  const weight = ({ servers, census = 0 }: Group): number => servers * 1e6 + census
  return [...groups.values()].sort((a, b) => weight(b) - weight(a) || (a.hash < b.hash ? -1 : 1))
}

/** The groups that have every word of the query, as `findRows` looks for rows. */
export function findGroups(groups: readonly Group[], query: string): readonly Group[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return words.length === 0 ? groups : groups.filter((group) => words.every((word) => hasWord(group, word)))
}

function hasWord({ hash, name, data }: Group, word: string): boolean {
  const [list = '', option = ''] = word.split(':', 2)
  if (option !== '' && ['offered', 'requested', 'refused'].includes(list))
    return data[`${list}-options` as 'offered-options'].some((other) => other.toLowerCase() === option)
  const options = [...data['offered-options'], ...data['requested-options']]
  return [hash, name, ...options].some((text) => text.toLowerCase().includes(word))
}
