import { fromBase64, toBase64 } from '../base/bytes.ts'
import type { Json } from '../base/canonical-json.ts'
import { millis } from '../base/brands.ts'
import type { Entry, Origin } from '../session/entry.ts'

/** The first line of a recording. Keys that are not known are kept. */
export interface Header {
  readonly willdo: 1
  readonly engine: string
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** ISO 8601, UTC. */
  readonly started: string
  readonly [key: string]: Json
}

export interface Recording {
  readonly header: Header
  readonly entries: readonly Entry[]
  /** The last line was cut off (a crash while writing); it is left out. */
  readonly truncated: boolean
}

/** Says which line of a recording cannot be read, and why. */
export class RecordingError extends Error {
  readonly line: number
  constructor(line: number, why: string) {
    super(`Line ${line} of the recording ${why}.`)
    this.line = line
  }
}

export const serializeHeader = (header: Header): string => JSON.stringify(header) + '\n'

/** One line, with its line end. Times are whole milliseconds. */
export const serializeEntry = (entry: Entry): string => JSON.stringify(lineOf(entry)) + '\n'

function lineOf(entry: Entry): readonly Json[] {
  const at = Math.round(entry.at)
  switch (entry.kind) {
    case 'in':
      return [at, '<', toBase64(entry.bytes)]
    case 'out':
      return [at, '>', toBase64(entry.bytes), entry.from]
    case 'resize':
      return [at, '=', entry.columns, entry.rows]
    case 'mark':
      return [at, '#', entry.label]
    case 'message':
      return [at, '!', entry.message]
    case 'gap':
      return [at, 'g', entry.lost]
    case 'close':
      return [at, '.', entry.reason]
    case 'unknown':
      return entry.line
  }
}

/** Reads a whole recording. Throws RecordingError naming the line; a last line that was cut off is only noted. */
export function parseRecording(text: string): Recording {
  const lines = text.replace(/^\ufeff/, '').split('\n')
  const ended = lines.at(-1) === ''
  if (ended) lines.pop()
  const header = readHeader(lines[0] ?? '')
  const entries: Entry[] = []
  let latest = 0
  for (let i = 1; i < lines.length; i++) {
    const line = (lines[i] as string).trim()
    if (line === '') continue
    const value = parseJson(line)
    if (value === undefined && i === lines.length - 1 && !ended) return { header, entries, truncated: true }
    if (value === undefined) throw new RecordingError(i + 1, 'is not JSON')
    const entry = readEntry(value, i + 1)
    // Times never go back: a clock that did is held still.
    latest = Math.max(latest, entry.at)
    entries.push(entry.at === latest ? entry : { ...entry, at: millis(latest) })
  }
  return { header, entries, truncated: false }
}

function readHeader(line: string): Header {
  if (line.trim() === '') throw new RecordingError(1, 'is empty: a recording begins with a header')
  const value = parseJson(line)
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('willdo' in value)) {
    throw new RecordingError(1, 'is no header: it must be an object that begins with "willdo"')
  }
  const fields = value as Record<string, Json>
  if (fields['willdo'] !== 1)
    throw new RecordingError(
      1,
      `is of version ${JSON.stringify(fields['willdo'])}; this program reads version 1`,
    )
  return {
    ...fields,
    willdo: 1,
    engine: stringOr(fields['engine'], 'unknown'),
    host: stringOr(fields['host'], ''),
    port: typeof fields['port'] === 'number' ? fields['port'] : 23,
    tls: fields['tls'] === true,
    started: stringOr(fields['started'], '1970-01-01T00:00:00.000Z'),
  }
}

const stringOr = (value: Json | undefined, otherwise: string): string =>
  typeof value === 'string' ? value : otherwise

function readEntry(value: Json, line: number): Entry {
  if (!Array.isArray(value)) throw new RecordingError(line, 'is no list')
  const fields = value as readonly Json[]
  const [time, kind, first, second] = fields
  if (typeof time !== 'number' || !Number.isFinite(time))
    throw new RecordingError(line, 'does not begin with a time')
  const at = millis(time)
  switch (kind) {
    case '<':
      return { kind: 'in', at, bytes: bytesOf(first, line) }
    case '>':
      return { kind: 'out', at, bytes: bytesOf(first, line), from: originOf(second) }
    case '=':
      if (typeof first !== 'number' || typeof second !== 'number')
        throw new RecordingError(line, 'has no size')
      return { kind: 'resize', at, columns: first, rows: second }
    case '#':
      return { kind: 'mark', at, label: stringOr(first, '') }
    case '!':
      return { kind: 'message', at, message: first ?? null }
    case 'g':
      return { kind: 'gap', at, lost: isCount(first) ? first : 0 }
    case '.':
      return { kind: 'close', at, reason: stringOr(first, 'closed') }
    default:
      return { kind: 'unknown', at, line: fields }
  }
}

const isCount = (value: Json | undefined): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0

function bytesOf(value: Json | undefined, line: number): Uint8Array {
  const bytes = typeof value === 'string' ? fromBase64(value) : undefined
  if (!bytes) throw new RecordingError(line, 'holds bytes that are not base64')
  return bytes
}

const originOf = (value: Json | undefined): Origin =>
  value === 'engine' || value === 'scan' ? value : 'user'

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
