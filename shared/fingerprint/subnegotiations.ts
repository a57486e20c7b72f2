import { concat, fromLatin1, latin1 } from '../base/bytes.ts'
import { DO, DONT, TELOPT } from '../telnet/codes.ts'
import { COLUMNS, fail, ROWS } from './answers.ts'
import { langFor, offeredCodec } from './codec-names.ts'
import { mudMessage } from './mud-messages.ts'
import { logName } from './names.ts'
import { repr } from './python.ts'
import { FORWARDMASK, note, type Scan } from './scan-state.ts'
import { receiveSlc, SLC } from './slc.ts'
import { sendStatus } from './status.ts'
import { isPending, saySubnegotiation, setLocal, setPending, setRemote } from './tables.ts'

/** What the reference answers to subnegotiations. */

const T = TELOPT
const IS = 0
const SEND = 1
const SPEED = '38400'

/** Which may be empty. */
const LONE: readonly number[] = [T.MXP, T.MSP, T.ZMP, T.AARDWOLF, T.ATCP, T.MCCP2, T.MCCP3]

/** Says no more of the payload: the option byte is gone. */
type Handler = (scan: Scan, payload: Uint8Array) => void

const text = (payload: Uint8Array): string => repr(payload)

const HANDLERS: Readonly<Record<number, Handler>> = {
  [T.TTYPE]: (scan, payload) => {
    if (payload[0] !== SEND) return
    note(scan, () => `recv TTYPE SEND: ${text(payload.subarray(1))}`)
    const name = latin1(scan.settings.ttype)
    note(scan, () => `send IAC SB TTYPE IS ${text(name)} IAC SE`)
    saySubnegotiation(scan, T.TTYPE, concat([Uint8Array.of(IS), name]))
  },
  [T.TSPEED]: (scan, payload) => {
    if (payload[0] !== SEND) return
    note(scan, () => `recv TSPEED SEND: ${text(payload.subarray(1))}`)
    note(scan, () => `send: IAC SB TSPEED IS b'${SPEED}',b'${SPEED}' IAC SE`)
    saySubnegotiation(scan, T.TSPEED, latin1(`\0${SPEED},${SPEED}`))
  },
  [T.XDISPLOC]: (scan, payload) => {
    if (payload[0] !== SEND) return
    note(scan, () => `recv XDISPLOC SEND: ${text(payload.subarray(1))}`)
    note(scan, () => "send IAC SB XDISPLOC IS b'' IAC SE")
    saySubnegotiation(scan, T.XDISPLOC, Uint8Array.of(IS))
  },
  [T.NEW_ENVIRON]: (scan, payload) => {
    if (payload[0] === SEND) environ(scan, payload.subarray(1))
  },
  [T.CHARSET]: charset,
  [T.STATUS]: (scan, payload) => {
    if (payload[0] === SEND && scan.local.get(T.STATUS) === true) sendStatus(scan)
  },
  [T.LINEMODE]: linemode,
  [T.NAWS]: naws,
  [T.LFLOW]: () => undefined,
  [T.SNDLOC]: () => undefined,
  [T.MCCP2]: (scan) => note(scan, () => 'MCCP2 activated'),
  [T.MCCP3]: (scan) => {
    note(scan, () => 'MCCP3: server received SB, client→server compression active')
    scan.packingAsked = true
  },
}

/** A whole subnegotiation; true when what follows it is compressed. */
export function receiveSubnegotiation(scan: Scan, bytes: Uint8Array): boolean {
  const option = bytes[0]
  if (option === undefined) {
    fail(scan, 'SE: buffer empty')
    return false
  }
  note(scan, () => `sub-negotiation cmd ${logName(option)} SE completion byte`)
  const handler = HANDLERS[option] ?? mudMessage(option)
  if (option === 0 || !handler || (bytes.length === 1 && !LONE.includes(option))) {
    fail(scan, `SB ${logName(option)} is not handled`)
    return false
  }
  if (isPending(scan, 'SB', option)) setPending(scan, 'SB', option, false)
  else note(scan, () => `[SB + ${logName(option)}] unsolicited`)
  handler(scan, bytes.subarray(1))
  return option === T.MCCP2
}

const VAR = 0
const VALUE = 1
const USERVAR = 3

/** The names a SEND asks for: runs behind VAR and USERVAR, which are not told apart. */
export function environNames(payload: Uint8Array): { type: number; name: Uint8Array }[] {
  const names: { type: number; name: Uint8Array }[] = []
  for (let at = 0; at < payload.length;) {
    const type = payload[at] as number
    let end = at + 1
    while (end < payload.length && payload[end] !== VAR && payload[end] !== USERVAR) end++
    if (type === VAR || type === USERVAR) names.push({ type, name: payload.slice(at + 1, end) })
    at = end
  }
  return names
}

