import type { FingerprintData, ScanRecord } from './record.ts'

export type Reading =
  | { readonly kind: 'record'; readonly record: ScanRecord; readonly notes: readonly string[] }
  /** Only the fingerprint could be read. */
  | {
      readonly kind: 'fingerprint'
      readonly fingerprint?: string
      readonly data: FingerprintData
      readonly notes: readonly string[]
    }
  | { readonly kind: 'unreadable'; readonly message: string }

/** The record in a text, as far as it can be read; never throws. */
export declare function readRecord(text: string): Reading
