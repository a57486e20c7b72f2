import type { SessionEvent } from '../session/events.ts'
import type { Inflater } from '../telnet/inflate.ts'
import type { FingerprintData, OptionStates, SessionData } from './record.ts'
import type { NoticeCode, PhaseName } from './result.ts'
import { Rope } from './rope.ts'
import type { ScanSettings } from './settings.ts'

/** So many log messages are kept, and so many of each kind of message of a MUD. */
const LOG_MAX = 100_000
const KEPT = 1000

/** What the reference knows of one side of an option; undefined while a loop is looked for: mentioned, but unknown. */
export type Known = boolean | undefined

/** The one key of its tables that is no option: LINEMODE's FORWARDMASK. */
export const FORWARDMASK = 256

/** Bytes that we owe, one write of the reference each. */
export interface Write {
  readonly bytes: Uint8Array
  /** To be sent inside the MCCP3 stream. */
  readonly packed: boolean
  /** Not in one piece with the write before it. */
  readonly apart: boolean
}

export interface Phase {
  readonly name: PhaseName
  readonly since: number
  /** When it ends if nothing more comes. */
  readonly until: number
  /** Which round of prompts, from 1. */
  readonly round: number
}

/** The parser's place between two bytes. */
export interface ParserState {
  readonly place: 'data' | 'iac' | 'verb' | 'sb' | 'sb-iac'
  readonly verb: number
  readonly payload: Rope
}

export const PARSER_START: ParserState = { place: 'data', verb: 0, payload: Rope.EMPTY }

/** A log message, or one that names the peer. */
export type Message = string | ((peer: string) => string)

/** What the probe came to. */
interface ProbeResult {
  readonly at: number
  readonly offered: readonly number[]
  readonly refused: readonly number[]
  readonly unanswered: readonly number[]
}

/**
 * All that a scan remembers. It is changed in place by the entries alone; between them `copyScan` makes one that may run
 * ahead. A scan lasts a minute, so it is not part of the timeline's checkpoints: it is folded from the first entry.
 */
export interface Scan {
  settings: ScanSettings
  keepLog: boolean
  /** Of the latest entry. */
  at: number
  /** The last event of the latest entry: once it comes to be decided, what is owed is sent. */
  trigger: SessionEvent | undefined
  /** The recording holds the settings. */
  announced: boolean
  startedAt: number | undefined
  sessionAt: number | undefined
  closed: { readonly at: number; readonly reason: string } | undefined
  failure: 'reset' | 'lost' | 'stopped' | 'too-long' | 'never-started' | undefined
  phase: Phase
  /** Those before it. */
  phases: readonly Phase[]
  notices: ReadonlySet<NoticeCode>

  parser: ParserState
  /** Commands seen in the read at hand. */
  commands: number
  inflater: Inflater | undefined
  /** Reads that came before our burst: the reference looks at them after it. */
  early: readonly Uint8Array[]

  owed: Write[]
  outParser: ParserState
  /** MCCP3 was agreed: what we send next is a stream. */
  packing: boolean
  /** It begins behind the read at hand. */
  packingAsked: boolean
  /** Its writes so far. */
  packed: readonly Uint8Array[]
  /** What was sent in the stream is read with this. */
  outInflater: Inflater | undefined

  remote: Map<number, Known>
  local: Map<number, Known>
  pending: Map<number, boolean>
  directional: ReadonlySet<number>
  serverRole: boolean
  /** GMCP's greeting went out. */
  greeted: boolean
  /** The server had us log out, as a server does: nothing is said any more. */
  loggedOut: boolean
  loop: { readonly keys: readonly number[]; readonly local: boolean } | undefined

  encoding: string
  agreedEncoding: string | undefined
  environRequest: Uint8Array | undefined
  linemode: number
  slc: ReadonlyMap<number, number>
  mssp: SessionData['mssp']
  zmp: NonNullable<SessionData['zmp']>
  atcp: NonNullable<SessionData['atcp']>
  aardwolf: NonNullable<SessionData['aardwolf']>
  mxp: readonly string[]
  comport: NonNullable<SessionData['comport']>

