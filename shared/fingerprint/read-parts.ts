export type Dict = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Dict =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** More entries than any record has; what is beyond is left out. */
export const MOST_ENTRIES = 1000

export const textOr = (value: unknown, fallback: string): string =>
  typeof value === 'string' ? value : fallback

export const numberOr = (value: unknown, fallback: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : fallback

/** The items that `read` makes something of. */
export const listOf = <T>(value: unknown, read: (item: unknown) => T | undefined): readonly T[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : [])
    .slice(0, MOST_ENTRIES)
    .map(read)
    .filter((item) => item !== undefined)

/** The entries whose value `read` makes something of. */
export const dictOf = <T>(
  value: unknown,
  read: (item: unknown) => T | undefined,
): Readonly<Record<string, T>> =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {})
      .slice(0, MOST_ENTRIES)
      .map(([key, item]) => [key, read(item)] as const)
      .filter((entry): entry is [string, T & {}] => entry[1] !== undefined),
  )

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
export const texts = (value: unknown): readonly string[] => listOf(value, text)
