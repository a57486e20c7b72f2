import { CLIENT_FACTS } from './client-facts.ts'
import type { Command } from './command.ts'
import { MARKUP } from './markup.ts'
import { MISCHIEF } from './mischief.ts'
import { OPTION_SHOWS } from './option-shows.ts'
import { SHOWS } from './shows.ts'
import { TINT, paint } from './text.ts'
import type { Visitor } from './visitor.ts'
import { TALKING, WALKING } from './walking.ts'

const GROUPS: readonly (readonly [title: string, commands: readonly Command[]])[] = [
  ['Walk', WALKING],
  ['Talk', TALKING],
  ['What your client told', CLIENT_FACTS],
  ['Options, on demand', OPTION_SHOWS],
  ['Things to see', SHOWS],
  ['Within the text', MARKUP],
  ['Misbehaviour, on demand', MISCHIEF],
  [
    'And',
    [
      { names: ['help', '?'], help: 'this list', run: help },
      {
        names: ['quit', 'exit'],
        help: 'leave',
        run: (visitor) => {
          visitor.goodbye()
          return true
        },
      },
    ],
  ],
]
const COMMANDS = GROUPS.flatMap(([, commands]) => commands)

/** Does what a line asks for. True if no prompt is to follow. */
export function runCommand(visitor: Visitor, line: string): boolean {
  const typed = line.trim()
  if (typed === '') return false
  const [, word = '', rest = ''] = /^(\S+)\s*([^]*)$/.exec(typed) ?? []
  const command = COMMANDS.find(({ names }) => names.includes(word.toLowerCase()))
  if (command) return command.run(visitor, rest) === true
  const meant = nearest(word.toLowerCase())
  const hint = meant === undefined ? '' : `Did you mean ${paint(TINT.command, meant)}? `
  visitor.print(`"${word}" is not something one can do here. ${hint}Try ${paint(TINT.command, 'help')}.`)
  return false
}

/** The command somebody may have meant: one that begins so, or is one slip of a finger away. */
function nearest(word: string): string | undefined {
  const names = COMMANDS.flatMap(({ names }) => names).filter((name) => name.length > 2)
  return names.find((name) => word.length > 1 && (name.startsWith(word) || isNear(word, name)))
}

/** One character more, less, other, or two swapped. */
function isNear(a: string, b: string): boolean {
  let head = 0
  while (head < a.length && a[head] === b[head]) head++
  const [restA, restB] = [a.slice(head), b.slice(head)]
  return (
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    (restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0])
  )
}

/** So wide that every line of the list fits, the names in a column. */
const COLUMNS = 80

function help(visitor: Visitor): void {
  const gap = (words: string): string => (visitor.width < COLUMNS ? ': ' : ' '.repeat(18 - words.length))
  const lines = GROUPS.flatMap(([title, commands]) => [
    paint(TINT.title, title),
    ...commands.flatMap(({ names, help }) => {
      const words = names.join(', ')
      return help === undefined ? [] : [`  ${paint(TINT.command, words)}${gap(words)}${help}`]
    }),
  ])
  visitor.print(lines.join('\n'))
}
