import { readRecord } from '../../shared/fingerprint/read.ts'
import type { FingerprintData } from '../../shared/fingerprint/record.ts'
import type { OpenedFile, OpenedScans, Opening } from '../report/opened.ts'
import type {
  Neighbours,
  Origin,
  ReportSource,
  ShownFingerprint,
  ShownGame,
  ShownScan,
} from '../report/source.ts'
import { RECORDING_MAX, type KeptRecord } from '../storage/library.ts'
import type { Library } from './library.svelte.ts'
import { dataOf, serversWith, sourceText } from './neighbours.ts'
import { idOf, pathOf } from './routes.ts'

/** Scans of one address that are shown on a page. */
const SHOWN_MAX = 200

/** The scans that are open on this page, and those that the browser keeps. */
export class KnownScans implements ReportSource {
  readonly #opened: OpenedScans
  readonly #library: () => Promise<Library>

  constructor(opened: OpenedScans, library: () => Promise<Library>) {
    this.#opened = opened
    this.#library = library
  }

  /** What the browser keeps, read. */
  async library(): Promise<Library> {
    const library = await this.#library()
    await library.load()
    return library
  }

  /** Opens files; what is in them is kept. */
  async open(files: readonly OpenedFile[]): Promise<Opening> {
    const opening = await this.#opened.open(files)
    const library = await this.library()
    for (const { text, scanned, recording } of opening.scans) {
      if (text === undefined) continue
      const { log, own } = scanned
      const kept = recording !== undefined && recording.length <= RECORDING_MAX
      await library.keep(text, 'opened', {
        ...(log !== undefined && { log }),
        ...(own && { own }),
        ...(kept && { recording }),
      })
    }
    return opening
  }

  /** A game that was opened; it is not kept. */
  game(id: string): ShownGame | undefined {
    return this.#opened.game(id)
  }

  get games(): readonly ShownGame[] {
    return this.#opened.games
  }

  async get(id: string): Promise<ShownScan | undefined> {
    const opened = await this.#opened.get(id)
    if (opened) return opened
    const record = await (await this.#library()).get(pathOf(id))
    return record && shownOf(record)
  }

  /** Those that are open: what is kept has a page of its own. */
  list(): Promise<readonly ShownScan[]> {
    return this.#opened.list()
  }

  async atAddress(ip: string): Promise<readonly ShownScan[]> {
    const opened = await this.#opened.atAddress(ip)
    const library = await this.#library()
    const open = new Set(opened.map(placeOf))
    // Of a server with several records the one measured last.
    const places = new Map((await library.by('ip', ip)).toSorted(byTime).map((row) => [row.place, row.path]))
    const paths = [...places].filter(([place]) => !open.has(place)).map(([, path]) => path)
    const kept: ShownScan[] = []
    for await (const records of library.texts(paths.slice(0, SHOWN_MAX)))
      kept.push(...records.flatMap((record) => shownOf(record) ?? []))
    return [...opened, ...kept]
  }

  /** Those that are open; of what is kept a list is made out of its rows. */
  withFingerprint(hash: string): Promise<readonly ShownScan[]> {
    return this.#opened.withFingerprint(hash)
  }

  async neighbours(hash: string, host: string, port: number): Promise<Neighbours | undefined> {
    const library = await this.library()
    const places = new Set((await this.withFingerprint(hash)).map(placeOf))
    for (const { place } of serversWith(hash, library.rows)) places.add(place)
    places.delete(`${host}:${port}`)
    return { others: places.size, known: sourceText(hash) }
  }

  /** A fingerprint of which only the hash is given, if its lists are known. */
  async fingerprint(hash: string): Promise<ShownFingerprint | undefined> {
    const [opened] = await this.withFingerprint(hash)
    if (opened) {
      const { 'fingerprint-data': data } = opened.scanned.record['server-probe']
      return { hash, data, origin: opened.origin, notes: [] }
    }
    const alone = this.#opened.fingerprint(hash)
    if (alone) return alone
    const { rows } = await this.library()
    const data = dataOf(hash, rows)
    const row = rows.find((other) => other.hash === hash)
    const origin: Origin = row ? originOf(row) : { kind: 'census' }
    // The oldest fingerprints have no scan type, which whoever shows them knows.
    return data && { hash, data: data as FingerprintData, origin, notes: [] }
  }
}

const byTime = (a: { readonly when: string }, b: { readonly when: string }): number =>
  a.when < b.when ? -1 : 1

function placeOf({ scanned }: ShownScan): string {
  const { host = '', port = 0 } = scanned.record.sessions.at(-1) ?? {}
  return `${host}:${port}`
}

function originOf({ source, added }: Pick<KeptRecord, 'source' | 'added'>): Origin {
  return source === 'scanned' ? { kind: 'here' } : { kind: source, added }
}

function shownOf(record: KeptRecord): ShownScan | undefined {
  const { text, log, own, recording, path } = record
  const reading = readRecord(text)
  if (reading.kind !== 'record') return undefined
  return {
    scanned: { record: reading.record, ...(log !== undefined && { log }), ...(own && { own }) },
    origin: originOf(record),
    leftOut: [],
    notes: reading.notes,
    text,
    ...(recording !== undefined && { recording }),
    id: idOf(path),
  }
}
