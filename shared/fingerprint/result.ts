import type { FingerprintData, ScanRecord, ScanType, Schema } from './record.ts'
import type { Pace, Profile } from './settings.ts'

/** Where a scan stands. */
export type PhaseName =
  | 'start'
  | 'negotiation'
  | 'settle'
  | 'banner'
  | 'round'
  | 'probe'
  | 'wrong-direction'
  | 'loop-server'
  | 'loop-client'
  | 'mssp'
  | 'done'
  | 'failed'

/** For a view of the progress: times in milliseconds since the session began. */
export interface ScanPhase {
  readonly name: PhaseName
  /** Which round of prompts, from 1; 0 outside them. */
  readonly round: number
  readonly since: number
  /** When it ends if nothing more comes; undefined when nothing but the start or the end of the scan is awaited. */
  readonly until: number | undefined
  /** When the whole scan ends at the latest, if it is known. */
  readonly cap: number | undefined
}

/** The fingerprint that the server would have if the scan ended now. */
export interface Provisional {
  readonly provisional: boolean
  readonly fingerprint: string
  readonly data: FingerprintData
}

/** What an asked option came to. The reference has no word for the last: it counts as refused. */
export type Verdict = 'offered' | 'refused' | 'no answer'

/** What a scan noticed beside the fingerprint. */
export interface ScanNotice {
  readonly code: NoticeCode
  /** A sentence for people. */
  readonly message: string
}
export type NoticeCode =
  | 'speaks-ssh'
  | 'speaks-http'
  | 'speaks-tls'
  | 'closed-early'
  | 'census-would-kill'
  | 'fast'
  | 'window-stretched'
  | 'compression-broken'
  | 'mccp3'
  | 'text-cut'
  | 'log-cut'

/** willdo's own account of a scan, which says more than the reference's record. */
export interface OwnForm {
  readonly willdo: 1
  readonly schema: Schema
  readonly 'scan-type': ScanType
  readonly profile: Profile
  readonly pace: Pace
  readonly fingerprint: string
  /** By record name, in the order asked. Empty when the connection closed before the probe. */
  readonly options: Readonly<Record<string, Verdict>>
  readonly requested: readonly string[]
  /** Milliseconds between the probe and its first answer: about the time to the server and back. */
  readonly 'round-trip-ms': number | null
  readonly 'probe-window-ms': number
  /** What the time went into, in order; milliseconds from the connection on. */
  readonly phases: readonly {
    readonly name: PhaseName
    readonly 'since-ms': number
    readonly 'took-ms': number
  }[]
  readonly notices: readonly ScanNotice[]
}

/** A finished scan. */
export interface ScanResult {
  readonly ok: true
  readonly record: ScanRecord
  /** In an eight-key scan: the five-key fingerprint, read just before the probes that only the eight-key scan has. */
  readonly derived:
    { readonly derived: true; readonly fingerprint: string; readonly data: FingerprintData } | undefined
  readonly own: OwnForm
  /** The reference's debug messages, in order; `logText` makes lines of them. Empty if none were kept. */
  readonly log: readonly string[]
}

/** Why there is no record. */
export interface ScanFailure {
  readonly ok: false
  readonly code: 'never-started' | 'unfinished' | 'reset' | 'lost' | 'stopped' | 'too-long'
  readonly message: string
  /** What is known all the same. */
  readonly provisional: Provisional | undefined
  readonly notices: readonly ScanNotice[]
  readonly log: readonly string[]
}

export type ScanOutcome = ScanResult | ScanFailure

/** How a connection may end, as `Driver.close` is told. Any other word means that we lost it on our side. */
export const CLOSE = {
  /** The server ended it (FIN): there is a record. */
  ended: 'ended',
  /** The server broke it off (RST): there is a record only once the probe is out. */
  reset: 'reset',
  /** A person ended the scan. */
  stopped: 'stopped',
} as const
