import { TELOPT } from '../telnet/codes.ts'
import { quoted, type FieldReader } from './fields.ts'
import { plural, verbOption, type OptionVerb } from './verbs.ts'

const WHY = 'willdo has no Kerberos or other such identity; log in as the game asks for it (RFC 2941)'

/** https://www.iana.org/assignments/telnet-options */
const TYPES: Readonly<Record<number, string>> = {
  0: 'NULL', 1: 'KERBEROS_V4', 2: 'KERBEROS_V5', 3: 'SPX', 4: 'MINK', 5: 'SRP', 6: 'RSA', 7: 'SSL', 10: 'LOKI', 11: 'SSA',
  12: 'KEA_SJ', 13: 'KEA_SJ_INTEG', 14: 'DSS', 15: 'NTLM',
} // prettier-ignore
const typeName = (type = 0): string => TYPES[type] ?? `type ${type}`

const modifiers = (bits = 0): string =>
  [bits & 1 ? 'the server proves itself to the client' : 'the client proves itself', bits & 2 ? 'mutual' : 'one way']
    .concat(bits & 16 || bits & 4 ? ['encryption'] : [])
    .join(', ') // prettier-ignore

const pair = (reader: FieldReader): FieldReader =>
  reader.take(1, 'type', ([type]) => typeName(type)).take(1, 'modifiers', ([bits]) => modifiers(bits))

const data = (name: string, meaning: string, says: string): OptionVerb => ({
  name,
  meaning,
  says: (bytes) =>
    bytes.length < 2 ? says : `${says} by ${typeName(bytes[0])} (${plural(bytes.length - 2, 'byte')})`,
  rest: (reader) => void pair(reader),
})

const pairs = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, 32))
    .filter((_, i) => i % 2 === 0)
    .map(typeName)
    .join(', ')

export const authentication = verbOption(
  {
    code: TELOPT.AUTHENTICATION,
    name: 'AUTHENTICATION',
    summary: 'logging in by Kerberos and the like',
    source: 'RFC 2941',
    accept: { him: false, us: false },
    refusal: { him: WHY, us: WHY },
  },
  {
    0: data('IS', 'a proof follows', 'sent a proof of who it is'),
    1: {
      name: 'SEND',
      meaning: 'ways to prove oneself follow',
      says: (bytes) =>
        bytes.length === 0 ? 'asked for a proof by no way at all' : `asked for a proof by ${pairs(bytes)}`,
      rest: (reader) => {
        while (reader.next !== undefined) pair(reader)
      },
    },
    2: data('REPLY', 'the answer to a proof', 'answered a proof'),
    3: {
      name: 'NAME',
      meaning: 'an account follows',
      says: (bytes) => `named the account ${quoted(bytes)}`,
    },
  },
)
