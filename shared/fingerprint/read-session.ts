import {
  dictOf,
  isObject,
  MOST_ENTRIES,
  listOf,
  numberOr,
  text,
  textOr,
  texts,
  type Dict,
} from './read-parts.ts'
import type {
  EnvironRequest,
  FingerprintData,
  OptionStates,
  ScanType,
  SessionData,
  SessionIdentity,
} from './record.ts'

/** What the session saw. What is missing or of another kind gets the value of a scan that saw nothing, and a note. */
export function readSession(value: unknown, data: FingerprintData, notes: string[]): SessionData {
  if (!isObject(value)) notes.push('It has no "session_data": only its fingerprint is known.')
  const given = isObject(value) ? value : {}
  const timing = isObject(given['timing']) ? given['timing'] : {}
  return {
    ...given,
    scan_type: scanType(given['scan_type']) ?? scanType(data['scan-type']) ?? 'quick',
    encoding: textOr(given['encoding'], 'ascii'),
    banner_before_return: textOr(given['banner_before_return'], ''),
    banner_after_return: textOr(given['banner_after_return'], ''),
    dsr_requests: numberOr(given['dsr_requests'], 0),
    dsr_replies: numberOr(given['dsr_replies'], 0),
    timing: { ...timing, probe: numberOr(timing['probe'], 0), total: numberOr(timing['total'], 0) },
    option_states: readStates(given['option_states'], notes),
    ...optionalParts(given),
  }
}

const scanType = (value: unknown): ScanType | undefined =>
  value === 'quick' || value === 'full' ? value : undefined

const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined)
const msspValue = (value: unknown): string | readonly string[] | undefined =>
  Array.isArray(value) ? texts(value) : typeof value === 'number' ? String(value) : text(value)
const comportValue = (value: unknown): string | number | undefined =>
  typeof value === 'number' ? value : text(value)

function readStates(value: unknown, notes: string[]): OptionStates {
  if (!isObject(value)) notes.push('It does not hold the states of the options.')
  const given = isObject(value) ? value : {}
  return {
    ...given,
    server_offered: dictOf(given['server_offered'], flag),
    server_requested: dictOf(given['server_requested'], flag),
    ...('environ_requested' in given
      ? { environ_requested: listOf(given['environ_requested'], environRequest) }
      : {}),
    ...('directional_refusals' in given
      ? { directional_refusals: texts(given['directional_refusals']) }
      : {}),
  }
}

function environRequest(value: unknown): EnvironRequest | undefined {
  if (!isObject(value)) return undefined
  const { type, name, value_hex: hex, ...others } = value
  if ((type !== 'VAR' && type !== 'USERVAR') || typeof name !== 'string') return undefined
  return { ...others, type, name, ...(typeof hex === 'string' ? { value_hex: hex } : {}) }
}

type Optional = Pick<SessionData, 'mssp' | 'zmp' | 'atcp' | 'aardwolf' | 'mxp' | 'comport'>

/** Present only if the record has them. */
function optionalParts(given: Dict): Optional {
  return {
    ...('mssp' in given ? { mssp: dictOf(given['mssp'], msspValue) } : {}),
    ...('zmp' in given
      ? { zmp: listOf(given['zmp'], (item) => (Array.isArray(item) ? texts(item) : undefined)) }
      : {}),
    ...('atcp' in given ? { atcp: listOf(given['atcp'], atcpMessage) } : {}),
    ...('aardwolf' in given ? { aardwolf: listOf(given['aardwolf'], aardwolfMessage) } : {}),
    ...('mxp' in given ? { mxp: texts(given['mxp']) } : {}),
    ...('comport' in given ? { comport: dictOf(given['comport'], comportValue) } : {}),
  }
}

const atcpMessage = (value: unknown): { package: string; value: string } | undefined =>
  isObject(value)
    ? { ...value, package: textOr(value['package'], ''), value: textOr(value['value'], '') }
    : undefined

function aardwolfMessage(value: unknown): NonNullable<SessionData['aardwolf']>[number] | undefined {
  if (!isObject(value)) return undefined
  const { channel, channel_byte: channelByte, data_byte: byte, data_bytes: bytes, ...others } = value
  return {
    ...others,
    channel: textOr(channel, ''),
    channel_byte: numberOr(channelByte, 0),
    ...(typeof byte === 'number' ? { data_byte: byte } : {}),
    ...(typeof bytes === 'string' ? { data_bytes: bytes } : {}),
  }
}

/** The sessions with a host and a port, the last ones if there are very many. */
export function readSessions(value: unknown, notes: string[]): readonly SessionIdentity[] {
  const last = Array.isArray(value) ? value.slice(-MOST_ENTRIES) : value
  const sessions = listOf(last, (item): SessionIdentity | undefined => {
    if (!isObject(item)) return undefined
    const { host, port } = item
    if (typeof host !== 'string' || typeof port !== 'number') return undefined
    return { ...item, host, port, ip: textOr(item['ip'], ''), connected: textOr(item['connected'], '') }
  })
  if (sessions.length === 0) notes.push('It does not say which server it is of.')
  return sessions
}
