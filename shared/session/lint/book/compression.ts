import type { Lint } from './lint.ts'

const MCCP = 'https://tintin.mudhalla.net/protocols/mccp/'

/** MCCP. */
export const compression = {
  'compression-not-agreed': {
    level: 'rule',
    title: 'The server starts compression without the client’s DO.',
    why: 'A client that did not agree shows the compressed bytes as garbage, and nothing more can be read.',
    rule: {
      source: MCCP,
      section: 'Handshake',
      says: 'Compression starts once the client has answered WILL with DO.',
    },
    fix: 'Wait for IAC DO before IAC SB … IAC SE.',
  },
  'compression-nested': {
    level: 'rule',
    title: 'The server starts compression inside a compressed stream.',
    why: 'Nobody can tell whether the next bytes are compressed once or twice. willdo reads on as if nothing was said.',
    rule: { source: MCCP, section: 'Compression format', says: 'A stream is ended before another begins.' },
    fix: 'Remember that the connection is compressed, and do not start again until the stream was finished.',
  },
  'compression-no-end': {
    level: 'rule',
    title: 'The server drops out of compression without ending the stream.',
    why: 'The next plain bytes look like damaged data. Most clients show an error and give up, or close the connection.',
    rule: {
      source: MCCP,
      section: 'Compression format',
      says: 'A stream ends with Z_FINISH; from the byte behind its end on everything is plain.',
    },
    fix: 'Call deflate with Z_FINISH and send what it gives, before WONT and any plain text. This matters for a copyover too.',
  },
  'compression-damaged': {
    level: 'rule',
    title: 'The server’s compressed data is damaged.',
    why: 'Text is lost, and willdo asks the server to stop compressing.',
    rule: {
      source: 'RFC 1950',
      section: 'Data format',
      says: 'A stream is a header, deflate blocks and a check sum, without anything in between.',
    },
    fix: 'Send everything through one deflate stream, telnet commands too, and nothing beside it, also from other threads.',
  },
} as const satisfies Readonly<Record<string, Lint>>
