import { TELOPT } from '../telnet/codes.ts'
import { verbOption, type OptionVerb } from './verbs.ts'

const WHY = 'willdo has no file transfer (RFC 2840)'

const bare = (name: string, meaning: string, says: string): OptionVerb => ({ name, meaning, says, length: 0 })

export const kermit = verbOption(
  {
    code: TELOPT.KERMIT,
    name: 'KERMIT',
    summary: 'sending files by the Kermit protocol',
    source: 'RFC 2840',
    accept: { him: false, us: false },
    refusal: { him: WHY, us: WHY },
  },
  {
    0: bare('START-SERVER', 'a Kermit server runs', 'said that its Kermit server runs'),
    1: bare('STOP-SERVER', 'no Kermit server runs', 'said that no Kermit server runs'),
    2: bare('REQ-START-SERVER', 'asks for a Kermit server', 'asked to start a Kermit server'),
    3: bare('REQ-STOP-SERVER', 'asks to end it', 'asked to stop the Kermit server'),
    4: {
      name: 'SOP',
      meaning: 'the character that begins a packet follows',
      says: ([mark = 0]) => `named the character that begins a packet: ${mark}`,
      length: 1,
      rest: (reader) => void reader.take(1, 'mark', ([mark = 0]) => `character ${mark}`),
    },
    8: bare('RESP-START-SERVER', 'it is started', 'answered that its Kermit server is started'),
    9: bare('RESP-STOP-SERVER', 'it is stopped', 'answered that its Kermit server is stopped'),
  },
)
