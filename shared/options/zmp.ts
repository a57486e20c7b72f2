import { concat } from '../base/bytes.ts'
import { TELOPT } from '../telnet/codes.ts'
import { FieldReader, type PayloadField } from './fields.ts'
import { copyOf, noneYet, withLatest, type LatestFacts } from './latest.ts'
import { defineOption, malformed, type HostFacts, type Malformed } from './module.ts'
import { decodeText, encodeText, shorten, visible } from './text.ts'

/** A command and its arguments. */
export interface Zmp {
  readonly kind: 'command'
  readonly name: string
  readonly args: readonly string[]
}

const SOURCE = 'http://discworld.starturtle.net/external/protocols/zmp.html'
const ARGS_MAX = 1000
/** The package that everybody must know, and what of it is said to a client. */
const SUPPORTED = ['zmp.', 'zmp.ping', 'zmp.time', 'zmp.ident', 'zmp.check', 'zmp.support', 'zmp.no-support']

function decode(payload: Uint8Array): Zmp | Malformed {
  // The last NUL ends the last argument; one that is missing is not missed.
  const body = payload.at(-1) === 0 ? payload.subarray(0, -1) : payload
  const [name, ...args] = partsOf(body)
  if (name === undefined || name === '') return malformed('it names no command')
  if (args.length > ARGS_MAX) return malformed(`it has over ${ARGS_MAX} arguments`)
  return { kind: 'command', name, args }
}

function partsOf(bytes: Uint8Array): readonly string[] {
  const parts: string[] = []
  for (let from = 0; from <= bytes.length && parts.length < ARGS_MAX + 2;) {
    const end = bytes.indexOf(0, from)
    parts.push(decodeText(bytes.subarray(from, end < 0 ? bytes.length : end)))
    from = end < 0 ? bytes.length + 1 : end + 1
  }
  return parts
}

function fields(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  for (let part = 'command'; reader.next !== undefined; part = 'argument') {
    reader.text(part, (byte) => byte === 0).take(reader.next === undefined ? 0 : 1, 'NUL', `the ${part} ends`)
  }
  return reader.done()
}

const command = (name: string, ...args: readonly string[]): Zmp => ({ kind: 'command', name, args })

/** UTC, as the document writes it: `2026-01-31 23:59:59`. */
const zmpTime = (now: number): string => new Date(now).toISOString().slice(0, 19).replace('T', ' ')

function respond({ name, args }: Zmp, host: HostFacts): readonly Zmp[] {
  if (name === 'zmp.ping') return [command('zmp.time', zmpTime(host.now()))]
  if (name === 'zmp.check') {
    const [what = ''] = args
    return [command(SUPPORTED.includes(what) ? 'zmp.support' : 'zmp.no-support', what)]
  }
  return []
}

export const zmp = defineOption<Zmp, LatestFacts>({
  code: TELOPT.ZMP,
  name: 'ZMP',
  summary: 'commands of the Zenith MUD protocol',
  source: SOURCE,
  accept: { him: true, us: false },
  refusal: { us: 'the server begins with it, never the client (the draft of ZMP)' },
  initial: noneYet,
  decode,
  encode: ({ name, args }) =>
    concat([name, ...args].flatMap((part) => [encodeText(part.replaceAll('\0', '')), Uint8Array.of(0)])),
  lossless: false,
  fields,
  describe: ({ name, args }) =>
    `sent ${visible(shorten(name))}${args.length > 0 ? `: ${shorten(visible(args.join(', ')), 200)}` : ''}`,
  evolve: (facts, { name, args }, side, at) =>
    side === 'server' ? withLatest(facts, name, args.length > 0 ? JSON.stringify(args) : '', at) : facts,
  publish: copyOf,
  greet: (_performer, host) => [
    command('zmp.ident', host.clientName, host.clientVersion, 'plays in a browser'),
  ],
  respond: (_facts, message, host) => respond(message, host),
})
