import { fingerprintData, keyRecordName } from './lists.ts'
import { decodeBanner } from './codecs.ts'
import { probeOrder } from './names.ts'
import { noticesOf } from './notices.ts'
import type { FingerprintData, ScanRecord, SessionData, SessionIdentity } from './record.ts'
import type { OwnForm, ScanFailure, ScanOutcome, Verdict } from './result.ts'
import { ahead, foldScan, provisional, type Scan } from './scan.ts'
import { scanSettings } from './settings.ts'
import { fingerprintHash, isoTime } from './write.ts'
import type { Recording } from '../recording/format.ts'
import { whereIn } from '../recording/where.ts'

/** What a recording holds of a scan, ours or the reference's; undefined if there is none in it. */
export function recordedScan({ header, entries }: Recording): ScanOutcome | undefined {
  const scan = foldScan(entries, scanSettings('tool', { tls: header.tls }))
  const ended = Date.parse(header.started) + (entries.at(-1)?.at ?? 0)
  const connected = isoTime(Number.isFinite(ended) ? ended : 0)
  const { ip } = whereIn(entries)
  return scan && scanOutcome(scan, { host: header.host, ip, port: header.port, connected })
}

/** The record and all that goes with it, or why there is none. */
export function scanOutcome(own: Scan, identity: SessionIdentity): ScanOutcome {
  const scan = ahead(own, Infinity)
  const messages = [...own.log, ...scan.log].map((message) =>
    typeof message === 'string' ? message : message(`${identity.ip} ${identity.port}`),
  )
  const head = [
    `Fingerprint client: host=${identity.host} port=${identity.port}`,
    `Connected to <Peer ${identity.ip} ${identity.port}>`,
  ]
  const log = scan.keepLog ? [...head, ...messages] : []
  if (scan.failure !== undefined || scan.phase.name !== 'done') return failure(own, scan, log)
  const data = fingerprintData(scan, scan.settings.schema)
  const fingerprint = fingerprintHash(data)
  const record: ScanRecord = {
    'server-probe': { fingerprint, 'fingerprint-data': data, session_data: sessionData(scan) },
    sessions: [identity],
  }
  const said = [`connection for server fingerprint ${fingerprint}`]
  if (!scan.closed) said.push(`Connection closed to <Peer ${identity.ip} ${identity.port}>`)
  return {
    ok: true,
    record,
    derived: derived(scan),
    own: ownForm(scan, data, fingerprint),
    log: scan.keepLog ? [...log, ...said] : [],
  }
}

function derived(scan: Scan): { derived: true; fingerprint: string; data: FingerprintData } | undefined {
  if (scan.settings.schema === 'five-key') return undefined
  const data = scan.derived ?? fingerprintData(scan, 'five-key')
  return { derived: true, fingerprint: fingerprintHash(data), data }
}

function sessionData(scan: Scan): SessionData {
  const { mssp, zmp, atcp, aardwolf, mxp, comport } = scan
  const since = scan.sessionAt ?? scan.phase.since
  return {
    scan_type: scan.settings.scanType,
    encoding: scan.encoding,
    banner_before_return: decodeBanner(scan.before.bytes(), scan.encoding),
    banner_after_return: decodeBanner(scan.after.bytes(), scan.encoding),
    dsr_requests: scan.dsrRequests,
    dsr_replies: scan.dsrReplies,
    timing: {
      probe: ((scan.probesEndAt ?? 0) - (scan.probeAt ?? 0)) / 1000,
      total: (scan.phase.since - since) / 1000,
    },
    option_states: scan.states ?? { server_offered: {}, server_requested: {} },
    ...(mssp && Object.keys(mssp).length > 0 ? { mssp } : {}),
    ...(zmp.length > 0 ? { zmp } : {}),
    ...(atcp.length > 0 ? { atcp } : {}),
    ...(aardwolf.length > 0 ? { aardwolf } : {}),
    ...(mxp.length > 0 ? { mxp } : {}),
    ...(Object.keys(comport).length > 0 ? { comport } : {}),
  }
}

function ownForm(scan: Scan, data: FingerprintData, fingerprint: string): OwnForm {
  const { settings, probe, probeAt, firstAnswerAt } = scan
  const verdict = (option: number): Verdict =>
    probe?.offered.includes(option) ? 'offered' : probe?.refused.includes(option) ? 'refused' : 'no answer'
  const asked = probe ? probeOrder(settings.scanType) : []
  return {
    willdo: 1,
    schema: settings.schema,
    'scan-type': settings.scanType,
    profile: settings.profile,
    pace: settings.pace,
    fingerprint,
    options: Object.fromEntries(asked.map((option) => [keyRecordName(option), verdict(option)])),
    requested: data['requested-options'],
    'round-trip-ms': firstAnswerAt !== undefined && probeAt !== undefined ? firstAnswerAt - probeAt : null,
    'probe-window-ms': settings.probeMs + settings.roundTripMs,
    phases: phaseTimes(scan),
    notices: noticesOf(scan),
  }
}

/** What the time went into until the phase at hand. */
export function phaseTimes(scan: Scan): OwnForm['phases'] {
  const ends = [...scan.phases.slice(1), scan.phase].map(({ since }) => since)
  return scan.phases.map(({ name, since }, i) => ({
    name,
    'since-ms': since - (scan.startedAt ?? 0),
    'took-ms': (ends[i] ?? since) - since,
  }))
}

const SENTENCES: Readonly<Record<ScanFailure['code'], string>> = {
  'never-started': 'The connection ended before the scan could begin. Try again.',
  unfinished: 'The scan was not finished, so there is no fingerprint. Scan again.',
  reset: 'The server broke the connection off before it could be asked. Wait a little, then scan again.',
  lost: 'The connection between here and the server was lost, so the scan could not be finished. Scan again.',
  stopped: 'The scan was stopped before it was finished.',
  'too-long': 'The scan took too long and was ended. The server may be very slow; try the census profile.',
}

function failure(own: Scan, scan: Scan, log: readonly string[]): ScanFailure {
  const code = scan.failure ?? 'unfinished'
  return {
    ok: false,
    code,
    message: SENTENCES[code],
    provisional: scan.startedAt === undefined ? undefined : provisional(own, own.at),
    notices: noticesOf(scan),
    log,
  }
}
