import type { Json } from '../base/canonical-json.ts'
import { isCode } from './codes.ts'
import type { Code, Leg } from './codes.ts'

/** The version of the messages below: `v` of `opened`, and the `v1` of the sub-protocol. */
export const WIRE_VERSION = 1

/** Binary frames are raw bytes, text frames are the messages of this file. */
export const SUBPROTOCOL = 'willdo.v1'
/** Binary frames only, as mudstandards.org describes it: for any other web client. */
export const SUBPROTOCOL_PLAIN = 'telnet.mudstandards.org'

/** What is shown of a game's certificate; `sha256` is the lower-case hex digest of the whole certificate. */
export type Certificate = {
  readonly subject: string
  readonly issuer: string
  readonly validFrom: string
  readonly validTo: string
  readonly sha256: string
}

/** How the leg from proxy to game is secured. */
export type TlsFacts = {
  readonly version: string
  readonly cipher: string
  readonly certificate: Certificate
  /** True if the certificate was checked against known authorities and the name. */
  readonly authorized: boolean
}

/** The first message of a new session: the proxy has reached the game. */
export type Opened = {
  readonly type: 'opened'
  readonly v: number
  /** The public id of the proxy process that holds the TCP side, for balancers. */
  readonly via: string
  /** The secret with which the session can be taken up again. Never log it. */
  readonly token: string
  /** How many bytes the proxy sends without acknowledgement. */
  readonly window: number
  /** How long the proxy keeps the TCP side when the WebSocket is lost; 0: not at all. */
  readonly parkSeconds: number
  readonly address: string
  readonly family: 4 | 6
  readonly country?: string
  readonly tls?: TlsFacts
}

export type Resumed = { readonly type: 'resumed'; readonly received: number; readonly from: number }
/** `received` is the total of wire bytes of the session that the writer has taken over. */
export type Ack = { readonly type: 'ack'; readonly received: number }
export type Pong = { readonly type: 'pong'; readonly n: number }
export type Ping = { readonly type: 'ping'; readonly n: number }

/** Why there is no session; a WebSocket close with the number of `code` follows. */
export type Refused = {
  readonly type: 'refused'
  readonly code: Code | (string & {})
  readonly leg: Leg
  readonly message: string
  readonly certificate?: Certificate
}

export type Notice = {
  readonly type: 'notice'
  readonly code: Code | (string & {})
  readonly message: string
  /** Milliseconds since 1970 at which it happens. */
  readonly until?: number
}

/** Who ended a session. */
export type ClosedBy = 'game' | 'client' | 'proxy' | 'takeover'

/** The last message of a session; every byte that the game sent has come before it. */
export type Closed = {
  readonly type: 'closed'
  readonly by: ClosedBy
  readonly code: Code | (string & {})
  readonly message: string
}

export type ProxyMessage = Opened | Resumed | Ack | Pong | Refused | Notice | Closed

export type Resume = {
  readonly type: 'resume'
  readonly token: string
  readonly received: number
  readonly sent: number
}
/** Ends the session for good. */
export type End = { readonly type: 'end' }

export type ClientMessage = Resume | Ack | Ping | End

/** What a text frame turned out to be: `unknown` types are ignored, `bad` ones end the session. */
export type Parsed<Message> =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'bad'; readonly reason: string }

/** The text frame of a message. */
export const encode = (message: ProxyMessage | ClientMessage): string => JSON.stringify(message)

/** Reads a text frame that came from the proxy. Keys that this version does not know are dropped. */
export const parseProxyMessage = (text: string): Parsed<ProxyMessage> => parse(text, PROXY_READERS)

/** Reads a text frame that came from a client. Keys that this version does not know are dropped. */
export const parseClientMessage = (text: string): Parsed<ClientMessage> => parse(text, CLIENT_READERS)

type Fields = { readonly [key: string]: Json }
type Reader<Message> = (fields: Fields) => Message

/** Thrown and caught in this file only: the sentence that becomes the reason. */
class Bad extends Error {}

function parse<Message>(text: string, readers: ReadonlyMap<string, Reader<Message>>): Parsed<Message> {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    return { kind: 'bad', reason: 'a text frame is not JSON' }
  }
  if (!isFields(value)) return { kind: 'bad', reason: 'a text frame is not a JSON object' }
  const type = value['type']
  if (typeof type !== 'string') return { kind: 'bad', reason: 'a message has no type' }
  const read = readers.get(type)
  if (!read) return { kind: 'unknown', type }
  try {
    return { kind: 'message', message: read(value) }
  } catch (error) {
    if (error instanceof Bad) return { kind: 'bad', reason: `${type}: ${error.message}` }
    throw error
  }
}

