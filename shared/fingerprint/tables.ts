import { DO, DONT, IAC, SB, TELOPT, verbCode, WILL, WONT, type Verb } from '../telnet/codes.ts'
import { encodeSubnegotiation, encodeVerb } from '../telnet/encode.ts'
import { logName } from './names.ts'
import { FORWARDMASK, note, owe, type Known, type Scan } from './scan-state.ts'

/** The reference's four tables, and the rules by which everything it says of options goes out. */

type PendingCommand = 'DO' | 'WILL' | 'SB'

const LINEMODE_FORWARDMASK = 2
const COMMANDS: Readonly<Record<PendingCommand, number>> = { DO, WILL, SB }

const pendingKey = (command: PendingCommand, option: number): number => COMMANDS[command] * 512 + option

const PYTHON: Readonly<Record<string, string>> = { true: 'True', false: 'False', undefined: 'None' }

/** A key of the tables in the log. */
export const keyName = (key: number): string =>
  key === FORWARDMASK ? `SB + ${logName(TELOPT.LINEMODE)} + b'\\x02'` : logName(key)

export const isPending = (scan: Scan, command: PendingCommand, option: number): boolean =>
  scan.pending.get(pendingKey(command, option)) === true

export function setPending(scan: Scan, command: PendingCommand, option: number, value: boolean): void {
  const key = pendingKey(command, option)
  if (scan.pending.get(key) === value) return
  scan.pending.set(key, value)
  note(scan, () => `pending_option[${command} + ${keyName(option)}] = ${PYTHON[String(value)]}`)
}

export const forgetPending = (scan: Scan, command: PendingCommand, option: number): void => {
  scan.pending.delete(pendingKey(command, option))
}

/** What is awaited, in the order it was first asked: `WILL MXP`, `SB TTYPE`. */
export function awaited(scan: Scan): { command: PendingCommand; option: number }[] {
  const list: { command: PendingCommand; option: number }[] = []
  for (const [key, value] of scan.pending) {
    const command = key >> 9 === DO ? 'DO' : key >> 9 === WILL ? 'WILL' : 'SB'
    if (value) list.push({ command, option: key & 511 })
  }
  return list
}

export const awaitedName = (item: { command: PendingCommand; option: number }): string =>
  `${item.command} ${keyName(item.option)}`

/** The server performs an option, or does not. */
export const setRemote = (scan: Scan, option: number, value: Known): void =>
  set(scan, scan.remote, 'remote_option', option, value)

/** We perform an option, as the server asked, or do not. */
export const setLocal = (scan: Scan, option: number, value: Known): void =>
  set(scan, scan.local, 'local_option', option, value)

function set(scan: Scan, table: Map<number, Known>, name: string, option: number, value: Known): void {
  if (table.has(option) && table.get(option) === value) return
  table.set(option, value)
  note(scan, () => `${name}[${keyName(option)}] = ${PYTHON[String(value)]}`)
}

/** Sends a verb, or skips it, by the reference's rules. */
export function say(scan: Scan, verb: Verb, option: number): void {
  const skip = (because: string): void => note(scan, () => `skip ${verb} ${keyName(option)}; ${because}`)
  if (verb === 'DO' && scan.remote.get(option) === true) {
    skip('remote_option = True')
    return setPending(scan, 'DO', option, false)
  }
  if (verb === 'DO' || verb === 'WILL') {
    if (isPending(scan, verb, option)) return skip('pending_option = True')
    setPending(scan, verb, option, true)
  }
  if (verb === 'WILL' && option !== TELOPT.TM && scan.local.get(option) === true) {
    skip('local_option = True')
    return setPending(scan, 'WILL', option, false)
  }
  if (verb === 'DONT') {
    if (scan.remote.has(option) && scan.remote.get(option) !== true) return skip('remote_option = False')
    setRemote(scan, option, false)
  }
  if (verb === 'WONT') setLocal(scan, option, false)
  note(scan, () => `send IAC ${verb} ${keyName(option)}`)
  owe(scan, verbBytes(verb, option))
}

/** A verb on the wire; the key that is no option is three bytes there too. */
export const verbBytes = (verb: Verb, option: number): Uint8Array =>
  option === FORWARDMASK
    ? Uint8Array.of(IAC, verbCode(verb), SB, TELOPT.LINEMODE, LINEMODE_FORWARDMASK)
    : encodeVerb(verb, option)

/** Sends a subnegotiation, which no rule holds back. */
export const saySubnegotiation = (scan: Scan, option: number, payload: Uint8Array): void =>
  owe(scan, encodeSubnegotiation(option, payload))

/** The keys of a table that have a value. */
export const keysOf = (table: ReadonlyMap<number, Known>, value: boolean): number[] =>
  Array.from(table).flatMap(([key, known]) => (known === value ? [key] : []))

export const VERB_OF: Readonly<Record<number, Verb>> = {
  [DO]: 'DO',
  [DONT]: 'DONT',
  [WILL]: 'WILL',
  [WONT]: 'WONT',
}
