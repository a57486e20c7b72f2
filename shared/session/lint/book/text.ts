import type { Lint } from './lint.ts'

const PRINTER = { source: 'RFC 854', section: 'The NVT printer and keyboard' } as const

/** Line ends and the marks behind prompts. */
export const text = {
  'lf-cr': {
    level: 'rule',
    title: 'The server ends lines with LF CR in place of CR LF.',
    why: 'Clients that wait for the byte behind a CR show a blank line too many, hold the last line back, or take the CR for the beginning of CR NUL.',
    rule: { ...PRINTER, says: 'The end of a line is CR LF, in that order.' },
    fix: 'Send CR LF (13 10). In C that is "\\r\\n", not "\\n\\r".',
  },
  'bare-lf': {
    level: 'advice',
    title: 'The server ends lines with LF alone.',
    why: 'By the rules LF only moves down, so a strict terminal shows stairs. Most clients guess what was meant.',
    rule: { ...PRINTER, says: 'LF moves to the next line in the same column; the end of a line is CR LF.' },
    fix: 'Send CR LF (13 10) at the end of each line.',
  },
  'bare-cr': {
    level: 'rule',
    title: 'The server sends a CR that neither LF nor NUL follows.',
    why: 'A client that waits for the second byte loses one of text, or shows the return late.',
    rule: { ...PRINTER, says: 'CR is followed by LF for a line end, or by NUL for a return alone.' },
    fix: 'Send CR NUL (13 0) to go back to the beginning of a line. CR CR LF is one CR too many.',
  },
  'ga-after-sga': {
    level: 'rule',
    title: 'The server sends GA although it agreed to suppress it.',
    why: 'Clients that believe the agreement look for no mark, so prompts run into the text behind them.',
    rule: {
      source: 'RFC 858',
      section: 'Command meanings',
      says: 'While SUPPRESS-GO-AHEAD is on, no GA is sent.',
    },
    fix: 'Offer EOR (25) and send IAC EOR behind prompts, or do not offer SGA.',
  },
  'eor-not-agreed': {
    level: 'rule',
    title: 'The server sends IAC EOR without an agreement on EOR.',
    why: 'A client that does not know the command may show it, or drop text with it.',
    rule: {
      source: 'RFC 885',
      section: 'Command meanings',
      says: 'EOR is sent once WILL END-OF-RECORD was answered with DO.',
    },
    fix: 'Send WILL EOR at the start, and IAC EOR only to clients that said DO. GA needs no agreement.',
  },
  'eor-unused': {
    level: 'advice',
    title: 'The server agreed on EOR and marks no prompt with it.',
    why: 'A client that was promised marks stops guessing where prompts end, so they are shown late or read out as text.',
    rule: {
      source: 'RFC 885',
      section: 'Description of the option',
      says: 'The option is there to tell where a record ends; MUDs send IAC EOR behind each prompt.',
    },
    fix: 'Send IAC EOR (255 239) right behind each prompt, or do not offer EOR.',
  },
} as const satisfies Readonly<Record<string, Lint>>
