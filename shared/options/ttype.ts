import { concat, fromLatin1, latin1 } from '../base/bytes.ts'
import { TELOPT } from '../telnet/codes.ts'
import { FieldReader, quoted, verbField } from './fields.ts'
import { defineOption, malformed, type HostFacts, type Malformed } from './module.ts'
import { shorten } from './text.ts'

export type Ttype = { readonly kind: 'send' } | { readonly kind: 'is'; readonly name: string }

export interface TtypeFacts {
  /** How often the server asked. */
  readonly asked: number
  /** The last name that went out. */
  readonly last: string | null
}

const IS = 0
const SEND = 1

/** Which name answers the nth SEND, counted from 1: name, type, MTTS, the last once more, then from the start. */
export function ttypeName(nth: number, host: HostFacts): string {
  const names = [host.clientName.toUpperCase(), host.terminalType.toUpperCase(), `MTTS ${host.mtts}`]
  return names[Math.min((nth - 1) % 4, 2)] as string
}

export const ttype = defineOption<Ttype, TtypeFacts>({
  code: TELOPT.TTYPE,
  name: 'TTYPE',
  summary: 'the name of our terminal, and what it can do (MTTS)',
  source: 'RFC 1091',
  accept: { him: false, us: true },
  refusal: { him: 'only a client has a terminal to name (RFC 1091)' },
  clientOnly: 'refuse',
  initial: () => ({ asked: 0, last: null }),
  decode: (payload): Ttype | Malformed => {
    if (payload[0] === SEND) {
      return payload.length === 1 ? { kind: 'send' } : malformed('bytes follow SEND')
    }
    if (payload[0] === IS) return { kind: 'is', name: fromLatin1(payload.subarray(1)) }
    return malformed(
      payload.length === 0 ? 'it is empty' : `it begins with ${payload[0]}, neither IS (0) nor SEND (1)`,
    )
  },
  encode: (message) =>
    message.kind === 'send' ? Uint8Array.of(SEND) : concat([Uint8Array.of(IS), latin1(message.name)]),
  lossless: true,
  fields: (payload) => {
    const reader = new FieldReader(payload)
    const verb = verbField(reader, {
      [IS]: ['IS', 'the answer follows'],
      [SEND]: ['SEND', 'asks for the terminal type'],
    })
    return verb === IS ? reader.done('name', quoted(reader.rest)) : reader.done()
  },
  describe: (message) =>
    message.kind === 'send'
      ? 'asked for the terminal type'
      : `gave the terminal type "${shorten(message.name)}"`,
  evolve: (facts, message) =>
    message.kind === 'send' ? { ...facts, asked: facts.asked + 1 } : { ...facts, last: message.name },
  restart: (facts) => ({ ...facts, asked: 0 }),
  respond: (facts, message, host) =>
    message.kind === 'send' ? [{ kind: 'is', name: ttypeName(facts.asked, host) }] : [],
})
