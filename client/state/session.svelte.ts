import { flowControl } from '../../shared/session/flow-control.ts'
import type { McpEdit } from '../../shared/inband/mcp-book.ts'
import { messageLines } from '../../shared/inband/mcp-syntax.ts'
import { encodeLine } from '../../shared/session/line-end.ts'
import { inputMode } from '../../shared/session/input-mode.ts'
import type { Variable } from '../../shared/options/environ.ts'
import { tellable } from '../../shared/options/new-environ.ts'
import { lineKey, type LineKey } from '../../shared/session/line-mode.ts'
import { roundTrip } from '../../shared/session/round-trip.ts'
import { optionRows } from '../../shared/session/option-rows.ts'
import { serializeEntry, serializeHeader, type Header } from '../../shared/recording/format.ts'
import type { Millis } from '../../shared/base/brands.ts'
import type { Outcome } from '../../shared/session/driver.ts'
import type { Intent } from '../../shared/session/intent.ts'
import type { Finding, Lints } from '../../shared/session/lint/lints.ts'
import { NO_RULES, type Rules } from '../../shared/session/rules.ts'
import type { SessionState } from '../../shared/session/state.ts'
import type { Timeline } from '../../shared/session/timeline.ts'
import type { Notice, Opened } from '../../shared/wire/messages.ts'
import type { Address } from '../address.ts'
import type { StoragePort } from '../storage/port.ts'
import { encodeText, encodingNamed, type Encoding } from '../terminal/encodings.ts'
import { Announcer } from '../terminal/announcer.ts'
import { Screen } from '../terminal/screen.ts'
import type { TranscriptSource } from '../terminal/transcript.ts'
import type { ConnectionHost, Socket } from '../transport/connection.ts'
import type { EncodingChoice } from '../transport/drawing.ts'
import type { Ending } from '../transport/ending.ts'
import { Live } from '../transport/live.ts'
import { CLIENT_VERSION } from '../version.ts'
import type { NextFrame } from './frames.ts'
import { missingText } from './missing-text.ts'
import type { RuleBook } from './rule-book.ts'
import type { GameRequests } from './requests.svelte.ts'
import type { Settings, ToldChoices } from './settings.svelte.ts'

export type Phase = 'connecting' | 'open' | 'ended'

/** What a session needs of the outside. */
export interface SessionHost {
  /** A WebSocket to a game, or to the session with it that the proxy process `via` has kept. */
  readonly open: (address: Address, via?: string) => Socket
  readonly link: Omit<ConnectionHost, 'open'>
  readonly storage: StoragePort
  /** What a person has said of the servers' options. */
  readonly rules: RuleBook
  readonly nextFrame: NextFrame
  /** Wall-clock time in ISO 8601, UTC: only for the recording's header. */
  readonly date: () => string
  readonly settings: Settings
  /** Puts text on the clipboard; false where the browser does not let it. */
  readonly copy: (text: string) => Promise<boolean>
}

const TICK = 500
const EDIT_SET = 'dns-org-mud-moo-simpleedit-set'
/** How long the panels wait in a flood of text, until it is over or for so long at most. */
const FLOOD_WAIT = 250
const FLOOD_MAX = 1000
const LINES_KEPT = 200
const NO_FINDINGS: readonly Finding[] = []
/** How often the way to the game is measured when a person wants it measured again and again. */
const MEASURE = 30_000
/** About how many bytes of a server's text make a line, colours included: generous, since more is only shown anew. */
const BYTES_A_LINE = 160

/**
 * One session as the page sees it: the driver's latest snapshot, published at most once per frame. Text never passes
 * through here; it goes straight to `screen`.
 */
export class SessionView {
  readonly address: Address
  readonly screen = new Screen()
  readonly settings: Settings
  readonly #live: Live
  readonly #host: SessionHost
  readonly #started: string
  #scheduled = false
  /** Something is to be published that does not wait for the end of a flood. */
  #news = false
  #patience = FLOOD_MAX
  #stopWaiting: (() => void) | undefined
  #ticking: ReturnType<typeof setInterval> | undefined
  #measuring: ReturnType<typeof setInterval> | undefined

