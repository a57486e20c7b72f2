import { toHex } from '../../shared/base/bytes.ts'
import { sha256 } from '../../shared/base/sha256.ts'
import { MsspText } from '../../shared/fingerprint/mssp-text.ts'
import { readRecord } from '../../shared/fingerprint/read.ts'
import type { ScanRecord } from '../../shared/fingerprint/record.ts'
import { fingerprintHash, sessionHash } from '../../shared/fingerprint/write.ts'
import type { Kept, KeptRecord, Source } from '../storage/library.ts'

/** How and when a record comes to be kept, and the name of its file if it has one. */
export interface Origin {
  readonly source: Source
  /** In ISO 8601, UTC. */
  readonly added: string
  readonly file?: string
}

const NAME_MAX = 120

/** The record in a text, ready to be kept, or a sentence about why it cannot be. */
export function keptRecord(text: string, origin: Origin): KeptRecord | string {
  const reading = readRecord(text)
  if (reading.kind === 'unreadable') return reading.message
  const record = reading.kind === 'record' ? reading.record : undefined
  const data = reading.kind === 'record' ? reading.record['server-probe']['fingerprint-data'] : reading.data
  const hash = fingerprintHash(data)
  const session = record?.sessions.at(-1)
  const { source, added } = origin
  return {
    path: `${hash}/${session ? sessionHash(session) : sessionOf(origin.file, text)}`,
    hash,
    host: session?.host ?? '',
    port: session?.port ?? 0,
    ip: session?.ip ?? '',
    place: session ? `${session.host}:${session.port}` : '',
    when: session?.connected ?? '',
    added,
    source,
    name: record ? nameOf(record) : '',
    data,
    size: text.length,
    notes: reading.notes,
    text,
  }
}

/** Where the reference program would save a record; undefined if it does not say of which server it is. */
export function pathIn(record: ScanRecord): string | undefined {
  const session = record.sessions.at(-1)
  const hash = fingerprintHash(record['server-probe']['fingerprint-data'])
  return session && `${hash}/${sessionHash(session)}`
}

/** The file is named after the session; else the text itself names it. */
const sessionOf = (file: string | undefined, text: string): string =>
  /(?:^|\/)([0-9a-f]{16})\.json$/.exec(file ?? '')?.[1] ??
  toHex(sha256(new TextEncoder().encode(text))).slice(0, 16)

/** What the server calls itself. */
const nameOf = (record: ScanRecord): string =>
  new MsspText(record['server-probe'].session_data.mssp).text('NAME')?.slice(0, NAME_MAX) ?? ''

/** What comes of a record beside the one that is kept at its path. */
export type Change = 'new' | 'same' | 'newer' | 'older'

/** Two records of one file: the one measured last counts, as when the reference program writes it again. */
export function changeOf(
  kept: Pick<Kept, 'when' | 'size'> | undefined,
  next: Pick<Kept, 'when' | 'size'>,
): Change {
  if (!kept) return 'new'
  if (kept.when === next.when) return kept.size === next.size ? 'same' : 'newer'
  return kept.when < next.when ? 'newer' : 'older'
}
