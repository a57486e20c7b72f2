import type { Opened } from '../../shared/wire/messages.ts'

/** How the leg from proxy to game is secured, in two words and in a sentence. */
export interface Lock {
  readonly closed: boolean
  readonly words: string
  readonly sentence: string
}

const VERIFIED: Lock = {
  closed: true,
  words: 'TLS, verified',
  sentence: 'From proxy to game everything is encrypted, and the proxy has verified the game’s certificate.',
}

const TRUSTED: Lock = {
  closed: true,
  words: 'TLS, trusted by you',
  sentence:
    'From proxy to game everything is encrypted. Nobody the proxy knows vouches for the certificate; you do.',
}

const OPEN: Lock = {
  closed: false,
  words: 'Not encrypted to the game',
  sentence: 'From proxy to game nothing is encrypted, passwords included. Most games offer nothing else.',
}

export const lockOf = ({ tls }: Opened): Lock => (tls ? (tls.authorized ? VERIFIED : TRUSTED) : OPEN)
