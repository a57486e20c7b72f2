import { isDeepStrictEqual } from 'node:util'
import type { ScanResult } from '../../shared/fingerprint/result.ts'
import type { Expected } from './sim-specs.ts'

/** In what a scan differs from what the reference reports of the same server; empty if in nothing. */
export function differences({ record, derived, own }: ScanResult, expected: Expected): readonly string[] {
  const { 'fingerprint-data': data, fingerprint, session_data: session } = record['server-probe']
  const wanted = expected[own.schema]
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['fingerprint', fingerprint, wanted.fingerprint],
    ['fingerprint-data', data, wanted['fingerprint-data']],
    ['derived', derived?.fingerprint ?? expected['five-key'].fingerprint, expected['five-key'].fingerprint],
    ...(own.schema === 'eight-key'
      ? []
      : ([['option_states', session.option_states, expected.option_states]] as const)),
    ['mssp', session.mssp, expected.mssp],
    ['banner_before_return', session.banner_before_return, expected.banner_before_return],
    ['banner_after_return', session.banner_after_return, expected.banner_after_return],
  ]
  return pairs.filter(([, is, should]) => !isDeepStrictEqual(is, should)).map(([what]) => what)
}

/** Runs jobs, so many at a time, in their order. */
export async function pool<T>(jobs: readonly (() => Promise<T>)[], width: number): Promise<readonly T[]> {
  const results: T[] = []
  const left = [...jobs.entries()]
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await next[1]()
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}
