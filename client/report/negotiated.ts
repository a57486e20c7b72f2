import type { Lamp, OptionRow } from '../../shared/session/option-rows.ts'

/** What became of one side of an option, in a report's words. */
export const SIDE_WORDS: Readonly<Record<Lamp, string>> = {
  none: 'not mentioned',
  asked: 'asked, no answer yet',
  offered: 'offered, not answered',
  on: 'agreed',
  off: 'off',
  'refused-by-them': 'refused by the server',
  'refused-by-us': 'refused by willdo',
  'never-answered': 'not answered',
}

/** Agreed, refused, not answered: what says most of the server comes first. */
const ORDER: readonly (readonly Lamp[])[] = [
  ['on'],
  ['off', 'offered'],
  ['refused-by-them', 'refused-by-us'],
  ['asked', 'never-answered'],
]

const rank = ({ server, client }: OptionRow): number =>
  ORDER.findIndex((lamps) => lamps.includes(server) || lamps.includes(client))

/** The options by what became of them, each group in the order of first mention. */
export const byOutcome = (options: readonly OptionRow[]): readonly OptionRow[] =>
  [...options].sort((a, b) => rank(a) - rank(b))

/** The same as lines of text. */
export const optionLines = (options: readonly OptionRow[]): readonly string[] =>
  byOutcome(options).map(
    ({ name, server, client }) => `${name}: server ${SIDE_WORDS[server]}, client ${SIDE_WORDS[client]}`,
  )
