import { concat } from '../base/bytes.ts'
import type { Millis } from '../base/brands.ts'
import { msspObject, type Mssp } from '../options/mssp.ts'
import type { Header, Recording } from '../recording/format.ts'
import { whereIn, type Where } from '../recording/where.ts'
import type { Entry } from '../session/entry.ts'
import { Fold } from '../session/fold.ts'
import { optionRows, type Lamp, type OptionRow } from '../session/option-rows.ts'
import type { SessionState } from '../session/state.ts'
import { TELOPT } from '../telnet/codes.ts'
import { recordName } from './names.ts'
import type { Measured } from './protocols.ts'
import type { MsspValues } from './record.ts'
import { factsOf, type Country, type ServerFacts } from './report.ts'

/** A game that was played: what the server showed of itself. Nothing that a person typed is in it. */
export interface Played extends Where {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** In ISO 8601, UTC. */
  readonly started: string
  /** Milliseconds from the beginning to the last moment known of. */
  readonly lasted: number
  readonly over: boolean
  readonly options: readonly OptionRow[]
  readonly mssp: MsspValues
  /** The server's text before anybody typed; undefined where the beginning is lost. */
  readonly greeting: Uint8Array | undefined
  readonly wireIn: number
  readonly wireOut: number
}

/** A greeting is a screen or two; what is longer is a flood. */
const GREETING_MAX = 32 * 1024

/** What was played, by its state at a time, which may be later than the last entry. */
export function playedOf(
  { host, port, tls, started }: Pick<Header, 'host' | 'port' | 'tls' | 'started'>,
  entries: readonly Entry[],
  state: SessionState,
  at: Millis,
): Played {
  return {
    host,
    port,
    tls,
    ...whereIn(entries),
    started,
    lasted: state.closed === undefined ? at : state.at,
    over: state.closed !== undefined,
    options: optionRows(state, at),
    mssp: msspObject(state.facts[TELOPT.MSSP] as Mssp | null),
    greeting: greetingIn(entries),
    wireIn: state.bytes.wireIn,
    wireOut: state.bytes.wireOut,
  }
}

/** What a recording holds of a game. */
export function recordedGame({ header, entries }: Recording): Played {
  const fold = new Fold()
  for (const entry of entries) fold.evolve(entry)
  const state = fold.state()
  return playedOf(header, entries, state, state.at)
}

/** The page about the server; `greeting` is the text as it is read. */
export const playedFacts = (
  { host, ip, port, tls, started, mssp, options }: Played,
  greeting: string,
  encoding: string,
  country?: Country,
): ServerFacts => {
  const rows = new Map(options.map((row) => [recordName(row.code), row]))
  const seen = {
    identity: { host, ip, port, connected: started },
    mssp,
    encoding,
    banners: [greeting],
    tls,
    measure: (option: string) => measured(rows.get(option)),
  }
  return factsOf(seen, country)
}

const MEASURED: readonly (readonly [Measured, readonly Lamp[]])[] = [
  ['negotiated', ['on', 'off']],
  ['declined', ['refused-by-us', 'offered']],
  ['refused', ['refused-by-them']],
  ['silent', ['asked', 'never-answered']],
]

/** Of the two sides the one that says more for the server. */
function measured(row: OptionRow | undefined): Measured {
  if (!row) return 'unseen'
  return (
    MEASURED.find(([, lamps]) => lamps.includes(row.server) || lamps.includes(row.client))?.[0] ?? 'unseen'
  )
}

/** Up to the first line or key of a person: what comes later may repeat what was typed. */
function greetingIn(entries: readonly Entry[]): Uint8Array | undefined {
  const fold = new Fold()
  const parts: Uint8Array[] = []
  let length = 0
  for (const entry of entries) {
    if (entry.kind === 'gap' && length === 0) return undefined
    if (entry.kind === 'out' && entry.from === 'user') break
    const { text } = fold.evolve(entry)
    if (entry.kind !== 'in' || text.length === 0) continue
    // A copy: the fold's memory is its own.
    parts.push(text.slice())
    length += text.length
    if (length >= GREETING_MAX) break
  }
  return concat(parts).subarray(0, GREETING_MAX)
}
