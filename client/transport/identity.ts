import type { Told } from '../../shared/options/module.ts'
import { MTTS, type Identity } from '../../shared/session/play.ts'
import { charsetsOffered, type Encoding } from '../terminal/encodings.ts'
import { CLIENT_NAME, CLIENT_VERSION } from '../version.ts'

const CLAIMED = MTTS.ANSI | MTTS.VT100 | MTTS.COLOURS_256 | MTTS.PROXY | MTTS.TRUECOLOUR | MTTS.MNES

/** What a person lets games know. */
export interface Telling {
  /** A screen reader is in use. */
  readonly screenReader: boolean
  readonly told: Told
}

/** What holds at the moment at which a server asks. */
export interface Moment extends Telling {
  readonly encoding: Encoding
  /** A person chose that encoding. */
  readonly chosen: boolean
  /** The way from the proxy to the game is TLS. */
  readonly tls: boolean
}

/** What we say of ourselves, true at the moment at which it is asked. */
export const identityOf = (now: () => Moment): Identity => ({
  mcpKey: secretWord(),
  clientName: CLIENT_NAME,
  clientVersion: CLIENT_VERSION,
  terminalType: 'XTERM-256COLOR',
  now: () => Date.now(),
  get mtts() {
    const { encoding, tls, screenReader } = now()
    return (
      CLAIMED |
      (encoding === 'UTF-8' ? MTTS.UTF8 : 0) |
      (tls ? MTTS.TLS : 0) |
      (screenReader ? MTTS.SCREEN_READER : 0)
    )
  },
  get charsets() {
    const { encoding, chosen } = now()
    return charsetsOffered(encoding, chosen)
  },
  get told() {
    return now().told
  },
})

/** A word that nobody can guess: by it the game's own messages are told from what players write (MCP). */
const secretWord = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
