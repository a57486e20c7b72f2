import type { Lamp, OptionRow } from '../../../shared/session/option-rows.ts'

export type Show = 'all' | 'agreed' | 'refused' | 'open'
export type Order = 'mentioned' | 'number' | 'name' | 'changed'

export const SHOW_WORDS: Readonly<Record<Show, string>> = {
  all: 'All',
  agreed: 'Agreed',
  refused: 'Refused',
  open: 'Open',
}

export const ORDER_WORDS: Readonly<Record<Order, string>> = {
  mentioned: 'in order of mention',
  number: 'by number',
  name: 'by name',
  changed: 'last changed first',
}

const LAMPS: Readonly<Record<Exclude<Show, 'all'>, readonly Lamp[]>> = {
  agreed: ['on'],
  refused: ['refused-by-them', 'refused-by-us'],
  open: ['asked', 'offered', 'never-answered'],
}

const fits = (row: OptionRow, show: Show): boolean =>
  show === 'all' || LAMPS[show].includes(row.server) || LAMPS[show].includes(row.client)

/** How many rows each choice would show. */
export function counts(rows: readonly OptionRow[]): Readonly<Record<Show, number>> {
  const count = (show: Show): number => rows.filter((row) => fits(row, show)).length
  return { all: rows.length, agreed: count('agreed'), refused: count('refused'), open: count('open') }
}

/** The rows chosen, in the order chosen; they come in the order of first mention. */
export function arrange(rows: readonly OptionRow[], show: Show, order: Order): readonly OptionRow[] {
  const chosen = rows.filter((row) => fits(row, show))
  switch (order) {
    case 'mentioned':
      return chosen
    case 'number':
      return chosen.sort((a, b) => a.code - b.code)
    case 'name':
      return chosen.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    case 'changed':
      return chosen.sort((a, b) => b.changedAt - a.changedAt)
  }
}

/** A document by its short name, and where it is. */
export function sourceLink(source: string): { readonly text: string; readonly href: string | undefined } {
  const rfc = /^RFC (\d+)$/.exec(source)?.[1]
  if (rfc !== undefined) return { text: source, href: `https://www.rfc-editor.org/rfc/rfc${rfc}` }
  return source.startsWith('https://')
    ? { text: new URL(source).hostname.replace(/^www\./, ''), href: source }
    : { text: source, href: undefined }
}
