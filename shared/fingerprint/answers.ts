import { latin1 } from '../base/bytes.ts'
import { TELOPT, type Verb } from '../telnet/codes.ts'
import { BURST, isClientOption, logName, receivedName } from './names.ts'
import { fromJson, repr } from './python.ts'
import { note, type Scan } from './scan-state.ts'
import { doAsServer, willAsServer } from './server-role.ts'
import { slcStart } from './slc.ts'
import { sendStatus } from './status.ts'
import { isPending, say, saySubnegotiation, setLocal, setPending, setRemote, VERB_OF } from './tables.ts'

/** What the reference answers to each DO, DONT, WILL and WONT as a client. */

const T = TELOPT
export const COLUMNS = 80
export const ROWS = 25

/** Which the reference's versions call themselves. */
const VERSION = { 'five-key': '4.0.2', 'eight-key': '4.0.5' } as const
const GMCP_MODULES = [
  ...['Char 1', 'Char.Vitals 1', 'Char.Items 1', 'Room 1', 'Room.Info 1', 'Comm 1', 'Comm.Channel 1'],
  'Group 1',
]

/** After our WILL the server is to say more. */
const SB_EXPECTED: readonly number[] = [T.TTYPE, T.TSPEED, T.LFLOW, T.XDISPLOC, T.NEW_ENVIRON, T.LINEMODE]
const WE_DO: readonly number[] = [
  T.BINARY,
  T.SGA,
  T.EOR,
  T.CHARSET,
  T.NAWS,
  T.STATUS,
  ...SB_EXPECTED,
  ...BURST,
]
const SERVER_DOES: readonly number[] = [
  ...[T.BINARY, T.SGA, T.ECHO, T.EOR],
  ...BURST.filter((option) => option !== T.MCCP3),
]

/** A command that the reference fails at: it is logged and has no effect. */
export const fail = (scan: Scan, why: string): void => note(scan, () => `Invalid telnet byte: ${why}`)

export function receiveVerb(scan: Scan, code: number, option: number): void {
  const verb = VERB_OF[code] as Verb
  note(scan, () => `recv IAC ${verb} ${receivedName(option)}`)
  if (verb === 'DO') return receiveDo(scan, option)
  if (verb === 'WILL') return receiveWill(scan, option)
  if (verb === 'WONT') return receiveWont(scan, option)
  note(scan, () => `handle_dont(${logName(option)})`)
  setPending(scan, 'WILL', option, false)
  setLocal(scan, option, false)
}

function receiveDo(scan: Scan, option: number): void {
  note(scan, () => `handle_do(${logName(option)})`)
  const value = (scan.serverRole ? doAsServer(scan, option) : undefined) ?? handleDo(scan, option)
  if (value !== 'ignored') setLocal(scan, option, value)
  if (isPending(scan, 'WILL', option)) setPending(scan, 'WILL', option, false)
}

/** The answer; returns what the tables are to hold of it. */
function handleDo(scan: Scan, option: number): boolean | 'ignored' {
  if (option === T.ECHO) {
    say(scan, 'WONT', option)
    // It counts as requested all the same.
    return true
  }
  if (option === T.TM) {
    note(scan, () => 'IAC TM: Received DO TM (Timing Mark).')
    say(scan, 'WILL', option)
    return true
  }
  if (option === T.LOGOUT) {
    fail(scan, 'cannot recv DO LOGOUT on client end')
    return 'ignored'
  }
  if (!WE_DO.includes(option)) {
    note(scan, () => `DO ${logName(option)} not supported.`)
    say(scan, 'WONT', option)
    return false
  }
  if (option === T.MCCP2 && scan.settings.tls) {
    say(scan, 'WONT', option)
    return false
  }
  if (scan.local.get(option) !== true) say(scan, 'WILL', option)
  if (SB_EXPECTED.includes(option)) setPending(scan, 'SB', option, true)
  if (option === T.NAWS) sendSize(scan)
  if (option === T.STATUS) sendStatus(scan)
  if (option === T.LINEMODE) {
    setLocal(scan, option, true)
    slcStart(scan)
  }
  return true
}

