import type { Json } from '../../shared/base/canonical-json.ts'
import { millis, type Millis } from '../../shared/base/brands.ts'
import { Driver, type Outcome } from '../../shared/session/driver.ts'
import type { Entry } from '../../shared/session/entry.ts'
import { carryOut, type Intent } from '../../shared/session/intent.ts'
import { MARK_INFLATE_GO_ON } from '../../shared/session/marks.ts'
import type { SessionEvent, Step } from '../../shared/session/events.ts'
import { flowControl, flowKeys } from '../../shared/session/flow-control.ts'
import { inputMode } from '../../shared/session/input-mode.ts'
import { quoteMcp } from '../../shared/session/inband-answers.ts'
import { encodeKeys, encodeLine } from '../../shared/session/line-end.ts'
import { keyPieces } from '../../shared/session/line-mode.ts'
import { playPolicy, type Identity } from '../../shared/session/play.ts'
import { listRules, type Rules } from '../../shared/session/rules.ts'
import type { SessionState } from '../../shared/session/state.ts'
import { SE, TELOPT } from '../../shared/telnet/codes.ts'
import { escapeIac } from '../../shared/telnet/encode.ts'
import { hasZlib } from '../../shared/telnet/zlib.ts'
import type { Timeline } from '../../shared/session/timeline.ts'
import type { Notice, Opened, Resumed } from '../../shared/wire/messages.ts'
import type { StoragePort } from '../storage/port.ts'
import type { Encoding } from '../terminal/encodings.ts'
import type { Screen } from '../terminal/screen.ts'
import { Answers } from './answers.ts'
import { Connection, type ConnectionHost } from './connection.ts'
import { Drawing, type EncodingChoice } from './drawing.ts'
import type { Ending } from './ending.ts'
import { identityOf, type Telling } from './identity.ts'
import { loadZlib } from './load-zlib.ts'

/** What a live session tells the page: something changed, text came, it opened, it ended. */
export interface LiveEvents {
  /** `news`: it is not only more text and data, of which a flood may bring too much. */
  changed(news: boolean): void
  text(text: string): void
  /** From here on text is read in this character set; what was shown before is shown anew. */
  encoding(encoding: Encoding): void
  opened(message: Opened): void
  notice(message: Notice): void
  /** The link to the proxy is gone; the game is held for so many milliseconds. */
  lost(held: number): void
  resumed(): void
  /** A word to the proxy and back took so many milliseconds. */
  measured(took: number): void
  ended(ending: Ending): void
}

const FLOODING: ReadonlySet<SessionEvent['kind']> = new Set(['text', 'prompt', 'command', 'subnegotiation'])
/** When a set is agreed on, so much of what was shown before is shown anew: sets are agreed on early. */
const AGREED_SHOWN = 1024 * 1024

/** How a line goes out: shown here too, stored as stars whatever the server says, without its end. */
export interface LineWay {
  readonly echo: boolean
  readonly hidden: boolean
  readonly open?: boolean
}

/**
 * A game being played: the connection and the driver joined, text on its way to the screen, every entry to storage.
 * What the game sent is acknowledged when the terminal has parsed it and storage has kept it, and not at all while
 * unread compressed bytes are held back.
 */
