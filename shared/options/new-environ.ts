import { concat } from '../base/bytes.ts'
import { TELOPT } from '../telnet/codes.ts'
import { FieldReader, quoted, verbField, type PayloadField } from './fields.ts'
import { defineOption, malformed, type HostFacts, type Malformed } from './module.ts'
import { decodeText, encodeName, shorten } from './text.ts'

const IS = 0
const SEND = 1
const INFO = 2
const VAR = 0
const VALUE = 1
const ESC = 2
const USERVAR = 3

export interface Variable {
  readonly type: 'VAR' | 'USERVAR'
  readonly name: string
  /** Undefined: named without a value (RFC 1572: not defined). */
  readonly value?: string
}

export type NewEnviron =
  /** Nothing named asks for all. */
  | {
      readonly kind: 'send'
      readonly wanted: readonly { readonly type: 'VAR' | 'USERVAR'; readonly name: string }[]
    }
  | { readonly kind: 'is' | 'info'; readonly variables: readonly Variable[] }

/** Nobody has so many; a list without end would cost its length many times over. */
const VARIABLES_MAX = 1000

/** A marker and the text behind it, escapes undone. */
interface Piece {
  readonly marker: number
  readonly text: string
}

function pieces(payload: Uint8Array): readonly Piece[] | Malformed {
  const found: Piece[] = []
  let text: number[] = []
  let marker = -1
  for (let i = 1; i < payload.length; i++) {
    const byte = payload[i] as number
    if (byte === ESC) {
      if (i + 1 === payload.length) return malformed('it ends with a lone ESC')
      text.push(payload[++i] as number)
    } else if (byte === VAR || byte === VALUE || byte === USERVAR) {
      if (found.length >= 2 * VARIABLES_MAX) return malformed(`it has over ${VARIABLES_MAX} variables`)
      if (marker >= 0) found.push({ marker, text: decodeText(Uint8Array.from(text)) })
      else if (text.length > 0) return malformed('text comes before any VAR or USERVAR')
      marker = byte
      text = []
    } else {
      text.push(byte)
    }
  }
  if (marker >= 0) found.push({ marker, text: decodeText(Uint8Array.from(text)) })
  else if (text.length > 0) return malformed('text comes before any VAR or USERVAR')
  return found
}

function decode(payload: Uint8Array): NewEnviron | Malformed {
  const verb = payload[0]
  if (verb !== IS && verb !== SEND && verb !== INFO) {
    return malformed(verb === undefined ? 'it is empty' : `it begins with ${verb}, none of IS, SEND, INFO`)
  }
  const found = pieces(payload)
  if ('malformed' in found) return found
  const variables: Variable[] = []
  for (const { marker, text } of found) {
    const last = variables.at(-1)
    if (marker !== VALUE) variables.push({ type: marker === VAR ? 'VAR' : 'USERVAR', name: text })
    else if (!last || last.value !== undefined) return malformed('a VALUE follows no name')
    else if (verb === SEND) return malformed('SEND holds a VALUE')
    else variables[variables.length - 1] = { ...last, value: text }
  }
  if (verb !== SEND) return { kind: verb === IS ? 'is' : 'info', variables }
  return { kind: 'send', wanted: variables }
}

const MARKERS: Readonly<Record<number, readonly [string, string]>> = {
  [VAR]: ['VAR', 'the name of a common variable follows'],
  [VALUE]: ['VALUE', 'its value follows'],
  [USERVAR]: ['USERVAR', 'the name of a variable of its own follows'],
}

function fields(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  verbField(reader, {
    [IS]: ['IS', 'variables follow'],
    [SEND]: ['SEND', 'asks for variables'],
    [INFO]: ['INFO', 'variables that changed follow'],
  })
  let marker = -1
  while (reader.next !== undefined) {
    if (reader.next in MARKERS) marker = verbField(reader, MARKERS) ?? -1
    else
      reader.take(textLength(reader.rest), marker === VALUE ? 'value' : 'name', (bytes) =>
        quoted(unescape(bytes)),
      )
  }
  return reader.done()
}

