import { TELOPT } from '../telnet/codes.ts'
import { encodeVerb } from '../telnet/encode.ts'
import { BURST, probeOrder } from './names.ts'
import { fingerprintData, listsNow, optionStates } from './lists.ts'
import { CLOSE, type PhaseName } from './result.ts'
import { answerText, beginReading, goesOn, keepUnread, nextReply, readChunk } from './reading.ts'
import { Rope } from './rope.ts'
import { note, notice, owe, type Scan } from './scan-state.ts'
import { awaited, awaitedName, forgetPending, isPending, keysOf, say, verbBytes } from './tables.ts'

/**
 * The course of a scan. A phase ends because of bytes, or because its time is up, which is noticed when the next entry comes:
 * nothing here has a clock. Where we are to speak, the phase lasts until we did, so a recording tells the same.
 */

/** Granularity of the reference's waits. */
const POLL = 50
const ROUNDS = 5
/** `fast`: the server that only owes subnegotiations has been silent so long that none will come. */
const IDLE = 1250

const isFast = (scan: Scan): boolean => scan.settings.pace === 'fast'
const window = (scan: Scan): number => scan.settings.probeMs + scan.settings.roundTripMs

/** When a read that began at `since` ends if no more text comes from `at` on. */
const quietUntil = ({ settings }: Scan, at: number, since: number): number =>
  Math.min(at + settings.bannerQuietMs, since + settings.bannerMaxMs)

function enter(scan: Scan, name: PhaseName, since: number, until: number, round = 0): void {
  if (scan.phase.name !== 'start') scan.phases = [...scan.phases, scan.phase]
  scan.phase = { name, since, until, round }
}

/** When a wait is seen to be over: at once, or at the reference's next look. It looked in vain when the wait began. */
const seenAt = (scan: Scan, since: number, at: number): number =>
  isFast(scan) ? at : since + Math.max(1, Math.ceil((at - since) / POLL)) * POLL

// What begins because we spoke.

/** The burst goes out; the reads before it are looked at. */
export function beginNegotiation(scan: Scan, at: number): void {
  scan.startedAt = at
  enter(scan, 'negotiation', at, at + scan.settings.negotiationMs)
}

/** The bytes of the burst: WILL for each, then DO for each. */
export const burst = (): readonly Uint8Array[] =>
  (['WILL', 'DO'] as const).flatMap((verb) => BURST.map((option) => encodeVerb(verb, option)))

export function beginRound(scan: Scan, at: number): void {
  if (scan.sessionAt === undefined) beginSession(scan, at)
  answerText(scan)
  const round = scan.phase.round + 1
  beginReading(scan)
  enter(scan, 'round', at, quietUntil(scan, at, at), round)
}

export function beginProbe(scan: Scan, at: number): void {
  if (scan.sessionAt === undefined) beginSession(scan, at)
  scan.states = optionStates(scan)
  scan.probeAt = at
  if (scan.closed) return afterProbes(scan, at)
  for (const option of unknown(scan)) say(scan, 'DO', option)
  enter(scan, 'probe', at, unknown(scan).length > 0 ? at + window(scan) : at)
}

export function beginWrongDirection(scan: Scan, at: number): void {
  scan.derived = fingerprintData(scan, 'five-key')
  for (const bytes of wrongDirection()) owe(scan, bytes)
  scan.serverRole = true
  enter(scan, 'wrong-direction', at, at + (knowsWrongDirection(scan) ? POLL : window(scan)))
}

export function beginLoop(scan: Scan, at: number, local: boolean): void {
  const keys = keysOf(local ? scan.local : scan.remote, true)
  const table = local ? scan.local : scan.remote
  const verb = local ? 'WILL' : 'DO'
  scan.loop = { keys, local }
  for (const key of keys) {
    table.set(key, undefined)
    forgetPending(scan, verb, key)
  }
  for (const key of keys) say(scan, verb, key)
  enter(scan, local ? 'loop-client' : 'loop-server', at, at + window(scan))
}

const wrongDirection = (): readonly Uint8Array[] => [
  encodeVerb('DO', TELOPT.NAWS),
  encodeVerb('DO', TELOPT.TTYPE),
  encodeVerb('WILL', TELOPT.ECHO),
]

// What is to be said next.

/** What we speak to begin the next phase, one write each; undefined while nothing of ours is due. */
export function nextWrites(scan: Scan): readonly Uint8Array[] | undefined {
  switch (scan.phase.name) {
    case 'start':
      return burst()
    case 'banner':
      return [nextReply(scan).bytes]
    case 'round':
      if (scan.phase.round < ROUNDS && goesOn(scan)) return [nextReply(scan).bytes]
      return probeWrites(scan)
    case 'probe':
      return scan.settings.schema === 'eight-key' ? wrongDirection() : undefined
    case 'wrong-direction':
      return loopWrites(scan, false) ?? loopWrites(scan, true)
    case 'loop-server':
      return loopWrites(scan, true)
    default:
      return undefined
  }
}

