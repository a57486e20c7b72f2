import type { Millis } from '../base/brands.ts'
import { msspObject, type Mssp } from '../options/mssp.ts'
import type { GmcpFacts } from '../options/gmcp.ts'
import { optionName, TELOPT } from '../telnet/codes.ts'
import type { Entry } from '../session/entry.ts'
import { MARK_INFLATE_GO_ON } from '../session/marks.ts'
import type { FaultCode, SessionEvent, Step } from '../session/events.ts'
import { Fold } from '../session/fold.ts'
import type { LintCode } from '../session/lint/book/index.ts'
import { firstAt, Lints } from '../session/lint/lints.ts'
import type { SessionState } from '../session/state.ts'
import { optionRows, type Lamp } from '../session/option-rows.ts'

/** What `npm run fold` prints: counts and states of a whole recording. */
export interface FoldReport {
  readonly bytes: {
    readonly wireIn: number
    readonly wireOut: number
    readonly decodedIn: number
    readonly decodedOut: number
  }
  readonly mccp2: { readonly starts: number; readonly ends: number }
  readonly mccp3: { readonly starts: number }
  /** `server WILL ECHO`: how often. */
  readonly negotiation: Readonly<Record<string, number>>
  /** `server GMCP`: how often. */
  readonly subnegotiation: Readonly<Record<string, number>>
  readonly options: Readonly<Record<string, { readonly server: Lamp; readonly client: Lamp }>>
  readonly mssp: Readonly<Record<string, string | readonly string[]>>
  /** The server's messages by package. */
  readonly gmcp: Readonly<Record<string, number>>
  readonly faults: readonly { readonly code: FaultCode; readonly at: Millis }[]
  /** What the server could do better, in the order of first sight: when that was, how often, of which options. */
  readonly lints: readonly {
    readonly code: LintCode
    readonly at: Millis
    readonly times: number
    readonly options: readonly string[]
  }[]
}

class Counter {
  readonly #counts = new Map<string, number>()
  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
  }
  toObject(): Record<string, number> {
    return Object.fromEntries(this.#counts)
  }
}

/** Folds the entries from the beginning. `goOn` reads on past each `inflate-too-large`. */
export function foldReport(entries: readonly Entry[], { goOn = false } = {}): FoldReport {
  const fold = new Fold()
  const lints = new Lints()
  const negotiation = new Counter()
  const subnegotiation = new Counter()
  const faults: { code: FaultCode; at: Millis }[] = []
  const starts = { [TELOPT.MCCP1]: 0, [TELOPT.MCCP2]: 0, [TELOPT.MCCP3]: 0 } as Record<number, number>
  const ends = { ...starts }

  const count = (event: SessionEvent, at: Millis): void => {
    if (event.kind === 'negotiate') negotiation.add(`${event.side} ${event.verb} ${optionName(event.option)}`)
    else if (event.kind === 'subnegotiation') subnegotiation.add(`${event.side} ${optionName(event.option)}`)
    else if (event.kind === 'fault') faults.push({ code: event.code, at })
    else if (event.kind === 'compression' && event.what === 'start')
      starts[event.option] = (starts[event.option] ?? 0) + 1
    else if (event.kind === 'compression' && event.what === 'end')
      ends[event.option] = (ends[event.option] ?? 0) + 1
  }
  const take = (entry: Entry): Step => {
    const step = fold.evolve(entry)
    lints.take(entry, step)
    for (const event of step.events) count(event, entry.at)
    return step
  }
  for (const entry of entries) {
    take(entry)
    while (goOn && held(fold.state())) {
      take({ kind: 'mark', at: entry.at, label: MARK_INFLATE_GO_ON })
    }
  }

  const state = fold.state()
  const rows = optionRows(state, state.at)
  return {
    bytes: state.bytes,
    mccp2: { starts: starts[TELOPT.MCCP2] ?? 0, ends: ends[TELOPT.MCCP2] ?? 0 },
    mccp3: { starts: starts[TELOPT.MCCP3] ?? 0 },
    negotiation: negotiation.toObject(),
    subnegotiation: subnegotiation.toObject(),
    options: Object.fromEntries(rows.map(({ name, server, client }) => [name, { server, client }])),
    mssp: msspObject(state.facts[TELOPT.MSSP] as Mssp | null),
    gmcp: Object.fromEntries(
      [...(state.facts[TELOPT.GMCP] as GmcpFacts).packages].map(([name, { count: times }]) => [name, times]),
    ),
    faults,
    lints: lints.findings.map((finding) => ({
      code: finding.code,
      at: firstAt(finding),
      times: finding.times,
      options: finding.options.map(optionName),
    })),
  }
}

const held = ({ compression }: SessionState): boolean =>
  compression.server.mode === 'held' || compression.client.mode === 'held'
