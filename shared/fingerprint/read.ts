import { readFingerprintData, type DataReading } from './read-data.ts'
import { isObject, type Dict } from './read-parts.ts'
import { readSession, readSessions } from './read-session.ts'
import type { FingerprintData, ScanRecord } from './record.ts'

export type Reading =
  /** `notes` are sentences about what was missing, mended or left out. */
  | { readonly kind: 'record'; readonly record: ScanRecord; readonly notes: readonly string[] }
  /** The rest is damaged: only what is hashed could be read. */
  | {
      readonly kind: 'fingerprint'
      readonly fingerprint: string
      readonly data: FingerprintData
      readonly notes: readonly string[]
    }
  /** `message` is a sentence about what is wrong. */
  | { readonly kind: 'unreadable'; readonly message: string }

const MIB = 1024 * 1024
/** Two banners of 64 KiB, all escaped, are 0.8 MiB. */
export const LARGEST_RECORD = 8 * MIB
const DEEPEST = 32

/** The record in a text, as far as it can be read. Never throws, whatever the text holds; keys that are not known are kept. */
export function readRecord(text: string): Reading {
  if (text.length > LARGEST_RECORD)
    return unreadable(
      `The text is ${Math.ceil(text.length / MIB)} MiB long; a record has ${LARGEST_RECORD / MIB} at most.`,
    )
  // People paste records with a line of the page before or after.
  const json = text.slice(Math.max(0, text.indexOf('{')), text.lastIndexOf('}') + 1)
  if (json === '') return unreadable('There is no record in this text: a record is JSON and begins with {.')
  const whole = parse(json)
  if (whole !== undefined) return fromValue(whole, [])
  const bare = parse(json.replace(BANNER_LINE, withoutBanner))
  if (bare !== undefined)
    return fromValue(bare, ['The quotes in its banners are damaged; the banners were left out.'])
  return fromFragment(json)
}

// A banner stands on a line of its own in the reference's files; a page may have dropped the backslashes in it.
const BANNER_LINE = /^([ \t]*"banner_(?:before|after)_return":)(.*)$/gm
const withoutBanner = (_line: string, key: string, rest: string): string =>
  `${key} ""${rest.trimEnd().endsWith(',') ? ',' : ''}`

function fromValue(value: unknown, notes: string[]): Reading {
  if (!isObject(value)) return unreadable('This is JSON, but not a record: a record is an object.')
  if (!within(value, DEEPEST)) return unreadable('This is JSON, but not a record: it is nested too deep.')
  const probe = value['server-probe']
  if (!isObject(probe)) return unreadable(withoutProbe(value))
  const reading = readFingerprintData(probe['fingerprint-data'], probe['fingerprint'])
  if (typeof reading === 'string') return unreadable(reading)
  notes.push(...reading.notes)
  const session = readSession(probe['session_data'], reading.data, notes)
  const record = {
    ...value,
    'server-probe': {
      ...probe,
      fingerprint: reading.fingerprint,
      'fingerprint-data': reading.data,
      session_data: session,
    },
    sessions: readSessions(value['sessions'], notes),
  }
  return { kind: 'record', record, notes }
}

const withoutProbe = (value: Dict): string =>
  'client-probe' in value || 'telnet-probe' in value
    ? 'This is the record of a client; willdo reads those of servers.'
    : 'This is JSON, but not a record: it has no "server-probe".'

/** What is hashed has no banner in it, so it is whole where the rest is not. */
function fromFragment(json: string): Reading {
  const data = /"fingerprint-data"\s*:\s*(\{[^{}]*\})/.exec(json)?.[1]
  const stated = /"fingerprint"\s*:\s*"([0-9a-f]{16})"/.exec(json)?.[1]
  const reading: DataReading | string = data === undefined ? '' : readFingerprintData(parse(data), stated)
  if (typeof reading === 'string')
    return unreadable('This is not valid JSON, and no fingerprint could be found in it.')
  const notes = ['The record is damaged; only its fingerprint could be read.', ...reading.notes]
  return { kind: 'fingerprint', fingerprint: reading.fingerprint, data: reading.data, notes }
}

const unreadable = (message: string): Reading => ({ kind: 'unreadable', message })

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    // Whoever asks tries with less of it, and says so.
    return undefined
  }
}

function within(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((item) => within(item, depth - 1))
}