export class Live {
  /** What we say of ourselves. */
  readonly identity: Identity
  readonly #events: LiveEvents
  readonly #drawing: Drawing
  readonly #storage: StoragePort
  readonly #connection: Connection
  readonly #driver: Driver<Rules>
  /** What is being typed is shown here. */
  #echoing = false
  readonly #began = performance.now()
  #wakeTimer: ReturnType<typeof setTimeout> | undefined
  /** The way from the proxy to the game is TLS. */
  #tls = false
  #over = false
  /** What came and is not folded yet: the terminal has enough to do, or compressed bytes are held. */
  #incoming: Uint8Array[] = []
  /** What reads compressed streams is on its way, and something waits for it. */
  #awaiting: Promise<void> | undefined
  /** The connection is over; what came before its end is still to be shown. */
  #ending: Ending | undefined
  readonly #answers = new Answers(
    (bytes) => this.#reachable && this.#driver.reply(bytes),
    () => this.mark('The server asks the terminal too much; some questions are left unanswered.'),
  )
  /** Fulfilled when all that was received so far is parsed and kept. */
  #settled: Promise<unknown> = Promise.resolve()
  #unread = 0
  #follower: (entry: Entry, step: Step) => void = () => undefined

  /** `rules` are those a person made for this server before; `telling` is asked whenever the server asks. */
  constructor(
    link: ConnectionHost,
    screen: Screen,
    storage: StoragePort,
    rules: Rules,
    choice: EncodingChoice,
    telling: () => Telling,
    events: LiveEvents,
  ) {
    this.#events = events
    this.#drawing = new Drawing(screen, choice, {
      steps: (decoded) => this.timeline.steps(decoded),
      text: (text) => events.text(text),
      parsed: () => this.#pump(),
    })
    this.#storage = storage
    const host = {
      now: () => this.now(),
      send: (bytes: Uint8Array) => this.#connection.send(bytes),
      wakeAt: (at: Millis | undefined) => this.#wakeAt(at),
    }
    this.identity = identityOf(() => ({
      encoding: this.encoding,
      chosen: this.#drawing.chosen,
      tls: this.#tls,
      ...telling(),
    }))
    this.#driver = new Driver(host, playPolicy(this.identity), (entry, step) => this.#observe(entry, step))
    for (const { rule, performer, option } of listRules(rules)) this.#driver.rule(rule, performer, option)
    this.#connection = new Connection(link, {
      opened: (message) => {
        this.#tls = message.tls !== undefined
        this.#driver.message(withoutToken(message))
        events.opened(message)
      },
      received: (bytes) => this.#receive(bytes),
      notice: (message) => {
        this.#driver.message(plain(message))
        events.notice(message)
      },
      lost: (held) => {
        this.#driver.mark('The page lost its proxy.')
        events.lost(held)
      },
      resumed: (message) => {
        this.#driver.message(plain(message))
        events.resumed()
      },
      measured: (took) => events.measured(took),
      ended: (ending) => this.#ended(ending),
    })
  }

  get state(): SessionState {
    return this.#driver.state
  }

  get timeline(): Timeline {
    return this.#driver.timeline
  }

  /** Milliseconds since the session began; stands still once it is over. */
  now(): Millis {
    return this.#over ? this.state.at : millis(Math.round(performance.now() - this.#began))
  }

  /** False once the connection is over, also while what came before its end is still being shown. */
  get #reachable(): boolean {
    return !this.#over && !this.#ending
  }

  /** True while compressed bytes wait for a person's word to be read on. */
  get holding(): boolean {
    return this.state.compression.server.mode === 'held'
  }

  /** The character set that text is read and typed in. */
  get encoding(): Encoding {
    return this.#drawing.encoding
  }

  /** Reads all text in another set, if it is another; `shown` says how many bytes of it the terminal can show at most. */
  choose(choice: EncodingChoice, shown: number): void {
    this.#settleEncoding(shown, choice)
  }

  /** Has somebody see every entry and what it meant: those that are kept at once, later ones as they come. */
  follow(follower: (entry: Entry, step: Step) => void): void {
    for (const { entry, step } of this.timeline.steps()) follower(entry, step)
    this.#follower = follower
  }

  /** All the text that is kept, or at least the last so many bytes of it, read in the present set. */
  pieces(decoded?: number): Iterable<string> {
    return this.#drawing.pieces(decoded)
  }

  /** Sends a line, or the part of one that is not to wait for its end. */
  line(bytes: Uint8Array, { echo, hidden, open = false }: LineWay): void {
    if (!this.#reachable) return
    if (flowControl(this.state)?.restartAny) this.stopText(false)
    const text = quoteMcp(bytes, this.state)
    this.#type(open ? escapeIac(text) : encodeLine(text, this.state), echo, hidden)
  }

  /** Sends keys as they were struck, but for those that stop the text and let it go on. */
  keys(bytes: Uint8Array): void {
    if (!this.#reachable) return
    const { stopped, left } = flowKeys(this.state, this.stopped, bytes)
    this.stopText(stopped)
    for (const piece of keyPieces(this.state, left)) {
      if (piece.command) this.#driver.raw(piece.bytes)
      else this.#type(encodeKeys(piece.bytes, this.state), inputMode(this.state, this.now()).localEcho)
    }
  }

  #type(bytes: Uint8Array, echo: boolean, hidden = false): void {
    this.#echoing = echo
    this.#driver.type(bytes, hidden)
    this.#echoing = false
  }

  /** A person has stopped the text; it is not drawn, and soon no more of it comes. */
  get stopped(): boolean {
    return this.#drawing.stopped
  }

  /** Stops the text, where the server lets us, or lets it go on. */
  stopText(stop: boolean): void {
    if (stop === this.stopped || (stop && !flowControl(this.state))) return
    if (stop) this.#drawing.stop()
    else this.#drawing.goOn()
    this.mark(stop ? 'The text was stopped.' : 'The text went on.')
    this.#events.changed(true)
  }

  /** Sends what the terminal answers by itself. */
  reply(bytes: Uint8Array): void {
    if (this.#reachable) this.#answers.push(bytes)
  }

  /** Does what a person wants beside typing. */
  ask(intent: Intent): Outcome {
    if (!this.#reachable) return 'over'
    // Bytes written by hand may begin a stream as well.
    if ((intent.kind === 'raw' || intent.kind === 'subnegotiation') && !hasZlib()) {
      void this.#awaitZlib().then(() => this.ask(intent))
      return 'queued'
    }
    return carryOut(this.#driver, intent)
  }

  /** What a person lets games know is different now: a server that was told is told anew. */
  changed(): void {
    if (this.#reachable) this.#driver.changed()
  }

  /** The rules by which offers are answered now. */
  get rules(): Rules {
    return this.#driver.own
  }

  /** Makes a line in the log of something that is on no wire: a sentence. */
  mark(label: string): void {
    if (!this.#over) this.#driver.mark(label)
  }

  resize(columns: number, rows: number): void {
    const { size } = this.state
    if (!this.#over && (size?.columns !== columns || size.rows !== rows)) this.#driver.resize(columns, rows)
  }

  /** Asks the game something, to see how long the answer takes; see `Driver.measure`. */
  measure(anyway: boolean): void {
    if (this.#reachable) this.#driver.measure(anyway)
  }

  /** Reads the next part of compressed data that was too much at once. */
  goOn(): void {
    if (this.#over || !this.holding) return
    this.#driver.mark(MARK_INFLATE_GO_ON)
    this.#release()
    this.#pump()
  }

  /** True while so much text comes that it goes first. */
  get flooding(): boolean {
    return this.#drawing.flooding
  }

  /** Bytes that wait for the link, or for the proxy to take them. */
  get waiting(): number {
    return this.#connection.waiting
  }

  tryNow(): void {
    this.#connection.tryNow()
  }

  disconnect(): void {
    this.#connection.end()
    // The connection was over already, and only unread bytes kept the session.
    if (this.#ending) this.#finish(this.#ending)
  }

  #receive(bytes: Uint8Array): void {
    this.#incoming.push(bytes)
    this.#pump()
  }

  /** Folds what came, as long as the terminal keeps up: a little compressed text can be much to draw. */
  #pump(): void {
    while (this.#incoming.length > 0 && !this.holding && !this.#drawing.full) {
      const [bytes] = this.#incoming as [Uint8Array]
      if (mayCompress(bytes) && !hasZlib()) return void this.#awaitZlib()
      this.#incoming.shift()
      this.#driver.receive(bytes)
      this.#unread += bytes.length
      this.#release()
    }
    if (this.#ending && this.#incoming.length === 0 && !this.holding) this.#finish(this.#ending)
  }

  /** Goes on when what reads compressed streams is there, or ends the session when it cannot be loaded. */
  #awaitZlib(): Promise<void> {
    return (this.#awaiting ??= loadZlib().then(
      () => {
        this.#awaiting = undefined
        this.#pump()
      },
      (error: unknown) => {
        console.error(error)
        this.#fail(
          'part-missing',
          'A part of the page could not be loaded. Check your network, then reload the page.',
        )
      },
    ))
  }

  #release(): void {
    if (this.holding) return
    const length = this.#unread
    this.#unread = 0
    this.#settled.then(
      () => this.#connection.taken(length),
      (error: unknown) => this.#storageFailed(error),
    )
  }

  #observe(entry: Entry, step: Step): void {
    const kept = this.#storage.append(entry)
    this.#follower(entry, step)
    const shown = this.#drawing.show(step)
    if (this.#echoing && entry.kind === 'out' && entry.from === 'user') this.#drawing.echo(entry, step)
    // The server has taken the keys back that stop the text and let it go on.
    if (this.stopped && !flowControl(this.state)) this.stopText(false)
    if (step.events.some((event) => event.kind === 'subnegotiation' && event.option === TELOPT.CHARSET))
      this.#settleEncoding(AGREED_SHOWN)
    // Each value is let go: a chain of arrays would hold every entry there ever was.
    this.#settled = Promise.all([this.#settled, kept, shown]).then(() => undefined)
    // An entry of our own may be the one that cannot be kept.
    this.#settled.catch((error: unknown) => this.#storageFailed(error))
    this.#events.changed(step.events.some(({ kind }) => !FLOODING.has(kind)))
  }

  #settleEncoding(shown: number, choice?: EncodingChoice): void {
    if (!this.#drawing.settle(this.state.facts[TELOPT.CHARSET], shown, choice)) return
    this.#events.encoding(this.encoding)
    this.changed()
  }

  #storageFailed(error: unknown): void {
    if (this.#over) return
    console.error(error)
    this.#fail(
      'storage',
      'The page could not keep what the game sent, so it stopped. Close other tabs, then connect again.',
    )
  }

  /** The page itself cannot go on. */
  #fail(code: string, message: string): void {
    this.#finish({ wanted: false, leg: 'page-proxy', code, message })
    this.#connection.end()
  }

  #wakeAt(at: Millis | undefined): void {
    clearTimeout(this.#wakeTimer)
    if (at === undefined || this.#over) return
    this.#wakeTimer = setTimeout(() => this.#driver.wake(), Math.max(0, at - this.now()))
  }

  /** The end of the connection comes behind all that came before it, unless a person does not want to see it. */
  #ended(ending: Ending): void {
    if (this.#over || this.#ending) return
    this.stopText(false)
    this.#ending = ending
    if (ending.wanted) this.#finish(ending)
    else this.#pump()
  }

  #finish(ending: Ending): void {
    if (this.#over) return
    this.stopText(false)
    clearTimeout(this.#wakeTimer)
    const lost = this.#incoming.reduce((sum, bytes) => sum + bytes.length, 0)
    if (lost > 0) this.#driver.gap(lost)
    this.#incoming = []
    this.#driver.close(ending.code)
    this.#over = true
    this.#events.ended(ending)
    this.#events.changed(true)
  }
}

/** A stream begins behind the end of a subnegotiation; ours, once the server has named MCCP3. */
const mayCompress = (bytes: Uint8Array): boolean => bytes.includes(SE) || bytes.includes(TELOPT.MCCP3)

const plain = (message: Notice | Resumed): Json => ({ ...message })

/** The token is a secret that takes the session up again; a recording must not hold it. */
function withoutToken(message: Opened): Json {
  const shown = Object.entries(message).filter(([key]) => key !== 'token')
  return Object.fromEntries(shown)
}