/** How many bytes there are up to the next marker; an ESC takes the byte behind it along. */
function textLength(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length && !((bytes[at] as number) in MARKERS)) at += bytes[at] === ESC ? 2 : 1
  return Math.min(at, bytes.length)
}

function unescape(bytes: Uint8Array): Uint8Array {
  let escaped = false
  return bytes.filter((byte) => {
    escaped = byte === ESC && !escaped
    return !escaped
  })
}

const escape = (text: string): Uint8Array =>
  Uint8Array.from([...encodeName(text)].flatMap((byte) => (byte <= USERVAR ? [ESC, byte] : [byte])))

const named = (type: 'VAR' | 'USERVAR', name: string): Uint8Array[] => [
  Uint8Array.of(type === 'VAR' ? VAR : USERVAR),
  escape(name),
]

function encode(message: NewEnviron): Uint8Array {
  if (message.kind === 'send') {
    return concat([Uint8Array.of(SEND), ...message.wanted.flatMap(({ type, name }) => named(type, name))])
  }
  return concat([
    Uint8Array.of(message.kind === 'is' ? IS : INFO),
    ...message.variables.flatMap(({ type, name, value }) =>
      value === undefined ? named(type, name) : [...named(type, name), Uint8Array.of(VALUE), escape(value)],
    ),
  ])
}

/** The only variables that ever leave: MNES, https://tintin.mudhalla.net/protocols/mnes/ */
export function mnes(host: HostFacts): ReadonlyMap<string, string> {
  return new Map([
    ['CHARSET', host.charsets[0] ?? 'US-ASCII'],
    ['CLIENT_NAME', host.clientName.toUpperCase()],
    ['CLIENT_VERSION', host.clientVersion],
    ['MTTS', String(host.mtts)],
    ['TERMINAL_TYPE', host.terminalType.toUpperCase()],
  ])
}

type Wanted = Extract<NewEnviron, { kind: 'send' }>['wanted']

/** Each name asked for, once; what we do not know is named without a value. */
function answer(wanted: Wanted, host: HostFacts): readonly Variable[] {
  const known = mnes(host)
  // `SEND VAR USERVAR` with no names asks for all of both kinds (TinyMUX); ours are all VAR.
  const all = wanted.length === 0 || wanted.some(({ type, name }) => type === 'VAR' && name === '')
  const types = new Map(wanted.filter(({ name }) => name !== '').map(({ type, name }) => [name, type]))
  return [...(all ? known.keys() : types.keys())].map((name): Variable => {
    const type = types.get(name) ?? 'VAR'
    const value = known.get(name)
    return value === undefined ? { type, name } : { type, name, value }
  })
}

const list = (names: readonly string[]): string => shorten(names.join(', '), 120)

export const newEnviron = defineOption<NewEnviron, null>({
  code: TELOPT.NEW_ENVIRON,
  name: 'NEW_ENVIRON',
  summary: 'our name, version and terminal, as variables (MNES)',
  source: 'RFC 1572',
  accept: { him: false, us: true },
  refusal: { him: 'only a client has variables that the other end needs (RFC 1572)' },
  clientOnly: 'refuse',
  initial: () => null,
  decode,
  encode,
  fields,
  describe: (message) => {
    if (message.kind === 'send') {
      const names = message.wanted.filter(({ name }) => name !== '').map(({ name }) => name)
      return names.length === 0 ? 'asked for all variables' : `asked for the variables ${list(names)}`
    }
    const values = message.variables.map(({ name, value }) =>
      value === undefined ? `${name} not set` : `${name}=${value}`,
    )
    return values.length === 0 ? 'gave no variables' : `gave ${list(values)}`
  },
  respond: (_facts, message, host) =>
    message.kind === 'send' ? [{ kind: 'is', variables: answer(message.wanted, host) }] : [],
})