function probeWrites(scan: Scan): readonly Uint8Array[] | undefined {
  const asked = unknown(scan).filter((option) => !isPending(scan, 'DO', option))
  return asked.length > 0 ? asked.map((option) => encodeVerb('DO', option)) : undefined
}

function loopWrites(scan: Scan, local: boolean): readonly Uint8Array[] | undefined {
  const keys = keysOf(local ? scan.local : scan.remote, true)
  return keys.length > 0 ? keys.map((key) => verbBytes(local ? 'WILL' : 'DO', key)) : undefined
}

/** The options of the probe that the server has not spoken of. */
const unknown = (scan: Scan): number[] =>
  probeOrder(scan.settings.scanType).filter((option) => scan.remote.get(option) === undefined)

// What time and bytes bring about.

/** Lets all happen that was to happen by `at` without another word of ours. */
export function advance(scan: Scan, at: number): void {
  while (scan.failure === undefined && scan.phase.name !== 'done') {
    const cap = (scan.startedAt ?? Infinity) + scan.settings.capMs
    const until = scan.closed ? Math.min(scan.phase.until, closedUntil(scan)) : scan.phase.until
    if (until > at && cap > at) return
    if (cap < until) {
      if (cap > at) return
      scan.failure = 'too-long'
      return
    }
    const before = scan.phase
    step(scan, until)
    if (scan.phase === before) return
  }
}

/** A closed connection ends what reads; the probes' waits and that for MSSP take their time all the same. */
function closedUntil(scan: Scan): number {
  const { name, since } = scan.phase
  const ends = name === 'negotiation' || name === 'settle' || name === 'banner' || name === 'round'
  return ends ? Math.max(since, scan.closed?.at ?? 0) : Infinity
}

/** The phase at hand ends; nothing changes if we are to speak first. */
function step(scan: Scan, at: number): void {
  const speaks = !scan.closed
  switch (scan.phase.name) {
    case 'negotiation':
      if (scan.closed === undefined) logFailed(scan, at)
      return beginSession(scan, at)
    case 'settle':
      beginReading(scan)
      return enter(scan, 'banner', at, quietUntil(scan, at, at))
    case 'banner':
      return speaks ? undefined : beginProbe(scan, at)
    case 'round':
      if (speaks && nextWrites(scan) !== undefined) return
      return beginProbe(scan, at)
    case 'probe':
      endProbe(scan, at)
      if (scan.settings.schema === 'five-key') return afterProbes(scan, at)
      return speaks ? undefined : beginWrongDirection(scan, at)
    case 'wrong-direction':
      endWrongDirection(scan)
      return nextLoop(scan, at, [false, true])
    case 'loop-server':
      endLoop(scan)
      return nextLoop(scan, at, [true])
    case 'loop-client':
      endLoop(scan)
      return afterProbes(scan, at)
    case 'mssp':
      return enter(scan, 'done', at, Infinity)
    default:
  }
}

function nextLoop(scan: Scan, at: number, sides: readonly boolean[]): void {
  for (const local of sides) {
    if (loopWrites(scan, local) === undefined) continue
    if (scan.closed) beginLoop(scan, at, local)
    return
  }
  afterProbes(scan, at)
}

function logFailed(scan: Scan, at: number): void {
  const waited = ((at - (scan.startedAt ?? at)) / 1000).toFixed(2)
  note(scan, () => `negotiation failed after ${waited}s.`)
  note(scan, () => `failed-reply: '${awaited(scan).map(awaitedName).join(', ')}'`)
}

/** The session starts: what was agreed of the encoding is lost, and the text so far is read. */
function beginSession(scan: Scan, at: number): void {
  scan.sessionAt = at
  scan.encoding = scan.settings.encoding
  beginReading(scan)
  const { bannerQuietMs, settleMs } = scan.settings
  if (isFast(scan)) enter(scan, 'banner', at, quietUntil(scan, at, at))
  else enter(scan, 'settle', at, at + settleMs)
  const { unread } = scan
  scan.unread = Rope.EMPTY
  if (unread.length > 0) readChunk(scan, unread.bytes())
  // A text that ended long ago and that nobody answered has ended.
  if (isFast(scan) && scan.owed.length === 0 && scan.lastTextAt !== undefined)
    scan.phase = { ...scan.phase, until: Math.max(at, scan.lastTextAt + bannerQuietMs) }
}

/** What a read of the socket brought, once its commands are answered. */
export function afterRead(scan: Scan, at: number): void {
  scan.lastByteAt = at
  const text = scan.chunk
  scan.chunk = Rope.EMPTY
  if (text.length > 0) takeText(scan, text.bytes(), at)
  switch (scan.phase.name) {
    case 'negotiation':
      return lookAtNegotiation(scan, at)
    case 'probe':
      if (scan.commands > 0) scan.firstAnswerAt ??= at
      return lookAtProbe(scan, at)
    case 'wrong-direction':
      return lookAtWrongDirection(scan, at)
    case 'loop-server':
    case 'loop-client':
      return lookAtLoop(scan, at)
    case 'mssp':
      if (hasMssp(scan)) scan.phase = { ...scan.phase, until: seenAt(scan, scan.phase.since, at) }
      return
    default:
  }
}

