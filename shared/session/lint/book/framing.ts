import type { Lint } from './lint.ts'

/** How IAC and subnegotiations are put on the wire. */
export const framing = {
  'bare-iac': {
    level: 'rule',
    title: 'The server sends a lone byte 255 that begins no command.',
    why: 'Clients disagree on what to do with it: some show it, some drop it, some drop the byte behind it too, which eats text.',
    rule: {
      source: 'RFC 854',
      section: 'Telnet command structure',
      says: 'The byte 255 (IAC) begins a command. As data it is sent twice.',
    },
    fix: 'Double each byte 255 of text: send 255 255. In ISO-8859-1 that is the letter ÿ; in CP437 and binary data it is common. If it is the urgent mark of a Synch, nothing is wrong: proxies lose the byte behind it.',
  },
  'bare-se': {
    level: 'rule',
    title: 'The server ends a subnegotiation that never began.',
    why: 'Something before it was lost or cut short, so a client may have missed a message or shown it as text.',
    rule: {
      source: 'RFC 855',
      section: 'Subnegotiation',
      says: 'IAC SE closes what IAC SB and an option’s number opened.',
    },
    fix: 'Send each IAC SE behind one IAC SB. A byte 255 inside a message must be doubled, or a client takes IAC and the next byte for its end.',
  },
  'nameless-sb': {
    level: 'rule',
    title: 'The server sends an empty subnegotiation that names no option.',
    why: 'Clients that wait for an option’s number swallow what follows, sometimes everything up to the next message.',
    rule: {
      source: 'RFC 855',
      section: 'Subnegotiation',
      says: 'IAC SB is followed by the number of an option, then its data, then IAC SE.',
    },
    fix: 'Leave it out, or name the option. Look for code that frames a message whose text turned out empty.',
  },
  'unterminated-sb': {
    level: 'rule',
    title: 'The server does not end a message of OPTION with IAC SE.',
    why: 'Until IAC SE comes everything is taken for part of the message, so text disappears from the screen.',
    rule: { source: 'RFC 855', section: 'Subnegotiation', says: 'Each subnegotiation ends with IAC SE.' },
    fix: 'Send IAC SE (255 240) behind every message, and double each byte 255 inside it.',
  },
  'oversized-sb': {
    level: 'advice',
    title: 'The server sends a message of OPTION that is longer than 1 MiB.',
    why: 'Clients keep a message in memory until it ends, and most give up far earlier, often at 16 KiB.',
    rule: {
      source: 'RFC 855',
      section: 'Subnegotiation',
      says: 'No limit is given; a receiver has to set one, or a message without an end would fill its memory.',
    },
    fix: 'Split large data into several messages, and check that each ends with IAC SE.',
  },
} as const satisfies Readonly<Record<string, Lint>>
