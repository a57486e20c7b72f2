import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { Export, type PackerPort } from '../../client/library/export.svelte.ts'
import { Import, type ReaderPort } from '../../client/library/import.svelte.ts'
import type { FromReader, ToReader } from '../../client/library/import-messages.ts'
import { Library } from '../../client/library/library.svelte.ts'
import { Packing, type Packed, type ToPacker } from '../../client/library/pack.ts'
import { ImportReader } from '../../client/library/read-import.ts'
import { MemoryLibrary } from '../../client/storage/library-memory.ts'
import type { LibraryStore } from '../../client/storage/library.ts'
import type { ScanRecord } from '../../shared/fingerprint/record.ts'
import { Remembered } from '../helpers/page-memory.ts'
import { madeFolder, madeText } from '../helpers/records.ts'

const date = (): string => '2026-11-24T12:00:00.000Z'
const libraryOf = (store: LibraryStore = new MemoryLibrary()): Library =>
  new Library({ open: () => Promise.resolve(store), date, memory: new Remembered() })

const hosts = ({ rows }: Library): string[] => rows.map(({ host }) => host)
const sessionsIn = (text = ''): number => (JSON.parse(text) as ScanRecord).sessions.length

describe('the library', () => {
  it('keeps what is scanned here, and finds it again', async () => {
    const store = new MemoryLibrary()
    const library = libraryOf(store)
    await library.load()
    const text = madeText()
    expect(await library.keep(text, 'scanned', { log: 'DEBUG', recording: '{}' })).toBeUndefined()
    const [row] = library.rows
    expect(row).toMatchObject({ place: 'mud.example:4000', source: 'scanned', added: date(), name: 'A MUD' })
    const again = libraryOf(store)
    await again.load()
    expect(hosts(again)).toEqual(['mud.example'])
    for (const [key, value] of [
      ['hash', row?.hash],
      ['ip', '192.0.2.1'],
      ['place', 'mud.example:4000'],
    ] as const)
      expect(await again.by(key, value ?? '')).toHaveLength(1)
    expect(await again.get(row?.path ?? '')).toMatchObject({ text, log: 'DEBUG', recording: '{}' })
  })

  it('adds a later scan to the sessions of the one before', async () => {
    const library = libraryOf()
    await library.keep(madeText(), 'scanned')
    const later = madeText({ connected: '2026-11-24T00:00:00+00:00' }, ['GMCP', 'MSSP'], 'New name')
    await library.keep(later, 'scanned')
    expect(library.rows).toHaveLength(1)
    const { path = '', when } = library.rows[0] ?? {}
    const kept = await library.get(path)
    expect([when, kept?.name, sessionsIn(kept?.text)]).toEqual(['2026-11-24T00:00:00+00:00', 'New name', 2])
    // What is older, or from elsewhere, is not mixed with it.
    await library.keep(madeText({ connected: '2025-01-01T00:00:00+00:00' }), 'link')
    expect((await library.get(path))?.text).toBe(kept?.text)
  })

  it('says why a text cannot be kept', async () => {
    const library = libraryOf()
    expect(await library.keep('[]', 'link')).toMatch(/no record/)
    expect(library.rows).toEqual([])
  })

  it('deletes records and puts them back as they were', async () => {
    const library = libraryOf()
    await library.keep(madeText(), 'scanned', { log: 'DEBUG' })
    await library.keep(madeText({ host: 'two.example' }), 'link')
    const { path = '' } = library.rows[0] ?? {}
    const gone = await library.remove([path])
    expect(hosts(library)).toEqual(['two.example'])
    expect(await library.get(path)).toBeUndefined()
    await library.restore(gone)
    expect(hosts(library)).toEqual(['two.example', 'mud.example'])
    expect((await library.get(path))?.log).toBe('DEBUG')
  })

  it('names fingerprints, and forgets names', async () => {
    const store = new MemoryLibrary()
    const library = libraryOf(store)
    await library.addNames({ a: 'One', b: 'Two' })
    await library.setName('a', '<b>1</b>')
    await library.setName('b', '')
    expect(library.names).toEqual({ a: '<b>1</b>' })
    expect(await store.names()).toEqual({ a: '<b>1</b>' })
  })

  it('works without a store until the page is closed, and says so', async () => {
    const library = new Library({
      open: () => Promise.reject(new Error('no')),
      date,
      memory: new Remembered(),
    })
    await library.load()
    expect(library.problem).toMatch(/^This browser keeps nothing for this page/)
    await library.keep(madeText(), 'scanned')
    expect(hosts(library)).toEqual(['mud.example'])
  })

  it('says what the store says when it is full, and shows nothing that is not kept', async () => {
    const store = new MemoryLibrary()
    store.put = () => Promise.reject(new Error('The browser has no room for more.'))
    const library = libraryOf(store)
    await library.load()
    expect(await library.keep(madeText(), 'scanned')).toBe('The browser has no room for more.')
    expect([library.problem, library.rows]).toEqual(['The browser has no room for more.', []])
  })
})

/** Reads as the worker does; gives away so many records and no more. */
class Reader implements ReaderPort {
  onmessage: ReaderPort['onmessage'] = null
  onerror: ReaderPort['onerror'] = null
  ended = false
  readonly #reader = new ImportReader(date())
  readonly #most: number
  #given = 0

