import type { Mssp } from '../../shared/options/mssp.ts'
import type { SessionState } from '../../shared/session/state.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'

/** What a game says of itself by MSSP, as far as a list shows it. Every word is the game's own. */
export interface Card {
  readonly name?: string
  readonly players?: number
  /** When the game was started, in milliseconds since 1970. */
  readonly started?: number
  readonly codebase?: string
  readonly website?: string
  /** How many hours it wants between the visits of programs; -1 for no wish. */
  readonly crawlDelay?: string
}

const TEXT_MAX = 80
const URL_MAX = 200
/** Earlier than any MUD that still runs: 1 January 1990, in seconds. */
const EARLIEST = 631_152_000

/** The card of a session; undefined if the game said nothing that belongs on one. */
export function cardOf(state: SessionState): Card | undefined {
  const mssp = state.facts[TELOPT.MSSP] as Mssp | null
  if (!mssp) return undefined
  // Of several values the last one: for PLAYERS and UPTIME that is the newest, others rarely have several.
  const value = (name: string): string | undefined =>
    mssp.variables.findLast((variable) => variable.name === name)?.values.at(-1)
  const name = shortText(value('NAME'), TEXT_MAX)
  const codebase = shortText(value('CODEBASE'), TEXT_MAX)
  const players = count(value('PLAYERS'))
  const uptime = count(value('UPTIME'))
  const website = webAddress(value('WEBSITE'))
  const delay = value('CRAWL DELAY')
  const card: Card = {
    ...(name === undefined ? {} : { name }),
    ...(players === undefined ? {} : { players }),
    ...(uptime === undefined || uptime < EARLIEST ? {} : { started: uptime * 1000 }),
    ...(codebase === undefined ? {} : { codebase }),
    ...(website === undefined ? {} : { website }),
    ...(delay !== undefined && /^(-1|\d{1,4})$/.test(delay) ? { crawlDelay: delay } : {}),
  }
  return Object.keys(card).length === 0 ? undefined : card
}

/** A stranger's text on one line: no controls, no colours, no directions, not without end. */
function shortText(text: string | undefined, most: number): string | undefined {
  const plain = (text ?? '')
    // eslint-disable-next-line no-control-regex -- what a colour sequence leaves when its ESC is taken out is no text
    .replace(/\x1b\[[0-9;:]*[a-z]/gi, '')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  if (plain === '') return undefined
  return plain.length > most ? `${plain.slice(0, most)}…` : plain
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined
}

/** The address of a web page, and nothing else that a link can do. */
function webAddress(text: string | undefined): string | undefined {
  const typed = (text ?? '').trim()
  if (typed.length > URL_MAX || !/^https?:\/\//i.test(typed) || !URL.canParse(typed)) return undefined
  const url = new URL(typed)
  return url.username === '' && url.password === '' ? url.href : undefined
}
