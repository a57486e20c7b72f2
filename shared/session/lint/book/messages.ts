import type { Lint } from './lint.ts'

const AGREED = {
  source: 'RFC 855',
  section: 'Subnegotiation',
  says: 'Both ends first agree on the option by WILL and DO; then its messages may be sent.',
} as const
const GMCP = 'https://mudstandards.org/gmcp/core'

/** What subnegotiations hold, and when they are sent. */
export const messages = {
  'empty-sb': {
    level: 'rule',
    title: 'The server sends a message of OPTION with nothing in it.',
    why: 'Some clients read the byte behind the option’s number without looking whether there is one, and crash.',
    rule: {
      source: 'RFC 855',
      section: 'Subnegotiation',
      says: 'A message begins with what its option defines; only MCCP and MXP define an empty one.',
    },
    fix: 'Send nothing when there is nothing to say.',
  },
  'malformed-sb': {
    level: 'rule',
    title: 'The server sends data of OPTION that cannot be read.',
    why: 'The client drops it, or guesses. What it was to say is lost.',
    rule: {
      source: 'RFC 855',
      section: 'Subnegotiation',
      says: 'What stands in a message is defined by the option’s own document.',
    },
    fix: 'Compare the bytes with the option’s document. A byte 255 inside must be doubled.',
  },
  'sb-before-agreed': {
    level: 'rule',
    title: 'The server sends data of OPTION before the option is agreed.',
    why: 'A client that has not said yes yet drops the message, so the server never gets its answer, or shows it as text.',
    rule: AGREED,
    fix: 'Wait for the client’s WILL or DO, then send. A request in one burst with its message comes too early.',
  },
  'sb-after-no': {
    level: 'rule',
    title: 'The server sends data of OPTION although the option was refused or ended.',
    why: 'The client has said that it does not understand it. At best it is dropped, at worst it is shown.',
    rule: AGREED,
    fix: 'Check that the option is on for this connection before each message.',
  },
  'wrong-role': {
    level: 'rule',
    title: 'The server sends data of OPTION that only a client sends.',
    why: 'It answers a question that it should ask. The client never hears the question, so it does not answer.',
    rule: {
      source: 'RFC 855',
      section: 'Subnegotiation',
      says: 'In an option that the client does, the server sends SEND and the client sends IS.',
    },
    fix: 'Send the request (SEND, 1) and leave the answer (IS, 0) to the client.',
  },
  'gmcp-no-package': {
    level: 'rule',
    title: 'The server sends GMCP data without the name of a package.',
    why: 'Clients hand a message to whoever asked for its package. Without a name nobody gets it.',
    rule: { source: GMCP, section: 'Messages', says: 'A message is a package’s name, a blank, then JSON.' },
    fix: 'Begin each message with its package, such as Char.Vitals {"hp": 20}.',
  },
  'gmcp-bad-json': {
    level: 'rule',
    title: 'The server sends GMCP data that is no JSON.',
    why: 'Clients parse the part behind the package’s name; when that fails the whole message is lost.',
    rule: { source: GMCP, section: 'Messages', says: 'What follows the package’s name is JSON, in UTF-8.' },
    fix: 'Write it with a JSON library. The usual mistakes: strings without quotes, a comma behind the last item, raw line ends in strings.',
  },
  'mssp-incomplete': {
    level: 'advice',
    title: 'The server’s MSSP answer lacks what every answer has to hold.',
    why: 'Lists of games leave out a server that does not say its name, its players and since when it runs.',
    rule: {
      source: 'https://mudstandards.org/mud/mssp',
      section: 'Official variables',
      says: 'NAME, PLAYERS and UPTIME are required.',
    },
    fix: 'Send NAME, PLAYERS (how many are on) and UPTIME (when it started, in seconds since 1970).',
  },
} as const satisfies Readonly<Record<string, Lint>>