function takeText(scan: Scan, bytes: Uint8Array, at: number): void {
  const { name, since } = scan.phase
  if (name === 'negotiation') keepUnread(scan, bytes)
  if (name === 'settle' || name === 'banner' || name === 'round') readChunk(scan, bytes)
  scan.lastTextAt = at
  if (name === 'banner' || name === 'round') {
    scan.phase = { ...scan.phase, until: quietUntil(scan, at, since) }
  }
}

function lookAtNegotiation(scan: Scan, at: number): void {
  const pending = awaited(scan)
  if (scan.commands > 0 && pending.length === 0) {
    const waited = ((at - (scan.startedAt ?? 0)) / 1000).toFixed(2)
    note(scan, () => `negotiation complete after ${waited}s.`)
    return beginSession(scan, at)
  }
  if (!isFast(scan)) return
  const most = (scan.startedAt ?? 0) + scan.settings.negotiationMs
  const onlyPayloads = pending.every(({ command }) => command === 'SB')
  scan.phase = { ...scan.phase, until: onlyPayloads ? Math.min(at + IDLE, most) : most }
}

function lookAtProbe(scan: Scan, at: number): void {
  if (scan.probe || unknown(scan).length > 0) return
  scan.phase = { ...scan.phase, until: seenAt(scan, scan.phase.since, at) }
}

function endProbe(scan: Scan, at: number): void {
  if (scan.probe) return
  const { offered, refused, unanswered } = listsNow(scan)
  scan.probe = { at, offered, refused, unanswered }
}

/** From whatever moment: the reference does not ask for news. */
const knowsWrongDirection = (scan: Scan): boolean =>
  scan.remote.has(TELOPT.NAWS) && scan.remote.has(TELOPT.TTYPE) && scan.local.has(TELOPT.ECHO)

function lookAtWrongDirection(scan: Scan, at: number): void {
  if (knowsWrongDirection(scan)) scan.phase = { ...scan.phase, until: seenAt(scan, scan.phase.since, at) }
}

function endWrongDirection(scan: Scan): void {
  if (!scan.serverRole) return
  scan.serverRole = false
  scan.wrongDirection = [
    ...[TELOPT.NAWS, TELOPT.TTYPE].filter((option) => scan.remote.get(option) === true),
    ...[TELOPT.ECHO].filter((option) => scan.local.get(option) === true),
  ]
}

function lookAtLoop(scan: Scan, at: number): void {
  if (!scan.loop) return
  const table = scan.loop.local ? scan.local : scan.remote
  if (scan.loop.keys.some((key) => table.get(key) === undefined)) return
  scan.phase = { ...scan.phase, until: seenAt(scan, scan.phase.since, at) }
}

/** What became known again was negotiated in a loop; the values are as before. */
function endLoop(scan: Scan): void {
  if (!scan.loop) return
  const { keys, local } = scan.loop
  const table = local ? scan.local : scan.remote
  scan.looped = [...scan.looped, ...keys.filter((key) => table.get(key) !== undefined)]
  for (const key of keys) {
    table.set(key, true)
    forgetPending(scan, local ? 'WILL' : 'DO', key)
  }
  scan.loop = undefined
}

const hasMssp = (scan: Scan): boolean => scan.mssp !== undefined && Object.keys(scan.mssp).length > 0

function afterProbes(scan: Scan, at: number): void {
  scan.probesEndAt = at
  const until = (scan.sessionAt ?? at) + scan.settings.msspWaitMs
  const waits = scan.remote.get(TELOPT.MSSP) === true && !hasMssp(scan) && until > at
  // Nothing comes over a closed connection, but the reference waits all the same.
  if (waits && !(isFast(scan) && scan.closed)) enter(scan, 'mssp', at, until)
  else enter(scan, 'done', at, Infinity)
}

/** The connection ended. */
export function closeScan(scan: Scan, at: number, reason: string): void {
  scan.closed = { at, reason }
  scan.owed = []
  const probed = scan.probeAt !== undefined
  if (scan.phase.name === 'done') return
  if (scan.startedAt === undefined) scan.failure = 'never-started'
  else if (reason === CLOSE.stopped) scan.failure = 'stopped'
  else if (reason === CLOSE.reset) {
    note(scan, () => (peer) => `Connection lost to <Peer ${peer}>: [Errno 104] Connection reset by peer`)
    if (!probed) scan.failure = 'reset'
  } else if (reason !== CLOSE.ended && reason !== CLOSED_IN_RECORDING && !probed) scan.failure = 'lost'
  else {
    note(scan, () => 'EOF from server, closing.')
    note(scan, () => (peer) => `Connection closed to <Peer ${peer}>`)
    if (!probed) notice(scan, 'closed-early')
  }
}

/** How recordings made elsewhere call it. */
const CLOSED_IN_RECORDING = 'closed'
