import { optionName, optionNumber, TELOPT, type Verb } from '../telnet/codes.ts'
import type { Side } from './events.ts'
import type { Rule } from './rules.ts'

// Marks are notes, but for these: decisions that a fold cannot see in the bytes.

/** Held back compressed bytes are read on (see `inflate-too-large`). */
export const MARK_INFLATE_GO_ON = 'inflate go on'

const MISSED_START = 'missed the start of '

/** The start of that compression lies in a part of the session that was dropped. */
export const missedStartMark = (option: number): string => MISSED_START + optionName(option)

/** The option in such a mark; undefined if it is none. */
export const readMissedStart = (label: string): number | undefined =>
  label.startsWith(MISSED_START)
    ? (optionNumber(label.slice(MISSED_START.length)) ?? TELOPT.MCCP2)
    : undefined

/** The mark of a wish that waits for the answer to an open request (RFC 1143's queue bit): `ask DO SGA`. */
export const askMark = (verb: Verb, option: number): string => `ask ${verb} ${optionName(option)}`

/** The wish in a mark; undefined if it holds none. */
export function readAskMark(label: string): { verb: Verb; option: number } | undefined {
  const [, verb, name = ''] = /^ask (WILL|WONT|DO|DONT) (\S+)$/.exec(label) ?? []
  const option = optionNumber(name)
  return verb === undefined || option === undefined ? undefined : { verb: verb as Verb, option }
}

/** The mark of a person's rule for one side of an option: `rule refuse server MXP`. */
export const ruleMark = (rule: Rule, performer: Side, option: number): string =>
  `rule ${rule} ${performer} ${optionName(option)}`

/** The rule in a mark; undefined if it holds none. */
export function readRuleMark(label: string): { rule: Rule; performer: Side; option: number } | undefined {
  const [, rule, performer, name = ''] =
    /^rule (usual|accept|refuse) (server|client) (\S+)$/.exec(label) ?? []
  const option = optionNumber(name)
  return rule === undefined || option === undefined
    ? undefined
    : { rule: rule as Rule, performer: performer as Side, option }
}

const SCAN = 'scan '

/** The mark of a scan: how it behaves, as JSON; a phase that time alone began; `done`. */
export const scanMark = (what: string): string => SCAN + what

/** What such a mark says; undefined if it is none. */
export const readScanMark = (label: string): string | undefined =>
  label.startsWith(SCAN) ? label.slice(SCAN.length) : undefined
