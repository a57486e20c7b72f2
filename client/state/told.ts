import type { EnvironVariable } from '../../shared/options/module.ts'
import { typeOfName } from '../../shared/options/new-environ.ts'

/** More than anybody has to tell a game. */
export const VARIABLES_MAX = 50
export const TEXT_MAX = 200

export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as unknown[]).slice(0, VARIABLES_MAX) : []

/** A text that may be told: one line and not too long, or nothing. */
export const toldText = (value: unknown): string =>
  typeof value === 'string' ? value.replace(/\p{Cc}/gu, '').slice(0, TEXT_MAX) : ''

/** A name that a variable can have. */
export const isName = (name: string): boolean => /^[^\s=\p{Cc}]{1,60}$/u.test(name)

/** The variables in what was stored. */
export function variablesOf(value: unknown): readonly EnvironVariable[] {
  return listOf(value).flatMap((stored) => {
    const { name, value: told } = (stored ?? {}) as { readonly name?: unknown; readonly value?: unknown }
    return typeof name === 'string' && isName(name) && typeof told === 'string'
      ? [{ type: typeOfName(name), name, value: toldText(told) }]
      : []
  })
}

/** Variables as a person writes them, `NAME=value` on each line; or what is wrong, and with which line. */
export function readVariables(
  text: string,
): { readonly variables: readonly EnvironVariable[] } | { readonly error: string } {
  const variables = new Map<string, EnvironVariable>()
  for (const line of text.split('\n').map((part) => part.trim())) {
    if (line === '') continue
    const [name = '', ...rest] = line.split('=')
    if (rest.length === 0) return { error: `“${shown(line)}” has no =. Write NAME=value, one on each line.` }
    if (!isName(name.trim()))
      return {
        error: `“${shown(name)}” cannot be a name. Write a name without blanks, then = and the value.`,
      }
    variables.set(name.trim(), {
      type: typeOfName(name.trim()),
      name: name.trim(),
      value: toldText(rest.join('=').trim()),
    })
  }
  return variables.size > VARIABLES_MAX
    ? { error: `That is ${variables.size} variables; at most ${VARIABLES_MAX} are kept.` }
    : { variables: [...variables.values()] }
}

const shown = (text: string): string => (text.length > 30 ? `${text.slice(0, 30)}…` : text)

export const writeVariables = (variables: readonly EnvironVariable[]): string =>
  variables.map(({ name, value }) => `${name}=${value}`).join('\n')
