import type { Json } from '../base/canonical-json.ts'
import type { Millis } from '../base/brands.ts'

/** Who made bytes that go to the server: a person, willdo's own answers, or a scan. */
export type Origin = 'user' | 'engine' | 'scan'

/**
 * One thing that happened, as it is stored: the only state a session has. `bytes` are wire bytes, compressed if they
 * were, and what was typed while the server hid it is already masked. `at` never goes backwards.
 */
export type Entry =
  | { readonly kind: 'in'; readonly at: Millis; readonly bytes: Uint8Array }
  | { readonly kind: 'out'; readonly at: Millis; readonly bytes: Uint8Array; readonly from: Origin }
  | { readonly kind: 'resize'; readonly at: Millis; readonly columns: number; readonly rows: number }
  | { readonly kind: 'mark'; readonly at: Millis; readonly label: string }
  | { readonly kind: 'message'; readonly at: Millis; readonly message: Json }
  | { readonly kind: 'gap'; readonly at: Millis; readonly lost: number }
  | { readonly kind: 'close'; readonly at: Millis; readonly reason: string }
  /** A line of a kind this version does not know, kept as it was. */
  | { readonly kind: 'unknown'; readonly at: Millis; readonly line: readonly Json[] }
