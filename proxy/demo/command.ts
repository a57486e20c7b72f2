import type { Visitor } from './visitor.ts'

/** One thing a visitor can ask for. */
export interface Command {
  readonly names: readonly string[]
  /** At most 58 characters: the list fits 80 columns. Undefined: another line of the list speaks for it. */
  readonly help?: string
  /** True if no prompt is to follow. */
  run(visitor: Visitor, rest: string): boolean | void
}

/** The number somebody gave with a command: `usual` if none, undefined if it is not within the bounds. */
export function numberOf(text: string, usual: number, most: number): number | undefined {
  if (text === '') return usual
  const number = Number(text)
  return number > 0 && number <= most ? number : undefined
}
