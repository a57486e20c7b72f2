import type { KeptRecord } from '../storage/library.ts'
import type { LociGame } from './lociterm.ts'
import type { Preview } from './read-import.ts'

/** A file that a person chose, and where it lay in its folder. */
export interface Chosen {
  readonly path: string
  readonly file: File
}

/** What the page tells the worker that reads: the files; then, again and again, how many records it wants. */
export type ToReader =
  | { readonly kind: 'read'; readonly files: readonly Chosen[]; readonly added: string }
  | { readonly kind: 'more'; readonly count: number }

export type FromReader =
  /** So many files have been looked at. */
  | { readonly kind: 'progress'; readonly files: number }
  | { readonly kind: 'preview'; readonly preview: Preview }
  /** Some of the records; with the last ones also the names that were given to fingerprints, and LociTerm's list. */
  | {
      readonly kind: 'records'
      readonly records: readonly KeptRecord[]
      readonly names?: Readonly<Record<string, string>>
      readonly lociterm?: readonly LociGame[]
    }
  | { readonly kind: 'failed' }