  constructor(most = Infinity) {
    this.#most = most
  }

  postMessage(message: ToReader): void {
    if (this.#given >= this.#most) return
    void this.#answer(message).then(
      (data) => this.ended || this.onmessage?.({ data } as MessageEvent<FromReader>),
    )
  }

  async #answer(message: ToReader): Promise<FromReader> {
    if (message.kind === 'read') {
      for (const { path, file } of message.files) await this.#reader.read(path, file)
      return { kind: 'preview', preview: this.#reader.preview }
    }
    const all = [...this.#reader.records.values()]
    const records = all.slice(this.#given, (this.#given += message.count))
    return { kind: 'records', records, ...(this.#given >= all.length && { names: this.#reader.names }) }
  }

  terminate(): void {
    this.ended = true
  }
}

const chosen = (files: Record<string, string>) =>
  Object.entries(files).map(([path, text]) => ({ path, file: new File([text], path) }))
const until = (holds: () => boolean): Promise<void> => expect.poll(holds, { interval: 1 }).toBe(true)

describe('an import', () => {
  const importOf = (library: Library, most?: number): Import =>
    new Import(library, () => new Reader(most), date)

  it('keeps nothing before it is told to, then what is new', async () => {
    const library = libraryOf()
    await library.keep(madeText({ host: 'mud0.example', ip: '192.0.2.0' }, [], 'Realm 0'), 'scanned')
    const files = { ...madeFolder(250), 'fingerprint_names.json': '{"a7f16e7eba19a9ae":"Coffee"}' }
    const own = importOf(library)
    own.read(chosen(files))
    expect(own.phase).toBe('reading')
    await until(() => own.phase === 'preview')
    expect([own.changes, own.wanted]).toEqual([{ new: 249, same: 1, newer: 0, older: 0 }, 249])
    expect(library.rows).toHaveLength(1)
    own.keep()
    await until(() => own.phase === 'done')
    expect([own.kept, library.rows.length, library.names['a7f16e7eba19a9ae']]).toEqual([249, 250, 'Coffee'])
  })

  it('stops when it is told to; what was kept before stays', async () => {
    const library = libraryOf()
    const own = importOf(library, 200)
    own.read(chosen(madeFolder(250)))
    own.cancel()
    expect(own.phase).toBe('choose')
    own.read(chosen(madeFolder(250)))
    await until(() => own.phase === 'preview')
    own.keep()
    await until(() => own.kept === 200)
    own.cancel()
    expect([own.phase, library.rows.length]).toEqual(['choose', 200])
  })

  it('says when the browser is full, and how much is kept', async () => {
    const store = new MemoryLibrary()
    const put = store.put.bind(store)
    let room = 1
    store.put = (records) =>
      room-- > 0 ? put(records) : Promise.reject(new Error('The browser has no room for more.'))
    const library = libraryOf(store)
    const own = importOf(library)
    own.read(chosen(madeFolder(250)))
    await until(() => own.phase === 'preview')
    own.keep()
    await until(() => own.error !== undefined)
    expect(own.error).toBe('The browser has no room for more. 100 records were kept before.')
    expect(library.rows).toHaveLength(100)
  })
})

/** Packs as the worker does. */
class Packer implements PackerPort {
  onmessage: PackerPort['onmessage'] = null
  onerror: PackerPort['onerror'] = null
  readonly #packing = new Packing()
  terminate(): void {}
  postMessage({ files, last }: ToPacker): void {
    for (const file of files) this.#packing.add(file)
    const data: Packed = last ? { zip: this.#packing.end() } : {}
    void Promise.resolve().then(() => this.onmessage?.({ data } as MessageEvent<Packed>))
  }
}

describe('an export', () => {
  it('is the folder of the reference program, every text as it came', async () => {
    const library = libraryOf()
    const odd = `${JSON.stringify(JSON.parse(madeText({ host: 'two.example' })))}\n`
    await library.keep(madeText(), 'scanned')
    await library.keep(odd, 'link')
    await library.setName(library.rows[0]?.hash ?? '', 'Ours')
    const zip = await new Export(library, () => new Packer()).pack(library.rows.map(({ path }) => path))
    const files = unzipSync(new Uint8Array((await zip?.arrayBuffer()) ?? new ArrayBuffer()))
    const [one, two] = library.rows
    expect(
      Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, strFromU8(bytes)])),
    ).toEqual({
      [`server/${one?.path}.json`]: madeText(),
      [`server/${two?.path}.json`]: odd,
      'fingerprint_names.json': `{\n  "${one?.hash}": "Ours"\n}`,
    })
  })

  it('ends at once when it is stopped, and says why when it cannot be made', async () => {
    const library = libraryOf()
    await library.keep(madeText(), 'scanned')
    const silent = new Packer()
    silent.postMessage = () => {}
    const own = new Export(library, () => silent)
    const zip = own.pack(library.rows.map(({ path }) => path))
    expect(own.progress).toEqual({ done: 0, of: 1 })
    own.stop()
    expect([await zip, own.progress, own.error]).toEqual([undefined, undefined, undefined])
    silent.postMessage = () => silent.onerror?.({} as ErrorEvent)
    expect(await own.pack(library.rows.map(({ path }) => path))).toBeUndefined()
    expect(own.error).toMatch(/^The records could not be packed/)
  })
})
