import type { Change } from './kept-record.ts'
import type { Chosen, FromReader, ToReader } from './import-messages.ts'
import type { Library } from './library.svelte.ts'
import type { Preview } from './read-import.ts'

/** A worker that reads what is imported. */
export interface ReaderPort {
  postMessage(message: ToReader): void
  terminate(): void
  onmessage: ((event: MessageEvent<FromReader>) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
}

const LIST_PASSING = 'The browser has no room for LociTerm’s list: it is gone when the page is closed.'

/** Records kept in one go: a few milliseconds. */
const AT_ONCE = 100

export type Phase = 'choose' | 'reading' | 'preview' | 'keeping' | 'done'

/** An import, from the choice of files until what they hold is kept. */
export class Import {
  readonly #library: Library
  readonly #reader: () => ReaderPort
  readonly #date: () => string
  #port: ReaderPort | undefined
  phase: Phase = $state('choose')
  /** Files looked at so far. */
  files = $state(0)
  preview = $state.raw<Preview>()
  /** Records that were kept, and that were looked at for it. */
  kept = $state(0)
  seen = $state(0)
  error = $state<string>()

  constructor(library: Library, reader: () => ReaderPort, date: () => string) {
    this.#library = library
    this.#reader = reader
    this.#date = date
  }

  /** What would come of the records, by what is kept already. */
  readonly changes = $derived.by((): Readonly<Record<Change, number>> => {
    const changes = { new: 0, same: 0, newer: 0, older: 0 }
    for (const record of this.preview?.records ?? []) changes[this.#library.changeOf(record)]++
    return changes
  })
  /** Records that keeping them would change. */
  readonly wanted = $derived(this.changes.new + this.changes.newer)

  read(files: readonly Chosen[]): void {
    this.cancel()
    this.error = undefined
    if (files.length === 0) return
    this.phase = 'reading'
    this.files = 0
    const port = (this.#port = this.#reader())
    port.onmessage = ({ data }) => void this.#told(data)
    port.onerror = () => this.#failed(NOT_READ)
    port.postMessage({ kind: 'read', files, added: this.#date() })
  }

  /** Keeps what the preview told of. */
  keep(): void {
    this.phase = 'keeping'
    this.kept = this.seen = 0
    this.#port?.postMessage({ kind: 'more', count: AT_ONCE })
  }

  /** Stops reading, or keeping; what is kept already stays. */
  cancel(): void {
    this.#port?.terminate()
    this.#port = undefined
    if (this.phase === 'keeping') this.#library.show()
    this.phase = 'choose'
    this.preview = undefined
  }

  async #told(message: FromReader): Promise<void> {
    if (message.kind === 'progress') this.files = message.files
    else if (message.kind === 'failed') this.#failed(NOT_READ)
    else if (message.kind === 'preview') {
      await this.#library.load()
      this.preview = message.preview
      this.phase = 'preview'
    } else await this.#take(message)
  }

  async #take({ records, names, lociterm = [] }: Extract<FromReader, { kind: 'records' }>): Promise<void> {
    const port = this.#port
    try {
      this.kept += await this.#library.take(records)
      this.seen += records.length
      if (names && Object.keys(names).length > 0) await this.#library.addNames(names)
      if (lociterm.length > 0 && !this.#library.lociterm.keep(lociterm)) this.error = LIST_PASSING
    } catch (error) {
      this.#failed(error instanceof Error ? error.message : String(error))
      return
    }
    if (port !== this.#port) {
      this.#library.show()
      return
    }
    if (names === undefined) port?.postMessage({ kind: 'more', count: AT_ONCE })
    else this.#end()
  }

  #end(): void {
    this.#port?.terminate()
    this.#port = undefined
    this.phase = 'done'
    this.#library.show()
  }

  #failed(sentence: string): void {
    const kept = this.kept
    this.cancel()
    this.error =
      kept > 0 ? `${sentence} ${kept === 1 ? '1 record was' : `${kept} records were`} kept before.` : sentence
  }
}

const NOT_READ = 'The files could not be read. Reload the page, then try again.'
