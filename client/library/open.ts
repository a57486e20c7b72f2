import { openLibrary } from '../storage/library-db.ts'
import { Library } from './library.svelte.ts'

/** What this browser keeps; read when it is looked at. */
export const browserLibrary = (date: () => string): Library => new Library({ open: openLibrary, date })
