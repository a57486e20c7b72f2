import { TELOPT } from '../telnet/codes.ts'
import { plural, shownHex, verbOption, type OptionVerb } from './verbs.ts'

const WHY = 'its ciphers are broken since long, and it needs AUTHENTICATION; use TLS instead (RFC 2946)'

/** https://www.iana.org/assignments/telnet-options */
const TYPES = [
  'NULL', 'DES_CFB64', 'DES_OFB64', 'DES3_CFB64', 'DES3_OFB64', '5', '6', '7', 'CAST5_40_CFB64', 'CAST5_40_OFB64',
  'CAST128_CFB64', 'CAST128_OFB64',
] // prettier-ignore
const typeName = (type = 0): string => TYPES[type] ?? String(type)
const typeNames = (bytes: Uint8Array): string => Array.from(bytes.subarray(0, 16), typeName).join(', ')

const data = (name: string, meaning: string, says: string): OptionVerb => ({
  name,
  meaning,
  says: (bytes) =>
    bytes.length === 0 ? says : `${says} for ${typeName(bytes[0])}: ${shownHex(bytes.subarray(1))}`,
  rest: (reader) =>
    void reader
      .take(1, 'type', ([type]) => typeName(type))
      .take(reader.rest.length, 'data', (bytes) => plural(bytes.length, 'byte')),
})
const key = (name: string, meaning: string, says: string): OptionVerb => ({
  name,
  meaning,
  says: (bytes) => `${says} ${bytes.length === 0 ? 'the usual key' : `key ${shownHex(bytes)}`}`,
  rest: (reader) => void reader.take(reader.rest.length, 'key', shownHex),
})
const bare = (name: string, meaning: string, says: string): OptionVerb => ({ name, meaning, says, length: 0 })

export const encrypt = verbOption(
  {
    code: TELOPT.ENCRYPT,
    name: 'ENCRYPT',
    summary: 'encryption of the 1990s',
    source: 'RFC 2946',
    accept: { him: false, us: false },
    refusal: { him: WHY, us: WHY },
  },
  {
    0: data('IS', 'data to begin a cipher with', 'sent data to begin encryption'),
    1: {
      name: 'SUPPORT',
      meaning: 'ciphers that can be read follow',
      says: (bytes) =>
        bytes.length === 0 ? 'can read no cipher' : `can read the ciphers ${typeNames(bytes)}`,
      rest: (reader) => void reader.take(reader.rest.length, 'types', typeNames),
    },
    2: data('REPLY', 'the answer to IS', 'answered for encryption'),
    3: key('START', 'encrypted from here on', 'began to encrypt with'),
    4: bare('END', 'plain again', 'stopped to encrypt'),
    5: key('REQUEST-START', 'asks to encrypt', 'asked to begin encryption with'),
    6: {
      name: 'REQUEST-END',
      meaning: 'asks for plain data',
      says: 'asked to stop encryption',
    },
    7: key('ENC_KEYID', 'the key to encrypt with', 'named for encryption'),
    8: key('DEC_KEYID', 'the key to decrypt with', 'named for decryption'),
  },
)
