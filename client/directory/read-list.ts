import { isEncoding, parseAddress } from '../address.ts'
import { GAMES_MAX, type Game } from './game.ts'

export const TEXT_MAX = 1024 * 1024
const MISTAKES_SHOWN = 20
const NAME_MAX = 80

/** What a list turned out to hold. */
export interface ReadList {
  readonly games: readonly Game[]
  /** Sentences that name their line; only the first ones. */
  readonly mistakes: readonly string[]
  /** How many lines were left out, also those of which no sentence tells. */
  readonly leftOut: number
}

/**
 * Reads a list in the census's format: a line for each game, `host port`, then perhaps its encoding and its columns. What
 * follows a `#` is a comment; beside a game it is taken as its name.
 */
export function readList(text: string): ReadList {
  const games = new Map<string, Game>()
  const mistakes: string[] = []
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  lines.forEach((line, index) => {
    const [fields = '', ...comment] = line.split('#')
    if (fields.trim() === '') return
    const read = readLine(fields.trim(), comment.join('#').trim())
    if (typeof read === 'string') mistakes.push(`Line ${index + 1}: ${read}`)
    else if (games.size < GAMES_MAX) games.set(`${read.host} ${read.port}`, read)
    else mistakes.push(`Line ${index + 1}: a list holds at most ${GAMES_MAX} games.`)
  })
  return {
    games: [...games.values()],
    mistakes: mistakes.slice(0, MISTAKES_SHOWN),
    leftOut: mistakes.length,
  }
}

function readLine(fields: string, comment: string): Game | string {
  const [host = '', port, encoding, columns, ...more] = fields.split(/\s+/)
  if (port === undefined) return `“${shown(host)}” has no port. A line is: host port encoding columns.`
  if (more.length > 0) return `“${shown(more.join(' '))}” is too much. A line is: host port encoding columns.`
  const parsed = parseAddress(`${host} ${port}`)
  if ('error' in parsed) return parsed.error
  if (encoding !== undefined && !isEncoding(encoding))
    return `“${shown(encoding)}” is not the name of an encoding.`
  const width = columns === undefined ? undefined : Number(columns)
  if (width !== undefined && !(Number.isInteger(width) && width >= 1 && width <= 1000))
    return `“${shown(columns ?? '')}” is not a number of columns.`
  return {
    ...parsed.address,
    ...(comment === '' ? {} : { name: comment.slice(0, NAME_MAX) }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(width === undefined ? {} : { columns: width }),
  }
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
