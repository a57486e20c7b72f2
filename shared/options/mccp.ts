import { equalBytes } from '../base/bytes.ts'
import { SE, TELOPT, WILL } from '../telnet/codes.ts'
import { FieldReader } from './fields.ts'
import { defineOption, malformed, type Malformed } from './module.ts'

export interface Mccp {
  readonly kind: 'start'
}

const EMPTY = new Uint8Array(0)
const ONE_WAY = 'it compresses what the server sends, never what we send'
const REFUSALS = {
  1: { him: 'its start breaks the rules for subnegotiations; version 2 was made to mend that', us: ONE_WAY },
  2: { us: ONE_WAY },
  3: {
    him: 'it compresses what we send, never what the server sends',
    us: 'what we send is a few typed lines, which compression would only make longer',
  },
} as const

const SOURCE = 'https://tintin.mudhalla.net/protocols/mccp/'

function compression(version: 1 | 2 | 3, start: Uint8Array) {
  return defineOption<Mccp, null>({
    code: { 1: TELOPT.MCCP1, 2: TELOPT.MCCP2, 3: TELOPT.MCCP3 }[version],
    name: `MCCP${version}`,
    summary: version === 3 ? 'what we send is compressed' : 'what the server sends is compressed',
    source: SOURCE,
    accept: { him: version === 2, us: false },
    refusal: REFUSALS[version],
    initial: () => null,
    decode: (payload): Mccp | Malformed =>
      equalBytes(payload, start) ? { kind: 'start' } : malformed(`${payload.length} bytes where none belong`),
    encode: () => start,
    fields: (payload) =>
      new FieldReader(payload).take(start.length, 'start', 'compressed bytes follow').done(),
    describe: () => `sent the start of MCCP${version}`,
  })
}

/** The first version starts with `IAC SB 85 WILL SE`, no IAC before SE. Refused, but understood if it comes. */
export const mccp1 = compression(1, Uint8Array.of(WILL, SE))
export const mccp2 = compression(2, EMPTY)
/** Compression of what we send: pointless behind a WebSocket, so refused; understood in recordings of other clients. */
export const mccp3 = compression(3, EMPTY)
