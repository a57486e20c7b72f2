import { MTTS, type Identity } from '../../shared/session/play.ts'
import { charsetsOffered, type Encoding } from '../terminal/encodings.ts'
import { CLIENT_NAME, CLIENT_VERSION } from '../version.ts'

const CLAIMED = MTTS.ANSI | MTTS.VT100 | MTTS.COLOURS_256 | MTTS.PROXY | MTTS.TRUECOLOUR

/** What we say of ourselves; the character set is the one of the moment at which a server asks. */
export const identityOf = (now: () => { encoding: Encoding; chosen: boolean }): Identity => ({
  clientName: CLIENT_NAME,
  clientVersion: CLIENT_VERSION,
  terminalType: 'XTERM-256COLOR',
  get mtts() {
    return now().encoding === 'UTF-8' ? CLAIMED | MTTS.UTF8 : CLAIMED
  },
  get charsets() {
    const { encoding, chosen } = now()
    return charsetsOffered(encoding, chosen)
  },
})