function environ(scan: Scan, payload: Uint8Array): void {
  scan.environRequest = payload.slice()
  const known: Readonly<Record<string, string>> = {
    LANG: langFor(scan.agreedEncoding),
    TERM: scan.settings.ttype,
    LINES: String(ROWS),
    COLUMNS: String(COLUMNS),
    COLORTERM: scan.settings.colorterm,
  }
  const asked = environNames(payload).map(({ name }) => fromLatin1(name))
  note(scan, () => `recv NEW_ENVIRON SEND${asked.length > 0 ? `: ${asked.join(', ')}` : ' (all)'}`)
  const names = asked.length > 0 ? [...new Set(asked)] : Object.keys(known)
  const values = names.map((name) => [name, Object.hasOwn(known, name) ? (known[name] ?? '') : ''] as const)
  note(
    scan,
    () => `env send: ${values.map(([name, value]) => `${name}=${repr(value)}`).join(', ') || '(empty)'}`,
  )
  const bytes = values.flatMap(([name, value]) => [VAR, ...latin1(name), VALUE, ...latin1(value)])
  saySubnegotiation(scan, T.NEW_ENVIRON, Uint8Array.from([IS, ...bytes]))
}

const REQUEST = 1
const ACCEPTED = 2

function charset(scan: Scan, payload: Uint8Array): void {
  const body = payload.subarray(1)
  if (payload[0] === ACCEPTED) {
    agree(scan, fromLatin1(body))
    return
  }
  if (payload[0] !== REQUEST || body.length === 0) return
  const separator = String.fromCharCode(body[0] as number)
  const offers = fromLatin1(body.subarray(1)).split(separator)
  const chosen = offers.find((offer) => offeredCodec(offer) !== undefined) ?? ''
  agree(scan, chosen)
  note(scan, () => `send IAC SB CHARSET ACCEPTED ${chosen} IAC SE`)
  saySubnegotiation(scan, T.CHARSET, latin1(`\x02${chosen}`))
}

function agree(scan: Scan, name: string): void {
  scan.encoding = name
  scan.agreedEncoding = name === '' ? undefined : name
  if (name !== '') note(scan, () => `encoding negotiated: ${name}`)
}

const MODE = 1
const MODE_ACK = 4
const FORWARD = 2

function linemode(scan: Scan, payload: Uint8Array): void {
  const [command, second] = payload
  if (command === SLC) return receiveSlc(scan, payload.subarray(1))
  if (command === MODE && second !== undefined) return mode(scan, second)
  if ((command === DO || command === DONT) && second === FORWARD) {
    note(scan, () => `recv IAC SB LINEMODE ${command === DO ? 'DO' : 'DONT'} LMODE_FORWARDMASK,`)
    const mask = payload.length - 2
    if (command === DO && (mask < 1 || mask > 32)) return
    if (command === DO) note(scan, () => `FORWARDMASK stored (${mask} bytes)`)
    setLocal(scan, FORWARDMASK, command === DO)
  }
}

function mode(scan: Scan, mask: number): void {
  const name = text(Uint8Array.of(mask))
  note(scan, () => `recv IAC SB LINEMODE LINEMODE-MODE ${name} IAC SE`)
  const differs = mask !== scan.linemode
  if ((mask & MODE_ACK) !== 0 || !differs) return
  if (scan.local.get(T.LINEMODE) !== true && scan.remote.get(T.LINEMODE) !== true) return
  scan.linemode = mask
  note(scan, () => `set Linemode ${name}`)
  note(scan, () => `send IAC SB LINEMODE LINEMODE-MODE ${text(Uint8Array.of(mask | MODE_ACK))} IAC SE`)
  saySubnegotiation(scan, T.LINEMODE, Uint8Array.of(MODE, mask | MODE_ACK))
}

function naws(scan: Scan, payload: Uint8Array): void {
  if (payload.length !== 4) return fail(scan, 'SB NAWS of a wrong length')
  const [a, b, c, d] = payload as unknown as [number, number, number, number]
  if (scan.remote.get(T.NAWS) !== true && scan.loop === undefined) {
    note(scan, () => 'received IAC SB NAWS without receipt of IAC WILL NAWS -- assuming NAWS-enabled')
    setRemote(scan, T.NAWS, true)
  }
  note(scan, () => `recv IAC SB NAWS (cols=${a * 256 + b}, rows=${c * 256 + d}) IAC SE`)
}
