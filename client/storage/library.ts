import type { FingerprintData } from '../../shared/fingerprint/record.ts'
import type { OwnForm } from '../../shared/fingerprint/result.ts'

/** How a record came to be kept. */
export type Source = 'scanned' | 'opened' | 'imported' | 'link'

/** What lists show of a record that is kept, without its text. */
export interface Kept {
  /** `fingerprint/session`: where its file lies below `server/`, without `.json`. */
  readonly path: string
  readonly hash: string
  /** Empty where the record is too damaged to say. */
  readonly host: string
  /** 0 where the record is too damaged to say. */
  readonly port: number
  readonly ip: string
  /** `host:port`; empty where the record is too damaged to say. */
  readonly place: string
  /** When it was measured, as the record says it, in ISO 8601. */
  readonly when: string
  /** When it was kept, in ISO 8601, UTC. */
  readonly added: string
  readonly source: Source
  /** What the server calls itself. */
  readonly name: string
  readonly data: FingerprintData
  /** How long the text is. */
  readonly size: number
  /** What is wrong with the record, a sentence each. */
  readonly notes: readonly string[]
}

/** A longer recording is not kept with the record; it can be saved as a file. */
export const RECORDING_MAX = 4 * 1024 * 1024

/** What may be kept with a record. */
export interface Extras {
  /** The log of the scan, in the reference's lines. */
  readonly log?: string
  /** The recording of the scan, as its file has it. */
  readonly recording?: string
  /** willdo's own account, if willdo made the scan. */
  readonly own?: OwnForm
}

/** A record as it is kept: its text is what was received, to the byte. */
export interface KeptRecord extends Kept, Extras {
  readonly text: string
}

/** What records can be looked up by. */
export type Key = 'hash' | 'ip' | 'place'

/** Where records are kept. Every promise is rejected with a sentence for a person. */
export interface LibraryStore {
  /** True where what is kept is gone with the page. */
  readonly passing: boolean
  /** Everything, some at a time, so that a page can draw between. */
  list(): AsyncIterable<readonly Kept[]>
  by(key: Key, value: string): Promise<readonly Kept[]>
  get(path: string): Promise<KeptRecord | undefined>
  /** Keeps the records, in the place of those with the same paths: all of them, or none. */
  put(records: readonly KeptRecord[]): Promise<void>
  remove(paths: readonly string[]): Promise<void>
  /** What people have called fingerprints. */
  names(): Promise<Readonly<Record<string, string>>>
  setNames(names: Readonly<Record<string, string>>): Promise<void>
}

/** What lists show of a record. */
export function keptOf(record: KeptRecord): Kept {
  const { path, hash, host, port, ip, place, when, added, source, name, data, size, notes } = record
  return { path, hash, host, port, ip, place, when, added, source, name, data, size, notes }
}