function sendSize(scan: Scan): void {
  note(scan, () => `send IAC SB NAWS (rows=${ROWS}, cols=${COLUMNS}) IAC SE`)
  saySubnegotiation(scan, T.NAWS, Uint8Array.of(0, COLUMNS, 0, ROWS))
}

function receiveWill(scan: Scan, option: number): void {
  if (!isPending(scan, 'DO', option) && option !== T.TM) {
    note(scan, () =>
      option === T.CHARSET
        ? 'WILL CHARSET (bi-directional capability exchange)'
        : `WILL ${logName(option)} unsolicited`,
    )
  }
  note(scan, () => `handle_will(${logName(option)})`)
  if (!scan.serverRole || !willAsServer(scan, option)) handleWill(scan, option)
  if (isPending(scan, 'DO', option)) setPending(scan, 'DO', option, false)
}

function handleWill(scan: Scan, option: number): void {
  if (option === T.TM || option === T.LOGOUT) return fail(scan, `cannot recv WILL ${logName(option)}`)
  if ((option === T.MCCP2 || option === T.MCCP3) && scan.settings.tls) return say(scan, 'DONT', option)
  if (isClientOption(option)) {
    scan.directional = new Set([...scan.directional, option])
    note(scan, () => `recv WILL ${logName(option)} on client end, refusing.`)
    return say(scan, 'DONT', option)
  }
  if (option === T.STATUS) return askStatus(scan)
  if (option === T.CHARSET || option === T.MCCP3) say(scan, 'DO', option)
  else if (SERVER_DOES.includes(option) || option === T.COM_PORT) {
    if (scan.remote.get(option) !== true) say(scan, 'DO', option)
  } else {
    say(scan, 'DONT', option)
    return note(scan, () => `Unhandled: WILL ${logName(option)}.`)
  }
  setRemote(scan, option, true)
  if (option === T.GMCP && !scan.greeted) greetGmcp(scan)
  if (option === T.COM_PORT && !scan.serverRole) askSignature(scan)
  if (option === T.MCCP3 && !scan.serverRole) startPacking(scan)
}

function askStatus(scan: Scan): void {
  setRemote(scan, T.STATUS, true)
  if (isPending(scan, 'SB', T.STATUS)) return
  setPending(scan, 'SB', T.STATUS, true)
  note(scan, () => 'send IAC SB STATUS SEND IAC SE')
  saySubnegotiation(scan, T.STATUS, Uint8Array.of(1))
}

function greetGmcp(scan: Scan): void {
  scan.greeted = true
  const hello = JSON.stringify({ client: 'telnetlib3', version: VERSION[scan.settings.schema] })
  const messages = [
    ['Core.Hello', hello],
    ['Core.Supports.Set', JSON.stringify(GMCP_MODULES)],
  ] as const
  for (const [name, data] of messages) {
    note(scan, () => `send IAC SB GMCP ${name} IAC SE`)
    saySubnegotiation(scan, T.GMCP, latin1(`${name} ${data}`))
  }
  note(scan, () => `GMCP handshake: Core.Hello + Core.Supports.Set ${repr(fromJson(GMCP_MODULES))}`)
}

function askSignature(scan: Scan): void {
  note(scan, () => 'send IAC SB COM-PORT-OPTION SIGNATURE IAC SE')
  saySubnegotiation(scan, T.COM_PORT, Uint8Array.of(0))
}

/** What was already owed for this read goes out as it is; the stream begins behind it. */
function startPacking(scan: Scan): void {
  saySubnegotiation(scan, T.MCCP3, new Uint8Array(0))
  note(scan, () => 'MCCP3: client compression activated')
  scan.packingAsked = true
}

function receiveWont(scan: Scan, option: number): void {
  note(scan, () => `handle_wont(${logName(option)})`)
  if (option === T.TM && !isPending(scan, 'DO', option)) return fail(scan, 'WONT TM without DO TM')
  if (option !== T.LOGOUT) setRemote(scan, option, false)
  setPending(scan, 'DO', option, false)
}
