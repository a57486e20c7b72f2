import type { Kept } from '../storage/library.ts'

/** How rows are ordered. */
export type Order = 'measured' | 'name' | 'address' | 'fingerprint'

/** The name that people gave to a fingerprint, by its hash. */
export type Names = Readonly<Record<string, string>>

/** Options by what became of them, for searches like `refused:SGA`. */
const LISTS = {
  offered: 'offered-options',
  requested: 'requested-options',
  refused: 'refused-options',
} as const

/** What a search without a list's name looks at; made once for each row. */
const texts = new WeakMap<Kept, string>()

function textOf(row: Kept): string {
  let text = texts.get(row)
  if (text === undefined) {
    const { data } = row
    const options = [...data['offered-options'], ...data['requested-options']]
    text = [row.name, row.place, row.ip, row.hash, ...options].join('\n').toLowerCase()
    texts.set(row, text)
  }
  return text
}

/**
 * The rows that have every word of the query: in a name, an address, a hash, or as an option that was offered or requested.
 * `offered:`, `requested:` and `refused:` before an option look at that list alone.
 */
export function findRows(rows: readonly Kept[], query: string, names: Names): readonly Kept[] {
  const tests = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => testOf(word, names))
  return tests.length === 0 ? rows : rows.filter((row) => tests.every((test) => test(row)))
}

function testOf(word: string, names: Names): (row: Kept) => boolean {
  const [list = '', option = ''] = word.split(':', 2)
  if (Object.hasOwn(LISTS, list) && option !== '') {
    const key = LISTS[list as keyof typeof LISTS]
    return (row) => row.data[key].some((name) => name.toLowerCase() === option)
  }
  return (row) => textOf(row).includes(word) || (names[row.hash]?.toLowerCase().includes(word) ?? false)
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

const COMPARE: Readonly<Record<Order, (a: Kept, b: Kept) => number>> = {
  measured: (a, b) => (a.when === b.when ? 0 : a.when < b.when ? 1 : -1),
  // What has no name comes after what has one.
  name: (a, b) => Number(a.name === '') - Number(b.name === '') || collator.compare(a.name, b.name),
  address: () => 0,
  fingerprint: (a, b) => (a.hash === b.hash ? 0 : a.hash < b.hash ? -1 : 1),
}

/** The rows in an order; equal ones by host and port. */
export function sortRows(rows: readonly Kept[], order: Order): readonly Kept[] {
  const compare = COMPARE[order]
  return [...rows].sort((a, b) => compare(a, b) || byAddress(a, b))
}

const byAddress = (a: Kept, b: Kept): number =>
  collator.compare(a.host, b.host) || a.port - b.port || (a.path < b.path ? -1 : 1)
