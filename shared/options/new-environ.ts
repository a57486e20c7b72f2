import type { Millis } from '../base/brands.ts'
import { TELOPT } from '../telnet/codes.ts'
import {
  decodeEnviron,
  describeEnviron,
  encodeEnviron,
  environFields,
  VARIABLES_MAX,
  type Environ,
  type Name,
  type Variable,
} from './environ.ts'
import { defineOption, type HostFacts } from './module.ts'

/** What was asked for and what was told. */
export interface EnvironFacts {
  /** By name, in the order in which they were first asked for. */
  readonly asked: ReadonlyMap<string, { readonly type: Name['type']; readonly times: number }>
  /** All of a kind were asked for. */
  readonly all: { readonly VAR: boolean; readonly USERVAR: boolean }
  /** What we said last of each name; a variable without a value is one we do not tell. */
  readonly told: ReadonlyMap<string, { readonly variable: Variable; readonly at: Millis }>
}

const NOTHING: EnvironFacts = Object.freeze({
  asked: new Map(),
  all: { VAR: false, USERVAR: false },
  told: new Map(),
})

/** Variables that every system knows; all others are of one's own (RFC 1572 section 2). */
const WELL_KNOWN = new Set(['USER', 'JOB', 'ACCT', 'PRINTER', 'SYSTEMTYPE', 'DISPLAY'])

/** What kind of variable has that name. */
export const typeOfName = (name: string): Name['type'] => (WELL_KNOWN.has(name) ? 'VAR' : 'USERVAR')

type Speaker = Pick<HostFacts, 'charsets' | 'clientName' | 'clientVersion' | 'mtts' | 'terminalType' | 'told'>

/** What MNES tells games of a client, https://tintin.mudhalla.net/protocols/mnes/, before a person's wishes. */
const mnes = (host: Speaker): readonly Variable[] => [
  { type: 'VAR', name: 'CHARSET', value: host.charsets[0] ?? 'US-ASCII' },
  { type: 'VAR', name: 'CLIENT_NAME', value: host.clientName.toUpperCase() },
  { type: 'VAR', name: 'CLIENT_VERSION', value: host.clientVersion },
  { type: 'VAR', name: 'MTTS', value: String(host.mtts) },
  { type: 'VAR', name: 'TERMINAL_TYPE', value: host.terminalType.toUpperCase() },
]

/** The only variables that ever leave: those of MNES and a person's own, but none that is withheld. */
export function tellable(host: Speaker): ReadonlyMap<string, Variable> {
  const { variables, withheld } = host.told
  const all = [...mnes(host), ...variables].filter(({ name }) => !withheld.includes(name))
  return new Map(all.map((variable) => [variable.name, variable]))
}

/** Each name asked for, once; what we do not tell is named without a value. */
function answer(wanted: readonly Name[], host: HostFacts): readonly Variable[] {
  const known = tellable(host)
  const all = allOf(wanted)
  const types = new Map(wanted.filter(({ name }) => name !== '').map(({ type, name }) => [name, type]))
  const names = new Set([
    ...[...known.values()].filter(({ type }) => all[type]).map(({ name }) => name),
    ...types.keys(),
  ])
  return [...names].map((name): Variable => {
    const type = types.get(name) ?? known.get(name)?.type ?? 'VAR'
    const value = known.get(name)?.value
    return value === undefined ? { type, name } : { type, name, value }
  })
}

/** Nothing named asks for all of both kinds; a kind without a name (TinyMUX: `SEND VAR USERVAR`) for all of that kind. */
const allOf = (wanted: readonly Name[]): EnvironFacts['all'] => ({
  VAR: wanted.length === 0 || wanted.some(({ type, name }) => type === 'VAR' && name === ''),
  USERVAR: wanted.length === 0 || wanted.some(({ type, name }) => type === 'USERVAR' && name === ''),
})

function evolve(facts: EnvironFacts, message: Environ, side: 'server' | 'client', at: Millis): EnvironFacts {
  if (message.kind === 'send') {
    if (side !== 'server') return facts
    const asked = new Map(facts.asked)
    for (const { type, name } of message.wanted)
      if (name !== '' && (asked.has(name) || asked.size < VARIABLES_MAX))
        asked.set(name, { type, times: (asked.get(name)?.times ?? 0) + 1 })
    const all = allOf(message.wanted)
    return {
      ...facts,
      asked,
      all: { VAR: facts.all.VAR || all.VAR, USERVAR: facts.all.USERVAR || all.USERVAR },
    }
  }
  if (side !== 'client') return facts
  const told = new Map(facts.told)
  for (const variable of message.variables)
    if (told.has(variable.name) || told.size < VARIABLES_MAX) told.set(variable.name, { variable, at })
  return { ...facts, told }
}

/** INFO on what is not any more as we told it, or is new to a server that asked for all. */
function updated(facts: EnvironFacts, host: HostFacts): readonly Environ[] {
  if (facts.told.size === 0) return []
  const known = tellable(host)
  const changed = [...facts.told.values()]
    .filter(({ variable }) => known.get(variable.name)?.value !== variable.value)
    .map(({ variable: { type, name } }): Variable => {
      const value = known.get(name)?.value
      return value === undefined ? { type, name } : { type, name, value }
    })
  const fresh = [...known.values()].filter(({ type, name }) => facts.all[type] && !facts.told.has(name))
  const variables = [...changed, ...fresh]
  return variables.length > 0 ? [{ kind: 'info', variables }] : []
}

export const newEnviron = defineOption<Environ, EnvironFacts>({
  code: TELOPT.NEW_ENVIRON,
  name: 'NEW_ENVIRON',
  summary: 'our name, version and terminal, as variables (MNES)',
  source: 'RFC 1572',
  accept: { him: false, us: true },
  refusal: { him: 'only a client has variables that the other end needs (RFC 1572)' },
  clientOnly: 'refuse',
  initial: () => NOTHING,
  decode: (payload) => decodeEnviron(payload),
  encode: (message) => encodeEnviron(message),
  lossless: false,
  fields: (payload) => environFields(payload),
  describe: describeEnviron,
  evolve,
  restart: () => NOTHING,
  respond: (_facts, message, host) =>
    message.kind === 'send' ? [{ kind: 'is', variables: answer(message.wanted, host) }] : [],
  updated,
})
