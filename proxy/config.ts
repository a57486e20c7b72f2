import { readFileSync } from 'node:fs'
import type { Json } from '../shared/base/canonical-json.ts'
import type { DirectoryEntry } from '../shared/wire/info.ts'
import { ALLOW_FORMS, parseAllow, parseRange, RANGE_FORMS, wholeNumber } from './allow.ts'
import type { AllowRule, Range } from './allow.ts'
import { flagOf, HELP, isRepeatable, LEVELS, MODES, SETTINGS, variableOf } from './settings.ts'
import type { Key, Kind, Setting } from './settings.ts'

export { HELP }

/** What an operator can set. Limits of 0 do not limit. */
export type Config = {
  readonly host: string
  readonly port: number
  /** The port to try first for the built-in server; undefined: it does not run. */
  readonly demoPort: number | undefined
  readonly mode: (typeof MODES)[number]
  readonly games: readonly DirectoryEntry[]
  readonly allow: readonly AllowRule[]
  readonly deny: readonly AllowRule[]
  /** As `URL.origin` writes them, or `*`. */
  readonly origins: readonly string[]
  readonly trustProxy: readonly Range[]
  /** The public name of this process; empty: one is made up. */
  readonly via: string
  readonly parkSeconds: number
  readonly stopSeconds: number
  readonly connectSeconds: number
  readonly maxSessions: number
  readonly maxPerAddress: number
  readonly maxPerGame: number
  readonly dialsPerMinute: number
  readonly gamesPerHour: number
  readonly idleMinutes: number
  readonly maxHours: number
  readonly logLevel: (typeof LEVELS)[number]
  readonly metricsFrom: readonly Range[]
}

/** A command line, read. `check` only asks what would hold: `text` is that as a configuration file. */
export type ReadConfig =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'check'; readonly config: Config; readonly text: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'error'; readonly message: string }

/** The texts given for a setting, and where they were found, so that a mistake can be named. */
type Given = { readonly texts: readonly string[]; readonly source: string }
type Found = Map<string, Given>

/** The most for limits and times: as seconds it is 11 days, and a timer takes 24 (32 bits of milliseconds). */
const MOST = 999_999
const TRUE = ['1', 'true', 'yes', 'on']
const FALSE = ['0', 'false', 'no', 'off']

/** Reads flags, `WILLDO_*` variables and the file that they name. An error names every mistake, one a line. */
export function readConfig(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): ReadConfig {
  if (args.includes('--help') || args.includes('-h')) return { kind: 'help' }
  const mistakes: string[] = []
  const flags = fromArguments(args, mistakes)
  const file = flags.get('config')?.texts[0] ?? env['WILLDO_CONFIG']
  const found: Found = new Map([
    ...(file === undefined || file === '' ? [] : fromFile(file, readFile, mistakes)),
    ...fromEnvironment(env, mistakes),
    ...flags,
  ])
  const config = configOf(found, mistakes)
  if (mistakes.length > 0) return { kind: 'error', message: mistakes.join('\n') }
  return flags.has('check-config')
    ? { kind: 'check', config, text: JSON.stringify(effective(found), undefined, 2) }
    : { kind: 'config', config }
}

/** Variables that are none of a setting: the file, and what the tests are told. */
const OTHER_VARIABLES = ['WILLDO_CONFIG', 'WILLDO_CHROMIUM', 'WILLDO_RECORDINGS']

function fromEnvironment(env: Readonly<Record<string, string | undefined>>, mistakes: string[]): Found {
  const found: Found = new Map()
  const known = [...SETTINGS.map(variableOf), ...OTHER_VARIABLES]
  for (const name of Object.keys(env).filter((each) => each.startsWith('WILLDO_') && !known.includes(each)))
    mistakes.push(
      `${name} is not a variable of this program. Each is named like its flag: WILLDO_PORT, WILLDO_DENY.`,
    )
  for (const setting of SETTINGS as readonly Setting[]) {
    const source = variableOf(setting)
    const text = env[source]
    if (text === undefined || text.trim() === '') continue
    const texts = (isRepeatable(setting.kind) ? text.split(',') : [text]).map((each) => each.trim())
    found.set(setting.key, { texts, source })
  }
  return found
}

