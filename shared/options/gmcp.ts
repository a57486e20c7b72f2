import { concat, fromLatin1 } from '../base/bytes.ts'
import type { Millis } from '../base/brands.ts'
import { TELOPT } from '../telnet/codes.ts'
import { FieldReader, quoted, type PayloadField } from './fields.ts'
import { copyOf, noneYet, withLatest, type LatestFacts } from './latest.ts'
import { defineOption, malformed, type HostFacts, type Malformed } from './module.ts'
import { answered, asked, NEVER_ASKED, type RoundTrip } from './round-trip.ts'
import { decodeText, encodeText, shorten, visible } from './text.ts'

/** A package and its body as they came. The body should be JSON; whether it is, is for the reader to find out. */
export interface Gmcp {
  readonly kind: 'message'
  /** Empty where a server sends bare JSON (CoffeeMud does). */
  readonly name: string
  readonly body: string
}

/** A line of a channel, as it came. */
export interface Said {
  /** Counted from the beginning of the session. */
  readonly nth: number
  readonly at: Millis
  readonly body: string
}

export interface GmcpFacts extends LatestFacts {
  /** Core.Ping and its answers. */
  readonly ping: RoundTrip
  /** The packages that we said we want, with their versions. */
  readonly supports: readonly string[]
  /** The last lines of channels, the oldest first. */
  readonly said: Said[]
  /** How many lines there were. */
  readonly saidCount: number
}

const STAR = 0x2a
/** So many lines of channels are kept, and none that is longer: the log has them all. */
const SAID_MAX = 300
const SAID_LENGTH_MAX = 4096
const SUPPORTS_MAX = 200
/** A name is not longer. */
const NAME_LOOK = 1000
/** What we ask for where a person asked for nothing else. */
const SUPPORTED = [
  'Char 1',
  'Char.Login 1',
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

/**
 * Char.Login carries a password (https://mudstandards.org/gmcp/char-login): all behind the name becomes stars, also where
 * a person wrote it with blanks before or without one behind.
 */
function conceal(payload: Uint8Array): Uint8Array | undefined {
  const name = /^\s*char\.login(?:\.\w+)*\s?/i.exec(fromLatin1(payload.subarray(0, NAME_LOOK)))
  if (!name) return undefined
  const end = name[0].length
  return payload.map((byte, at) => (at < end ? byte : STAR))
}

const isChannelLine = (name: string): boolean => /^comm\.channel(\.text)?$/i.test(name)

/** Kept in place, as the packages are. */
function withSaid(facts: GmcpFacts, body: string, at: Millis): GmcpFacts {
  facts.said.push({ nth: facts.saidCount, at, body: body.length > SAID_LENGTH_MAX ? '' : body })
  if (facts.said.length > SAID_MAX) facts.said.shift()
  return { ...facts, saidCount: facts.saidCount + 1 }
}

/** The package of `Char.Vitals 1`, in lower case. */
const packageOf = (support: string): string => support.trim().split(' ')[0]?.toLowerCase() ?? ''

/** What we said we want, after Core.Supports.Set, Add or Remove. */
function supportsAfter(supports: readonly string[], action: string, body: string): readonly string[] {
  const named = stringsIn(body)
  if (!named) return supports
  const names = new Set(named.map(packageOf))
  const kept = action === 'set' ? [] : supports.filter((support) => !names.has(packageOf(support)))
  return (action === 'remove' ? kept : [...kept, ...named]).slice(0, SUPPORTS_MAX)
}

function stringsIn(body: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(body)
    return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : undefined
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

/** The facts after what we said ourselves. */
function ours(facts: GmcpFacts, { name, body }: Gmcp, at: Millis): GmcpFacts {
  if (/^core\.ping$/i.test(name)) return { ...facts, ping: asked(facts.ping, at) }
  const [, action] = /^core\.supports\.(set|add|remove)$/i.exec(name) ?? []
  if (action === undefined) return facts
  return { ...facts, supports: supportsAfter(facts.supports, action.toLowerCase(), body) }
}

function describe({ name, body }: Gmcp): string {
  const known = name.toLowerCase()
  if (known === 'char.login.credentials') return 'sent a name and a password (Char.Login), which are not kept'
  if (known === 'core.goodbye') return `said goodbye${body === '' ? '' : `: ${shorten(visible(body), 200)}`}`
  if (known === 'core.keepalive') return 'kept the connection alive (Core.KeepAlive)'
  return `sent ${name === '' ? 'data without a name' : shorten(name)}${body === '' ? '' : `: ${shorten(body, 200)}`}`
}

export const gmcp = defineOption<Gmcp, GmcpFacts>({
  code: TELOPT.GMCP,
  name: 'GMCP',
  summary: 'the game as data: vitals, rooms, channels',
  source: 'https://mudstandards.org/gmcp/core',
  // The server should offer it, but some ask DO GMCP instead.
  accept: { him: true, us: true },
  initial: () => ({ ...noneYet(), ping: NEVER_ASKED, supports: [], said: [], saidCount: 0 }),
  decode,
  encode,
  lossless: false,
  conceal,
  fields,
  describe,
  evolve: (given, message, side, at) => {
    if (side === 'client') return ours(given, message, at)
    const { name, body } = message
    const facts = /^core\.ping$/i.test(name) ? { ...given, ping: answered(given.ping, at) } : given
    return withLatest(isChannelLine(name) ? withSaid(facts, body, at) : facts, name, body, at)
  },
  publish: (facts) => ({ ...copyOf(facts), said: [...facts.said] }),
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
