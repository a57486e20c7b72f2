import { mergeRecord, recordText } from '../../shared/fingerprint/write.ts'
import { readRecord } from '../../shared/fingerprint/read.ts'
import { MemoryLibrary } from '../storage/library-memory.ts'
import {
  keptOf,
  type Extras,
  type Kept,
  type KeptRecord,
  type LibraryStore,
  type Source,
} from '../storage/library.ts'
import type { Memory } from '../state/memory.ts'
import { changeOf, keptRecord, type Change } from './kept-record.ts'
import { LociTerm } from './lociterm.ts'
import { Rows } from './rows.ts'
import type { Names } from './search.ts'

/** What the library needs of the outside. */
export interface LibraryHost {
  /** Opens the browser's store; rejects where there is none. */
  readonly open: () => Promise<LibraryStore>
  /** Wall-clock time in ISO 8601, UTC. */
  readonly date: () => string
  /** For lists. */
  readonly memory: Memory
}

/** Records read from the store at once when texts are wanted. */
const TEXTS_AT_ONCE = 25

/** Every record this browser keeps: what was scanned or opened here, what was imported. */
export class Library {
  readonly #host: LibraryHost
  #opening: Promise<LibraryStore> | undefined
  #loading: Promise<void> | undefined
  readonly #rows = new Rows()
  /** The servers that LociTerm plays. */
  readonly lociterm: LociTerm
  /** Everything kept, in no order; once `loaded` it is complete. */
  rows = $state.raw<readonly Kept[]>([])
  /** What people call fingerprints, by hash. */
  names = $state.raw<Names>({})
  loaded = $state(false)
  /** Why nothing is kept longer than the page is open, or why the last change was not kept. */
  problem = $state<string>()

  constructor(host: LibraryHost) {
    this.#host = host
    this.lociterm = new LociTerm(host.memory)
  }

  /** Reads what is kept, once. */
  load(): Promise<void> {
    return (this.#loading ??= this.#load())
  }

  async #load(): Promise<void> {
    try {
      const store = await this.#store()
      this.names = await store.names()
      for await (const rows of store.list()) {
        this.#rows.set(rows)
        this.show()
      }
    } catch (error) {
      this.#fail(error)
    }
    this.loaded = true
  }

  #store(): Promise<LibraryStore> {
    return (this.#opening ??= this.#host.open().catch((error: unknown) => {
      console.info('The browser keeps nothing for this page:', error)
      this.problem = PASSING
      return new MemoryLibrary()
    }))
  }

  /** The servers of a fingerprint, of an address (`ip`) or at a `host:port`. */
  async by(key: 'hash' | 'ip' | 'place', value: string): Promise<readonly Kept[]> {
    return (await this.#store()).by(key, value)
  }

  async get(path: string): Promise<KeptRecord | undefined> {
    return (await this.#store()).get(path)
  }

  /**
   * Keeps a record that was scanned here or came by a link. Over an earlier one of the same server and fingerprint its
   * sessions go on, as in the reference's own files. Says what is wrong, if it cannot be kept.
   */
  async keep(text: string, source: Source, extras: Extras = {}): Promise<string | undefined> {
    const next = keptRecord(text, { source, added: this.#host.date() })
    if (typeof next === 'string') return next
    try {
      const store = await this.#store()
      const before = await store.get(next.path)
      const change = changeOf(before, next)
      if (change === 'same' || change === 'older') return undefined
      const merged = source === 'scanned' && before ? mergedText(before.text, text) : undefined
      const record = {
        ...next,
        ...(merged !== undefined && { text: merged, size: merged.length }),
        ...extras,
      }
      await this.#put(store, [record])
      this.show()
      return undefined
    } catch (error) {
      return this.#fail(error)
    }
  }

  /** What would come of a record. */
  changeOf(next: Pick<Kept, 'path' | 'when' | 'size'>): Change {
    return changeOf(this.#rows.get(next.path), next)
  }

  /**
   * Keeps those of the records that are not kept yet, or were measured later; throws a sentence. `show` brings them onto
   * the page, once for many.
   */
  async take(records: readonly KeptRecord[]): Promise<number> {
    const fresh = records.filter((record) => ['new', 'newer'].includes(this.changeOf(record)))
    if (fresh.length > 0) await this.#put(await this.#store(), fresh)
    return fresh.length
  }

  /** Puts records back as they were. */
  async restore(records: readonly KeptRecord[]): Promise<void> {
    await this.#tried((store) => this.#put(store, records))
    this.show()
  }

  /** Lets the page see what has changed. */
  show(): void {
    this.rows = this.#rows.list()
  }

  async #put(store: LibraryStore, records: readonly KeptRecord[]): Promise<void> {
    await store.put(records)
    this.#rows.set(records.map(keptOf))
  }

  /** Deletes records; resolves with them while they are few enough to be put back. */
  async remove(paths: readonly string[]): Promise<readonly KeptRecord[]> {
    return (
      (await this.#tried(async (store) => {
        const gone =
          paths.length <= TEXTS_AT_ONCE ? await Promise.all(paths.map((path) => store.get(path))) : []
        await store.remove(paths)
        this.#rows.delete(paths)
        this.show()
        return gone.filter((record) => record !== undefined)
      })) ?? []
    )
  }

  /** The records at these paths, some at a time. */
  async *texts(paths: readonly string[]): AsyncIterable<readonly KeptRecord[]> {
    const store = await this.#store()
    for (let at = 0; at < paths.length; at += TEXTS_AT_ONCE) {
      const some = await Promise.all(paths.slice(at, at + TEXTS_AT_ONCE).map((path) => store.get(path)))
      yield some.filter((record) => record !== undefined)
    }
  }

  /** Takes over names that were given to fingerprints. */
  async addNames(names: Names): Promise<void> {
    await this.#renamed((before) => ({ ...before, ...names }))
  }

  /** Gives a name to a fingerprint; an empty one takes it away. */
  async setName(hash: string, name: string): Promise<void> {
    await this.#renamed(({ [hash]: _before, ...others }) =>
      name === '' ? others : { ...others, [hash]: name },
    )
  }

  async #renamed(change: (names: Names) => Names): Promise<void> {
    await this.#tried(async (store) => {
      const names = change(await store.names())
      await store.setNames(names)
      this.names = names
    })
  }

  async #tried<T>(work: (store: LibraryStore) => Promise<T>): Promise<T | undefined> {
    try {
      return await work(await this.#store())
    } catch (error) {
      this.#fail(error)
      return undefined
    }
  }

  #fail(error: unknown): string {
    console.info('Not kept:', error)
    return (this.problem = error instanceof Error ? error.message : String(error))
  }
}

const PASSING =
  'This browser keeps nothing for this page, perhaps because the window is private. What is kept now is gone when the page is closed: export it before.'

/** The text of a record that goes on where an earlier one ended. */
function mergedText(before: string, text: string): string | undefined {
  const [earlier, later] = [readRecord(before), readRecord(text)]
  if (earlier.kind !== 'record' || later.kind !== 'record') return undefined
  return recordText(mergeRecord(earlier.record, later.record))
}
