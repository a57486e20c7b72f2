import { assertNever } from '../base/brands.ts'
import type { Verb } from '../telnet/codes.ts'
import type { Driver, Outcome } from './driver.ts'
import type { Side } from './events.ts'
import type { Rule } from './rules.ts'

/** What a person wants of a session, beside typing. */
export type Intent =
  /** Asks as RFC 1143 allows: not twice, and not before the last request is answered. */
  | { readonly kind: 'verb'; readonly verb: Verb; readonly option: number }
  | { readonly kind: 'subnegotiation'; readonly option: number; readonly payload: Uint8Array }
  /** Sent as they are. */
  | { readonly kind: 'raw'; readonly bytes: Uint8Array }
  /** From now on offers are answered so; what is refused is ended. */
  | { readonly kind: 'rule'; readonly rule: Rule; readonly performer: Side; readonly option: number }

/** Does what a person wants. */
export function carryOut(
  driver: Pick<Driver, 'ask' | 'subnegotiate' | 'raw' | 'rule'>,
  intent: Intent,
): Outcome {
  switch (intent.kind) {
    case 'verb':
      return driver.ask(intent.verb, intent.option, 'user')
    case 'subnegotiation':
      return driver.subnegotiate(intent.option, intent.payload)
    case 'raw':
      return driver.raw(intent.bytes)
    case 'rule':
      return driver.rule(intent.rule, intent.performer, intent.option, 'user')
    default:
      return assertNever(intent, 'intent')
  }
}
