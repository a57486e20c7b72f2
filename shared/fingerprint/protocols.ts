import type { MsspText } from './mssp-text.ts'
import type { ScanRecord } from './record.ts'
import type { OwnForm } from './result.ts'

/**
 * What the scan found of an option: agreed, refused, not answered, one of the two (the reference's records do not tell
 * them apart), never spoken of.
 */
export type Measured = 'negotiated' | 'refused' | 'silent' | 'refused-or-silent' | 'unseen'

/** A MUD protocol: what the server claims of it beside what it did. */
export interface ProtocolRow {
  readonly name: string
  /** In the census's words. */
  readonly text: 'Yes (MSSP)' | 'Negotiated' | 'No'
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
export function protocolsOf(mssp: MsspText, record: ScanRecord, own?: OwnForm): readonly ProtocolRow[] {
  const measure = measureOf(record, own)
  const rows = PROTOCOLS.map(({ name, options }): ProtocolRow => {
    // Whatever says what it is by MSSP has MSSP.
    const claimed = name === 'MSSP' ? mssp.known : mssp.sent(name) === '1'
    const text = claimed ? 'Yes (MSSP)' : measure(name) === 'negotiated' ? 'Negotiated' : 'No'
    const found = options.map(measure)
    return { name, text, claimed, measured: BEST.find((state) => found.includes(state)) }
  })
  return rows.every(({ text }) => text === 'No') ? [] : rows
}

const BEST = ['negotiated', 'refused', 'refused-or-silent', 'silent', 'unseen'] as const

function measureOf(record: ScanRecord, own: OwnForm | undefined): (option: string) => Measured {
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