function fromArguments(args: readonly string[], mistakes: string[]): Found {
  const found: Found = new Map()
  for (let at = 0; at < args.length; at++) {
    const [flag = '', ...rest] = (args[at] ?? '').split('=')
    const setting = (SETTINGS as readonly Setting[]).find((each) => flagOf(each) === flag)
    const isSwitch = setting?.kind === 'switch' || flag === '--check-config'
    if (!setting && flag !== '--config' && flag !== '--check-config') {
      mistakes.push(`${args[at]} is not a flag of this program. "npm start -- --help" lists them.`)
      // What follows is most likely its value, and no mistake of its own.
      if (flag.startsWith('-') && args[at + 1]?.startsWith('-') === false) at++
      continue
    }
    if (isSwitch && rest.length > 0) mistakes.push(`${flag} takes no value.`)
    const text = isSwitch ? '1' : rest.length > 0 ? rest.join('=') : args[++at]
    const key = setting?.key ?? flag.slice(2)
    const before = found.get(key)
    if (text === undefined || text === '')
      mistakes.push(`${flag} needs a value: ${flag} ${setting?.value ?? 'FILE'}.`)
    else if (before && !(setting && isRepeatable(setting.kind))) mistakes.push(`${flag} is given twice.`)
    else found.set(key, { texts: [...(before?.texts ?? []), text], source: flag })
  }
  return found
}

function fromFile(path: string, readFile: (path: string) => string, mistakes: string[]): Found {
  const found: Found = new Map()
  let value: Json
  try {
    value = JSON.parse(readFile(path)) as Json
  } catch (error) {
    mistakes.push(`${path} cannot be read: ${(error as Error).message}. It takes a JSON object of settings.`)
    return found
  }
  if (!isObject(value)) {
    mistakes.push(`${path}: there is no JSON object in it. It takes one, such as {"port": 8023}.`)
    return found
  }
  for (const [key, given] of Object.entries(value)) {
    const setting = SETTINGS.find((each) => each.key === key)
    const source = `${path}, "${key}"`
    const texts = setting ? textsOf(setting.kind, given) : undefined
    if (texts) found.set(key, { texts, source })
    else if (setting)
      mistakes.push(`${source}: ${JSON.stringify(given)} is not accepted. It takes ${inFile(setting)}.`)
    else
      mistakes.push(
        `${source} is not a setting. Settings are ${SETTINGS.map((each) => each.key).join(', ')}.`,
      )
  }
  return found
}

/** A value of a file as it would stand on the command line; undefined if it has the wrong type. */
function textsOf(kind: Kind, value: Json): readonly string[] | undefined {
  if (isRepeatable(kind)) {
    if (!Array.isArray(value)) return undefined
    const texts = (value as readonly Json[]).map((each) => (kind === 'games' ? gameText(each) : each))
    return texts.every((each) => typeof each === 'string') ? texts : undefined
  }
  if (kind === 'switch') return typeof value === 'boolean' ? [value ? '1' : '0'] : undefined
  if (kind === 'number' || kind === 'port') return typeof value === 'number' ? [String(value)] : undefined
  return typeof value === 'string' ? [value] : undefined
}

function gameText(value: Json): Json {
  if (!isObject(value)) return value
  const { name, host, port, tls } = value
  if (typeof name !== 'string' || typeof host !== 'string' || typeof port !== 'number') return null
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return `${name}=${tls === true ? 'telnets://' : ''}${place}`
}

const inFile = ({ kind }: Setting): string =>
  kind === 'games'
    ? 'an array of objects: [{"name": "My MUD", "host": "mud.example", "port": 4000, "tls": false}]'
    : isRepeatable(kind)
      ? 'an array of texts'
      : kind === 'switch'
        ? 'true or false'
        : kind === 'number' || kind === 'port'
          ? 'a number'
          : 'a text'

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What holds, in the form of a configuration file. */
function effective(found: Found): Record<string, Json> {
  return Object.fromEntries(
    SETTINGS.map((setting: Setting): [string, Json] => {
      const texts = found.get(setting.key)?.texts ?? setting.otherwise?.split(', ') ?? []
      const { kind } = setting
      if (isRepeatable(kind)) return [setting.key, [...texts]]
      const text = texts[0] ?? (kind === 'word' ? '' : '0')
      if (kind === 'switch') return [setting.key, TRUE.includes(text.toLowerCase())]
      return [setting.key, kind === 'number' || kind === 'port' ? Number(text) : text]
    }),
  )
}