  /** The first bytes of all, to tell what speaks there. */
  first: Rope
  lastByteAt: number | undefined
  lastTextAt: number | undefined
  /** Text of the read at hand, and text that nobody has read yet. */
  chunk: Rope
  unread: Rope
  /** Text of the phase at hand, and of the one before it. */
  phaseText: Rope
  previousText: Rope
  before: Rope
  after: Rope
  escAnswered: boolean
  menuAnswered: boolean
  escInline: boolean
  menuInline: boolean
  /** A prompt was recognised before this round. */
  prompted: boolean
  column: number
  dsrRequests: number
  dsrReplies: number

  states: OptionStates | undefined
  probeAt: number | undefined
  firstAnswerAt: number | undefined
  probe: ProbeResult | undefined
  derived: FingerprintData | undefined
  wrongDirection: readonly number[]
  looped: readonly number[]
  probesEndAt: number | undefined

  log: Message[]
}

export function newScan(settings: ScanSettings, keepLog: boolean): Scan {
  return {
    settings,
    keepLog,
    at: 0,
    trigger: undefined,
    announced: false,
    startedAt: undefined,
    sessionAt: undefined,
    closed: undefined,
    failure: undefined,
    phase: { name: 'start', since: 0, until: Infinity, round: 0 },
    phases: [],
    notices: new Set(),
    parser: PARSER_START,
    commands: 0,
    inflater: undefined,
    early: [],
    owed: [],
    outParser: PARSER_START,
    packing: false,
    packingAsked: false,
    packed: [],
    outInflater: undefined,
    remote: new Map(),
    local: new Map(),
    pending: new Map(),
    directional: new Set(),
    serverRole: false,
    greeted: false,
    loggedOut: false,
    loop: undefined,
    encoding: settings.encoding,
    agreedEncoding: undefined,
    environRequest: undefined,
    linemode: 0,
    slc: new Map(),
    mssp: undefined,
    zmp: [],
    atcp: [],
    aardwolf: [],
    mxp: [],
    comport: {},
    first: Rope.EMPTY,
    lastByteAt: undefined,
    lastTextAt: undefined,
    chunk: Rope.EMPTY,
    unread: Rope.EMPTY,
    phaseText: Rope.EMPTY,
    previousText: Rope.EMPTY,
    before: Rope.EMPTY,
    after: Rope.EMPTY,
    escAnswered: false,
    menuAnswered: false,
    escInline: false,
    menuInline: false,
    prompted: false,
    column: 1,
    dsrRequests: 0,
    dsrReplies: 0,
    states: undefined,
    probeAt: undefined,
    firstAnswerAt: undefined,
    probe: undefined,
    derived: undefined,
    wrongDirection: [],
    looped: [],
    probesEndAt: undefined,
    log: [],
  }
}

/**
 * A scan that may run ahead of the entries: all that time alone changes is its own. Only bytes move the inflaters, so both
 * share them.
 */
export const copyScan = (scan: Scan): Scan => ({
  ...scan,
  owed: [...scan.owed],
  remote: new Map(scan.remote),
  local: new Map(scan.local),
  pending: new Map(scan.pending),
  log: [],
})

/** Adds a message to the log. Made only if it is kept. */
export function note(scan: Scan, message: () => Message): void {
  if (!scan.keepLog) return
  if (scan.log.length < LOG_MAX) scan.log.push(message())
  else notice(scan, 'log-cut')
}

/** `list` with one thing more, unless a server has said it too often. */
export const kept = <T>(list: readonly T[], thing: T): readonly T[] =>
  list.length < KEPT ? [...list, thing] : list

export function notice(scan: Scan, code: NoticeCode): void {
  if (!scan.notices.has(code)) scan.notices = new Set([...scan.notices, code])
}

/** Owes the server one write. */
export function owe(scan: Scan, bytes: Uint8Array, apart = false): void {
  if (!scan.closed) scan.owed.push({ bytes, packed: scan.packing, apart })
}
