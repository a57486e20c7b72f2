import type { ScanProgress } from '../../shared/fingerprint/progress.ts'
import type { ScanOutcome } from '../../shared/fingerprint/result.ts'
import type { ScanSettings } from '../../shared/fingerprint/settings.ts'
import type { Address } from '../address.ts'
import type { Ending } from '../transport/ending.ts'

/** What a scan's worker is told. The first message begins the scan. */
export type ToScan =
  | {
      readonly type: 'begin'
      readonly url: string
      readonly address: Address
      readonly settings: ScanSettings
    }
  | { readonly type: 'stop' }
  | { readonly type: 'log' }
  | { readonly type: 'recording' }

/** What it tells. After `over` or `failed` it only answers what it is asked. */
export type FromScan =
  /** The server is reached, in that country if the proxy knows it (two letters). */
  | { readonly type: 'begun'; readonly country: string | undefined }
  | { readonly type: 'progress'; readonly progress: ScanProgress }
  /** There is no more to come. The log is left out: it is told when it is asked for. */
  | { readonly type: 'over'; readonly outcome: ScanOutcome; readonly progress: ScanProgress }
  /** The server was not reached, or the way to it was lost. */
  | { readonly type: 'failed'; readonly ending: Ending }
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'recording'; readonly text: string }
