import type { Entry } from '../session/entry.ts'
import type { Policy } from '../session/policy.ts'
import type { SessionIdentity } from './record.ts'
import type { Provisional, ScanOutcome, ScanPhase } from './result.ts'
import type { ScanSettings } from './settings.ts'

/** A scan's memory: folded from the entries, never from a clock. */
export interface Scan {
  readonly settings: ScanSettings
}

/**
 * The scan as a policy. Call `Driver.wake` once the connection stands: that sends the opening burst. The scan is over when
 * `scanDone` says so, which it does at the latest after `capMs` or when the driver was told of the connection's end.
 */
export declare function scanPolicy(settings: ScanSettings): Policy<Scan>

/** Folds a recording of a scan, ours or the reference's; undefined if it holds none. */
export declare function foldScan(entries: readonly Entry[], settings?: ScanSettings): Scan | undefined

/** Where the scan stands at a time. */
export declare function scanPhase(own: Scan, at: number): ScanPhase

/** True once nothing more will change the result. */
export declare function scanDone(own: Scan): boolean

/** The fingerprint so far; cheap, at any time. */
export declare function provisional(own: Scan, at: number): Provisional

/** The record and all that goes with it, or why there is none. */
export declare function scanOutcome(own: Scan, identity: SessionIdentity): ScanOutcome