function configOf(found: Found, mistakes: string[]): Config {
  const read = <T>(key: Key, takes: string, parse: (text: string) => T | undefined): T[] => {
    const setting = SETTINGS.find((each) => each.key === key) as Setting
    const { texts, source } = found.get(key) ?? {
      texts: setting.otherwise?.split(', ') ?? [],
      source: flagOf(setting),
    }
    return texts.flatMap((text) => {
      const value = parse(text)
      if (value === undefined) mistakes.push(`${source}: "${text}" is not accepted. It takes ${takes}.`)
      return value === undefined ? [] : [value]
    })
  }
  const number = (key: Key, most = MOST): number =>
    read(key, `a whole number from 0 to ${most}`, (text) => wholeNumber(text, most))[0] ?? 0
  const oneOf = <T extends string>(key: Key, names: readonly T[]): T | undefined =>
    read(key, names.join(', '), (text) => names.find((name) => name === text))[0]
  const ranges = (key: Key): Range[] => read(key, RANGE_FORMS, parseRange)
  const places = (key: Key): AllowRule[] => read(key, ALLOW_FORMS, parseAllow)
  const isOn = (key: Key): boolean => read(key, '1 or 0', readSwitch)[0] ?? false
  const mode = oneOf('mode', MODES) ?? 'open'
  const config: Config = {
    host: read('host', 'an address of this computer: 127.0.0.1, 0.0.0.0 or ::1', readHost)[0] ?? '',
    port: number('port', 65535),
    // Where there is one game, the demo would be a second.
    demoPort: isOn('noDemo') || mode === 'single' ? undefined : number('demoPort', 65535),
    mode,
    games: read('games', 'NAME=HOST:PORT or NAME=telnets://HOST:PORT', readGame),
    allow: places('allow'),
    deny: places('deny'),
    origins: read('origins', 'https://play.example.org, http://my-computer:8023 or *', readOrigin),
    trustProxy: ranges('trustProxy'),
    via: read('via', 'up to 32 letters, digits, - and _', readWord)[0] ?? '',
    parkSeconds: number('parkSeconds'),
    stopSeconds: number('stopSeconds'),
    connectSeconds: number('connectSeconds'),
    maxSessions: number('maxSessions'),
    maxPerAddress: number('maxPerAddress'),
    maxPerGame: number('maxPerGame'),
    dialsPerMinute: number('dialsPerMinute'),
    gamesPerHour: number('gamesPerHour'),
    idleMinutes: number('idleMinutes'),
    maxHours: number('maxHours'),
    logLevel: oneOf('logLevel', LEVELS) ?? 'info',
    metricsFrom: ranges('metricsFrom'),
  }
  checkTogether(config, mistakes)
  return config
}

/** Settings that are good each by itself and not together. */
function checkTogether({ mode, games, connectSeconds }: Config, mistakes: string[]): void {
  if (mode === 'single' && games.length !== 1)
    mistakes.push(`--mode single needs exactly one --game, and there are ${games.length}.`)
  if (mode === 'list' && games.length === 0)
    mistakes.push('--mode list needs games: --game "My MUD=mud.example:4000".')
  if (connectSeconds === 0)
    mistakes.push('--connect-seconds: 0 leaves no time to connect. It takes 1 or more.')
}

function readSwitch(text: string): boolean | undefined {
  const word = text.toLowerCase()
  return TRUE.includes(word) ? true : FALSE.includes(word) ? false : undefined
}

function readHost(text: string): string | undefined {
  const host = text.replace(/^\[(.*)\]$/, '$1')
  return /^[A-Za-z0-9._:%-]+$/.test(host) ? host : undefined
}

const readWord = (text: string): string | undefined => (/^[A-Za-z0-9_-]{0,32}$/.test(text) ? text : undefined)

function readOrigin(text: string): string | undefined {
  if (text === '*') return text
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isOrigin = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !/[?#@]/.test(text)
  return isOrigin ? url.origin : undefined
}

function readGame(text: string): DirectoryEntry | undefined {
  const [, name, scheme, place] = /^\s*([^=]+?)\s*=\s*(telnets?:\/\/)?(\S+)$/.exec(text) ?? []
  if (name === undefined || place === undefined) return undefined
  const [, host, portText = ''] = /^(.*):(\d+)\/?$/.exec(place) ?? []
  const port = wholeNumber(portText, 65535)
  // What `--allow` takes for one name or address is what can be dialled.
  if (!host || !port || host.includes('/') || !parseAllow(`${host}:${port}`)) return undefined
  return { name, host: host.replace(/^\[(.*)\]$/, '$1'), port, tls: scheme === 'telnets://', builtIn: false }
}
