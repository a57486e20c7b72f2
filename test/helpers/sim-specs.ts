import { readFileSync } from 'node:fs'
import type { FingerprintData, OptionStates, Schema } from '../../shared/fingerprint/record.ts'
import type { SimSpec } from './sim-server.ts'

/** What the reference reports of a scripted server: the schemas of 4.0.2 and 4.0.5; the rest is 4.0.2's. */
export interface Expected extends Readonly<
  Record<Schema, { readonly fingerprint: string; readonly 'fingerprint-data': FingerprintData }>
> {
  readonly option_states: OptionStates
  readonly mssp?: Readonly<Record<string, string | readonly string[]>>
  readonly banner_before_return: string
  readonly banner_after_return: string
  readonly reference_seconds: number
  readonly encoding?: string
  readonly dsr_requests?: number
  readonly dsr_replies?: number
}

export interface Scripted {
  readonly name: string
  readonly spec: SimSpec
  readonly expected: Expected
}

/** All scripted servers with known results. `vectors` is their folder. */
export function scriptedServers(vectors = new URL('../vectors/', import.meta.url)): readonly Scripted[] {
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, vectors), 'utf8'))
  const specs = read('sim_specs') as Readonly<Record<string, SimSpec>>
  const expected = read('sim_expected') as Readonly<Record<string, Expected>>
  return Object.entries(specs).map(([name, spec]) => ({ name, spec, expected: expected[name] as Expected }))
}