  phase = $state.raw<Phase>('connecting')
  opened = $state.raw<Opened>()
  ending = $state.raw<Ending>()
  notice = $state.raw<Notice>()
  /** While the link to the proxy is lost: until when the game is held, in milliseconds since 1970. */
  heldUntil = $state.raw<number>()
  /** How often the link was lost and found again. */
  resumes = $state.raw(0)
  /** How many milliseconds a word to the proxy and back took last; undefined while that is not known. */
  ping = $state.raw<number>()
  /** The way to the game is measured again and again. */
  measuring = $state.raw(false)
  /** Bytes that wait to be sent. */
  waiting = $state.raw(0)
  /** The state last published. */
  snapshot: SessionState = $state.raw() as SessionState
  /** The time it stands for; goes on while nothing happens. */
  at: Millis = $state.raw(0 as Millis)
  /** How a person wants offers to be answered. */
  rules: Rules = $state.raw(NO_RULES)
  /** How many rows the log has. */
  length = $state.raw(0)
  /** The row of the log that a person chose: what other panels show in detail. */
  selected = $state.raw<number>()
  /** What was read out last, for the live region. */
  spoken: readonly { readonly id: number; readonly text: string }[] = $state.raw([])
  /** A person said that what the server hides is no password. Holds until the server changes its mind. */
  notPassword = $state(false)
  /** The character set that text is read and typed in. */
  encoding: Encoding = $state.raw('UTF-8')
  /** What the game asks of the page, once it asks for anything. */
  requests = $state.raw<GameRequests>()
  #requests: Promise<GameRequests> | undefined
  /** What the server could do better, as far as was seen. */
  lints: readonly Finding[] = $state.raw(NO_FINDINGS)
  #lints: Lints | undefined
  /** The text is stopped: nothing more is drawn until a person lets it go on. */
  stopped = $state.raw(false)
  /** The text of the game's that is in the editor, and the last one that a person was asked about. */
  editing = $state.raw<McpEdit>()
  editSeen = $state(0)
  /** Why keys that were struck were not sent. */
  unsent = $state.raw<string>()

  /** A text that the game wants edited and nobody has looked at. */
  readonly wantedEdit = $derived(
    this.snapshot.inband.mcp.edits.findLast(({ id }) => id > this.editSeen && id !== this.editing?.id),
  )
  readonly options = $derived(optionRows(this.snapshot, this.at))
  /** The way to the game and back. */
  readonly roundTrip = $derived(roundTrip(this.snapshot, this.at))
  readonly serverMode = $derived(inputMode(this.snapshot, this.at))
  readonly mode = $derived(
    this.serverMode.kind === 'password' && this.notPassword ? 'line' : this.serverMode.kind,
  )
  /** How the text can be stopped by key, where the server lets us. */
  readonly flow = $derived(flowControl(this.snapshot))
  readonly holding = $derived(this.snapshot.compression.server.mode === 'held')

