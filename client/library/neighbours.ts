import type { Kept } from '../storage/library.ts'
import { CENSUS, published, publishedServers, type PublishedData, type PublishedServer } from './catalogue.ts'

/** A server of which is known what fingerprint it has; with a path if its record is kept here. */
export type KnownServer = PublishedServer & Partial<Pick<Kept, 'path'>>

/** Servers by host and port, each once: of several records the one measured last. */
export function serversOf(rows: readonly KnownServer[]): readonly KnownServer[] {
  const servers = new Map<string, KnownServer>()
  for (const row of rows) {
    const before = servers.get(row.place)
    // What is kept here goes before what was published of the same moment.
    if (row.place !== '' && (!before || before.when <= row.when)) servers.set(row.place, row)
  }
  return [...servers.values()]
}

/** The servers known to have a fingerprint now: an older record of a server that has another one by now does not count. */
export const serversWith = (hash: string, rows: readonly Kept[]): readonly KnownServer[] =>
  serversOf([...publishedServers, ...rows]).filter((server) => server.hash === hash)

/** How many servers have a fingerprint. */
export const countedText = (servers: readonly KnownServer[]): string =>
  servers.length === 1 ? '1 server has this fingerprint.' : `${servers.length} servers have this fingerprint.`

const publishedOf = (hash: string) => published.find((other) => other.hash === hash)

/** Where that number comes from. */
export function sourceText(hash: string): string {
  const census = publishedOf(hash)?.census
  return census === undefined ? 'known here' : `known here; census of ${CENSUS}: ${census}`
}

/** The lists of a fingerprint of which nothing but the hash is at hand, if some record or the census has them. */
export const dataOf = (hash: string, rows: readonly Kept[]): PublishedData | undefined =>
  rows.find((row) => row.hash === hash)?.data ?? publishedOf(hash)?.data
