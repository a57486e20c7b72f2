import { keptOf, type Kept, type KeptRecord, type Key, type LibraryStore } from './library.ts'

/** Keeps records for as long as the page is open: for browsers that keep nothing. */
export class MemoryLibrary implements LibraryStore {
  readonly passing = true
  readonly #records = new Map<string, KeptRecord>()
  #names: Readonly<Record<string, string>> = {}

  async *list(): AsyncIterable<readonly Kept[]> {
    yield await Promise.resolve([...this.#records.values()].map(keptOf))
  }

  by(key: Key, value: string): Promise<readonly Kept[]> {
    const found = [...this.#records.values()].filter((record) => record[key] === value)
    return Promise.resolve(found.map(keptOf))
  }

  get(path: string): Promise<KeptRecord | undefined> {
    return Promise.resolve(this.#records.get(path))
  }

  put(records: readonly KeptRecord[]): Promise<void> {
    for (const record of records) this.#records.set(record.path, record)
    return Promise.resolve()
  }

  remove(paths: readonly string[]): Promise<void> {
    for (const path of paths) this.#records.delete(path)
    return Promise.resolve()
  }

  names(): Promise<Readonly<Record<string, string>>> {
    return Promise.resolve(this.#names)
  }

  setNames(names: Readonly<Record<string, string>>): Promise<void> {
    this.#names = names
    return Promise.resolve()
  }
}
