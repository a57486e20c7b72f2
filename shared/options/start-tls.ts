import { TELOPT } from '../telnet/codes.ts'
import { verbOption } from './verbs.ts'

const WHY =
  'TLS is begun with the connection: choose it in the address, as in telnets:// (the draft for this option was never finished)'

export const startTls = verbOption(
  {
    code: TELOPT.TLS,
    name: 'TLS',
    summary: 'changing to TLS in the middle of a session (START_TLS)',
    source: 'https://www.iana.org/assignments/telnet-options',
    accept: { him: false, us: false },
    refusal: { him: WHY, us: WHY },
  },
  { 1: { name: 'FOLLOWS', meaning: 'TLS begins behind it', says: 'said that TLS begins', length: 0 } },
)
