import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from 'idb'
import { keptOf, type Extras, type Kept, type KeptRecord, type Key, type LibraryStore } from './library.ts'

/** Rows read at once: a fraction of a frame. */
const ROWS_AT_ONCE = 500

/** A record's text apart from what lists show of it: ten thousand rows are read without ten thousand texts. */
type Text = Pick<KeptRecord, 'path' | 'text'> & Extras

interface Schema extends DBSchema {
  records: { key: string; value: Kept; indexes: Record<Key, string> }
  texts: { key: string; value: Text }
  names: { key: string; value: string }
}

/** Opens the browser's store of records; rejects where there is none, as in some private windows. */
export async function openLibrary(): Promise<LibraryStore> {
  const db = await openDB<Schema>('willdo.library', 1, {
    upgrade(fresh) {
      const records = fresh.createObjectStore('records', { keyPath: 'path' })
      for (const key of ['hash', 'ip', 'place'] as const) records.createIndex(key, key)
      fresh.createObjectStore('texts', { keyPath: 'path' })
      fresh.createObjectStore('names')
    },
    // Another page of this browser has a newer version of it; this one has to let go.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  })
  return new DatabaseLibrary(db)
}

class DatabaseLibrary implements LibraryStore {
  readonly passing = false
  readonly #db: IDBPDatabase<Schema>

  constructor(db: IDBPDatabase<Schema>) {
    this.#db = db
  }

  async *list(): AsyncIterable<readonly Kept[]> {
    let range: IDBKeyRange | undefined
    for (;;) {
      const rows = await said(this.#db.getAll('records', range, ROWS_AT_ONCE))
      if (rows.length > 0) yield rows
      const last = rows.at(-1)
      if (!last || rows.length < ROWS_AT_ONCE) return
      range = IDBKeyRange.lowerBound(last.path, true)
    }
  }

  by(key: Key, value: string): Promise<readonly Kept[]> {
    return said(this.#db.getAllFromIndex('records', key, value))
  }

  get(path: string): Promise<KeptRecord | undefined> {
    return said(this.#get(path))
  }

  async #get(path: string): Promise<KeptRecord | undefined> {
    const both = this.#db.transaction(['records', 'texts'])
    const [kept, text] = await Promise.all([
      both.objectStore('records').get(path),
      both.objectStore('texts').get(path),
    ])
    return kept && text && { ...kept, ...text }
  }

  put(records: readonly KeptRecord[]): Promise<void> {
    return said(
      this.#change((rows, texts) =>
        records.flatMap((record) => {
          const { path, text, log, recording, own } = record
          const kept = { path, text, ...given({ log, recording, own }) }
          return [rows.put(keptOf(record)), texts.put(kept)]
        }),
      ),
    )
  }

  remove(paths: readonly string[]): Promise<void> {
    return said(
      this.#change((rows, texts) => paths.flatMap((path) => [rows.delete(path), texts.delete(path)])),
    )
  }

  async #change(write: (rows: Store<'records'>, texts: Store<'texts'>) => Promise<unknown>[]): Promise<void> {
    const both = this.#db.transaction(['records', 'texts'], 'readwrite', { durability: 'relaxed' })
    await Promise.all([...write(both.objectStore('records'), both.objectStore('texts')), both.done])
  }

  names(): Promise<Readonly<Record<string, string>>> {
    return said(this.#names())
  }

  async #names(): Promise<Readonly<Record<string, string>>> {
    const { store } = this.#db.transaction('names')
    const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()])
    return Object.fromEntries(keys.map((key, i) => [key, values[i] ?? '']))
  }

  setNames(names: Readonly<Record<string, string>>): Promise<void> {
    return said(this.#setNames(names))
  }

  async #setNames(names: Readonly<Record<string, string>>): Promise<void> {
    const transaction = this.#db.transaction('names', 'readwrite')
    const { store } = transaction
    const cleared = store.clear()
    const puts = Object.entries(names).map(([hash, name]) => store.put(name, hash))
    await Promise.all([cleared, ...puts, transaction.done])
  }
}

/** Without what is undefined. */
const given = (extras: { readonly [Key in keyof Extras]?: Extras[Key] | undefined }): Extras =>
  Object.fromEntries(Object.entries(extras).filter(([, value]) => value !== undefined))

type Store<Name extends 'records' | 'texts'> = IDBPObjectStore<
  Schema,
  ('records' | 'texts')[],
  Name,
  'readwrite'
>

/** What went wrong in the browser's words is for the console; people get a sentence. */
async function said<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new Error(sentence(error), { cause: error })
  }
}

function sentence(error: unknown): string {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'QuotaExceededError')
    return 'The browser has no room for more. Delete fingerprints that you no longer need, or free space on this device.'
  if (name === 'InvalidStateError')
    return 'Another page of this browser has renewed what is kept. Reload this page to go on.'
  return 'The browser could not reach what it keeps for this page. Reload the page, then try again.'
}
