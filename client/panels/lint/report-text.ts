import { toHex } from '../../../shared/base/bytes.ts'
import { LINTS, named } from '../../../shared/session/lint/book/index.ts'
import type { Lint } from '../../../shared/session/lint/book/lint.ts'
import type { Example, Finding } from '../../../shared/session/lint/lints.ts'
import { inWords } from '../../../shared/telnet/words.ts'
import { addressText, type Address } from '../../address.ts'
import { clock } from '../clock.ts'

export const LEVEL_WORDS: Readonly<Record<Lint['level'], string>> = {
  rule: 'Breaks a rule.',
  advice: 'Advice: it is allowed, and gives clients trouble.',
}

/** How often, in words. */
export const timesText = (times: number): string =>
  times === 1 ? 'once' : times === 2 ? 'twice' : `${times.toLocaleString('en')} times`

/** An example's bytes as people write them; of a long one only the beginning is kept. */
export const exampleWords = ({ bytes, length }: Example): string =>
  inWords(bytes) + (length > bytes.length ? ' …' : '')

export const exampleHex = ({ bytes, length }: Example): string =>
  toHex(bytes, ' ') + (length > bytes.length ? ' …' : '')

/** Where it happened, for somebody who has the recording. */
export const examplePlace = ({ at, entry, offset }: Example): string =>
  `at ${(at / 1000).toFixed(3)} s, in read ${entry.toLocaleString('en')}, which begins behind byte ${offset.toLocaleString('en')}`

/** What was found as text for a bug report. */
export function reportText(findings: readonly Finding[], address: Address): string {
  const count = findings.length === 1 ? 'one thing' : `${findings.length} things`
  return [
    `willdo saw ${count} that the telnet server at ${addressText(address)} could do better.`,
    ...findings.map(findingText),
  ].join('\n\n')
}

/** One finding as lines of text. */
export function findingText({ code, times, options, examples }: Finding): string {
  const { title, why, rule, fix, level } = LINTS[code]
  const lines = [
    `${named(title, options)} (${code}, ${timesText(times)})`,
    `  ${LEVEL_WORDS[level]}`,
    `  Why it matters: ${named(why, options)}`,
    `  The rule: ${rule.says} (${rule.source}, ${rule.section})`,
    `  What to do: ${named(fix, options)}`,
    '  Seen:',
  ]
  for (const example of examples) {
    const words = exampleWords(example)
    const bytes = words === '' ? '' : `: ${words} (hex ${exampleHex(example)})`
    const note = example.note === '' ? '' : ` ${example.note}`
    lines.push(`  - ${clock(example.at)}, ${examplePlace(example)}${bytes}.${note}`)
  }
  if (times > examples.length) lines.push(`  - and ${timesText(times - examples.length)} more.`)
  return lines.join('\n')
}
