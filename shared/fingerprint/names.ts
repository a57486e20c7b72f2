import { optionName, TELOPT } from '../telnet/codes.ts'
import { reprBytes } from './python.ts'
import type { ScanType } from './record.ts'

const T = TELOPT

/** The ten options of the opening burst: WILL for each, then DO for each. The reference's order is random in each run. */
export const BURST: readonly number[] = [
  ...[T.GMCP, T.MSDP, T.MSSP, T.MSP, T.MXP, T.ZMP, T.AARDWOLF, T.ATCP, T.MCCP2, T.MCCP3],
]

const CORE = [T.BINARY, T.SGA, T.ECHO, T.STATUS, T.CHARSET, T.EOR, T.COM_PORT]
const LEGACY = [
  ...[T.AUTHENTICATION, T.ENCRYPT, T.TN3270E, T.XAUTH, T.RSP, T.SUPPRESS_LOCAL_ECHO, T.TLS, T.KERMIT],
  ...[T.SEND_URL, T.FORWARD_X, T.PRAGMA_LOGON, T.SSPI_LOGON, T.PRAGMA_HEARTBEAT, T.X3PAD, T.VT3270REGIME],
  ...[T.TTYLOC, T.SUPDUP, T.SUPDUPOUTPUT, T.DET, T.BM, T.RCP, T.NAMS, T.RCTE, T.NAOL, T.NAOP, T.NAOCRD],
  ...[T.NAOHTS, T.NAOHTD, T.NAOFFD, T.NAOVTS, T.NAOVTD, T.NAOLFD],
]
const MUD = [T.MCCP2, T.MCCP3, T.GMCP, T.MSDP, T.MSSP, T.MSP, T.MXP, T.ZMP, T.AARDWOLF, T.ATCP]

const PROBES: Readonly<Record<ScanType, readonly number[]>> = {
  quick: [...CORE, ...MUD],
  full: [...CORE, ...LEGACY, ...MUD],
}

/** The options asked for by the probe, in its order. */
export const probeOrder = (type: ScanType): readonly number[] => PROBES[type]

const CLIENT_OPTIONS: readonly number[] = [
  ...[T.SNDLOC, T.TTYPE, T.NAWS, T.TSPEED, T.LFLOW, T.LINEMODE, T.XDISPLOC, T.NEW_ENVIRON],
]

/** True for options that only a client performs: the probe never asks for them, and a server's WILL is refused. */
export const isClientOption = (code: number): boolean => CLIENT_OPTIONS.includes(code)

// Where the reference's log differs from willdo's names. From 236 on the bytes are commands to it.
const LOG_NAMES: Readonly<Record<number, string>> = {
  [T.COM_PORT]: 'COM_PORT_OPTION',
  [T.MCCP1]: 'MCCP_COMPRESS',
  [T.MCCP2]: 'MCCP2_COMPRESS',
  [T.MCCP3]: 'MCCP3_COMPRESS',
  92: 'TELOPT_92',
  ...Object.fromEntries(
    ['EOF', 'SUSP', 'ABORT', 'CMD_EOR', 'SE', 'NOP', 'DM', 'BRK', 'IP', 'AO', 'AYT', 'EC', 'EL', 'GA', 'SB']
      .concat('WILL', 'WONT', 'DO', 'DONT', 'EXOPL')
      .map((name, i) => [236 + i, name]),
  ),
}
const UNNAMED_IN_LOG: readonly number[] = [T.TUID, T.OUTMRK, T.OLD_ENVIRON]
const UNNAMED_IN_RECORD: readonly number[] = [
  ...[T.TM, T.XASCII, T.LOGOUT, T.TUID, T.OUTMRK, T.OLD_ENVIRON, T.MCCP1, T.EXOPL],
]

const byteText = (code: number): string => reprBytes(Uint8Array.of(code))

/** The option as the reference's log calls it in every line but `recv IAC`; a byte without a name as Python's bytes. */
export function logName(code: number): string {
  const name = LOG_NAMES[code]
  if (name !== undefined) return name
  return UNNAMED_IN_LOG.includes(code) || optionName(code).startsWith('0x')
    ? byteText(code)
    : optionName(code)
}

/** The option as that log calls it after `recv IAC DO` and the like. */
export const receivedName = (code: number): string => (code >= 240 ? byteText(code) : logName(code))

/** The option as the reference's records call it: a name if it is probed or a client's, else `0x06` and the like. */
export const recordName = (code: number): string =>
  UNNAMED_IN_RECORD.includes(code) ? `0x${code.toString(16).padStart(2, '0')}` : optionName(code)
