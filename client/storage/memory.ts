import type { Entry } from '../../shared/session/entry.ts'
import type { StoragePort } from './port.ts'

const KEPT = Promise.resolve()

/** Keeps entries for as long as the page is open. */
export class MemoryStorage implements StoragePort {
  readonly #entries: Entry[] = []

  append(entry: Entry): Promise<void> {
    this.#entries.push(entry)
    return KEPT
  }

  entries(): Iterable<Entry> {
    return this.#entries
  }
}
