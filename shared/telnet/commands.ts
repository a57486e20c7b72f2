import { ABORT, AO, AYT, BRK, DM, EC, EL, EOF, EOR, GA, IP, NOP, SUSP } from './codes.ts'

/** A telnet command that stands alone: what it says, and what willdo does with it. */
export interface Command {
  readonly code: number
  readonly source: string
  /** What it says to whoever gets it. */
  readonly says: string
  /** What we do when a server sends it. */
  readonly received: string
  /** Why a person cannot send it; undefined where he can. */
  readonly unsendable?: string
}

const SHOWN = 'It is shown in the log.'

/** All commands but those that negotiate. */
export const COMMANDS: readonly Command[] = [
  { code: NOP, source: 'RFC 854', says: 'nothing; it shows that the sender is there', received: SHOWN },
  {
    code: AYT,
    source: 'RFC 854',
    says: 'are you there? Answer with something that can be seen',
    received:
      'It is shown in the log. An answer would be text, which a game takes for a command, so none is sent.',
  },
  { code: IP, source: 'RFC 854', says: 'interrupt what is running', received: SHOWN },
  { code: AO, source: 'RFC 854', says: 'drop the output that is still to come', received: SHOWN },
  { code: BRK, source: 'RFC 854', says: 'the Break or Attention key was pressed', received: SHOWN },
  { code: EC, source: 'RFC 854', says: 'erase the last character', received: SHOWN },
  { code: EL, source: 'RFC 854', says: 'erase the line so far', received: SHOWN },
  {
    code: GA,
    source: 'RFC 854',
    says: 'it is your turn: the prompt is complete',
    received: 'It ends a prompt, also with SGA on.',
  },
  {
    code: EOR,
    source: 'RFC 885',
    says: 'a record ends here: the prompt is complete',
    received: 'It ends a prompt.',
    unsendable: 'only what a server sends has prompts to mark',
  },
  {
    code: DM,
    source: 'RFC 854',
    says: 'the place up to which a Synch drops the text',
    received:
      'It is shown in the log; nothing is dropped, since the urgent data before it is not seen by a proxy.',
    unsendable: 'a Synch is DM sent as TCP urgent data, which a page cannot send',
  },
  { code: EOF, source: 'RFC 1184', says: 'the file ends here', received: SHOWN },
  { code: SUSP, source: 'RFC 1184', says: 'suspend what is running', received: SHOWN },
  { code: ABORT, source: 'RFC 1184', says: 'abort what is running', received: SHOWN },
]
