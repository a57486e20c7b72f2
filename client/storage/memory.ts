import type { StoragePort } from './port.ts'

const KEPT = Promise.resolve()

/** Keeps entries for as long as the page is open: the session's timeline holds them already, up to its limit. */
export class MemoryStorage implements StoragePort {
  append(): Promise<void> {
    return KEPT
  }
}