const PROXY_READERS: ReadonlyMap<string, Reader<ProxyMessage>> = new Map<string, Reader<ProxyMessage>>([
  ['opened', readOpened],
  ['resumed', (f) => ({ type: 'resumed', received: count(f, 'received'), from: count(f, 'from') })],
  ['ack', (f) => ({ type: 'ack', received: count(f, 'received') })],
  ['pong', (f) => ({ type: 'pong', n: count(f, 'n') })],
  ['refused', readRefused],
  ['notice', readNotice],
  ['closed', readClosed],
])

const CLIENT_READERS: ReadonlyMap<string, Reader<ClientMessage>> = new Map<string, Reader<ClientMessage>>([
  [
    'resume',
    (f) => ({
      type: 'resume',
      token: text(f, 'token'),
      received: count(f, 'received'),
      sent: count(f, 'sent'),
    }),
  ],
  ['ack', (f) => ({ type: 'ack', received: count(f, 'received') })],
  ['ping', (f) => ({ type: 'ping', n: count(f, 'n') })],
  ['end', () => ({ type: 'end' })],
])

function readOpened(f: Fields): Opened {
  const family = count(f, 'family')
  if (family !== 4 && family !== 6) throw new Bad('family is neither 4 nor 6')
  return {
    type: 'opened',
    v: count(f, 'v'),
    via: text(f, 'via'),
    token: text(f, 'token'),
    window: count(f, 'window'),
    parkSeconds: count(f, 'parkSeconds'),
    address: text(f, 'address'),
    family,
    ...(f['country'] === undefined ? {} : { country: text(f, 'country') }),
    ...(f['tls'] === undefined ? {} : { tls: readTls(fields(f, 'tls')) }),
  }
}

function readTls(f: Fields): TlsFacts {
  const authorized = f['authorized']
  if (typeof authorized !== 'boolean') throw new Bad('authorized is not true or false')
  return {
    version: text(f, 'version'),
    cipher: text(f, 'cipher'),
    certificate: readCertificate(fields(f, 'certificate')),
    authorized,
  }
}

const readCertificate = (f: Fields): Certificate => ({
  subject: text(f, 'subject'),
  issuer: text(f, 'issuer'),
  validFrom: text(f, 'validFrom'),
  validTo: text(f, 'validTo'),
  sha256: text(f, 'sha256'),
})

function readRefused(f: Fields): Refused {
  return {
    type: 'refused',
    code: text(f, 'code'),
    leg: leg(f),
    message: text(f, 'message'),
    ...(f['certificate'] === undefined ? {} : { certificate: readCertificate(fields(f, 'certificate')) }),
  }
}

function readNotice(f: Fields): Notice {
  return {
    type: 'notice',
    code: text(f, 'code'),
    message: text(f, 'message'),
    ...(f['until'] === undefined ? {} : { until: count(f, 'until') }),
  }
}

function readClosed(f: Fields): Closed {
  const by = text(f, 'by')
  if (by !== 'game' && by !== 'client' && by !== 'proxy' && by !== 'takeover') {
    throw new Bad('by is not game, client, proxy or takeover')
  }
  return { type: 'closed', by, code: text(f, 'code'), message: text(f, 'message') }
}

function leg(f: Fields): Leg {
  const value = text(f, 'leg')
  if (value === 'page-proxy' || value === 'proxy-game' || value === 'game') return value
  throw new Bad('leg is not page-proxy, proxy-game or game')
}

function text(f: Fields, key: string): string {
  const value = f[key]
  if (typeof value !== 'string') throw new Bad(`${key} is not text`)
  return value
}

function count(f: Fields, key: string): number {
  const value = f[key]
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new Bad(`${key} is not a whole number from 0 up`)
  }
  return value
}

function fields(f: Fields, key: string): Fields {
  const value = f[key]
  if (!isFields(value)) throw new Bad(`${key} is not an object`)
  return value
}

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The code of a message if this version knows it: a newer proxy may send others, with a sentence of their own. */
export const knownCode = (message: Refused | Notice | Closed): Code | undefined =>
  isCode(message.code) ? message.code : undefined
