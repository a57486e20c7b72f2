import { millis, type Millis } from '../base/brands.ts'
import type { PipelineState } from '../inband/pipeline.ts'
import { EOR, GA, TELOPT, verbOf } from '../telnet/codes.ts'
import { isMalformed, type Message } from '../options/module.ts'
import { optionModule } from '../options/index.ts'
import {
  ByteSource,
  type SourceNotice,
  type SourceSink,
  type SourceState,
  type SourceWatch,
} from './byte-source.ts'
import type { Progress } from './field-parser.ts'
import type { Entry } from './entry.ts'
import type { FaultCode, Owed, SessionEvent, Side, Step } from './events.ts'
import { EchoWatch, type EchoState } from './echo-watch.ts'
import { faultSentence } from './faults.ts'
import { InbandStage } from './inband-stage.ts'
import { MARK_INFLATE_GO_ON, readAskMark, readMissedStart, readScanMark } from './marks.ts'
import { MessageLimit, type MessageLimitState } from './message-limit.ts'
import { OptionFacts } from './option-facts.ts'
import { hear, NEVER_MENTIONED, say, wish } from './side.ts'
import type { OptionState, SessionState, SideState } from './state.ts'
import { TextCollector } from './text-collector.ts'

type NegotiateEvent = Extract<SessionEvent, { kind: 'negotiate' }>

/** What an event counts against the 8 MiB that one entry may unpack to. */
const EVENT_COST = 200

/** A fold's whole memory, inflaters included: plain data, to be kept and restored any number of times. */
export interface FoldState {
  readonly at: Millis
  readonly options: readonly (OptionState | undefined)[]
  readonly mentioned: readonly number[]
  readonly facts: readonly unknown[]
  readonly server: SourceState
  readonly client: SourceState
  readonly inband: PipelineState
  readonly size: SessionState['size']
  readonly echo: EchoState
  readonly messages: MessageLimitState
  readonly faults: number
  readonly closed: string | undefined
}

/**
 * The session as a fold over its entries: `evolve` observes bytes of both directions and never answers, reads no clock
 * and never throws for what a peer did. It changes one memory of its own; `state()` hands out frozen snapshots.
 */
export class Fold {
  #at = millis(0)
  #options: (OptionState | undefined)[] = new Array<OptionState | undefined>(256).fill(undefined)
  #mentioned: number[] = []
  #facts = new OptionFacts()
  #sources: Record<Side, ByteSource> = { server: new ByteSource(), client: new ByteSource() }
  /** What stands between the server's text and the screen. */
  readonly #inband: InbandStage
  #size: SessionState['size']
  #echo = new EchoWatch()
  #messages = new MessageLimit()
  #faults = 0
  #closed: string | undefined

  // Of the entry at hand.
  #events: SessionEvent[] = []
  #text = new TextCollector()
  /** The last event, while it is text that may yet grow. */
  #run: { kind: 'text'; side: Side; start: number; end: number } | undefined
  /** The last event, while it is a command that may come again. */
  #repeated: { side: Side; command: number; count: number } | undefined
  /** Its negotiations that owe an answer, by option and performer. */
  #unanswered = new Map<number, { owed: Owed }>()
  /** How much of `#text` was handed to `#echo`. */
  #settled = 0

  // What of the last snapshot is still true.
  #optionsShared: readonly (OptionState | undefined)[] | undefined
  #state: SessionState | undefined

