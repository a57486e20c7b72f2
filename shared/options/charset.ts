import { concat, fromLatin1, latin1 } from '../base/bytes.ts'
import { TELOPT } from '../telnet/codes.ts'
import { FieldReader, quoted, verbField, type PayloadField } from './fields.ts'
import { defineOption, malformed, type HostFacts, type Malformed } from './module.ts'
import { shorten, visible } from './text.ts'

const REQUEST = 1
const ACCEPTED = 2
const REJECTED = 3
const TABLE_IS = 4
const TABLE_REJECTED = 5
const TABLE_LAST = 7
const NO_BYTES = new Uint8Array(0)
/** A list without end would cost its length many times over. */
const NAMES_MAX = 1000

export type Charset =
  | {
      readonly kind: 'request'
      readonly separator: string
      readonly names: readonly string[]
      /** The offer of a translation table as it stood before the names: `[TTABLE ]` and a version byte. */
      readonly table?: string
    }
  | { readonly kind: 'accepted'; readonly name: string }
  | { readonly kind: 'rejected' }
  /** Translation tables (RFC 2066): shown, never used. */
  | { readonly kind: 'table'; readonly code: number; readonly bytes: Uint8Array }

/** RFC 2066: REQUEST may begin with "[TTABLE ]" and a version byte; with and without the blank are seen. */
function afterTable(payload: Uint8Array): Uint8Array {
  const head = /^\[TTABLE ?\]/.exec(fromLatin1(payload.subarray(0, 10)))
  return head ? payload.subarray(head[0].length + 1) : payload
}

function decode(payload: Uint8Array): Charset | Malformed {
  const verb = payload[0] ?? 0
  if (verb === REQUEST) {
    const body = payload.subarray(1)
    const list = fromLatin1(afterTable(body))
    if (list.length === 0) return malformed('REQUEST holds no separator')
    const separator = list.charAt(0)
    const names = list.slice(1).split(separator)
    if (names.length > NAMES_MAX) return malformed(`it names over ${NAMES_MAX} character sets`)
    const table = fromLatin1(body.subarray(0, body.length - list.length))
    return { kind: 'request', separator, names, ...(table === '' ? {} : { table }) }
  }
  if (verb === ACCEPTED) return { kind: 'accepted', name: fromLatin1(payload.subarray(1)) }
  if (verb === REJECTED)
    return payload.length === 1 ? { kind: 'rejected' } : malformed('bytes follow REJECTED')
  if (verb >= TABLE_IS && verb <= TABLE_LAST) return { kind: 'table', code: verb, bytes: payload.slice(1) }
  return malformed(payload.length === 0 ? 'it is empty' : `it begins with ${verb}, no verb of RFC 2066`)
}

function fields(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  const verb = verbField(reader, {
    [REQUEST]: ['REQUEST', 'asks to choose a character set'],
    [ACCEPTED]: ['ACCEPTED', 'the chosen one follows'],
    [REJECTED]: ['REJECTED', 'none of them'],
    4: ['TTABLE-IS', 'a translation table follows'],
    5: ['TTABLE-REJECTED', 'no table, please'],
    6: ['TTABLE-ACK', 'the table was understood'],
    7: ['TTABLE-NAK', 'the table was damaged'],
  })
  if (verb === ACCEPTED) return reader.done('name', quoted(reader.rest))
  if (verb === TABLE_IS) return reader.done('table', `${reader.rest.length} bytes, which we do not use`)
  if (verb !== REQUEST) return reader.done()
  const table = reader.rest.length - afterTable(reader.rest).length
  reader
    .take(table - 1, '[TTABLE]', 'a translation table could be sent')
    .take(table === 0 ? 0 : 1, 'version', 'of the table')
  const separator = reader.next
  for (let first = true; reader.next !== undefined; first = false) {
    reader.take(
      1,
      'separator',
      (bytes) => `${quoted(bytes)} ${first ? 'stands' : 'stands again'} between names`,
    )
    reader.text('name', (byte) => byte === separator)
  }
  return reader.done()
}

function encode(message: Charset): Uint8Array {
  switch (message.kind) {
    case 'request':
      return concat([
        Uint8Array.of(REQUEST),
        latin1((message.table ?? '') + message.separator + message.names.join(message.separator)),
      ])
    case 'accepted':
      return concat([Uint8Array.of(ACCEPTED), latin1(message.name)])
    case 'rejected':
      return Uint8Array.of(REJECTED)
    case 'table':
      return concat([Uint8Array.of(message.code), message.bytes])
  }
}

function describe(message: Charset): string {
  switch (message.kind) {
    case 'request':
      return `proposed the character sets ${shorten(visible(message.names.join(', ')), 120)}`
    case 'accepted':
      return `accepted the character set ${shorten(visible(message.name))}`
    case 'rejected':
      return 'accepted none of the character sets'
    case 'table':
      return message.code === TABLE_REJECTED
        ? 'refused to use a translation table'
        : `sent a translation table message (${message.code}), which we do not use`
  }
}

/** Of the proposed names the first of ours, by our order; spelled as they spelled it. */
function choose(names: readonly string[], host: HostFacts): string | undefined {
  for (const ours of host.charsets) {
    const found = names.find((name) => name.toUpperCase() === ours.toUpperCase())
    if (found !== undefined) return found
  }
  return undefined
}

export const charset = defineOption<Charset, string | null>({
  code: TELOPT.CHARSET,
  name: 'CHARSET',
  summary: 'which character set text is in',
  source: 'RFC 2066',
  accept: { him: true, us: true },
  initial: () => null,
  decode,
  encode,
  lossless: true,
  fields,
  describe,
  evolve: (facts, message) => (message.kind === 'accepted' ? message.name : facts),
  // Answered whichever side said WILL: tbaMUD asks although the client did.
  respond: (_facts, message, host) => {
    // We never offer to take a table. Whoever sends one all the same is told; what answers ours needs no word.
    if (message.kind === 'table')
      return message.code === TABLE_IS ? [{ kind: 'table', code: TABLE_REJECTED, bytes: NO_BYTES }] : []
    if (message.kind !== 'request') return []
    const name = choose(message.names, host)
    return [name === undefined ? { kind: 'rejected' } : { kind: 'accepted', name }]
  },
})
