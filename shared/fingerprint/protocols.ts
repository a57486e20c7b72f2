import type { MsspText } from './mssp-text.ts'
import type { ScanRecord } from './record.ts'
import type { OwnForm } from './result.ts'

/**
 * What was found of an option: agreed, refused, not answered, one of the two (the reference's records do not tell them
 * apart), offered and refused by us, never spoken of.
 */
export type Measured = 'negotiated' | 'refused' | 'silent' | 'refused-or-silent' | 'declined' | 'unseen'

/** What was found of the option with that name in records. */
export type Measure = (option: string) => Measured

/** A MUD protocol: what the server claims of it beside what it did. */
export interface ProtocolRow {
  readonly name: string
  /** In the census's words, and one for what only a game that was played can tell. */
  readonly text: 'Yes (MSSP)' | 'Negotiated' | 'Offered' | 'No'
  readonly claimed: boolean
  /** Undefined for what is no telnet option and so cannot be measured. */
  readonly measured: Measured | undefined
}

/** The census's order; with each the options, by record name, that show whether a server does it. */
const PROTOCOLS: readonly { readonly name: string; readonly options: readonly string[] }[] = [
  { name: 'MSSP', options: ['MSSP'] },
  { name: 'GMCP', options: ['GMCP'] },
  { name: 'MSDP', options: ['MSDP'] },
  // Who says MCCP means any version of it; the first has no name in records.
  { name: 'MCCP', options: ['0x55', 'MCCP2', 'MCCP3'] },
  { name: 'MCCP2', options: ['MCCP2'] },
  { name: 'MXP', options: ['MXP'] },
  { name: 'MSP', options: ['MSP'] },
  { name: 'MCP', options: [] },
  { name: 'ZMP', options: ['ZMP'] },
]

/** Those nine; none if the server neither claims nor does any. */
export function protocolsOf(mssp: MsspText, measure: Measure): readonly ProtocolRow[] {
  const rows = PROTOCOLS.map(({ name, options }): ProtocolRow => {
    // Whatever says what it is by MSSP has MSSP.
    const claimed = name === 'MSSP' ? mssp.known : mssp.sent(name) === '1'
    const text = claimed ? 'Yes (MSSP)' : (WORDS[measure(name)] ?? 'No')
    const found = options.map(measure)
    return { name, text, claimed, measured: BEST.find((state) => found.includes(state)) }
  })
  return rows.every(({ text }) => text === 'No') ? [] : rows
}

const WORDS: Partial<Record<Measured, ProtocolRow['text']>> = {
  negotiated: 'Negotiated',
  declined: 'Offered',
}

const BEST = ['negotiated', 'declined', 'refused', 'refused-or-silent', 'silent', 'unseen'] as const

/** What a scan found. */
export function measuredIn(record: ScanRecord, own?: OwnForm): Measure {
  const { 'fingerprint-data': data, session_data: session } = record['server-probe']
  const { server_offered: offered, server_requested: requested } = session.option_states
  const verdicts = new Map(Object.entries(own?.options ?? {}))
  const states = [offered, requested].map((table) => new Map(Object.entries(table)))
  return (option) => {
    const lists = [data['offered-options'], data['requested-options']]
    if (states.some((table) => table.get(option) === true) || lists.some((list) => list.includes(option)))
      return 'negotiated'
    if (verdicts.get(option) === 'no answer') return 'silent'
    if (verdicts.get(option) === 'refused' || states.some((table) => table.get(option) === false))
      return 'refused'
    return data['refused-options'].includes(option) ? 'refused-or-silent' : 'unseen'
  }
}
