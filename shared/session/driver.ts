import type { Json } from '../base/canonical-json.ts'
import { millis, type Millis } from '../base/brands.ts'
import { optionModule } from '../options/index.ts'
import { encodeSubnegotiation, encodeVerb } from '../telnet/encode.ts'
import { asked } from '../telnet/negotiation.ts'
import type { Verb } from '../telnet/codes.ts'
import { Concealer } from './conceal.ts'
import type { Entry, Origin } from './entry.ts'
import type { Side, Step } from './events.ts'
import { askMark, ruleMark } from './marks.ts'
import { Masker } from './mask.ts'
import { Outbound } from './outbound.ts'
import type { Occasion, Policy } from './policy.ts'
import { askRoundTrip, roundTrip } from './round-trip.ts'
import type { Rule } from './rules.ts'
import { NEVER_MENTIONED } from './side.ts'
import type { SessionState } from './state.ts'
import { Timeline } from './timeline.ts'

/** The world as the driver sees it. Everything impure is here. */
export interface DriverHost {
  /** Milliseconds since the session began; may stand still, must not jump ahead. */
  now(): Millis
  /** Puts bytes on the wire. */
  send(bytes: Uint8Array): void
  /** Calls `Driver.wake` at that time; replaces the time asked for before; undefined for never. */
  wakeAt(at: Millis | undefined): void
}

/**
 * What became of something asked for: it went out, it waits for the answer to the request before it, it is so already or
 * asked for already, or the session is over.
 */
export type Outcome = 'sent' | 'queued' | 'needless' | 'over'

/**
 * The only code that acts on the world: it appends entries, folds them, sends what the policy decides and appends that
 * too. Serves the page, the scan and the tests alike. It keeps the session in its `timeline`.
 */
export class Driver<Own = unknown> {
  readonly timeline = new Timeline()
  readonly #host: DriverHost
  readonly #policy: Policy<Own>
  readonly #observe: (entry: Entry, step: Step) => void
  readonly #mask = new Masker()
  readonly #conceal = new Concealer()
  readonly #outbound = new Outbound()
  readonly #queue: Entry[] = []
  #running = false
  #own: Own
  #deadline: Millis | undefined

  constructor(
    host: DriverHost,
    policy: Policy<Own>,
    observe: (entry: Entry, step: Step) => void = () => undefined,
  ) {
    this.#host = host
    this.#policy = policy
    this.#observe = observe
    this.#own = policy.initial()
  }

  get state(): SessionState {
    return this.timeline.state
  }

  get own(): Own {
    return this.#own
  }

  /** Bytes from the server, as the wire had them. The driver keeps the array: it must not be changed afterwards. */
  receive(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#append({ kind: 'in', at: this.#host.now(), bytes })
  }

  /**
   * What a person typed, line ends and doubled 255s in place: text, never commands. It is stored masked while the server hides it, or when it was
   * `hidden` as it was typed: the server may have changed its mind in between.
   */
  type(bytes: Uint8Array, hidden = false): void {
    if (bytes.length === 0 || this.#over) return
    this.#sendAs(
      bytes,
      this.#conceal.apply(this.#mask.apply(bytes, hidden || this.state.hidden, true)),
      'user',
    )
  }

