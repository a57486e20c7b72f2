import { optionName } from '../../../telnet/codes.ts'
import { compression } from './compression.ts'
import { framing } from './framing.ts'
import type { Chapter, Lint } from './lint.ts'
import { messages } from './messages.ts'
import { negotiation } from './negotiation.ts'
import { questions } from './questions.ts'
import { text } from './text.ts'

const ALL = { ...framing, ...negotiation, ...messages, ...questions, ...text, ...compression }

/** A lint's name, for programs and bug reports: it never changes its meaning. */
export type LintCode = keyof typeof ALL

/** What a person can read about each lint. Loaded apart from what looks for them. */
export const LINTS: Readonly<Record<LintCode, Lint>> = ALL

/** All of them in the order in which they are best read. */
export const CHAPTERS: readonly Chapter[] = [
  { heading: 'Commands on the wire', lints: framing },
  { heading: 'Negotiation', lints: negotiation },
  { heading: 'Messages of options', lints: messages },
  { heading: 'Questions about the client', lints: questions },
  { heading: 'Text and prompts', lints: text },
  { heading: 'Compression', lints: compression },
]

/** A sentence of the book with the names of the options it is about. */
export const named = (sentence: string, options: readonly number[]): string =>
  sentence.replaceAll('OPTION', options.length === 0 ? 'an option' : namesOf(options))

const NAMES = 3

function namesOf(options: readonly number[]): string {
  const names = options.slice(0, NAMES).map(optionName)
  const more = options.length - names.length
  if (more > 0) return `${names.join(', ')} and ${more} more`
  const last = names.pop() ?? ''
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`
}
