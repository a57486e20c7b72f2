import type { Lint } from './lint.ts'

/** What a server asks about the terminal, its user and their character set. */
export const questions = {
  'ttype-forever': {
    level: 'rule',
    title: 'The server goes on asking for the terminal type after the list has ended.',
    why: 'Each request costs a round trip, and a client that answers each with the next name starts its list over and over.',
    rule: {
      source: 'RFC 1091',
      section: 'Implementation suggestions',
      says: 'The same name twice in a row ends the list. One more pass is for coming back to the name that is wanted.',
    },
    fix: 'Stop when an answer equals the one before it. For MTTS that is at the latest the fourth.',
  },
  'environ-no-names': {
    level: 'advice',
    title: 'The server asks for several environment variables and gives no names.',
    why: 'Clients read it as a request for nothing, or for everything. It looks like a buffer that was not filled.',
    rule: {
      source: 'RFC 1572',
      section: 'Command meanings',
      says: 'Each VAR or USERVAR is followed by a name. SEND alone asks for all, SEND VAR USERVAR for all of both kinds.',
    },
    fix: 'Name the variables, or send SEND with nothing behind it.',
  },
  'charset-role': {
    level: 'rule',
    title: 'The server proposes character sets although only the client offered to.',
    why: 'By the rules the client is the one to propose, so both may wait for each other, or both propose at once.',
    rule: {
      source: 'RFC 2066',
      section: 'Command meanings',
      says: 'Only the side that sent WILL CHARSET and got DO may send REQUEST.',
    },
    fix: 'Send WILL CHARSET, wait for DO CHARSET, then send REQUEST.',
  },
  'charset-unasked': {
    level: 'rule',
    title: 'The server accepts or rejects character sets that nobody proposed.',
    why: 'A client that believes it changes how it reads text, while nothing was agreed.',
    rule: {
      source: 'RFC 2066',
      section: 'Command meanings',
      says: 'ACCEPTED and REJECTED answer a REQUEST of the other side.',
    },
    fix: 'To name your set, send REQUEST with that one in it. ACCEPTED is only an answer.',
  },
} as const satisfies Readonly<Record<string, Lint>>
