import { concat } from '../base/bytes.ts'
import { TELOPT } from '../telnet/codes.ts'
import { FieldReader, verbField, type PayloadField } from './fields.ts'
import { defineOption, malformed, type Malformed } from './module.ts'
import { decodeText, encodeText, shorten } from './text.ts'

const VAR = 1
const VAL = 2

/** Nobody has so many; a list without end would cost its length many times over. */
const TEXTS_MAX = 5000

/** Variables in the order they came; several values make a list. */
export interface Mssp {
  readonly kind: 'variables'
  readonly variables: readonly { readonly name: string; readonly values: readonly string[] }[]
}

function decode(payload: Uint8Array): Mssp | Malformed {
  const variables: { name: string; values: string[] }[] = []
  let at = 0
  for (let texts = 0; at < payload.length; texts++) {
    if (texts === TEXTS_MAX) return malformed(`it has over ${TEXTS_MAX} names and values`)
    const marker = payload[at]
    let end = at + 1
    while (end < payload.length && payload[end] !== VAR && payload[end] !== VAL) end++
    const text = decodeText(payload.subarray(at + 1, end))
    const last = variables.at(-1)
    if (marker === VAR) variables.push({ name: text, values: [] })
    else if (marker !== VAL) return malformed(`it begins with ${marker}, not with VAR (1)`)
    else if (!last) return malformed('a value comes before any name')
    else last.values.push(text)
    at = end
  }
  return { kind: 'variables', variables }
}

function fields(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  let marker = 0
  while (reader.next !== undefined) {
    if (reader.next === VAR || reader.next === VAL) {
      marker = verbField(reader, { [VAR]: ['VAR', 'a name follows'], [VAL]: ['VAL', 'a value follows'] }) ?? 0
    } else {
      reader.text(marker === VAL ? 'value' : 'name', (byte) => byte === VAR || byte === VAL)
    }
  }
  return reader.done()
}

const encode = ({ variables }: Mssp): Uint8Array =>
  concat(
    variables.flatMap(({ name, values }) => [
      Uint8Array.of(VAR),
      encodeText(name),
      ...values.flatMap((value) => [Uint8Array.of(VAL), encodeText(value)]),
    ]),
  )

/** The variables by name; of one value that, of several a list. */
export const msspObject = (mssp: Mssp | null): Record<string, string | readonly string[]> =>
  Object.fromEntries(
    (mssp?.variables ?? []).map(({ name, values }) => [
      name,
      values.length === 1 ? (values[0] as string) : values,
    ]),
  )

export const mssp = defineOption<Mssp, Mssp | null>({
  code: TELOPT.MSSP,
  name: 'MSSP',
  summary: 'what the server says of itself',
  source: 'https://mudstandards.org/mud/mssp',
  accept: { him: true, us: false },
  refusal: { us: 'only a server has players and a world to tell of (https://mudstandards.org/mud/mssp)' },
  initial: () => null,
  decode,
  encode,
  lossless: false,
  fields,
  describe: ({ variables }) => {
    const name = variables.find((variable) => variable.name === 'NAME')?.values[0]
    return `described itself in ${variables.length} variables${name === undefined ? '' : `: ${shorten(name)}`}`
  },
  evolve: (facts, message, side) => (side === 'server' ? message : facts),
})
