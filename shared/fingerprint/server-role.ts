import { latin1 } from '../base/bytes.ts'
import { TELOPT } from '../telnet/codes.ts'
import { isClientOption } from './names.ts'
import { type Scan } from './scan-state.ts'
import { say, saySubnegotiation, setLocal, setPending, setRemote } from './tables.ts'

/**
 * While the reference (4.0.5) asks in the wrong direction, it answers as a server would. Only what differs from the client is
 * here.
 */

const T = TELOPT
const SEND = Uint8Array.of(1)
const CHARSETS = ' UTF-8 LATIN1 US-ASCII'
const LFLOW_RESTART_XON = 3
const LINEMODE_MODE = Uint8Array.of(1, 16)

/** The server's DO; undefined where a client answers the same. */
export function doAsServer(scan: Scan, option: number): boolean | 'ignored' | undefined {
  if (option === T.ECHO) {
    say(scan, 'WILL', option)
    return true
  }
  if (option === T.MXP) setPending(scan, 'SB', option, true)
  if (option === T.LOGOUT) {
    scan.loggedOut = true
    return 'ignored'
  }
  if (!isClientOption(option)) return undefined
  scan.directional = new Set([...scan.directional, option])
  say(scan, 'WONT', option)
  return true
}

/** The server's WILL; false where a client answers the same. */
export function willAsServer(scan: Scan, option: number): boolean {
  switch (option) {
    case T.ECHO:
      return true
    case T.LOGOUT:
      say(scan, 'DONT', option)
      return true
    case T.NAWS:
    case T.SNDLOC:
    case T.LINEMODE:
      say(scan, 'DO', option)
      setRemote(scan, option, true)
      setPending(scan, 'SB', option, true)
      if (option === T.LINEMODE) saySubnegotiation(scan, option, LINEMODE_MODE)
      return true
    case T.TTYPE:
    case T.TSPEED:
    case T.XDISPLOC:
      setRemote(scan, option, true)
      saySubnegotiation(scan, option, SEND)
      return true
    case T.LFLOW:
      setRemote(scan, option, true)
      saySubnegotiation(scan, option, Uint8Array.of(LFLOW_RESTART_XON))
      return true
    case T.NEW_ENVIRON:
      setRemote(scan, option, true)
      return true
    case T.CHARSET:
      setRemote(scan, option, true)
      if (scan.local.get(option) !== true) {
        // First: the rules hold back a WILL for what we perform already.
        say(scan, 'WILL', option)
        setLocal(scan, option, true)
      }
      saySubnegotiation(scan, option, latin1(`\x01${CHARSETS}`))
      return true
    default:
      return false
  }
}
