import { concat } from '../base/bytes.ts'
import type { Millis } from '../base/brands.ts'
import {
  commandName,
  optionName,
  SB,
  SE,
  TELOPT,
  verbCode,
  verbOf,
  WILL,
  DONT,
  type Verb,
} from '../telnet/codes.ts'
import { FieldReader, verbField, type PayloadField } from './fields.ts'
import { defineOption, malformed, type Malformed } from './module.ts'
import { plural, shownHex } from './verbs.ts'
import { shorten } from './text.ts'

const IS = 0
const SEND = 1
/** More than there are options, twice over. */
const ENTRIES_MAX = 1000

/** What a status says: WILL for what the speaker does, DO for what the other does; or the state of an option, as a message. */
export type StatusEntry =
  { readonly verb: Verb; readonly option: number } | { readonly option: number; readonly payload: Uint8Array }

export type Status =
  { readonly kind: 'send' } | { readonly kind: 'is'; readonly entries: readonly StatusEntry[] }

export interface StatusFacts {
  /** The server's last word of what is on, and when it came. */
  readonly told: { readonly at: Millis; readonly entries: readonly StatusEntry[] } | undefined
}

function decode(payload: Uint8Array): Status | Malformed {
  if (payload[0] === SEND) return payload.length === 1 ? { kind: 'send' } : malformed('bytes follow SEND')
  if (payload[0] !== IS)
    return malformed(
      payload.length === 0 ? 'it is empty' : `it begins with ${payload[0]}, neither IS (0) nor SEND (1)`,
    )
  const entries: StatusEntry[] = []
  for (let at = 1; at < payload.length;) {
    if (entries.length === ENTRIES_MAX) return malformed(`it has over ${ENTRIES_MAX} entries`)
    const code = payload[at] as number
    const option = payload[at + 1]
    if (code !== SB && (code < WILL || code > DONT))
      return malformed(`${code} stands where WILL, WONT, DO, DONT or SB should be`)
    if (option === undefined) return malformed(`no option follows ${commandName(code)}`)
    // RFC 859 doubles SE in what follows SB; telnetd does so everywhere.
    at += option === SE && payload[at + 2] === SE ? 3 : 2
    if (code !== SB) {
      entries.push({ verb: verbOf(code), option })
      continue
    }
    const end = endOf(payload, at)
    if (end < 0) return malformed(`what it says of ${optionName(option)} does not end with SE`)
    entries.push({ option, payload: undoubled(payload.subarray(at, end)) })
    at = end + 1
  }
  return { kind: 'is', entries }
}

/** Where the single SE is that ends what follows SB; -1 if there is none. */
function endOf(payload: Uint8Array, from: number): number {
  let at = payload.indexOf(SE, from)
  while (at >= 0 && payload[at + 1] === SE) at = payload.indexOf(SE, at + 2)
  return at
}

const undoubled = (bytes: Uint8Array): Uint8Array => {
  let second = false
  return bytes.filter((byte) => {
    second = byte === SE && !second
    return byte !== SE || second
  })
}

const doubled = (bytes: Iterable<number>): number[] =>
  [...bytes].flatMap((byte) => (byte === SE ? [SE, SE] : [byte]))

function encode(message: Status): Uint8Array {
  if (message.kind === 'send') return Uint8Array.of(SEND)
  const entries = message.entries.map((entry) =>
    'verb' in entry
      ? Uint8Array.of(verbCode(entry.verb), ...doubled([entry.option]))
      : Uint8Array.from([SB, ...doubled([entry.option]), ...doubled(entry.payload), SE]),
  )
  return concat([Uint8Array.of(IS), ...entries])
}

function fields(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  verbField(reader, { [IS]: ['IS', 'what is on follows'], [SEND]: ['SEND', 'asks what is on'] })
  while (reader.next !== undefined && (reader.next === SB || (reader.next >= WILL && reader.next <= DONT))) {
    const code = reader.next
    reader.take(1, commandName(code), MEANINGS[code] ?? '')
    const double = reader.next === SE && reader.rest[1] === SE
    reader.take(double ? 2 : 1, 'option', ([option = 0]) => optionName(option))
    if (code !== SB) continue
    const end = endOf(reader.rest, 0)
    reader
      .take(end < 0 ? reader.rest.length : end, 'state', (bytes) => shownHex(undoubled(bytes)))
      .take(1, 'SE', 'the state ends')
  }
  return reader.done()
}

const MEANINGS: Readonly<Record<number, string>> = {
  251: 'the sender does it',
  252: 'the sender does not do it',
  253: 'the receiver does it',
  254: 'the receiver does not do it',
  [SB]: 'the state of an option follows',
}

const inWords = (entry: StatusEntry): string =>
  'verb' in entry
    ? `${entry.verb} ${optionName(entry.option)}`
    : `${optionName(entry.option)} ${shownHex(entry.payload)}`

export const status = defineOption<Status, StatusFacts>({
  code: TELOPT.STATUS,
  name: 'STATUS',
  summary: 'each side tells which options it takes to be on',
  source: 'RFC 859',
  accept: { him: true, us: true },
  initial: () => ({ told: undefined }),
  decode,
  encode,
  // An SE that should have been doubled is read all the same.
  lossless: false,
  fields,
  describe: (message) => {
    if (message.kind === 'send') return 'asked which options are on'
    if (message.entries.length === 0) return 'said that no option is on'
    const words = message.entries.slice(0, 40).map(inWords).join(', ')
    return `told ${plural(message.entries.length, 'thing')} that hold: ${shorten(words, 160)}`
  },
  evolve: (facts, message, side, at) =>
    side === 'server' && message.kind === 'is' ? { told: { at, entries: message.entries } } : facts,
  // Whoever asks for the option wants to know: one question is enough.
  greet: (performer, _host, _otherSide, asked) => (performer === 'him' && asked ? [{ kind: 'send' }] : []),
  respond: (_facts, message, host) =>
    message.kind === 'send' ? [{ kind: 'is', entries: host.agreed() }] : [],
})
