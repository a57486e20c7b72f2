import type { ScanType, Schema } from './record.ts'

/** `reference` waits as long as the reference program does; `fast` ends a wait when there is evidence that it is in vain. */
export type Pace = 'reference' | 'fast'
/** The program's own waits, or those of the census of muds.modem.xyz. */
export type Profile = 'tool' | 'census'

/** How a scan behaves: plain data, so that a recording can hold it. Times are milliseconds. */
export interface ScanSettings {
  readonly profile: Profile
  readonly schema: Schema
  readonly scanType: ScanType
  readonly pace: Pace
  /** What a server that asks for the terminal's type is told. */
  readonly ttype: string
  /** `ascii` leaves the encoding to the server's fonts, menus and CHARSET; any other stands. */
  readonly encoding: string
  /** Over TLS the reference refuses MCCP2 and MCCP3. */
  readonly tls: boolean
  /** COLORTERM of the scanner's own environment, which NEW-ENVIRON tells. */
  readonly colorterm: string
  /** How long to try to connect: for whoever dials. */
  readonly connectMs: number
  /** At most so long for answers to the opening burst. */
  readonly negotiationMs: number
  readonly settleMs: number
  /** The banner has ended when no text came for so long, */
  readonly bannerQuietMs: number
  /** or after so long. */
  readonly bannerMaxMs: number
  /** The probe's window. */
  readonly probeMs: number
  /** Added to the windows of the probes: what the way to the server and back takes more than the reference's own. */
  readonly roundTripMs: number
  /** MSSP's data is waited for until so long after the session began. */
  readonly msspWaitMs: number
  /** The whole scan, from the connection on. */
  readonly capMs: number
}

const TOOL: ScanSettings = {
  profile: 'tool',
  schema: 'five-key',
  scanType: 'quick',
  pace: 'reference',
  ttype: 'xterm-256color',
  encoding: 'ascii',
  tls: false,
  colorterm: '',
  connectMs: 10_000,
  negotiationMs: 4000,
  settleMs: 500,
  bannerQuietMs: 2000,
  bannerMaxMs: 8000,
  probeMs: 500,
  roundTripMs: 0,
  msspWaitMs: 5000,
  capMs: 75_000,
}

const PROFILES: Readonly<Record<Profile, ScanSettings>> = {
  tool: TOOL,
  census: { ...TOOL, profile: 'census', connectMs: 30_000, bannerMaxMs: 20_000, capMs: 160_000 },
}

/**
 * All that a server says is kept until the scan is over: once it said more than this, whoever reads waits a moment with each
 * read.
 */
export const FLOOD = { bytes: 16 * 1024 * 1024, waitMs: 200 } as const

/** The census ends a scan after so long (30 s to connect, twice 20 s of text, 3 s) and keeps no record of it. */
export const CENSUS_KILL_MS = 73_000

/** A profile's settings, some of them otherwise. */
export const scanSettings = (
  profile: Profile = 'tool',
  overrides: Partial<ScanSettings> = {},
): ScanSettings => ({
  ...PROFILES[profile],
  ...overrides,
})

/** Settings that a recording holds, as far as they are of the right kind; `otherwise` for the rest. */
export function readSettings(text: string, otherwise: ScanSettings): ScanSettings {
  const found = parseObject(text)
  const fits = Object.entries(otherwise).map(([key, value]: [string, unknown]) => {
    const given = found[key]
    const choices = CHOICES[key]
    const right = typeof given === typeof value && (!choices || choices.includes(String(given)))
    return [key, right ? given : value]
  })
  return Object.fromEntries(fits) as ScanSettings
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  profile: ['tool', 'census'],
  schema: ['five-key', 'eight-key'],
  scanType: ['quick', 'full'],
  pace: ['reference', 'fast'],
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
