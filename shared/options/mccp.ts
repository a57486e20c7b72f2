import { equalBytes } from '../base/bytes.ts'
import { SE, TELOPT, WILL } from '../telnet/codes.ts'
import { FieldReader } from './fields.ts'
import { defineOption, malformed, type Malformed } from './module.ts'

export interface Mccp {
  readonly kind: 'start'
}

const EMPTY = new Uint8Array(0)
const SOURCE = 'https://tintin.mudhalla.net/protocols/mccp/'
const ONE_WAY = `it compresses what the server sends, never what we send (${SOURCE})`
const REFUSALS = {
  1: {
    him: `the server offers version 2 as well, whose start does not break the rules for subnegotiations (${SOURCE})`,
    us: ONE_WAY,
  },
  2: { us: ONE_WAY },
  3: {
    him: `what we send is a few typed lines, which compression makes longer; you can allow it in the menu under “What games are told” (${SOURCE})`,
    us: `the server has to offer it, not to ask for it (${SOURCE})`,
  },
} as const
const SUMMARIES = {
  1: 'what the server sends is compressed, in the old way',
  2: 'what the server sends is compressed',
  3: 'what we send is compressed',
} as const

function compression(version: 1 | 2 | 3, start: Uint8Array) {
  return defineOption<Mccp, null>({
    code: { 1: TELOPT.MCCP1, 2: TELOPT.MCCP2, 3: TELOPT.MCCP3 }[version],
    name: `MCCP${version}`,
    summary: SUMMARIES[version],
    source: SOURCE,
    accept: { him: version !== 3, us: false },
    refusal: REFUSALS[version],
    ...(version === 1 ? { unlessOffered: TELOPT.MCCP2 } : {}),
    ...(version === 3 ? { willing: (performer, told) => performer === 'him' && told.compressOut } : {}),
    initial: () => null,
    decode: (payload): Mccp | Malformed =>
      equalBytes(payload, start) ? { kind: 'start' } : malformed(`${payload.length} bytes where none belong`),
    encode: () => start,
    lossless: true,
    fields: (payload) =>
      new FieldReader(payload).take(start.length, 'start', 'compressed bytes follow').done(),
    describe: () => `sent the start of MCCP${version}`,
    greet: (performer) => (version === 3 && performer === 'him' ? [{ kind: 'start' }] : []),
  })
}

/** The first version starts with `IAC SB 85 WILL SE`, no IAC before SE; taken where the server has no other. */
export const mccp1 = compression(1, Uint8Array.of(WILL, SE))
export const mccp2 = compression(2, EMPTY)
/** Compression of what we send: we begin it ourselves once the server's offer is taken. */
export const mccp3 = compression(3, EMPTY)
