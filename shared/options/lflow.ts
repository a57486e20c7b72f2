import { TELOPT } from '../telnet/codes.ts'
import { verbOption } from './verbs.ts'

export const lflow = verbOption(
  {
    code: TELOPT.LFLOW,
    name: 'LFLOW',
    summary: 'stopping and starting the text with Ctrl+S and Ctrl+Q',
    source: 'RFC 1372',
    accept: { him: false, us: false },
    refusal: {
      him: 'only a client has keys that stop the text (RFC 1372)',
      us: 'Ctrl+S and Ctrl+Q go to the game like every key, which may stop its text itself (RFC 1372)',
    },
    clientOnly: 'refuse',
  },
  {
    0: { name: 'OFF', meaning: 'no key stops the text', says: 'said that no key stops the text', length: 0 },
    1: { name: 'ON', meaning: 'Ctrl+S stops the text', says: 'said that Ctrl+S stops the text', length: 0 },
    2: {
      name: 'RESTART-ANY',
      meaning: 'any key starts it again',
      says: 'said that any key starts the text again',
      length: 0,
    },
    3: {
      name: 'RESTART-XON',
      meaning: 'only Ctrl+Q starts it again',
      says: 'said that only Ctrl+Q starts the text again',
      length: 0,
    },
  },
)
