import { concat } from '../base/bytes.ts'
import { millis, type Millis } from '../base/brands.ts'
import { Deflater } from '../telnet/deflate.ts'
import type { Entry } from '../session/entry.ts'
import type { Step } from '../session/events.ts'
import type { Answer, Policy } from '../session/policy.ts'
import { readScanMark, scanMark } from '../session/marks.ts'
import { receive } from './inbound.ts'
import { fingerprintData } from './lists.ts'
import { sent } from './outbound.ts'
import { advance, afterRead, burst, closeScan, nextWrites } from './phases.ts'
import { CLOSE, type Provisional, type ScanPhase } from './result.ts'
import { copyScan, newScan, type Scan, type Write } from './scan-state.ts'
import { readSettings, scanSettings, type ScanSettings } from './settings.ts'
import { fingerprintHash } from './write.ts'

export type { Scan } from './scan-state.ts'

interface ScanOptions {
  /** False keeps no log: it is the larger part of a scan's memory. */
  readonly log?: boolean
}

/**
 * The scan as a policy. Call `Driver.wake` once the connection stands: that sends the opening burst. The scan is over when
 * `scanDone` says so, which it does at the latest after `capMs`, or when the driver was told of the connection's end (in the words
 * of `CLOSE`). `loadCodecs` beforehand, for servers that write Chinese, Japanese or Korean.
 */
export function scanPolicy(settings: ScanSettings, { log = true }: ScanOptions = {}): Policy<Scan> {
  return {
    origin: 'scan',
    packs: true,
    initial: () => newScan(settings, log),
    evolve: foldEntry,
    decide: (_state, scan, event) => {
      if (scanDone(scan)) return []
      const wakes = event.kind === 'wake'
      if (scan.phase.name === 'start') {
        const begins = wakes || ('side' in event && event.side === 'server')
        return begins && !scan.announced ? start(scan) : []
      }
      if (wakes) return due(scan, event.at)
      return event === scan.trigger ? packed(scan, scan.owed) : []
    },
    deadline: (_state, scan) => (scanDone(scan) ? undefined : nextTime(scan)),
  }
}

const start = (scan: Scan): readonly Answer[] => [
  { mark: scanMark(JSON.stringify(scan.settings)) },
  concat(burst()),
]

/** What is to be said by now; a mark where time alone brought us on. */
function due(scan: Scan, at: number): readonly Answer[] {
  const ahead = copyScan(scan)
  advance(ahead, at)
  if (isOver(ahead)) return [{ mark: scanMark('done') }]
  const next = ahead.phase.until <= at ? (nextWrites(ahead) ?? []) : []
  const writes = [...ahead.owed, ...next.map((bytes) => ({ bytes, packed: ahead.packing, apart: false }))]
  if (writes.length > 0 || ahead.phase === scan.phase) return packed(scan, writes)
  return [{ mark: scanMark(ahead.phase.name) }]
}

/** What goes out, in as few pieces as may be. What goes into MCCP3's stream has a flush for each write, as the reference does. */
function packed(scan: Scan, writes: readonly Write[]): readonly Uint8Array[] {
  const stream = writes.some((write) => write.packed) ? new Deflater() : undefined
  for (const bytes of scan.packed) stream?.write(bytes)
  const pieces: Uint8Array[][] = []
  for (const write of writes) {
    const bytes = write.packed && stream ? stream.write(write.bytes) : write.bytes
    if (pieces.length === 0 || write.apart) pieces.push([])
    pieces.at(-1)?.push(bytes)
  }
  return pieces.map(concat)
}

/** When the phase at hand is over, if nothing more comes. */
function nextTime(scan: Scan): Millis | undefined {
  if (scan.owed.length > 0) return millis(scan.at)
  const at = Math.min(scan.phase.until, (scan.startedAt ?? Infinity) + scan.settings.capMs)
  return at === Infinity ? undefined : millis(at)
}

const isOver = (scan: Scan): boolean => scan.failure !== undefined || scan.phase.name === 'done'

function foldEntry(scan: Scan, entry: Entry, step: Pick<Step, 'events'>): Scan {
  if (isOver(scan) || scan.closed) return scan
  scan.at = entry.at
  // What is owed after our own words is said when the driver wakes us, which it does at once.
  scan.trigger = entry.kind === 'in' ? step.events.at(-1) : undefined
  switch (entry.kind) {
    case 'in':
      if (scan.phase.name === 'start') scan.early = [...scan.early, entry.bytes]
      else hear(scan, entry.bytes, entry.at)
      break
    case 'out':
      if (entry.from === 'scan') speak(scan, entry.bytes, entry.at)
      break
    case 'mark':
      advance(scan, entry.at)
      if (scan.phase.name === 'start') announce(scan, readScanMark(entry.label))
      break
    case 'gap':
      scan.failure = 'lost'
      break
    case 'close':
      advance(scan, entry.at)
      closeScan(scan, entry.at, entry.reason)
      advance(scan, entry.at)
      break
    case 'resize':
    case 'message':
    case 'unknown':
  }
  return scan
}

function hear(scan: Scan, bytes: Uint8Array, at: number): void {
  advance(scan, at)
  if (isOver(scan)) return
  receive(scan, bytes)
  afterRead(scan, at)
  // A server that has us log out wants the connection closed.
  if (scan.loggedOut) closeScan(scan, at, CLOSE.ended)
  advance(scan, at)
}

function speak(scan: Scan, bytes: Uint8Array, at: number): void {
  advance(scan, at)
  sent(scan, bytes, at)
  const { early } = scan
  if (scan.startedAt !== undefined && early.length > 0) {
    scan.early = []
    for (const read of early) hear(scan, read, at)
  }
  advance(scan, at)
}

function announce(scan: Scan, settings: string | undefined): void {
  if (settings?.[0] !== '{') return
  scan.announced = true
  scan.settings = readSettings(settings, scan.settings)
  scan.encoding = scan.settings.encoding
}

/** Folds a recording of a scan, ours or the reference's; undefined if it holds none. Ours says itself how it was made. */
export function foldScan(
  entries: readonly Entry[],
  settings = scanSettings(),
  options: ScanOptions = {},
): Scan | undefined {
  if (!entries.some((entry) => entry.kind === 'out' && entry.from === 'scan')) return undefined
  const scan = newScan(settings, options.log ?? true)
  for (const entry of entries) foldEntry(scan, entry, { events: [] })
  return scan
}

/** The scan as it will stand at a time if nothing more comes. */
export function ahead(scan: Scan, at: number): Scan {
  const copy = copyScan(scan)
  if (!isOver(copy)) advance(copy, at)
  return copy
}

/** Where the scan stands at a time. */
export function scanPhase(own: Scan, at: number): ScanPhase {
  const { phase, failure, startedAt, settings } = ahead(own, at)
  return {
    name: failure === undefined ? phase.name : 'failed',
    round: phase.round,
    since: phase.since,
    until: failure === undefined && Number.isFinite(phase.until) ? phase.until : undefined,
    cap: startedAt === undefined ? undefined : startedAt + settings.capMs,
  }
}

/** True once nothing more will change the result. */
export const scanDone = (own: Scan): boolean => isOver(own) || own.closed !== undefined

/** The fingerprint so far; cheap, at any time. */
export function provisional(own: Scan, at: number): Provisional {
  const now = ahead(own, at)
  const data = fingerprintData(now, now.settings.schema)
  return { provisional: now.phase.name !== 'done', fingerprint: fingerprintHash(data), data }
}
