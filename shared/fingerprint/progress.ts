import { keyRecordName, listsNow } from './lists.ts'
import { phaseTimes } from './outcome.ts'
import type { OwnForm, Provisional, ScanPhase, Verdict } from './result.ts'
import { ahead, provisional, scanPhase, type Scan } from './scan.ts'
import { awaited, awaitedName } from './tables.ts'

/** A scan under way, for a view: plain data. */
export interface ScanProgress {
  /** Milliseconds since the connection stood, as are the times below. */
  readonly at: number
  readonly phase: ScanPhase
  /** The phases before it. */
  readonly past: OwnForm['phases']
  /** The fingerprint so far. */
  readonly found: Provisional
  /** What the asked options came to so far. */
  readonly options: Readonly<Record<string, Verdict>>
  /** What has had no answer yet: `WILL NAWS`, `SB TTYPE`. */
  readonly awaited: readonly string[]
}

/** Cheap enough for a few times a second. */
export function scanProgress(own: Scan, at: number): ScanProgress {
  const now = ahead(own, at)
  const { offered, refused, unanswered } = now.probe ?? listsNow(now)
  const each = (verdict: Verdict, options: readonly number[]): [string, Verdict][] =>
    options.map((option) => [keyRecordName(option), verdict])
  return {
    at,
    phase: scanPhase(own, at),
    past: phaseTimes(now),
    found: provisional(own, at),
    options: Object.fromEntries([
      ...each('offered', offered),
      ...each('refused', refused),
      ...each('no answer', unanswered),
    ]),
    awaited: awaited(now).map(awaitedName),
  }
}
