import type { Memory } from '../state/memory.ts'

/** A server that LociTerm is known to play. */
export interface LociGame {
  readonly host: string
  readonly port: number
  readonly tls: boolean
}

const KEY = 'willdo.lociterm'
const PLAY = 'https://lociterm.com/play/'
const GAMES_MAX = 20_000

/** True for the name that LociTerm gives to its list. */
export const isSupport = (path: string): boolean => /(?:^|\/)telnetsupport[^/]*\.json$/i.test(path)

/** The servers in LociTerm's `telnetsupport.json`, or a sentence about what is wrong with it. */
export function readSupport(text: string): readonly LociGame[] | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return 'LociTerm’s list is damaged: it is no JSON. Save it again from where you have it.'
  }
  const games = Array.isArray(value) ? value.slice(0, GAMES_MAX).flatMap(gameIn) : []
  return games.length > 0
    ? games
    : 'There is no server in it. LociTerm’s list looks like [{"host": "mud.example.org", "port": 4000, "ssl": 0}].'
}

function gameIn(value: unknown): readonly LociGame[] {
  if (typeof value !== 'object' || value === null) return []
  const { host, port, ssl } = value as Readonly<Record<string, unknown>>
  const number = Number(port)
  if (typeof host !== 'string' || !/^[^\s/?#&=]{1,255}$/.test(host)) return []
  if (!Number.isInteger(number) || number < 1 || number > 65535) return []
  return [{ host: host.toLowerCase(), port: number, tls: ssl === 1 || ssl === '1' || ssl === true }]
}

/** The list of servers that LociTerm plays, as it was imported; the browser keeps it. */
export class LociTerm {
  readonly #memory: Memory
  #games: ReadonlyMap<string, boolean> | undefined

  constructor(memory: Memory) {
    this.#memory = memory
  }

  /** The list takes the place of the one before. False if it lasts only as long as the page. */
  keep(games: readonly LociGame[]): boolean {
    this.#games = undefined
    const rows = games.map(({ host, port, tls }) => [host, port, tls ? 1 : 0])
    return this.#memory.setItem(KEY, JSON.stringify(rows)) !== false
  }

  /** The link that plays a server, if it is on the list; `tlsPort` is where the server says that it speaks TLS. */
  linkTo(host: string, port: number, tlsPort?: number): string | undefined {
    const tls = (this.#games ??= this.#read()).get(`${host.toLowerCase()} ${port}`)
    if (tls === undefined) return undefined
    const secure = tlsPort !== undefined || tls
    return `${PLAY}?host=${encodeURIComponent(host)}&port=${tlsPort ?? port}${secure ? '&ssl=1' : ''}`
  }

  #read(): ReadonlyMap<string, boolean> {
    const rows = readRows(this.#memory.getItem(KEY))
    return new Map(rows.map(([host, port, tls]) => [`${String(host)} ${String(port)}`, tls === 1]))
  }
}

function readRows(text: string | null): readonly (readonly unknown[])[] {
  try {
    const rows: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(rows) ? rows.filter((row): row is readonly unknown[] => Array.isArray(row)) : []
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    console.info('What was kept of LociTerm’s list cannot be read:', error)
    return []
  }
}
