import { fromLatin1, toHex } from '../base/bytes.ts'
import { probeOrder, recordName } from './names.ts'
import type { EnvironRequest, FingerprintData, OptionStates, Schema } from './record.ts'
import { FORWARDMASK, type Known, type Scan } from './scan-state.ts'
import { environNames } from './subnegotiations.ts'
import { keysOf } from './tables.ts'

/** What of the reference's tables goes into its record. */

const SB_NAME = '0xfa'

export const keyRecordName = (key: number): string => (key === FORWARDMASK ? SB_NAME : recordName(key))

const sorted = (keys: Iterable<number>): string[] => [...new Set(Array.from(keys, keyRecordName))].sort()

/** The probe's lists as the tables are now. */
export function listsNow(scan: Scan): {
  readonly offered: readonly number[]
  readonly refused: readonly number[]
  readonly unanswered: readonly number[]
} {
  const asked = probeOrder(scan.settings.scanType)
  return {
    offered: asked.filter((option) => scan.remote.get(option) === true),
    refused: asked.filter((option) => scan.remote.get(option) === false),
    unanswered: asked.filter((option) => scan.remote.get(option) === undefined),
  }
}

/** What is hashed, as far as it is known. */
export function fingerprintData(scan: Scan, schema: Schema): FingerprintData {
  const closedEarly = scan.closed !== undefined && scan.phase.name !== 'probe' && !scan.probe
  const lists = closedEarly ? { offered: [], refused: [], unanswered: [] } : (scan.probe ?? listsNow(scan))
  const requested = new Set(keysOf(scan.local, true))
  // While a loop is looked for, its keys are set aside: they were true and will be again.
  if (scan.loop?.local) for (const key of scan.loop.keys) requested.add(key)
  return {
    'probed-protocol': 'server',
    'scan-type': scan.settings.scanType,
    'offered-options': sorted(lists.offered),
    'requested-options': sorted(requested),
    'refused-options': sorted([...lists.refused, ...lists.unanswered]),
    ...(schema === 'eight-key'
      ? {
          'directional-refusals': sorted(closedEarly ? [] : scan.directional),
          'looped-negotiation': sorted(scan.looped),
          'wrong-direction-offered': sorted(scan.wrongDirection),
        }
      : {}),
  }
}

const named = (table: ReadonlyMap<number, Known>): Record<string, boolean> =>
  Object.fromEntries(Array.from(table, ([key, known]) => [keyRecordName(key), known === true]))

/** The tables, as the record holds them. */
export function optionStates(scan: Scan): OptionStates {
  return {
    server_offered: named(scan.remote),
    server_requested: named(scan.local),
    ...(scan.environRequest ? { environ_requested: environRequested(scan.environRequest) } : {}),
    ...(scan.settings.schema === 'eight-key' ? { directional_refusals: sorted(scan.directional) } : {}),
  }
}

const USERVAR = 3
const PRINTABLE = /^[\x20-\x7e]*/

function environRequested(payload: Uint8Array): EnvironRequest[] {
  const names = environNames(payload)
  if (names.length === 0)
    return [
      { type: 'VAR', name: '*' },
      { type: 'USERVAR', name: '*' },
    ]
  return names.map(({ type, name }) => {
    const printable = PRINTABLE.exec(fromLatin1(name))?.[0] ?? ''
    const rest = name.subarray(printable.length)
    return {
      type: type === USERVAR ? 'USERVAR' : 'VAR',
      name: name.length === 0 ? '*' : printable,
      ...(rest.length > 0 ? { value_hex: toHex(rest) } : {}),
    }
  })
}