  readonly #sinks: Record<Side, SourceSink> = { server: this.#sink('server'), client: this.#sink('client') }
  constructor(inband?: PipelineState) {
    this.#inband = new InbandStage(
      {
        text: (bytes, start, end) => this.#emitText('server', bytes, start, end),
        fault: (code, detail) => this.#fault('server', code, undefined, detail),
        emit: (event) => this.#emit(event),
        mayAnswer: (option) => this.#mayAnswer(option),
      },
      inband,
    )
  }

  /** Takes in the next entry and tells what it meant. */
  evolve(entry: Entry): Step {
    this.#at = millis(Math.max(this.#at, entry.at))
    this.#events = []
    this.#run = undefined
    this.#repeated = undefined
    this.#unanswered.clear()
    this.#settled = 0
    this.#state = undefined
    this.#take(entry)
    if (entry.kind !== 'out') this.#settleText()
    return { text: this.#text.take(), events: this.#events }
  }

  #take(entry: Entry): void {
    switch (entry.kind) {
      case 'in':
        this.#sources.server.read(entry.bytes, this.#sinks.server)
        return
      case 'out':
        this.#sources.client.read(entry.bytes, this.#sinks.client)
        return
      case 'resize':
        this.#size = { columns: entry.columns, rows: entry.rows }
        return this.#emit({ kind: 'resize', columns: entry.columns, rows: entry.rows })
      case 'mark':
        this.#emit({ kind: 'mark', label: entry.label })
        return this.#mark(entry.label)
      case 'message':
        return this.#emit({ kind: 'message', message: entry.message })
      case 'gap':
        this.#inband.flush()
        this.#emit({ kind: 'gap', lost: entry.lost + this.#sources.server.compression.heldBytes })
        return this.#sources.server.gap(entry.lost)
      case 'close':
        this.#sources.server.close(this.#sinks.server)
        this.#sources.client.close(this.#sinks.client)
        this.#inband.flush()
        this.#closed = entry.reason
        return this.#emit({ kind: 'close', reason: entry.reason })
      case 'unknown':
    }
  }

  #mark(label: string): void {
    if (label === MARK_INFLATE_GO_ON) {
      this.#sources.server.goOn(this.#sinks.server)
      this.#settleText()
      this.#sources.client.goOn(this.#sinks.client)
      // That was our own text, which says nothing of the server's questions.
      this.#settled = this.#text.length
      return
    }
    // A scan reads what the reference program reads: the text as it came.
    if (readScanMark(label) !== undefined) return this.#inband.turnOff()
    const missed = readMissedStart(label)
    if (missed !== undefined) return this.#sources.server.missed(missed)
    const asked = readAskMark(label)
    if (!asked) return
    const performer: Side = asked.verb.startsWith('W') ? 'client' : 'server'
    const on = asked.verb === 'WILL' || asked.verb === 'DO'
    this.#setSide(asked.option, performer, wish(this.#option(asked.option)[performer], on, this.#at))
  }

  #sink(side: Side): SourceSink {
    return {
      text: (bytes, start, end) => this.#readText(side, bytes, start, end),
      command: (command) => {
        if (side === 'server' && (command === GA || command === EOR)) {
          this.#inband.prompt()
          this.#emit({ kind: 'prompt', side, by: command === GA ? 'GA' : 'EOR' })
        } else {
          this.#command(side, command)
        }
      },
      negotiate: (verb, option) => this.#negotiate(side, verb, option),
      subnegotiation: (option, bytes, start, end, complete) =>
        this.#subnegotiation(side, option, bytes.slice(start, end), complete),
      fault: (code) => this.#fault(side, code),
      compression: (what, option) => this.#compression(side, what, option),
    }
  }

  #emit(event: SessionEvent): void {
    this.#run = undefined
    this.#repeated = undefined
    this.#events.push(event)
    if ('side' in event) this.#sources[event.side].spend(EVENT_COST)
  }

  #command(side: Side, command: number): void {
    if (this.#repeated?.command === command && this.#repeated.side === side) {
      this.#repeated.count++
      return
    }
    const event = { kind: 'command' as const, side, command, count: 1 }
    this.#emit(event)
    this.#repeated = event
  }

  #fault(side: Side, code: FaultCode, option?: number, detail?: string): void {
    this.#faults++
    const sentence = faultSentence(code, side, option) + (detail === undefined ? '' : ` (${detail})`)
    this.#emit({ kind: 'fault', side, code, detail: sentence, ...(option === undefined ? {} : { option }) })
  }

  #readText(side: Side, bytes: Uint8Array, start: number, end: number): void {
    if (side === 'server') return this.#inband.text(bytes, start, end)
    this.#emitText(side, bytes, start, end)
    this.#inband.own(bytes, start, end)
  }

  #emitText(side: Side, bytes: Uint8Array, start: number, end: number): void {
    const from = this.#text.add(bytes, start, end)
    if (!this.#run) {
      this.#repeated = undefined
      this.#run = { kind: 'text', side, start: from, end: from }
      this.#events.push(this.#run)
    }
    this.#run.end = this.#text.length
  }

  /** Hands on the server's text so far: before ECHO is judged, and at the end of an entry. */
  #settleText(): void {
    this.#echo.text(this.#text.bytes, this.#settled, this.#text.length, this.#at)
    this.#settled = this.#text.length
  }

  #negotiate(side: Side, verbByte: number, option: number): void {
    const verb = verbOf(verbByte)
    const on = verb === 'WILL' || verb === 'DO'
    // WILL and WONT speak of what the speaker does, DO and DONT of what the other does.
    const performer: Side = verb.startsWith('W') === (side === 'server') ? 'server' : 'client'
    const module = optionModule(option)
    const stateless = module.stateless ?? false
    const before = this.#option(option)[performer]
    const heard = side === 'server' ? hear(before, on, side, this.#at, stateless) : undefined
    const after = heard?.side ?? say(before, on, side, this.#at, stateless)
    const owed = heard?.owed ?? 'nothing'
    this.#setSide(option, performer, after)
    const event = {
      kind: 'negotiate',
      side,
      verb,
      option,
      performer,
      before: before.q,
      after: after.q,
      owed,
    } as const
    this.#emit(
      stateless ? event : this.#supersede(event, after.q !== before.q || after.outcome !== before.outcome),
    )
    if (module.restart && (owed === 'choose' || owed === 'confirm')) {
      this.#facts.set(option, module.restart(this.#facts.get(option)))
    }
    if (module.negotiated) {
      this.#facts.set(option, module.negotiated(this.#facts.get(option), verb, side, this.#at))
    }
    if (heard?.error) {
      this.#fault(
        side,
        'negotiation-error',
        option,
        `${verb} in answer to ${verb === 'WILL' ? 'DONT' : 'WONT'}`,
      )
    }
    if (after.looping && !before.looping) this.#fault(side, 'loop', option)
    if (side === 'server' && verb === 'WILL' && module.clientOnly && before.outcome === 'none') {
      this.#fault(side, 'wrong-way', option)
    }
    if (side === 'client' && performer === 'server' && isServerCompression(option)) {
      this.#sources.server.expectStop(!on)
    }
    this.#inband.negotiated(this.#option(option))
    if (option === TELOPT.ECHO && performer === 'server') {
      if (side === 'server') this.#settleText()
      this.#echo.verb(verb, before.q, after.q, this.#at)
    }
  }

  /** One answer for each side of an option, to what it came to by the end of the entry. */
  #supersede(event: NegotiateEvent, moved: boolean): NegotiateEvent {
    const key = event.option * 2 + (event.performer === 'server' ? 0 : 1)
    const earlier = this.#unanswered.get(key)
    if (earlier && moved) earlier.owed = 'nothing'
    if (event.owed === 'nothing') return event
    const owing = { ...event }
    this.#unanswered.set(key, owing)
    return owing
  }

  /** True when the bytes behind it are compressed. */
  #subnegotiation(side: Side, option: number, payload: Uint8Array, complete: boolean): boolean {
    const module = optionModule(option)
    const { server, client } = this.#option(option)
    const message = module.decode(payload, side)
    const bad = isMalformed(message) ? message.malformed : undefined
    if (complete && bad === undefined) {
      this.#facts.set(option, module.evolve(this.#facts.get(option), message as Message, side, this.#at))
    }
    const answered = side === 'server' && complete && module.respond !== undefined && this.#mayAnswer(option)
    this.#emit({
      kind: 'subnegotiation',
      side,
      option,
      payload,
      complete,
      message: bad === undefined ? (message as Message) : undefined,
      facts: module.publish ? undefined : this.#facts.get(option),
      answered,
    })
    if (side === 'server') this.#inband.subnegotiation(option, payload)
    if (bad !== undefined) this.#fault(side, 'malformed-subnegotiation', option, bad)
    if (![server, client].some(({ q }) => q === 'yes' || q.startsWith('wantno')))
      this.#fault(side, 'not-agreed', option)
    const starts = side === 'server' ? isServerCompression(option) : option === TELOPT.MCCP3
    return starts && bad === undefined && complete && this.#startCompression(side, option)
  }

  #mayAnswer(option: number): boolean {
    const verdict = this.#messages.take(option, this.#at)
    if (verdict === 'last') this.#fault('server', 'loop', option)
    return verdict === 'answer'
  }

  #startCompression(side: Side, option: number): boolean {
    if (this.#sources[side].compressed) {
      this.#fault(side, 'compression-nested', option)
      return false
    }
    this.#sources[side].start(option)
    this.#emit({ kind: 'compression', side, option, what: 'start' })
    return true
  }

  #compression(side: Side, what: SourceNotice, option: number): void {
    if (what === 'corrupt') this.#fault(side, 'inflate-corrupt', option)
    else if (what === 'too-large') this.#fault(side, 'inflate-too-large', option)
    else this.#emit({ kind: 'compression', side, option, what })
  }

  #option(code: number): OptionState {
    return this.#options[code] ?? { code, server: NEVER_MENTIONED, client: NEVER_MENTIONED }
  }

  #setSide(code: number, performer: Side, side: SideState): void {
    const option = this.#option(code)
    if (option[performer] === side) return
    if (!this.#options[code]) this.#mentioned = [...this.#mentioned, code]
    this.#options[code] = Object.freeze({ ...option, [performer]: side })
    this.#optionsShared = undefined
  }

  /** Has `watch` follow how that side's bytes are read. */
  watch(side: Side, watch: SourceWatch): void {
    this.#sources[side].watch(watch)
  }

  /** How much the entry at hand has made so far. */
  get progress(): Progress {
    return { events: this.#events.length, text: this.#text.length }
  }

  /** The byte counts alone, without making a snapshot. */
  get bytes(): SessionState['bytes'] {
    return {
      wireIn: this.#sources.server.wire,
      wireOut: this.#sources.client.wire,
      decodedIn: this.#sources.server.decoded,
      decodedOut: this.#sources.client.decoded,
    }
  }

  /** What is known now. Frozen; shares all that did not change with the snapshot before. */
  state(): SessionState {
    if (this.#state) return this.#state
    const state: SessionState = {
      at: this.#at,
      options: (this.#optionsShared ??= Object.freeze(this.#options.slice())),
      mentioned: this.#mentioned,
      facts: this.#facts.shown(),
      inband: this.#inband.facts,
      bytes: this.bytes,
      compression: { server: this.#sources.server.compression, client: this.#sources.client.compression },
      size: this.#size,
      echo: this.#echo.state.facts,
      hidden: this.#echo.state.hidden,
      text: { bytes: this.#echo.state.bytes, lastAt: this.#echo.state.lastAt },
      faults: this.#faults,
      closed: this.#closed,
    }
    this.#state = Object.freeze(state)
    return state
  }

  /** A copy of everything remembered, inflaters too: `restore` goes on as if nothing had been between. */
  save(): FoldState {
    return {
      at: this.#at,
      options: this.#options.slice(),
      mentioned: this.#mentioned,
      facts: this.#facts.save(),
      server: this.#sources.server.save(),
      client: this.#sources.client.save(),
      inband: this.#inband.save(),
      size: this.#size,
      echo: this.#echo.state,
      messages: this.#messages.save(),
      faults: this.#faults,
      closed: this.#closed,
    }
  }

  static restore(saved: FoldState): Fold {
    const fold = new Fold(saved.inband)
    fold.#at = saved.at
    fold.#options = saved.options.slice()
    fold.#mentioned = [...saved.mentioned]
    fold.#facts = new OptionFacts(saved.facts)
    fold.#sources = { server: ByteSource.restore(saved.server), client: ByteSource.restore(saved.client) }
    fold.#size = saved.size
    fold.#echo = new EchoWatch(saved.echo)
    fold.#messages = new MessageLimit(saved.messages)
    fold.#faults = saved.faults
    fold.#closed = saved.closed
    return fold
  }
}

const isServerCompression = (option: number): boolean => option === TELOPT.MCCP1 || option === TELOPT.MCCP2
