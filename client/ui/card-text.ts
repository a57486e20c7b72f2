import type { Visit } from '../state/games.svelte.ts'
import { dayText } from './facts.ts'

/** What a game said of itself when it was played last, as a line; empty if nothing of use. */
export function cardText({ last, card }: Visit): string {
  if (!card) return ''
  const { players, started, codebase } = card
  const parts = [
    players === undefined ? '' : players === 1 ? '1 player' : `${players} players`,
    started === undefined ? '' : `up since ${dayText(new Date(started).toISOString())}`,
    codebase ?? '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `On ${dayText(last)}: ${parts.join(', ')}`
}
