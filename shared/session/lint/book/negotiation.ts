import type { Lint } from './lint.ts'

const GENERAL = { source: 'RFC 854', section: 'General considerations' } as const

/** WILL, WONT, DO and DONT. */
export const negotiation = {
  loop: {
    level: 'rule',
    title: 'The server asks for OPTION again and again.',
    why: 'Two ends that answer each other’s answers talk for ever. willdo stops answering for a while; a client that does not hangs or fills the line.',
    rule: {
      source: 'RFC 1143',
      section: 'Section 7',
      says: 'Each side remembers what it asked and what is agreed, and answers only what changes that.',
    },
    fix: 'Keep a state for each option and side as in RFC 1143 (no, yes, asked). Do not answer a WILL or DO for what is on already.',
  },
  'forbidden-answer': {
    level: 'rule',
    title: 'The server answers a request to end OPTION by saying that it is on.',
    why: 'A request to stop cannot be refused, so the two ends no longer agree on what is on.',
    rule: {
      source: 'RFC 854',
      section: 'General considerations',
      says: 'A request to disable an option must be granted: WONT answers DONT, and DONT answers WONT.',
    },
    fix: 'Answer DONT with WONT and WONT with DONT, always.',
  },
  'wrong-way': {
    level: 'rule',
    title: 'The server says WILL for OPTION, which only a client can do.',
    why: 'A client that says yes has agreed to nothing: it never sends what the server wanted to know, such as its window size.',
    rule: {
      ...GENERAL,
      says: 'WILL offers to do something oneself; DO asks the other end to do it. What only a client has is asked for with DO.',
    },
    fix: 'Send DO in place of WILL.',
  },
  'wrong-way-do': {
    level: 'rule',
    title: 'The server says DO for OPTION, which only a server can do.',
    why: 'It asks the client to play the server’s part. Most clients refuse, and the option stays off.',
    rule: {
      ...GENERAL,
      says: 'DO asks the other end to do something; WILL offers to do it oneself. What only a server has is offered with WILL.',
    },
    fix: 'Send WILL in place of DO.',
  },
  'asks-client-echo': {
    level: 'advice',
    title: 'The server asks the client to echo what the server sends.',
    why: 'A client that did would send every character back. Some telnet servers ask on purpose, to find clients of the 1980s.',
    rule: {
      source: 'RFC 857',
      section: 'Description of the option',
      says: 'ECHO on both sides at once echoes each character for ever.',
    },
    fix: 'Leave DO ECHO out, unless you still serve those clients. WILL ECHO is what hides a password.',
  },
  'off-already': {
    level: 'rule',
    title: 'The server says WONT or DONT for OPTION, which is off already.',
    why: 'Clients that answer it, against the rules, start a loop. The others wonder what was meant.',
    rule: {
      ...GENERAL,
      says: 'Everything is off at the start, and a verb is a request for a change or the answer to one, never an announcement.',
    },
    fix: 'Leave it out. Send WONT or DONT only to end what is on, or to refuse what was asked for.',
  },
  'answers-refusal': {
    level: 'rule',
    title: 'The server answers a refusal of OPTION, which needs no answer.',
    why: 'It costs three bytes, and with a client that answers back it is the beginning of a loop.',
    rule: {
      source: 'RFC 1143',
      section: 'Section 7',
      says: 'DONT in answer to WILL, and WONT in answer to DO, settle the matter: the option is off and nothing more is sent.',
    },
    fix: 'When your offer is refused, note that it is off and say nothing. Answer only what is asked of you.',
  },
  'asks-twice': {
    level: 'rule',
    title: 'The server asks for OPTION while its first request is open or granted already.',
    why: 'A client cannot tell a repetition from a new request, and may answer twice or take it for a restart.',
    rule: {
      source: 'RFC 1143',
      section: 'Section 7',
      says: 'What is on, or asked for and not answered, is not asked for again.',
    },
    fix: 'Remember that you asked. After a restart or copyover asking again is right.',
  },
  'asks-after-no': {
    level: 'rule',
    title: 'The server asks for OPTION again although it was refused.',
    why: 'The client says no once more, each time. A user who chose to do without sees the option flicker.',
    rule: { ...GENERAL, says: 'A rejected request is not repeated until something changes.' },
    fix: 'Take no for an answer until the connection ends or the client itself asks. After a restart asking again is right.',
  },
  'never-answered': {
    level: 'rule',
    title: 'The server does not answer a request about OPTION.',
    why: 'A client that waits for the answer waits for ever, and may keep its screen or its login back until it comes.',
    rule: { ...GENERAL, says: 'Every request gets an answer; what one does not know is refused.' },
    fix: 'Answer WILL with DO or DONT, and DO with WILL or WONT, also for options that you have never heard of.',
  },
  flapping: {
    level: 'rule',
    title: 'The server switches OPTION on and off again and again.',
    why: 'Each change is new, so a client answers each: the line fills with negotiation, and the two ends may never settle.',
    rule: {
      ...GENERAL,
      says: 'A party asks only for a change, never to announce what is so already, and an answer is no request.',
    },
    fix: 'Decide once whether you want it. Do not answer an answer: DO in answer to your WILL settles the matter.',
  },
  'echo-flapping': {
    level: 'advice',
    title: 'The server switches ECHO on and off again and again.',
    why: 'Clients take WILL ECHO for the beginning of a password and hide what is typed, so lines vanish or show for a moment.',
    rule: {
      source: 'RFC 857',
      section: 'Command meanings',
      says: 'WILL ECHO says that the server shows what is typed from now on; WONT ECHO that it does not.',
    },
    fix: 'Send WILL ECHO before a password and WONT ECHO behind it, and leave it alone otherwise.',
  },
} as const satisfies Readonly<Record<string, Lint>>