  constructor(address: Address, host: SessionHost, ended: (ending: Ending) => void, opened: () => void) {
    this.address = address
    this.#host = host
    this.settings = host.settings
    this.#started = host.date()
    const announcer = new Announcer((lines) => this.#speak(lines), {
      now: () => performance.now(),
      after: (wait, run) => setTimeout(run, wait),
    })
    this.#live = new Live(
      { ...host.link, open: (via) => host.open(address, via) },
      this.screen,
      host.storage,
      host.rules.for(address),
      this.#encodingChoice,
      () => host.settings.telling,
      {
        changed: (news) => this.#schedule(news),
        text: (text) => announcer.push(text),
        encoding: (encoding) => (this.encoding = encoding),
        opened: (message) => {
          this.phase = 'open'
          this.opened = message
          this.#ticking = setInterval(() => {
            if (!this.#stopWaiting) this.publish()
          }, TICK)
          opened()
          void this.#lookForLints()
        },
        notice: (message) => (this.notice = message),
        lost: (held) => {
          this.heldUntil = Date.parse(host.date()) + held
          this.ping = undefined
        },
        resumed: () => {
          this.heldUntil = undefined
          this.resumes++
        },
        measured: (took) => (this.ping = took),
        ended: (ending) => {
          clearInterval(this.#ticking)
          this.keepMeasuring(false)
          this.phase = 'ended'
          this.ending = ending
          this.heldUntil = undefined
          ended(ending)
        },
      },
    )
    this.encoding = this.#live.encoding
    this.publish()
  }

  get #encodingChoice(): EncodingChoice {
    return {
      chosen: this.settings.game(this.address).encoding,
      suggested: encodingNamed(this.address.encoding ?? '') ?? 'UTF-8',
    }
  }

  /** Reads and types in that character set from now on, and what is on the screen too; undefined leaves it to the game. */
  chooseEncoding(encoding: Encoding | undefined): void {
    this.settings.changeGame(this.address, { encoding })
    this.unsent = undefined
    this.#live.choose(this.#encodingChoice, this.settings.choices.scrollback * BYTES_A_LINE)
  }

  /** Changes what games may know; a game that was told is told anew. */
  tell(some: Partial<ToldChoices>): void {
    this.settings.change(some)
    this.#live.changed()
  }

  /** The log; rows are made when asked for. */
  get timeline(): Timeline {
    return this.#live.timeline
  }

  /** Takes the driver's state over now. Once a frame is enough. */
  publish(): void {
    const state = this.#live.state
    if (state.echo === undefined) this.notPassword = false
    this.snapshot = state
    this.rules = this.#live.rules
    this.at = this.#live.now()
    this.length = this.#live.timeline.length
    this.waiting = this.#live.waiting
    this.stopped = this.#live.stopped
    this.requests?.publish()
    this.lints = this.#lints?.findings ?? NO_FINDINGS
  }

  /** Publishes with the next frame, or later when nothing but more of a flood came: then the text goes first. */
  #schedule(news: boolean): void {
    this.#news ||= news
    if (this.#scheduled && !(news && this.#stopWaiting)) return
    this.#stopWaiting?.()
    this.#stopWaiting = undefined
    this.#scheduled = true
    this.#publishSoon()
  }

  get #canWait(): boolean {
    return !this.#news && this.#patience > 0 && this.#live.flooding
  }

  #publishSoon(): void {
    if (this.#canWait) {
      this.#stopWaiting = this.#host.link.after(FLOOD_WAIT, () => {
        this.#stopWaiting = undefined
        this.#patience -= FLOOD_WAIT
        this.#publishSoon()
      })
      return
    }
    this.#host.nextFrame(() => {
      // The flood may have begun meanwhile.
      if (this.#canWait) return this.#publishSoon()
      this.#scheduled = false
      this.#news = false
      this.#patience = FLOOD_MAX
      this.publish()
    })
  }

  /**
   * Sends a line; `hidden` if the box did not show it. Echo is judged by what holds now, not by what was last published,
   * but what was typed unseen stays unseen even if the server has ended the hiding meanwhile. An `open` line has no end yet.
   */
  line(text: string, hidden: boolean, open = false): void {
    const mode = inputMode(this.#live.state, this.#live.now())
    const { bytes } = encodeText(text, this.encoding)
    this.#live.line(bytes, { echo: mode.localEcho && !hidden, hidden, open })
  }

  /** Sends a line that a link of the game's said; it is not shown as if a person had typed it. */
  say(text: string): void {
    this.#live.line(encodeText(text, this.encoding).bytes, { echo: false, hidden: false })
  }

  /** Gives a text back to the game that it wanted edited (MCP's simpleedit). */
  saveEdit({ reference, type, id }: McpEdit, text: string): void {
    const { key } = this.#live.state.inband.mcp
    if (key === undefined) return
    const content = text.split('\n')
    const lines = messageLines(EDIT_SET, key, { reference, type, content }, `edit${id}-${this.at}`)
    for (const line of lines) {
      const bytes = encodeLine(encodeText(line, this.encoding).bytes, this.#live.state)
      this.#live.ask({ kind: 'raw', bytes })
    }
  }

  /** Why a line cannot be sent as it is: a character that the game's set has not. A hidden one is not named. */
  complaint(text: string, hidden: boolean): string | undefined {
    const { missing } = encodeText(text, this.encoding)
    return missing.length === 0
      ? undefined
      : `${missingText(missing, hidden, this.encoding)} Change the line, or choose another encoding in the menu.`
  }

  /** Sends keys as text, without the characters that the game's set has not. */
  typed(text: string): void {
    const { bytes, missing } = encodeText(text, this.encoding)
    // Not which one: where every key goes to the game a password may be among them.
    this.unsent = missing.length === 0 ? undefined : missingText(missing, true, this.encoding)
    this.keys(bytes)
  }

  /** The game names itself, or wants the clipboard. */
  hear(what: 'title' | 'clipboard', text: string): void {
    this.#requests ??= this.#loadRequests()
    this.#requests.then(
      (requests) => requests.hear(what, text),
      (error: unknown) => console.info('What the game asks of the page is not heard:', error),
    )
  }

  async #loadRequests(): Promise<GameRequests> {
    const { GameRequests } = await import('./requests.svelte.ts')
    return (this.requests = new GameRequests(this.settings, this.address, {
      copy: this.#host.copy,
      list: (sentence) => this.#live.mark(sentence),
      changed: () => this.#schedule(true),
    }))
  }

  /** Begins to watch the server, from the beginning of what is kept. Nobody waits for it, so it comes apart. */
  async #lookForLints(): Promise<void> {
    try {
      const { Lints } = await import('../../shared/session/lint/lints.ts')
      const lints = new Lints(this.timeline.first)
      this.#live.follow((entry, step) => lints.take(entry, step))
      this.#lints = lints
      this.#schedule(false)
    } catch (error) {
      console.info('Nothing is said of what the server could do better:', error)
    }
  }

  keys(bytes: Uint8Array): void {
    this.#live.keys(bytes)
  }

  /** The variables that a game may know, with what they hold now. */
  get tellable(): ReadonlyMap<string, Variable> {
    // What they hold changes with these.
    void this.settings.choices
    void this.encoding
    void this.opened
    return tellable(this.#live.identity)
  }

  /** The character sets that a game may choose from, best first. */
  get charsets(): readonly string[] {
    void this.encoding
    return this.#live.identity.charsets
  }

  /** What a control character does in the line box, where LINEMODE agreed on it. */
  lineKey(character: number): LineKey | undefined {
    return lineKey(this.#live.state, character)
  }

  /** Stops the text, where the server lets us, or lets it go on. */
  stopText(stop: boolean): void {
    this.#live.stopText(stop)
  }

  reply(bytes: Uint8Array): void {
    this.#live.reply(bytes)
  }

  resize(columns: number, rows: number): void {
    this.#live.resize(columns, rows)
  }

  /** Does what a person wants beside typing, and says what became of it. */
  ask(intent: Intent): Outcome {
    const outcome = this.#live.ask(intent)
    if (intent.kind === 'rule' && outcome !== 'over') this.#host.rules.keep(this.address, this.#live.rules)
    return outcome
  }

  tryNow(): void {
    this.#live.tryNow()
  }

  /** Asks the game something whose answer tells the way there and back. */
  measure(): void {
    this.#live.measure(true)
  }

  /** The same now and then while the page is visible, as long as the game answers. */
  keepMeasuring(on: boolean): void {
    clearInterval(this.#measuring)
    this.measuring = on
    if (!on) return
    const ask = (): void => {
      if (this.#host.link.visible()) this.#live.measure(false)
    }
    ask()
    this.#measuring = setInterval(ask, MEASURE)
  }

  goOn(): void {
    this.#live.goOn()
  }

  /** Says no longer how it ended: something newer is being tried. */
  forgetEnding(): void {
    this.ending = undefined
  }

  disconnect(): void {
    this.#live.disconnect()
  }

  /** What a recording of the session begins with. */
  get header(): Header {
    const { host, port, tls } = this.address
    return { willdo: 1, engine: CLIENT_VERSION, host, port, tls, started: this.#started }
  }

  /** The session so far as a `.willdo.jsonl` file; what was typed unseen is in it only as asterisks. */
  recording(): string[] {
    return [serializeHeader(this.header), ...this.timeline.entries.map(serializeEntry)]
  }

  /** The session so far as text, as a person saw it; what was typed unseen is not in it. */
  get transcript(): TranscriptSource {
    const { host, port } = this.address
    const cut = this.timeline.textDropped > 0
    return { title: `${host} ${port}, ${this.#started}`, cut, pieces: this.#live.pieces() }
  }

  /** At least the last so many bytes of the server's text, as a person saw it. */
  textSince(decoded: number): string {
    return [...this.#live.pieces(decoded)].join('')
  }

  #spokenSoFar = 0

  #speak(lines: readonly string[]): void {
    const added = lines.map((text) => ({ id: this.#spokenSoFar++, text }))
    this.spoken = [...this.spoken, ...added].slice(-LINES_KEPT)
  }
}
