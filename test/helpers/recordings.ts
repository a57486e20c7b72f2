import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseRecording, type Recording } from '../../shared/recording/format.ts'

/** Where recordings of real servers lie: they hold other people's text and stay outside the repository. */
export const RECORDINGS = resolve(process.env['WILLDO_RECORDINGS'] ?? '../shared/recordings')

/** True if they are there. Says so loudly if not; in CI their absence is an error. */
export function recordingsPresent(): boolean {
  if (existsSync(join(RECORDINGS, 'expected.json'))) return true
  if (process.env['CI'] === 'true') throw new Error(`No recordings in ${RECORDINGS}: set WILLDO_RECORDINGS.`)
  console.warn(`SKIPPED: no recordings in ${RECORDINGS}. Set WILLDO_RECORDINGS to run these tests.`)
  return false
}

export interface Expected {
  readonly wireIn: number
  readonly wireOut: number
  readonly decodedIn: number
  readonly decodedOut: number
  readonly mccp2Starts: number
  readonly mccp2Ends: number
  readonly mccp3Starts: number
  readonly negotiation: Readonly<Record<string, number>>
  readonly subnegotiation: Readonly<Record<string, number>>
}

/** The independent decoder's counts by recording; a scan's entry has none. */
export const expectedCounts = (): Readonly<Record<string, Expected | { readonly scan: true }>> =>
  JSON.parse(readFileSync(join(RECORDINGS, 'expected.json'), 'utf8')) as ReturnType<typeof expectedCounts>

export const readRecording = (name: string): Recording =>
  parseRecording(readFileSync(join(RECORDINGS, `${name}.willdo.jsonl`), 'utf8'))
