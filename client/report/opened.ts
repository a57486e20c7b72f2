import { LARGEST_RECORD, readRecord } from '../../shared/fingerprint/read.ts'
import { fingerprintHash } from '../../shared/fingerprint/write.ts'
import { pathIn } from '../library/kept-record.ts'
import { idOf } from '../library/routes.ts'
import type { Neighbours, ReportSource, ShownFingerprint, ShownGame, ShownScan } from './source.ts'

/** A file as the browser hands it over. */
export interface OpenedFile {
  readonly name: string
  readonly size: number
  readonly text: () => Promise<string>
}

/** What became of files that were opened. */
export interface Opening {
  readonly scans: readonly ShownScan[]
  readonly fingerprints: readonly ShownFingerprint[]
  readonly games: readonly ShownGame[]
  /** A sentence about each file that could not be used. */
  readonly problems: readonly string[]
}

const FILES_MAX = 200
/** A day of play is a few MiB. */
const RECORDING_MAX = 64 * 1024 * 1024
const RECORDING = /^\ufeff?\{"willdo":/
const LOG = /^(?:DEBUG|INFO|WARNING|ERROR) [\w.]+:\d+ /
const PEER = /<Peer (\S+) (\d+)>/

const placeOf = (shown: ShownScan): string => {
  const { host = '', port = 0 } = shown.scanned.record.sessions.at(-1) ?? {}
  return `${host} ${port}`
}
const addressOf = (shown: ShownScan): string => shown.scanned.record.sessions.at(-1)?.ip ?? ''

/** What was opened since the page was loaded, in the page's memory. */
export class OpenedScans implements ReportSource {
  readonly #scans = new Map<string, ShownScan>()
  readonly #games = new Map<string, ShownGame>()
  readonly #fingerprints = new Map<string, ShownFingerprint>()
  #last = 0

  /** Reads records, recordings, and logs beside the records they belong to. */
  async open(files: readonly OpenedFile[]): Promise<Opening> {
    const scans: ShownScan[] = []
    const fingerprints: ShownFingerprint[] = []
    const games: ShownGame[] = []
    const problems: string[] = []
    const logs: { name: string; text: string }[] = []
    if (files.length > FILES_MAX) problems.push(`Only the first ${FILES_MAX} files were opened.`)
    for (const file of files.slice(0, FILES_MAX)) {
      const { name } = file
      const isRecording = name.endsWith('.jsonl')
      if (file.size > (isRecording ? RECORDING_MAX : LARGEST_RECORD)) {
        problems.push(
          isRecording
            ? `${name} is larger than 64 MiB. Fold it with npm run fold.`
            : `${name} is larger than 8 MiB; no record is.`,
        )
        continue
      }
      const text = await file.text()
      if (isRecording || RECORDING.test(text)) {
        const opened = await (await import('./recordings.ts')).openRecording(name, text)
        if ('scan' in opened) scans.push(opened.scan)
        else if ('game' in opened) games.push(opened.game)
        else problems.push(opened.problem)
        continue
      }
      if (LOG.test(text)) {
        logs.push({ name, text })
        continue
      }
      const reading = readRecord(text)
      const origin = { kind: 'file', name } as const
      if (reading.kind === 'unreadable') problems.push(`${name}: ${reading.message}`)
      else if (reading.kind === 'fingerprint')
        fingerprints.push({
          hash: fingerprintHash(reading.data),
          data: reading.data,
          origin,
          notes: reading.notes,
        })
      else
        scans.push({ scanned: { record: reading.record }, origin, leftOut: [], notes: reading.notes, text })
    }
    for (const log of logs) {
      const [, ip, port] = PEER.exec(log.text) ?? []
      const at = scans.findIndex(({ scanned: { record } }) => {
        const session = record.sessions.at(-1)
        return session?.ip === ip && String(session?.port) === port
      })
      const scan = scans[at]
      if (scan) scans[at] = { ...scan, scanned: { ...scan.scanned, log: log.text.trimEnd() } }
      else problems.push(`${log.name} is a log. Open it together with the record it belongs to.`)
    }
    for (const fingerprint of fingerprints) this.#fingerprints.set(fingerprint.hash, fingerprint)
    return {
      scans: scans.map((scan) => this.#keep(scan)),
      fingerprints,
      games: games.map((game) => this.#keepGame(game)),
      problems,
    }
  }

  #keep(scan: ShownScan): ShownScan {
    // Its name is that of what the browser keeps, so that the page's address still leads to it when it is loaded anew.
    const path = pathIn(scan.scanned.record)
    const known = path === undefined ? undefined : idOf(path)
    const id = known === undefined || this.#scans.has(known) ? String(++this.#last) : known
    const kept = { ...scan, id }
    this.#scans.set(id, kept)
    return kept
  }

  #keepGame(game: ShownGame): ShownGame {
    const id = String(++this.#last)
    const kept = { ...game, id }
    this.#games.set(id, kept)
    return kept
  }

  /** A game that was opened. */
  game(id: string): ShownGame | undefined {
    return this.#games.get(id)
  }

  get games(): readonly ShownGame[] {
    return [...this.#games.values()]
  }

  /** A fingerprint of which the server could not be read. */
  fingerprint(hash: string): ShownFingerprint | undefined {
    return this.#fingerprints.get(hash)
  }

  get(id: string): Promise<ShownScan | undefined> {
    return Promise.resolve(this.#scans.get(id))
  }

  list(): Promise<readonly ShownScan[]> {
    return Promise.resolve([...this.#scans.values()])
  }

  async atAddress(ip: string): Promise<readonly ShownScan[]> {
    return (await this.list()).filter((scan) => addressOf(scan) === ip)
  }

  async withFingerprint(hash: string): Promise<readonly ShownScan[]> {
    return (await this.list()).filter(
      ({ scanned: { record } }) => record['server-probe'].fingerprint === hash,
    )
  }

  async neighbours(hash: string, host: string, port: number): Promise<Neighbours | undefined> {
    const places = new Set((await this.withFingerprint(hash)).map(placeOf))
    places.delete(`${host} ${port}`)
    // A few opened files say nothing of the world.
    return places.size === 0 ? undefined : { others: places.size, known: 'Among the records opened here.' }
  }
}
