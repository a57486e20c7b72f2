import { ALLOW_FORMS, parseAllow, wholeNumber } from './allow.ts'
import type { AllowRule } from './allow.ts'

/** What an operator can set. */
export type Config = {
  readonly host: string
  readonly port: number
  /** The port to try first for the built-in server; undefined: it does not run. */
  readonly demoPort: number | undefined
  readonly allow: readonly AllowRule[]
}

/** A command line, read. */
export type ReadConfig =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'help' }
  | { readonly kind: 'error'; readonly message: string }

/** A setting: its flag, its environment variable and what it takes. */
type Setting = {
  readonly flag: string
  readonly variable: string
  readonly value: string | undefined
  readonly repeatable?: true
  readonly help: string
}

const SETTINGS = [
  {
    flag: '--port',
    variable: 'WILLDO_PORT',
    value: 'N',
    help: 'port of the page (8023; 0 takes any free one)',
  },
  {
    flag: '--host',
    variable: 'WILLDO_HOST',
    value: 'ADDRESS',
    help: 'address to listen at (127.0.0.1: this computer only)',
  },
  {
    flag: '--no-demo',
    variable: 'WILLDO_NO_DEMO',
    value: undefined,
    help: 'do not start the built-in demo server',
  },
  {
    flag: '--demo-port',
    variable: 'WILLDO_DEMO_PORT',
    value: 'N',
    help: 'port of the demo server (4000; the next free one if it is taken)',
  },
  {
    flag: '--allow',
    variable: 'WILLDO_ALLOW',
    value: 'HOST[:PORT]',
    repeatable: true,
    help: 'let people reach this name, address or range as well (variable: separated by commas)',
  },
] as const satisfies readonly Setting[]

type Flag = (typeof SETTINGS)[number]['flag']
/** Each text with where it was found, so that a mistake can be named. */
type Found = Map<Flag, { readonly text: string; readonly source: string }[]>

/** The text of `--help`. */
export const HELP: string = [
  'npm start -- [flags]        serves the page and connects it to telnet servers',
  '',
  ...SETTINGS.map(({ flag, value, help }) => `  ${`${flag} ${value ?? ''}`.padEnd(22)} ${help}`),
  `  ${'--help'.padEnd(22)} shows this`,
  '',
  `Each flag can also be set as an environment variable: ${SETTINGS.map(({ variable }) => variable).join(', ')}.`,
  'A flag wins over its variable.',
].join('\n')

/** Reads flags and `WILLDO_*` variables; a flag wins over its variable. */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ReadConfig {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' }
  try {
    const found = new Map([...fromEnvironment(env), ...fromArguments(args)])
    return { kind: 'config', config: configOf(found) }
  } catch (error) {
    if (error instanceof Mistake) return { kind: 'error', message: error.message }
    throw error
  }
}

/** Thrown and caught in this file only. */
class Mistake extends Error {}

function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Found {
  const found: Found = new Map()
  for (const setting of SETTINGS) {
    const text = env[setting.variable]
    if (text === undefined || text.trim() === '') continue
    const texts = setting.flag === '--allow' ? text.split(',') : [text]
    found.set(
      setting.flag,
      texts.map((each) => ({ text: each.trim(), source: setting.variable })),
    )
  }
  return found
}

function fromArguments(args: readonly string[]): Found {
  const found: Found = new Map()
  for (let at = 0; at < args.length; at++) {
    const [flag = '', ...rest] = (args[at] ?? '').split('=')
    const setting: Setting | undefined = SETTINGS.find((each) => each.flag === flag)
    if (!setting)
      throw new Mistake(`${args[at]} is not a flag of this program. "npm start -- --help" lists them.`)
    const name = flag as Flag
    if (setting.value === undefined) {
      if (rest.length > 0) throw new Mistake(`${flag} takes no value.`)
      found.set(name, [{ text: '1', source: flag }])
      continue
    }
    const text = rest.length > 0 ? rest.join('=') : args[++at]
    if (text === undefined || text === '')
      throw new Mistake(`${flag} needs a value: ${flag} ${setting.value}.`)
    if (found.has(name) && !setting.repeatable) throw new Mistake(`${flag} is given twice.`)
    found.set(name, [...(found.get(name) ?? []), { text, source: flag }])
  }
  return found
}

function configOf(found: Found): Config {
  return {
    host: hostOf(found),
    port: portOf(found, '--port', 8023),
    demoPort: isOn(found, '--no-demo') ? undefined : portOf(found, '--demo-port', 4000),
    allow: (found.get('--allow') ?? []).map(({ text, source }) => {
      const rule = parseAllow(text)
      if (!rule) throw new Mistake(`${source}: "${text}" is not accepted. It takes ${ALLOW_FORMS}.`)
      return rule
    }),
  }
}

function hostOf(found: Found): string {
  const given = found.get('--host')?.[0]
  if (!given) return '127.0.0.1'
  const host = given.text.replace(/^\[(.*)\]$/, '$1')
  if (!/^[A-Za-z0-9._:%-]+$/.test(host)) {
    throw new Mistake(
      `${given.source}: "${given.text}" is not accepted. It takes an address of this computer: 127.0.0.1, 0.0.0.0 or ::1.`,
    )
  }
  return host
}

function portOf(found: Found, flag: Flag, otherwise: number): number {
  const given = found.get(flag)?.[0]
  if (!given) return otherwise
  const port = wholeNumber(given.text, 65535)
  if (port === undefined) {
    throw new Mistake(
      `${given.source}: "${given.text}" is not accepted. It takes a whole number from 0 to 65535.`,
    )
  }
  return port
}

function isOn(found: Found, flag: Flag): boolean {
  const given = found.get(flag)?.[0]
  if (!given) return false
  const text = given.text.toLowerCase()
  if (['1', 'true', 'yes', 'on'].includes(text)) return true
  if (['0', 'false', 'no', 'off'].includes(text)) return false
  throw new Mistake(`${given.source}: "${given.text}" is not accepted. It takes 1 or 0.`)
}
