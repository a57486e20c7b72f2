import { concat } from '../base/bytes.ts'
import { FieldReader, quoted, verbField, type PayloadField } from './fields.ts'
import { malformed, type Malformed } from './module.ts'
import { decodeText, encodeName, shorten, visible } from './text.ts'

const IS = 0
const SEND = 1
const INFO = 2
const ESC = 2
const USERVAR = 3

/** Which byte is which: as RFC 1572 has them, or the other way round, as many had them for the older option (RFC 1571). */
export interface Markers {
  readonly VAR: 0 | 1
  readonly VALUE: 0 | 1
}
export const MARKERS: Markers = { VAR: 0, VALUE: 1 }
export const SWAPPED: Markers = { VAR: 1, VALUE: 0 }

export interface Name {
  readonly type: 'VAR' | 'USERVAR'
  readonly name: string
}

export interface Variable extends Name {
  /** Undefined: named without a value (RFC 1572: not defined). */
  readonly value?: string
}

export type Environ =
  /** Nothing named asks for all. */
  | { readonly kind: 'send'; readonly wanted: readonly Name[] }
  | { readonly kind: 'is' | 'info'; readonly variables: readonly Variable[] }

/** Nobody has so many; a list without end would cost its length many times over. */
export const VARIABLES_MAX = 1000

/** A marker and the text behind it, escapes undone. */
interface Piece {
  readonly marker: number
  readonly text: string
}

const isMarker = (byte: number): boolean => byte <= 1 || byte === USERVAR

function pieces(payload: Uint8Array): readonly Piece[] | Malformed {
  const found: Piece[] = []
  let text: number[] = []
  let marker = -1
  for (let i = 1; i < payload.length; i++) {
    const byte = payload[i] as number
    if (byte === ESC) {
      if (i + 1 === payload.length) return malformed('it ends with a lone ESC')
      text.push(payload[++i] as number)
    } else if (isMarker(byte)) {
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

/** Reads a message of either option about the environment. */
export function decodeEnviron(payload: Uint8Array, markers = MARKERS): Environ | Malformed {
  const verb = payload[0]
  if (verb !== IS && verb !== SEND && verb !== INFO) {
    return malformed(verb === undefined ? 'it is empty' : `it begins with ${verb}, none of IS, SEND, INFO`)
  }
  const found = pieces(payload)
  if ('malformed' in found) return found
  const variables: Variable[] = []
  for (const { marker, text } of found) {
    const last = variables.at(-1)
    if (marker !== markers.VALUE)
      variables.push({ type: marker === markers.VAR ? 'VAR' : 'USERVAR', name: text })
    else if (!last || last.value !== undefined) return malformed('a VALUE follows no name')
    else if (verb === SEND) return malformed('SEND holds a VALUE')
    else variables[variables.length - 1] = { ...last, value: text }
  }
  if (verb !== SEND) return { kind: verb === IS ? 'is' : 'info', variables }
  return { kind: 'send', wanted: variables }
}

export function encodeEnviron(message: Environ, markers = MARKERS): Uint8Array {
  const named = ({ type, name }: Name): Uint8Array[] => [
    Uint8Array.of(type === 'VAR' ? markers.VAR : USERVAR),
    escape(name),
  ]
  if (message.kind === 'send') return concat([Uint8Array.of(SEND), ...message.wanted.flatMap(named)])
  return concat([
    Uint8Array.of(message.kind === 'is' ? IS : INFO),
    ...message.variables.flatMap((variable) =>
      variable.value === undefined
        ? named(variable)
        : [...named(variable), Uint8Array.of(markers.VALUE), escape(variable.value)],
    ),
  ])
}

const escape = (text: string): Uint8Array =>
  Uint8Array.from([...encodeName(text)].flatMap((byte) => (byte <= USERVAR ? [ESC, byte] : [byte])))

/** Names the bytes of such a message. */
export function environFields(payload: Uint8Array, markers = MARKERS): readonly PayloadField[] {
  const words: Readonly<Record<number, readonly [string, string]>> = {
    [markers.VAR]: ['VAR', 'the name of a common variable follows'],
    [markers.VALUE]: ['VALUE', 'its value follows'],
    [USERVAR]: ['USERVAR', 'the name of a variable of its own follows'],
  }
  const reader = new FieldReader(payload)
  verbField(reader, {
    [IS]: ['IS', 'variables follow'],
    [SEND]: ['SEND', 'asks for variables'],
    [INFO]: ['INFO', 'variables that changed follow'],
  })
  let marker = -1
  while (reader.next !== undefined) {
    if (isMarker(reader.next)) marker = verbField(reader, words) ?? -1
    else
      reader.take(textLength(reader.rest), marker === markers.VALUE ? 'value' : 'name', (bytes) =>
        quoted(unescape(bytes)),
      )
  }
  return reader.done()
}

/** How many bytes there are up to the next marker; an ESC takes the byte behind it along. */
function textLength(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length && !isMarker(bytes[at] as number)) at += bytes[at] === ESC ? 2 : 1
  return Math.min(at, bytes.length)
}

function unescape(bytes: Uint8Array): Uint8Array {
  let escaped = false
  return bytes.filter((byte) => {
    escaped = byte === ESC && !escaped
    return !escaped
  })
}

const list = (names: readonly string[]): string => shorten(visible(names.join(', ')), 120)

/** A sentence's end for such a message. */
export function describeEnviron(message: Environ): string {
  if (message.kind === 'send') {
    const names = message.wanted.filter(({ name }) => name !== '').map(({ name }) => name)
    return names.length === 0 ? 'asked for all variables' : `asked for the variables ${list(names)}`
  }
  const values = message.variables.map(({ name, value }) =>
    value === undefined ? `${name} not set` : `${name}=${value}`,
  )
  return values.length === 0 ? 'gave no variables' : `gave ${list(values)}`
}
