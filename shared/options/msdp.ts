import { concat } from '../base/bytes.ts'
import type { Millis } from '../base/brands.ts'
import { TELOPT } from '../telnet/codes.ts'
import { FieldReader, type PayloadField } from './fields.ts'
import { copyOf, noneYet, withLatest, type LatestFacts } from './latest.ts'
import { MARK, MsdpReader } from './msdp-reader.ts'
import { defineOption, malformed, type Malformed } from './module.ts'
import { encodeText, shorten, visible } from './text.ts'

/** Text, a list, or a table of names. */
export type MsdpValue = string | readonly MsdpValue[] | MsdpTable

export interface MsdpTable {
  readonly table: readonly MsdpVariable[]
}

/** A name and what stands behind it: several VAL after one VAR are a list as well. */
export interface MsdpVariable {
  readonly name: string
  readonly values: readonly MsdpValue[]
}

export interface Msdp {
  readonly kind: 'variables'
  readonly variables: readonly MsdpVariable[]
}

export interface MsdpFacts extends LatestFacts {
  /** The variables that the server was asked to report. */
  readonly reported: ReadonlySet<string>
}

const SOURCE = 'https://tintin.mudhalla.net/protocols/msdp/'
const REPORTED_MAX = 1000
/** What a client may ask. */
export const MSDP_COMMANDS = ['LIST', 'REPORT', 'UNREPORT', 'RESET', 'SEND'] as const

const isList = (value: MsdpValue): value is readonly MsdpValue[] => Array.isArray(value)

function decode(payload: Uint8Array): Msdp | Malformed {
  if (payload.length === 0) return malformed('it is empty')
  const reader = new MsdpReader(payload)
  const variables = reader.variables(0)
  return reader.problem === undefined ? { kind: 'variables', variables } : malformed(reader.problem)
}

/** The bytes 1 to 6 mean something of their own, so text goes without. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const textBytes = (text: string): Uint8Array => encodeText(text.replace(/[\x01-\x06]/g, ''))

const valueBytes = (value: MsdpValue): Uint8Array => {
  if (typeof value === 'string') return textBytes(value)
  return isList(value)
    ? concat([Uint8Array.of(MARK.ARRAY_OPEN), ...valuesBytes(value), Uint8Array.of(MARK.ARRAY_CLOSE)])
    : concat([Uint8Array.of(MARK.TABLE_OPEN), variablesBytes(value.table), Uint8Array.of(MARK.TABLE_CLOSE)])
}

const valuesBytes = (values: readonly MsdpValue[]): readonly Uint8Array[] =>
  values.flatMap((value) => [Uint8Array.of(MARK.VAL), valueBytes(value)])

const variablesBytes = (variables: readonly MsdpVariable[]): Uint8Array =>
  concat(
    variables.flatMap(({ name, values }) => [
      Uint8Array.of(MARK.VAR),
      textBytes(name),
      ...valuesBytes(values),
    ]),
  )

const MARKS: Readonly<Record<number, readonly [name: string, meaning: string]>> = {
  [MARK.VAR]: ['VAR', 'a name follows'],
  [MARK.VAL]: ['VAL', 'a value follows'],
  [MARK.TABLE_OPEN]: ['TABLE_OPEN', 'names with values follow'],
  [MARK.TABLE_CLOSE]: ['TABLE_CLOSE', 'the table ends'],
  [MARK.ARRAY_OPEN]: ['ARRAY_OPEN', 'values follow'],
  [MARK.ARRAY_CLOSE]: ['ARRAY_CLOSE', 'the list ends'],
}

function fields(payload: Uint8Array): readonly PayloadField[] {
  const reader = new FieldReader(payload)
  let last = 0
  while (reader.next !== undefined) {
    const [name, meaning] = MARKS[reader.next] ?? []
    if (name === undefined || meaning === undefined)
      reader.text(
        last === MARK.VAR ? 'name' : 'value',
        (byte) => byte >= MARK.VAR && byte <= MARK.ARRAY_CLOSE,
      )
    else {
      last = reader.next
      reader.take(1, name, meaning)
    }
  }
  return reader.done()
}

/** A value as JSON: names that come twice stay two. */
export const msdpJson = (value: MsdpValue): string => {
  if (typeof value === 'string') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(msdpJson).join(',')}]`
  return `{${value.table.map((inner) => `${JSON.stringify(inner.name)}:${variableJson(inner)}`).join(',')}}`
}

const variableJson = ({ values }: MsdpVariable): string => {
  const [only] = values
  return values.length === 1 && only !== undefined
    ? msdpJson(only)
    : msdpJson(values.length > 0 ? values : '')
}

/** All the texts in a value, one after the other. */
const textsIn = (value: MsdpValue): readonly string[] => {
  if (typeof value === 'string') return [value]
  return isList(value) ? value.flatMap(textsIn) : []
}

const isCommand = ({ name }: MsdpVariable): boolean =>
  (MSDP_COMMANDS as readonly string[]).includes(name.toUpperCase())

function describe({ variables }: Msdp): string {
  const [first] = variables
  if (first && isCommand(first)) {
    const asked = variables.map(({ name, values }) => `${name} ${values.flatMap(textsIn).join(', ')}`)
    return `asked: ${shorten(visible(asked.join('; ').trim()), 200)}`
  }
  const told = variables.map((variable) => `${variable.name} ${variableJson(variable)}`)
  return told.length === 0 ? 'sent no variables' : `told ${shorten(visible(told.join(', ')), 200)}`
}

function reportedAfter(reported: ReadonlySet<string>, { variables }: Msdp): ReadonlySet<string> {
  const next = new Set(reported)
  for (const { name, values } of variables) {
    const names = values.flatMap(textsIn)
    if (name === 'RESET') next.clear()
    for (const variable of names) {
      if (name === 'UNREPORT') next.delete(variable)
      else if (name === 'REPORT' && next.size < REPORTED_MAX) next.add(variable)
    }
  }
  return next
}

export const takeMsdp = <F extends LatestFacts>(
  facts: F,
  variables: readonly MsdpVariable[],
  at: Millis,
): F =>
  variables.reduce((before, variable) => withLatest(before, variable.name, variableJson(variable), at), facts)

/** What asks a server one of its commands: `REPORT` with the names to report. */
export const msdpCommand = (command: (typeof MSDP_COMMANDS)[number], names: readonly string[]): Msdp => ({
  kind: 'variables',
  variables: [{ name: command, values: names }],
})

export const msdp = defineOption<Msdp, MsdpFacts>({
  code: TELOPT.MSDP,
  name: 'MSDP',
  summary: 'the game as variables, reported when they change',
  source: SOURCE,
  accept: { him: true, us: false },
  refusal: { us: `only a server has variables to report (${SOURCE})` },
  initial: () => ({ ...noneYet(), reported: new Set() }),
  decode,
  encode: ({ variables }) => variablesBytes(variables),
  lossless: false,
  fields,
  describe,
  evolve: (facts, message, side, at) =>
    side === 'server'
      ? takeMsdp(facts, message.variables, at)
      : { ...facts, reported: reportedAfter(facts.reported, message) },
  // After a restart of his nothing is reported any more.
  restart: (facts) => ({ ...facts, reported: new Set() }),
  publish: copyOf,
  // Which variables there are: asking changes nothing, and with it a person can choose among them.
  greet: () => [msdpCommand('LIST', ['REPORTABLE_VARIABLES'])],
})
