import type { PublishedData } from './catalogue.ts'

/** A number and what is counted: `1 record`, `1,200 records`. */
export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** Where a record is from, in words. */
export const SOURCES = {
  scanned: 'scanned here',
  opened: 'opened here',
  imported: 'imported',
  link: 'from a link',
} as const

const optionsText = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '))

/** What a server offers; one that was asked has refused what it does not offer. */
export function offersText(data: PublishedData): string {
  const { 'offered-options': offered, 'refused-options': refused } = data
  return offered.length + refused.length === 0
    ? 'hung up before it was asked'
    : `offers ${optionsText(offered)}`
}

export const requestsText = (data: PublishedData): string =>
  `requests ${optionsText(data['requested-options'])}`

/** The day of a time in ISO 8601. */
export const dayText = (when: string): string => when.slice(0, 10)
