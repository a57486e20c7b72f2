import { fromLatin1, toHex } from '../base/bytes.ts'
import { TELOPT } from '../telnet/codes.ts'
import { decodeOrLatin1 } from './codecs.ts'
import { parseJson } from './python-json.ts'
import { repr, type PythonValue } from './python.ts'
import { kept, note, type Scan } from './scan-state.ts'

/** What MUD servers tell by subnegotiation, as the reference keeps it. None of it is answered. */

const T = TELOPT
type Handler = (scan: Scan, payload: Uint8Array) => void

const AARDWOLF_CHANNELS: Readonly<Record<number, string>> = {
  ...{ 100: 'status', 101: 'tick', 102: 'affect', 103: 'group', 104: 'skill', 105: 'quest', 106: 'spell' },
  ...{ 107: 'stat', 108: 'message' },
}

const HANDLERS: Readonly<Record<number, Handler>> = {
  [T.GMCP]: gmcp,
  [T.MSSP]: mssp,
  [T.MSDP]: (scan, payload) => note(scan, () => `MSDP: ${repr(payload)}`),
  [T.MSP]: (scan, payload) => note(scan, () => `MSP: ${repr(payload)}`),
  [T.MXP]: (scan, payload) => {
    note(scan, () => `MXP: ${repr(payload)}`)
    scan.mxp = kept(scan.mxp, payload.length === 0 ? 'activated' : toHex(payload))
  },
  [T.ZMP]: (scan, payload) => {
    const parts = fields(payload, [0]).map(({ bytes }) => decode(scan, bytes))
    if (parts.at(-1) === '') parts.pop()
    note(scan, () => `ZMP: ${repr(parts)}`)
    if (parts.length > 0) scan.zmp = kept(scan.zmp, parts)
  },
  [T.ATCP]: (scan, payload) => {
    const [name, value] = split(payload)
    const message = { package: decode(scan, name), value: decode(scan, value ?? new Uint8Array(0)) }
    note(scan, () => `ATCP: ${message.package} ${message.value}`)
    scan.atcp = kept(scan.atcp, message)
  },
  [T.AARDWOLF]: aardwolf,
  [T.COM_PORT]: comPort,
}

export const mudMessage = (option: number): Handler | undefined => HANDLERS[option]

const decode = (scan: Scan, bytes: Uint8Array): string => decodeOrLatin1(bytes, scan.encoding)

/** The bytes before the first blank, and those behind it. */
function split(payload: Uint8Array): readonly [Uint8Array, Uint8Array | undefined] {
  const blank = payload.indexOf(32)
  return blank < 0 ? [payload, undefined] : [payload.subarray(0, blank), payload.subarray(blank + 1)]
}

/** The runs of bytes between marks, each with the mark before it. */
function fields(payload: Uint8Array, marks: readonly number[]): { mark: number; bytes: Uint8Array }[] {
  const list: { mark: number; bytes: Uint8Array }[] = []
  let [from, mark] = [0, -1]
  for (let at = 0; at <= payload.length; at++) {
    if (at < payload.length && !marks.includes(payload[at] as number)) continue
    list.push({ mark, bytes: payload.subarray(from, at) })
    from = at + 1
    mark = payload[at] ?? -1
  }
  return list
}

function gmcp(scan: Scan, payload: Uint8Array): void {
  if (!scan.keepLog) return
  const [name, data] = split(payload)
  const value = data === undefined ? null : parseJson(decode(scan, data))
  if (value !== undefined) note(scan, () => `GMCP: ${decode(scan, name)} ${repr(value)}`)
}

const VAR = 1
const VAL = 2

function mssp(scan: Scan, payload: Uint8Array): void {
  const values = new Map<string, string | string[]>()
  let name: string | undefined
  for (const { mark, bytes } of fields(payload, [VAR, VAL])) {
    if (mark === VAR) name = decode(scan, bytes)
    else if (mark === VAL && name !== undefined) {
      const value = decode(scan, bytes)
      const had = values.get(name)
      values.set(name, had === undefined ? value : [...(Array.isArray(had) ? had : [had]), value])
    }
  }
  note(scan, () => `MSSP: ${repr(new Map<string, PythonValue>(values))}`)
  scan.mssp = Object.fromEntries(values)
}

function aardwolf(scan: Scan, payload: Uint8Array): void {
  const [code, data] = payload
  if (code === undefined) return
  const channel = AARDWOLF_CHANNELS[code] ?? `0x${code.toString(16).padStart(2, '0')}`
  const rest = payload.subarray(1)
  const message = {
    channel,
    channel_byte: code,
    ...(rest.length === 1
      ? { data_byte: data as number }
      : rest.length > 1
        ? { data_bytes: toHex(rest) }
        : {}),
  }
  note(scan, () => `AARDWOLF: ${repr(new Map<string, PythonValue>(Object.entries(message)))}`)
  scan.aardwolf = kept(scan.aardwolf, message)
}

const COM_PORT_NAMES: Readonly<Record<number, string>> = {
  ...{
    1: 'baudrate',
    2: 'datasize',
    3: 'parity',
    4: 'stopsize',
    5: 'control',
    6: 'linestate',
    7: 'modemstate',
  },
}
/** RFC 2217: a server's commands are the client's and 100. */
const FROM_SERVER = 100

function comPort(scan: Scan, payload: Uint8Array): void {
  const code = (payload[0] as number) % FROM_SERVER
  const data = payload.subarray(1)
  if (code === 0) {
    const signature = fromLatin1(data)
    note(scan, () => `COM-PORT-OPTION SIGNATURE: ${repr(signature)}`)
    scan.comport = { ...scan.comport, signature }
    return
  }
  const name = COM_PORT_NAMES[code]
  if (name === undefined || data.length === 0) return
  scan.comport = { ...scan.comport, [name]: data.reduce((sum, byte) => sum * 256 + byte, 0) }
}