  /**
   * Bytes that a person wrote by hand, sent as they are. Data among them is masked while the server hides what is typed,
   * and secrets of options always are.
   */
  raw(bytes: Uint8Array): Outcome {
    if (this.#over) return 'over'
    const stored = this.#conceal.apply(this.#mask.apply(bytes, this.state.hidden, false))
    if (bytes.length > 0) this.#sendAs(bytes, stored, 'user')
    return 'sent'
  }

  /** A subnegotiation that a person wrote by hand: framed here, stored without the secrets its option knows of. */
  subnegotiate(option: number, payload: Uint8Array): Outcome {
    if (this.#over) return 'over'
    const stored = optionModule(option).conceal?.(payload) ?? payload
    this.#sendAs(encodeSubnegotiation(option, payload), encodeSubnegotiation(option, stored), 'user')
    return 'sent'
  }

  /** Bytes the terminal answers by itself (device reports): ours, not typed. */
  reply(bytes: Uint8Array): void {
    if (bytes.length > 0 && !this.#over) this.#send(bytes, 'engine')
  }

  /**
   * Asks for an option to be on (DO, WILL) or off; waits for an open request as RFC 1143 wants, drops a needless one.
   * `from` says who wants it.
   */
  ask(verb: Verb, option: number, from: Origin = this.#policy.origin): Outcome {
    const side = this.state.options[option]?.[verb.startsWith('W') ? 'client' : 'server'] ?? NEVER_MENTIONED
    const on = verb === 'WILL' || verb === 'DO'
    const { next, send } = optionModule(option).stateless ? { next: side.q, send: on } : asked(side.q, on)
    if (this.#over) return 'over'
    if (send) {
      this.#send(encodeVerb(verb, option), from)
      return 'sent'
    }
    // A wish that waits already is not noted twice.
    if (next !== side.q) this.mark(askMark(verb, option))
    return next.endsWith('-opposite') ? 'queued' : 'needless'
  }

  /**
   * A person's rule for one side of an option: later offers are answered by it, and what it refuses is ended. Without
   * `from` nothing is sent: the rule was there before the session.
   */
  rule(rule: Rule, performer: Side, option: number, from?: Origin): Outcome {
    if (this.#over) return 'over'
    this.mark(ruleMark(rule, performer, option))
    if (rule !== 'refuse' || from === undefined) return 'needless'
    return this.ask(performer === 'server' ? 'DONT' : 'WONT', option, from)
  }

  /**
   * Asks what tells the way to the game and back, unless an answer is due. Without a person's word (`anyway`) nothing is
   * asked that was refused or left unanswered.
   */
  measure(anyway: boolean): void {
    const { question, waiting, doubt } = roundTrip(this.state, this.#host.now())
    if (!this.#over && !waiting && (anyway || doubt === undefined)) {
      this.#send(askRoundTrip(question), this.#policy.origin)
    }
  }

  /** Something that we may have told of ourselves is different now. */
  changed(): void {
    this.#decide({ kind: 'changed' })
    this.#run()
  }

  resize(columns: number, rows: number): void {
    this.#append({ kind: 'resize', at: this.#host.now(), columns, rows })
  }

  mark(label: string): void {
    this.#append({ kind: 'mark', at: this.#host.now(), label })
  }

  message(message: Json): void {
    this.#append({ kind: 'message', at: this.#host.now(), message })
  }

  gap(lost: number): void {
    this.#append({ kind: 'gap', at: this.#host.now(), lost })
  }

  /** The connection is over. Nothing is sent from here on. */
  close(reason: string): void {
    this.#append({ kind: 'close', at: this.#host.now(), reason })
  }

  /** The time asked for with `wakeAt` has come. */
  wake(): void {
    this.#deadline = undefined
    this.#decide({ kind: 'wake', at: this.#host.now() })
    this.#run()
  }

  get #over(): boolean {
    return this.state.closed !== undefined
  }

  #send(bytes: Uint8Array, from: Origin): void {
    this.#sendAs(bytes, bytes, from)
  }

  /** Sends bytes and keeps `stored` in their place. */
  #sendAs(bytes: Uint8Array, stored: Uint8Array, from: Origin): void {
    const sent = this.#policy.packs ? { bytes, stored } : this.#outbound.push(bytes, stored)
    this.#host.send(sent.bytes)
    this.#append({ kind: 'out', at: this.#host.now(), bytes: sent.stored, from })
  }

  #append(entry: Entry): void {
    this.#queue.push({ ...entry, at: millis(Math.max(Math.round(entry.at), this.state.at)) })
    this.#run()
  }

  /** A queue, not recursion: what we send while deciding is folded after the entry that caused it. */
  #run(): void {
    if (this.#running) return
    this.#running = true
    try {
      for (let entry = this.#queue.shift(); entry; entry = this.#queue.shift()) {
        const step = this.timeline.append(entry)
        this.#own = this.#policy.evolve(this.#own, entry, step)
        this.#observe(entry, step)
        for (const event of step.events) this.#decide(event)
      }
    } finally {
      this.#running = false
    }
    const deadline =
      this.state.closed === undefined ? this.#policy.deadline(this.state, this.#own) : undefined
    if (deadline !== this.#deadline) this.#host.wakeAt((this.#deadline = deadline))
  }

  #decide(event: Occasion): void {
    if (this.#over) return
    for (const answer of this.#policy.decide(this.state, this.#own, event)) {
      if (answer instanceof Uint8Array) this.#send(answer, this.#policy.origin)
      else this.mark(answer.mark)
    }
  }
}
