import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { logText } from '../shared/fingerprint/log-lines.ts'
import type { ScanRecord } from '../shared/fingerprint/record.ts'
import { readRecord } from '../shared/fingerprint/read.ts'
import {
  mergeRecord,
  MOST_FILES,
  MOST_FINGERPRINTS,
  NAMES_FILE,
  namesText,
  recordPath,
  recordText,
} from '../shared/fingerprint/write.ts'
import { serializeEntry, serializeHeader } from '../shared/recording/format.ts'
import type { ScanRun } from './scan-socket.ts'

/** A file that was not written: a sentence that says why. */
export class FileRefusal extends Error {}

/** Writes beside the file and moves it there, so that nobody reads half of it. */
export function writeWhole(path: string, text: string): void {
  const made = `${path}.new`
  try {
    writeFileSync(made, text)
    renameSync(made, path)
  } catch (error) {
    rmSync(made, { force: true })
    throw new FileRefusal(
      `${path} could not be written (${(error as NodeJS.ErrnoException).code}). Check the folder.`,
    )
  }
}

/** Why the file could not be written, as far as that is seen without writing it. */
export function whyNotWritable(path: string): string | undefined {
  const folder = dirname(path)
  if (!isFolder(folder)) return `${path} cannot be written: there is no folder ${folder}. Make it first.`
  if (isFolder(path)) return `${path} is a folder. Name a file in it.`
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    return `${path} cannot be written (${(error as NodeJS.ErrnoException).code}). Check who may write in ${folder}.`
  }
  return undefined
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

export const recordingText = ({ header, entries }: Pick<ScanRun, 'header' | 'entries'>): string =>
  serializeHeader(header) + entries.map(serializeEntry).join('')

export const logFileText = (messages: readonly string[]): string =>
  messages.map((message) => `${logText(message)}\n`).join('')

/** Saves a record as the reference does, with its limits; returns the path. */
export function saveRecord(dataDir: string, record: ScanRecord): string {
  const path = join(dataDir, recordPath(record))
  const folder = dirname(path)
  if (!existsSync(folder)) {
    const server = dirname(folder)
    if (existsSync(server) && readdirSync(server).length >= MOST_FINGERPRINTS)
      throw new FileRefusal(
        `${server} holds ${MOST_FINGERPRINTS} fingerprints, the most that telnetlib3 keeps. Use another folder.`,
      )
    makeFolder(folder)
  } else if (readdirSync(folder).filter((name) => name.endsWith('.json')).length >= MOST_FILES) {
    throw new FileRefusal(
      `${folder} holds ${MOST_FILES} records, the most that telnetlib3 keeps of one fingerprint. Use another folder.`,
    )
  }
  const earlier = existsSync(path) ? readRecord(readFileSync(path, 'utf8')) : undefined
  if (earlier && earlier.kind !== 'record')
    throw new FileRefusal(`${path} is there, but is no whole record (${basename(path)} stays as it is).`)
  writeWhole(path, recordText(earlier ? mergeRecord(earlier.record, record) : record))
  return path
}

/** Gives the fingerprint a name in the data directory's file of names. */
export function saveName(dataDir: string, fingerprint: string, name: string): void {
  makeFolder(dataDir)
  const path = join(dataDir, NAMES_FILE)
  const text = namesText(existsSync(path) ? readFileSync(path, 'utf8') : undefined, fingerprint, name)
  if (text === undefined) throw new FileRefusal(`${path} is no file of names, so it was left as it is.`)
  writeWhole(path, text)
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new FileRefusal(`${folder} could not be made (${(error as NodeJS.ErrnoException).code}).`)
  }
}
