import { TELOPT } from '../telnet/codes.ts'
import { verbOption } from './verbs.ts'

const OFF = 0
const ON = 1
const RESTART_ANY = 2
const RESTART_XON = 3

export interface FlowFacts {
  /** Ctrl+S stops the text; else it is a key like any other. */
  readonly on: boolean
  /** Any key starts it again, and not Ctrl+Q alone. */
  readonly restartAny: boolean
}

/** Whoever agrees to the option begins with flow control on; which key starts the text again is left open (RFC 1372). */
const BEGINNING: FlowFacts = Object.freeze({ on: true, restartAny: false })

const AFTER: Readonly<Record<number, Partial<FlowFacts>>> = {
  [OFF]: { on: false },
  [ON]: { on: true },
  [RESTART_ANY]: { restartAny: true },
  [RESTART_XON]: { restartAny: false },
}

export const lflow = verbOption<FlowFacts>(
  {
    code: TELOPT.LFLOW,
    name: 'LFLOW',
    summary: 'stopping and starting the text with Ctrl+S and Ctrl+Q',
    source: 'RFC 1372',
    accept: { him: false, us: true },
    refusal: { him: 'only a client has keys that stop the text (RFC 1372)' },
    clientOnly: 'refuse',
    facts: {
      initial: () => BEGINNING,
      restart: () => BEGINNING,
      evolve: (facts, { verb }, side) => (side === 'server' ? { ...facts, ...AFTER[verb] } : facts),
    },
  },
  {
    [OFF]: {
      name: 'OFF',
      meaning: 'no key stops the text',
      says: 'said that no key stops the text',
      length: 0,
    },
    [ON]: {
      name: 'ON',
      meaning: 'Ctrl+S stops the text',
      says: 'said that Ctrl+S stops the text',
      length: 0,
    },
    [RESTART_ANY]: {
      name: 'RESTART-ANY',
      meaning: 'any key starts it again',
      says: 'said that any key starts the text again',
      length: 0,
    },
    [RESTART_XON]: {
      name: 'RESTART-XON',
      meaning: 'only Ctrl+Q starts it again',
      says: 'said that only Ctrl+Q starts the text again',
      length: 0,
    },
  },
)
