import type { Entry } from '../../shared/session/entry.ts'

/** Where a session's entries are kept. Received bytes are acknowledged only once their promise is fulfilled. */
export interface StoragePort {
  append(entry: Entry): Promise<void>
}
