import { concat } from '../base/bytes.ts'
import { TELOPT } from '../telnet/codes.ts'
import { FieldReader, quoted, type PayloadField } from './fields.ts'
import { copyOf, noneYet, withLatest, type LatestFacts } from './latest.ts'
import { defineOption, malformed } from './module.ts'
import { decodeText, encodeText, shorten, visible } from './text.ts'

/** A package and what stands behind it: plain text, its lines apart. */
export interface Atcp {
  readonly kind: 'message'
  readonly name: string
  readonly body: string
}

const SOURCE = 'https://www.ironrealms.com/rapture/manual/files/FeatATCP-txt.html'
const isBlank = (byte: number): boolean => byte === 32 || byte === 10

function fields(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  reader.text('package', isBlank).take(1, 'blank', 'the value follows')
  return reader.done('value', quoted(reader.rest))
}

/** A line feed ends the name as well: `Char.Vitals`, then one value a line. It is kept with the value. */
function split(text: string): { readonly name: string; readonly body: string } {
  const end = text.search(/[ \n]/)
  if (end < 0) return { name: text, body: '' }
  return { name: text.slice(0, end), body: text.slice(text[end] === ' ' ? end + 1 : end) }
}

export const atcp = defineOption<Atcp, LatestFacts>({
  code: TELOPT.ATCP,
  name: 'ATCP',
  summary: 'the forerunner of GMCP',
  source: SOURCE,
  accept: { him: true, us: false },
  refusal: { us: `only a server has a game to tell of (${SOURCE})` },
  initial: noneYet,
  decode: (payload) => {
    const { name, body } = split(decodeText(payload))
    return name === '' ? malformed('it names no package') : { kind: 'message', name, body }
  },
  encode: ({ name, body }) =>
    concat([encodeText(name), encodeText(body === '' || body.startsWith('\n') ? body : ` ${body}`)]),
  lossless: false,
  fields,
  describe: ({ name, body }) =>
    `sent ${visible(shorten(name))}${body === '' ? '' : `: ${shorten(visible(body), 200)}`}`,
  evolve: (facts, { name, body }, side, at) =>
    side === 'server' ? withLatest(facts, name, body, at) : facts,
  publish: copyOf,
  greet: (_performer, host) => [
    {
      kind: 'message',
      name: 'hello',
      body: `${host.clientName} ${host.clientVersion}\nchar_vitals 1\nroom_brief 1\nroom_exits 1`,
    },
  ],
})
