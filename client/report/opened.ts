import { LARGEST_RECORD, readRecord } from '../../shared/fingerprint/read.ts'
import { fingerprintHash } from '../../shared/fingerprint/write.ts'
import { pathIn } from '../library/kept-record.ts'
import { idOf } from '../library/routes.ts'
import type { Neighbours, ReportSource, ShownFingerprint, ShownScan } from './source.ts'

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
  /** A sentence about each file that could not be used. */
  readonly problems: readonly string[]
}

const FILES_MAX = 200
const LOG = /^(?:DEBUG|INFO|WARNING|ERROR) [\w.]+:\d+ /
const PEER = /<Peer (\S+) (\d+)>/

const placeOf = (shown: ShownScan): string => {
  const { host = '', port = 0 } = shown.scanned.record.sessions.at(-1) ?? {}
  return `${host} ${port}`
}
const addressOf = (shown: ShownScan): string => shown.scanned.record.sessions.at(-1)?.ip ?? ''

/** The records opened since the page was loaded, in the page's memory. */
export class OpenedScans implements ReportSource {
  readonly #scans = new Map<string, ShownScan>()
  #last = 0

  /** Reads records, and logs beside the records they belong to. */
  async open(files: readonly OpenedFile[]): Promise<Opening> {
    const scans: ShownScan[] = []
    const fingerprints: ShownFingerprint[] = []
    const problems: string[] = []
    const logs: { name: string; text: string }[] = []
    if (files.length > FILES_MAX) problems.push(`Only the first ${FILES_MAX} files were opened.`)
    for (const file of files.slice(0, FILES_MAX)) {
      const { name } = file
      if (file.size > LARGEST_RECORD) {
        problems.push(`${name} is larger than 8 MiB; no record is.`)
        continue
      }
      const text = await file.text()
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
    return { scans: scans.map((scan) => this.#keep(scan)), fingerprints, problems }
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
