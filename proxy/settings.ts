/** How a setting's text is read; `config.ts` has a reader for each. */
export type Kind =
  | 'address'
  | 'port'
  | 'number'
  | 'switch'
  | 'mode'
  | 'level'
  | 'word'
  | 'games'
  | 'places'
  | 'origins'
  | 'ranges'

/** A setting: what it is called on the command line and in a file, what it takes, and what holds without it. */
export type Setting = {
  /** The flag without its dashes; the variable is made from it: `park-seconds`, `WILLDO_PARK_SECONDS`. */
  readonly name: string
  /** Its key in a configuration file and in `Config`. */
  readonly key: string
  readonly kind: Kind
  /** What stands after the flag in the help; a switch has nothing. */
  readonly value?: string
  readonly otherwise?: string
  readonly help: string
}

/** Kinds that may be given more than once: on the command line one by one, in a variable between commas, in a file as an array. */
export const isRepeatable = (kind: Kind): boolean =>
  kind === 'games' || kind === 'places' || kind === 'origins' || kind === 'ranges'

export const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export const MODES = ['open', 'list', 'single'] as const

/** Everything an operator can set. Help, variables, files and `docs/operating.md` follow this table. */
export const SETTINGS = [
  {
    name: 'port',
    key: 'port',
    kind: 'port',
    value: 'N',
    otherwise: '8023',
    help: 'port of the page; 0 takes any free one',
  },
  {
    name: 'host',
    key: 'host',
    kind: 'address',
    value: 'ADDRESS',
    otherwise: '127.0.0.1',
    help: 'address to listen at; 127.0.0.1 is this computer only',
  },
  { name: 'no-demo', key: 'noDemo', kind: 'switch', help: 'do not start the built-in demo server' },
  {
    name: 'demo-port',
    key: 'demoPort',
    kind: 'port',
    value: 'N',
    otherwise: '4000',
    help: 'port of the demo server, or the next free one',
  },
  {
    name: 'mode',
    key: 'mode',
    kind: 'mode',
    value: 'MODE',
    otherwise: 'open',
    help: 'open: any public game; list: those of --game; single: the one of --game, no demo',
  },
  {
    name: 'game',
    key: 'games',
    kind: 'games',
    value: 'NAME=HOST:PORT',
    help: 'put a game on the list; NAME=telnets://HOST:PORT for TLS',
  },
  {
    name: 'allow',
    key: 'allow',
    kind: 'places',
    value: 'HOST[:PORT]',
    help: 'let people reach this name, address or range as well',
  },
  {
    name: 'deny',
    key: 'deny',
    kind: 'places',
    value: 'HOST[:PORT]',
    help: 'never dial this name, address or range; wins over all else',
  },
  {
    name: 'origin',
    key: 'origins',
    kind: 'origins',
    value: 'URL',
    help: 'pages that may use this proxy, such as https://play.example.org; * is any',
  },
  {
    name: 'trust-proxy',
    key: 'trustProxy',
    kind: 'ranges',
    value: 'ADDRESS',
    help: 'web servers in front, whose X-Forwarded-For is believed',
  },
  {
    name: 'via',
    key: 'via',
    kind: 'word',
    value: 'NAME',
    help: 'what this process calls itself, for a balancer; made up without it',
  },
  {
    name: 'park-seconds',
    key: 'parkSeconds',
    kind: 'number',
    value: 'N',
    otherwise: '120',
    help: 'how long a game is kept when its page is lost; 0: not at all',
  },
  {
    name: 'stop-seconds',
    key: 'stopSeconds',
    kind: 'number',
    value: 'N',
    otherwise: '5',
    help: 'how long people are given after SIGTERM',
  },
  {
    name: 'connect-seconds',
    key: 'connectSeconds',
    kind: 'number',
    value: 'N',
    otherwise: '10',
    help: 'how long reaching a game may take, its name included',
  },
  {
    name: 'max-sessions',
    key: 'maxSessions',
    kind: 'number',
    value: 'N',
    otherwise: '1000',
    help: 'sessions at once; 0, here and below: no limit',
  },
  {
    name: 'max-per-address',
    key: 'maxPerAddress',
    kind: 'number',
    value: 'N',
    otherwise: '20',
    help: 'sessions at once of one caller, kept ones included',
  },
  {
    name: 'max-per-game',
    key: 'maxPerGame',
    kind: 'number',
    value: 'N',
    otherwise: '100',
    help: 'sessions at once with one game',
  },
  {
    name: 'dials-per-minute',
    key: 'dialsPerMinute',
    kind: 'number',
    value: 'N',
    otherwise: '30',
    help: 'new connections of one caller',
  },
  {
    name: 'games-per-hour',
    key: 'gamesPerHour',
    kind: 'number',
    value: 'N',
    otherwise: '60',
    help: 'different games that one caller may dial',
  },
  {
    name: 'idle-minutes',
    key: 'idleMinutes',
    kind: 'number',
    value: 'N',
    otherwise: '1440',
    help: 'a session ends after so long without a byte',
  },
  {
    name: 'max-hours',
    key: 'maxHours',
    kind: 'number',
    value: 'N',
    otherwise: '0',
    help: 'how long a session may last',
  },
  {
    name: 'log-level',
    key: 'logLevel',
    kind: 'level',
    value: 'LEVEL',
    otherwise: 'info',
    help: `what is logged: ${LEVELS.join(', ')}`,
  },
  {
    name: 'metrics-from',
    key: 'metricsFrom',
    kind: 'ranges',
    value: 'ADDRESS',
    otherwise: '127.0.0.0/8, ::1',
    help: 'who may read /metrics',
  },
] as const satisfies readonly Setting[]

/** The key of a setting. */
export type Key = (typeof SETTINGS)[number]['key']

export const flagOf = ({ name }: Setting): string => `--${name}`
export const variableOf = ({ name }: Setting): string => `WILLDO_${name.toUpperCase().replaceAll('-', '_')}`

const line = (left: string, right: string): string => `  ${left.padEnd(25)} ${right}`

/** The text of `--help`. */
export const HELP: string = [
  'npm start -- [flags]        serves the page and connects it to telnet servers',
  '',
  ...SETTINGS.map((setting: Setting) =>
    line(
      `${flagOf(setting)} ${setting.value ?? ''}`,
      `${setting.help}${setting.otherwise === undefined ? '' : ` (${setting.otherwise})`}`,
    ),
  ),
  line('--config FILE', 'read settings from a JSON file'),
  line('--check-config', 'print what would hold, and end'),
  line('--help', 'show this'),
  '',
  'Flags that take a name, an address or a URL may be repeated. Each is also an environment variable, with commas between',
  'several: --park-seconds is WILLDO_PARK_SECONDS. A flag wins over its variable, and that over the file.',
].join('\n')
