import type { Played } from '../../shared/fingerprint/played.ts'
import type { FingerprintData } from '../../shared/fingerprint/record.ts'
import type { Part } from '../../shared/fingerprint/report-link.ts'
import type { Scanned } from '../../shared/fingerprint/scanned.ts'

/** Where a report comes from: what may be said of it depends on that. `added` is when it came to be kept, in ISO 8601. */
export type Origin =
  | { readonly kind: 'link'; readonly added?: string }
  /** Opened since the page was loaded. */
  | { readonly kind: 'file'; readonly name: string }
  /** Opened earlier, and kept. */
  | { readonly kind: 'opened'; readonly added: string }
  | { readonly kind: 'imported'; readonly added: string }
  /** What the census published. */
  | { readonly kind: 'census' }
  /** Scanned or played by this page. */
  | { readonly kind: 'here' }

/** A scan that can be shown. */
export interface ShownScan {
  readonly scanned: Scanned
  readonly origin: Origin
  /** What the link had no room for. */
  readonly leftOut: readonly Part[]
  /** What was noticed on reading it, as sentences. */
  readonly notes: readonly string[]
  /** The record's own text, if there is one; else it is written anew. */
  readonly text?: string
  /** The recording of the scan, as its file has it. */
  readonly recording?: string
  /** By what name the source gives it again. */
  readonly id?: string
  /** What followed `#/r/` in the link that it came from. */
  readonly link?: string
}

/** A game that was played here or elsewhere: no fingerprint was taken of its server. */
export interface ShownGame {
  readonly played: Played
  /** The server's text before anybody typed, as it is read; undefined where the beginning is lost. */
  readonly greeting: string | undefined
  readonly encoding: string
  readonly origin: Origin
  readonly notes: readonly string[]
  /** The whole game as a file. */
  readonly recording: () => readonly string[]
  readonly id?: string
}

/** A fingerprint without its server: of a link, or of a record that could not be read whole. */
export interface ShownFingerprint {
  readonly hash: string
  readonly data: FingerprintData
  readonly origin: Origin
  readonly notes: readonly string[]
}

/** Of how many servers it is known that they have a fingerprint, and to whom. */
export interface Neighbours {
  readonly others: number
  /** Whose knowledge that is, as a sentence. */
  readonly known: string
}

/** Scans that no link carries: opened files, those that this page made, those that the browser keeps. */
export interface ReportSource {
  get(id: string): Promise<ShownScan | undefined>
  list(): Promise<readonly ShownScan[]>
  atAddress(ip: string): Promise<readonly ShownScan[]>
  withFingerprint(hash: string): Promise<readonly ShownScan[]>
  /** The other servers with that fingerprint; undefined if too little is known to say a number. */
  neighbours(hash: string, host: string, port: number): Promise<Neighbours | undefined>
}

/** Where the servers of scans were, each address once. */
export const addressesOf = (scans: readonly ShownScan[]): readonly string[] => [
  ...new Set(scans.map(({ scanned }) => scanned.record.sessions.at(-1)?.ip ?? '')),
]
