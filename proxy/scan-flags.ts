import { parseArgs, type ParseArgsConfig } from 'node:util'
import { pythonCodec } from '../shared/fingerprint/codec-names.ts'
import { scanSettings, type ScanSettings } from '../shared/fingerprint/settings.ts'
import type { ScanTarget } from './scan-socket.ts'

/** What the command was asked for. Files are paths; `-` is standard output. */
export interface ScanCommand {
  readonly target: Omit<ScanTarget, 'tls'>
  readonly tls: { readonly caFile: string | undefined; readonly verify: boolean } | undefined
  readonly settings: ScanSettings
  readonly json: string | undefined
  readonly record: string | undefined
  readonly log: string | undefined
  readonly dataDir: string | undefined
  readonly setName: string | undefined
  readonly silent: boolean
}

export type ReadCommand =
  | { readonly kind: 'scan'; readonly command: ScanCommand }
  | { readonly kind: 'help' }
  /** Each mistake a sentence, one a line. */
  | { readonly kind: 'error'; readonly message: string }

export const SCAN_HELP = `Usage: npm run scan -- HOST [PORT] [flags]

Fingerprints a telnet server as telnetlib3-fingerprint does. PORT is 23 if not given.

What is kept
  --json FILE            the record, byte for byte as telnetlib3 writes it; - is standard output
  --log FILE             the connection log, as the census shows it
  --record FILE          the session itself (.willdo.jsonl), for npm run fold and for the page
  --data-dir DIR         the record into telnetlib3's folders: DIR/server/FINGERPRINT/SESSION.json
  --set-name NAME        with --data-dir: names the fingerprint in fingerprint_names.json
  --silent               prints nothing but mistakes

How it is done
  --schema five-key|eight-key    the census's (telnetlib3 4.0.2) or that of 4.0.5   [five-key]
  --scan-type quick|full         17 options or 49                                  [quick]
  --pace reference|fast          fast ends waits that are evidently in vain        [reference]
  --profile tool|census          8 s for a banner and 10 s to connect, or 20 and 30   [tool]
  --ttype NAME                   the terminal's type                               [xterm-256color]
  --encoding NAME                of the banners; ascii lets the server choose      [ascii]
  --tls                          speak TLS
  --tls-ca FILE                  trust this certificate authority too
  --tls-no-verify                accept any certificate
  --connect-timeout S            --banner-quiet-time S            --banner-max-wait S
  --mssp-wait S                  the reference's own waits, in seconds

Ends with 0 when there is a fingerprint, 1 when there is none, 2 when the command was not understood.`

const OPTIONS = {
  json: { type: 'string' },
  log: { type: 'string' },
  record: { type: 'string' },
  'data-dir': { type: 'string' },
  'set-name': { type: 'string' },
  silent: { type: 'boolean' },
  schema: { type: 'string' },
  'scan-type': { type: 'string' },
  pace: { type: 'string' },
  profile: { type: 'string' },
  ttype: { type: 'string' },
  encoding: { type: 'string' },
  tls: { type: 'boolean' },
  'tls-ca': { type: 'string' },
  'tls-no-verify': { type: 'boolean' },
  'connect-timeout': { type: 'string' },
  'banner-quiet-time': { type: 'string' },
  'banner-max-wait': { type: 'string' },
  'mssp-wait': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options']

type Flag = keyof typeof OPTIONS

/** The longest wait that may be asked for, in seconds. */
const LONGEST_WAIT = 600

/** Reads a command line. */
export function readScanCommand(args: readonly string[], env: NodeJS.ProcessEnv): ReadCommand {
  let parsed
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { kind: 'error', message: `${error.message.split('. ')[0]}. --help lists all flags.` }
  }
  const { values, positionals } = parsed
  if (values.help) return { kind: 'help' }
  const mistakes: string[] = []
  const choice = <T extends string>(flag: Flag, choices: readonly T[], otherwise: T): T => {
    const given = values[flag] as T | undefined
    if (given === undefined || choices.includes(given)) return given ?? otherwise
    mistakes.push(`--${flag} is one of ${choices.join(', ')}, not "${given}".`)
    return otherwise
  }
  const wait = (flag: Flag): number | undefined => {
    const given = values[flag] as string | undefined
    if (given === undefined) return undefined
    const seconds = /^\d+(\.\d+)?$/.test(given) ? Number(given) : NaN
    if (seconds <= LONGEST_WAIT) return Math.round(seconds * 1000)
    mistakes.push(`--${flag} is seconds, at most ${LONGEST_WAIT}, not "${given}".`)
    return undefined
  }

  const [typed = '', portText = '23', ...more] = positionals
  // IPv6 as addresses in the web have it.
  const host = typed.replace(/^\[(.*)\]$/, '$1')
  if (host === '') mistakes.push('Say which server: npm run scan -- HOST PORT.')
  else if (/^[^:]*:\d*$|\/|\s/.test(host))
    mistakes.push(
      `Write the host alone, then the port: npm run scan -- mud.example.org 4000, not "${typed}".`,
    )
  if (more.length > 0) mistakes.push(`One server at a time: "${more.join(' ')}" is too much.`)
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0
  if (port < 1 || port > 65535) mistakes.push(`A port is a number from 1 to 65535, not "${portText}".`)
  for (const flag of ['tls-ca', 'tls-no-verify'] as const)
    if (values[flag] !== undefined && values.tls !== true) mistakes.push(`--${flag} needs --tls.`)
  const printed = (['json', 'log', 'record'] as const).filter((flag) => values[flag] === '-')
  if (printed.length > 1)
    mistakes.push(`Only one of ${printed.map((flag) => `--${flag}`).join(', ')} can go to standard output.`)
  if (values.ttype !== undefined && !/^[\x20-\x7e]*$/.test(values.ttype))
    mistakes.push(`--ttype is of ASCII letters, not "${values.ttype}".`)
  if (values.encoding !== undefined && pythonCodec(values.encoding) === undefined)
    mistakes.push(`--encoding is one that Python knows, such as utf-8 or cp437, not "${values.encoding}".`)
  if (values['set-name'] !== undefined && values['data-dir'] === undefined)
    mistakes.push('--set-name needs --data-dir: the name goes into a file there.')

  const profile = choice('profile', ['tool', 'census'], 'tool')
  const waits = {
    connectMs: wait('connect-timeout'),
    bannerQuietMs: wait('banner-quiet-time'),
    bannerMaxMs: wait('banner-max-wait'),
    msspWaitMs: wait('mssp-wait'),
  }
  const settings = scanSettings(profile, {
    schema: choice('schema', ['five-key', 'eight-key'], 'five-key'),
    scanType: choice('scan-type', ['quick', 'full'], 'quick'),
    pace: choice('pace', ['reference', 'fast'], 'reference'),
    tls: values.tls === true,
    colorterm: env['COLORTERM'] ?? '',
    ...(values.ttype !== undefined && { ttype: values.ttype }),
    ...(values.encoding !== undefined && { encoding: values.encoding }),
    ...(Object.fromEntries(
      Object.entries(waits).filter(([, ms]) => ms !== undefined),
    ) as Partial<ScanSettings>),
  })
  if (mistakes.length > 0) return { kind: 'error', message: mistakes.join('\n') }
  return {
    kind: 'scan',
    command: {
      target: { host, port },
      tls: values.tls ? { caFile: values['tls-ca'], verify: values['tls-no-verify'] !== true } : undefined,
      settings,
      json: values.json,
      record: values.record,
      log: values.log,
      dataDir: values['data-dir'],
      setName: values['set-name'],
      silent: values.silent === true,
    },
  }
}
