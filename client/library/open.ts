import { openLibrary } from '../storage/library-db.ts'
import type { Memory } from '../state/memory.ts'
import { Library } from './library.svelte.ts'

/** What this browser keeps; read when it is looked at. */
export const browserLibrary = (date: () => string, memory: Memory): Library =>
  new Library({ open: openLibrary, date, memory })
