import { concat } from '../base/bytes.ts'
import type { Millis } from '../base/brands.ts'
import { TELOPT } from '../telnet/codes.ts'
import { FieldReader, quoted, type PayloadField } from './fields.ts'
import { defineOption, malformed, type HostFacts, type Malformed } from './module.ts'
import { answered, asked, NEVER_ASKED, type RoundTrip } from './round-trip.ts'
import { decodeText, encodeText, shorten } from './text.ts'

/** A package and its body as they came. The body should be JSON; whether it is, is for the reader to find out. */
export interface Gmcp {
  readonly kind: 'message'
  /** Empty where a server sends bare JSON (CoffeeMud does). */
  readonly name: string
  readonly body: string
}

export interface GmcpPackage {
  readonly count: number
  /** When the last one came. */
  readonly at: Millis
  /** The last body; undefined when there was no room to keep it. */
  readonly body: string | undefined
  /** The body before it, to see what changed; undefined where there was none, or no room. */
  readonly before: string | undefined
}

export interface GmcpFacts {
  /** What the server said last, by package name as it first spelled it. */
  readonly packages: Map<string, GmcpPackage>
  /** Lower case to the first spelling: names are case-blind. */
  readonly spelled: Map<string, string>
  readonly messages: number
  /** Characters of all bodies kept. */
  readonly size: number
  /** Of those that came before the last. */
  readonly sizeBefore: number
  /** Core.Ping and its answers. */
  readonly ping: RoundTrip
}

/** A server that makes up names, or never stops talking, must not fill the memory. */
const PACKAGES_MAX = 1000
const KEPT_MAX = 4 * 1024 * 1024
const STAR = 0x2a
const BEFORE_MAX = 1024 * 1024
const SUPPORTED = [
  'Char 1',
  'Char.Vitals 1',
  'Char.Status 1',
  'Room 1',
  'Room.Info 1',
  'Comm.Channel 1',
  'Group 1',
]

function decode(payload: Uint8Array): Gmcp | Malformed {
  if (payload.length === 0) return malformed('it is empty')
  const text = decodeText(payload)
  if (/^[[{"\s]/.test(text)) return { kind: 'message', name: '', body: text }
  const blank = text.search(/\s/)
  if (blank < 0) return { kind: 'message', name: text, body: '' }
  return { kind: 'message', name: text.slice(0, blank), body: text.slice(blank + 1) }
}

const isBlank = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)

function fields(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  if (!'[{" \t\r\n'.includes(String.fromCharCode(reader.next ?? 32))) {
    reader.text('package', isBlank).take(1, 'blank', 'the body follows')
  }
  return reader.done('body', quoted(reader.rest))
}

const encode = ({ name, body }: Gmcp): Uint8Array =>
  name === '' ? encodeText(body) : concat([encodeText(name), encodeText(body === '' ? '' : ` ${body}`)])

/** Char.Login carries a password (https://mudstandards.org/gmcp/char-login): all behind the name becomes stars. */
function conceal(payload: Uint8Array): Uint8Array | undefined {
  const message = decode(payload)
  if ('malformed' in message || !/^char\.login/i.test(message.name)) return undefined
  return payload.map((byte, at) => (at <= message.name.length ? byte : STAR))
}

export const gmcp = defineOption<Gmcp, GmcpFacts>({
  code: TELOPT.GMCP,
  name: 'GMCP',
  summary: 'the game as data: vitals, rooms, channels',
  source: 'https://mudstandards.org/gmcp/core',
  // The server should offer it, but some ask DO GMCP instead.
  accept: { him: true, us: true },
  initial: () => ({
    packages: new Map(),
    spelled: new Map(),
    messages: 0,
    size: 0,
    sizeBefore: 0,
    ping: NEVER_ASKED,
  }),
  decode,
  encode,
  lossless: false,
  conceal,
  fields,
  describe: ({ name, body }) =>
    `sent ${name === '' ? 'data without a name' : shorten(name)}${body === '' ? '' : `: ${shorten(body, 200)}`}`,
  evolve: (given, message, side, at) => {
    const isPing = /^core\.ping$/i.test(message.name)
    if (side === 'client') return isPing ? { ...given, ping: asked(given.ping, at) } : given
    const messages = given.messages + 1
    const facts = isPing ? { ...given, ping: answered(given.ping, at) } : given
    const key = message.name.toLowerCase()
    const name = facts.spelled.get(key) ?? message.name
    if (!facts.spelled.has(key) && facts.spelled.size >= PACKAGES_MAX) return { ...facts, messages }
    const last = facts.packages.get(name)
    const without = facts.size - (last?.body?.length ?? 0)
    const body = without + message.body.length <= KEPT_MAX ? message.body : undefined
    facts.spelled.set(key, name)
    const withoutBefore = facts.sizeBefore - (last?.before?.length ?? 0)
    const before = withoutBefore + (last?.body?.length ?? 0) <= BEFORE_MAX ? last?.body : undefined
    facts.packages.set(name, { count: (last?.count ?? 0) + 1, at, body, before })
    return {
      ...facts,
      messages,
      size: without + (body?.length ?? 0),
      sizeBefore: withoutBefore + (before?.length ?? 0),
    }
  },
  publish: (facts) => ({ ...facts, packages: new Map(facts.packages), spelled: new Map(facts.spelled) }),
  greet: (_performer, host, otherSide) => (otherSide ? [] : hello(host)),
})

const hello = (host: HostFacts): readonly Gmcp[] => [
  {
    kind: 'message',
    name: 'Core.Hello',
    body: JSON.stringify({ client: host.clientName, version: host.clientVersion }),
  },
  { kind: 'message', name: 'Core.Supports.Set', body: JSON.stringify(SUPPORTED) },
]
