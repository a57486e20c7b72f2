import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import {
  BURST,
  isClientOption,
  logName,
  probeOrder,
  receivedName,
  recordName,
} from '../../shared/fingerprint/names.ts'

interface OptionNames {
  readonly options: readonly {
    readonly code: number
    readonly log_option: string
    readonly log_command: string
    readonly fingerprint: string
    readonly client_only: boolean
    readonly opening_burst: boolean
  }[]
  readonly probe_order_quick: readonly (readonly [number, string])[]
  readonly probe_order_full: readonly (readonly [number, string])[]
}
const table = JSON.parse(
  readFileSync(new URL('../vectors/option_names.json', import.meta.url), 'utf8'),
) as OptionNames

it('names all 256 options as the reference does in its log and its records', () => {
  expect(table.options).toHaveLength(256)
  for (const option of table.options) {
    expect(logName(option.code)).toBe(option.log_command)
    expect(receivedName(option.code)).toBe(option.log_option)
    expect(recordName(option.code)).toBe(option.fingerprint)
    expect([option.code, isClientOption(option.code)]).toEqual([option.code, option.client_only])
    expect([option.code, BURST.includes(option.code)]).toEqual([option.code, option.opening_burst])
  }
  expect(BURST).toHaveLength(10)
})

it('probes in the order of the reference', () => {
  expect(probeOrder('quick').map((code) => [code, recordName(code)])).toEqual(table.probe_order_quick)
  expect(probeOrder('full').map((code) => [code, recordName(code)])).toEqual(table.probe_order_full)
})
