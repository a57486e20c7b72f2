/** An option that willdo names and watches and always refuses. */
export interface Legacy {
  readonly summary: string
  readonly source: string
  /** Why we refuse it, as a sentence's end that follows "because". */
  readonly why: string
}

const REGISTRY = 'https://www.iana.org/assignments/telnet-options'

const rfc = (number: number, summary: string, why: string): Legacy => ({
  summary,
  source: `RFC ${number}`,
  why: `${why} (RFC ${number})`,
})
const registered = (summary: string, why: string): Legacy => ({
  summary,
  source: REGISTRY,
  why: `${why} (registered without an RFC)`,
})

const PAPER = 'it is made for printing terminals; a screen needs no such help'
const BLOCKS = 'it is made for IBM terminals that send whole screens, which this one does not'

/** Options of the past that have no messages one meets, by number. */
export const LEGACY: Readonly<Record<number, Legacy>> = {
  2: rfc(
    671,
    'moving the other end of a connection elsewhere',
    'a connection cannot be moved by the other end',
  ),
  4: registered('the size of messages', 'TCP knows no messages that could have a size'),
  7: rfc(726, 'the server says when the terminal echoes', 'ECHO does what it is for'),
  8: registered('the width of a printed line', 'NAWS tells the size of the window'),
  9: registered('the length of a printed page', 'NAWS tells the size of the window'),
  10: rfc(652, 'what to do with carriage returns', PAPER),
  11: rfc(653, 'where horizontal tabs stop', PAPER),
  12: rfc(654, 'what to do with horizontal tabs', PAPER),
  13: rfc(655, 'what to do with form feeds', PAPER),
  14: rfc(656, 'where vertical tabs stop', PAPER),
  15: rfc(657, 'what to do with vertical tabs', PAPER),
  16: rfc(658, 'what to do with line feeds', PAPER),
  17: rfc(698, 'the character set of the Stanford AI laboratory', 'CHARSET chooses among today’s sets'),
  19: rfc(735, 'macros of bytes', 'nobody has used it since the 1970s'),
  20: rfc(
    1043,
    'forms that are filled in at the terminal',
    'it is made for data entry terminals, which this one is not',
  ),
  21: rfc(736, 'another display protocol in place of telnet', 'we speak telnet'),
  22: rfc(749, 'display commands inside telnet', 'the terminal takes ANSI commands'),
  26: rfc(927, 'who the user is, for TACACS', 'who you are is told by you alone'),
  27: rfc(933, 'marks in what is printed, for secrecy classes', 'nothing is printed with marks here'),
  28: rfc(946, 'the number of the terminal line', 'a page has no terminal line'),
  29: rfc(1041, 'how an IBM 3270 terminal is to be driven', BLOCKS),
  30: rfc(1053, 'the settings of an X.3 PAD', 'there is no X.25 network between here and there'),
  40: rfc(2355, 'IBM 3270 screens', BLOCKS),
  41: registered('logging in to X programs', 'no X program can run here'),
  43: registered('a serial port behind the server', 'there is no serial port here or there'),
  45: registered('asks not to echo on our side', 'ECHO does what it is for'),
  48: registered(
    'an address for the browser to open',
    'no game may open pages; links in its text can be clicked',
  ),
  49: registered('X windows inside the connection', 'no X program can run here'),
  138: registered('logging in with a secret kept by the client', 'no secret of yours is kept for games'),
  139: registered('logging in with a Windows account', 'no account of yours is told to games'),
  140: registered(
    'messages that keep the connection alive',
    'the proxy keeps the connection alive by itself',
  ),
}
