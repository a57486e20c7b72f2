import { sample } from '../options/fields.ts'
import { optionModule } from '../options/index.ts'
import { COMMAND_MEANING, commandName, IAC, optionName, verbOf, WILL, type Verb } from '../telnet/codes.ts'
import {
  FrameParser,
  SUBNEGOTIATION_MAX,
  type FrameFault,
  type FrameSink,
  type FrameState,
} from '../telnet/frames.ts'
import type { Side } from './events.ts'
import { faultSentence } from './faults.ts'
import { TextCollector } from './text-collector.ts'

/** Bytes [from, to) of a layer and what they are. */
export interface Field {
  readonly from: number
  readonly to: number
  readonly name: string
  /** In a few words, or as a sentence where it is a fault. */
  readonly meaning: string
  /** What the bytes are for, to colour them by. */
  readonly kind: 'text' | 'command' | 'option' | 'payload' | 'fault' | 'unread'
  /** Which of the entry's events they belong to; undefined where that is another entry's. */
  readonly event: number | undefined
}

/** A compressed entry can hold millions of commands: so many fields are named, the rest is one. */
export const FIELDS_MAX = 20_000

type Open = { -readonly [Key in keyof Field]: Field[Key] }

/** How much an entry has made so far: events, and bytes of text. */
export interface Progress {
  readonly events: number
  readonly text: number
}

/** What the frame parser told its sink while it read a byte, and the event that came of it. */
type Call =
  | { readonly kind: 'text'; readonly event: number | undefined }
  | { readonly kind: 'command' | 'negotiate'; readonly event: number }
  | { readonly kind: 'end'; readonly complete: boolean; readonly event: number }
  | { readonly kind: 'fault'; readonly code: FrameFault; readonly event: number }

/** Hands everything on, and keeps what was said. */
class Overheard implements FrameSink {
  calls: Call[] = []
  stopped = false
  readonly #sink: FrameSink
  readonly #events: () => Progress

  constructor(sink: FrameSink, events: () => Progress) {
    this.#sink = sink
    this.#events = events
  }

  /** The event that `run` makes, or the one that it makes longer. */
  #event(run: () => void): number {
    const before = this.#events().events
    run()
    return this.#events().events > before ? before : before - 1
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    const before = this.#events().text
    const event = this.#event(() => this.#sink.text(bytes, start, end))
    // Text may be markup that stands for nothing yet: then it makes no event longer either.
    this.calls.push({ kind: 'text', event: this.#events().text > before ? event : undefined })
  }

  command(code: number): void {
    this.calls.push({ kind: 'command', event: this.#event(() => this.#sink.command(code)) })
  }

  negotiate(verb: number, option: number): void {
    this.calls.push({ kind: 'negotiate', event: this.#event(() => this.#sink.negotiate(verb, option)) })
  }

  subnegotiation(option: number, bytes: Uint8Array, start: number, end: number, complete: boolean): boolean {
    const event = this.#event(() => {
      this.stopped = this.#sink.subnegotiation(option, bytes, start, end, complete)
    })
    this.calls.push({ kind: 'end', complete, event })
    return this.stopped
  }

  fault(code: FrameFault): void {
    this.calls.push({ kind: 'fault', code, event: this.#event(() => this.#sink.fault(code)) })
  }
}

/**
 * The frame parser, watched: it gets its bytes one by one where they matter, and what each of them was is read off what it
 * did. So the names can never say anything else than what was understood.
 */
export class FieldParser extends FrameParser {
  readonly #side: Side
  readonly #events: () => Progress
  readonly #bytes = new TextCollector()
  readonly #fields: Open[] = []
  /** Fields of the frame being read; they get its event when it is whole. */
  #frame: Open[] = []
  /** Where the IAC is whose command has not come, in data or in a payload; undefined if in an earlier entry. */
  #iac: number | undefined
  #option = 0
  /** The payload so far, how much of it came in earlier entries, and where the rest begins. */
  #payload = new TextCollector()
  #earlier = 0
  #payloadAt = 0
  /** Places in the payload whose 255 takes two bytes here. */
  #doubled: number[] = []

  constructor(side: Side, events: () => Progress) {
    super()
    this.#side = side
    this.#events = events
  }

  /** Goes on where another parser was. */
  begin(saved: FrameState): this {
    FrameParser.restore(saved, this)
    this.#option = saved.option
    this.#payload.add(saved.payload, 0, saved.payload.length)
    if (this.place === 'mccp1-will') this.#payload.add(Uint8Array.of(WILL), 0, 1)
    this.#earlier = this.#payload.length
    return this
  }

  /** How many bytes came so far. */
  get length(): number {
    return this.#bytes.length
  }

  override push(bytes: Uint8Array, at: number, sink: FrameSink): number {
    const overheard = new Overheard(sink, this.#events)
    while (at < bytes.length) {
      if (this.#full) {
        const end = super.push(bytes, at, sink)
        this.#bytes.add(bytes, at, end)
        return end
      }
      const piece = bytes.subarray(at, at + this.#stride(bytes, at))
      const place = this.place
      overheard.calls = []
      super.push(piece, 0, overheard)
      const from = this.#bytes.add(piece, 0, piece.length)
      this.#read(place, piece, from, overheard.calls)
      at += piece.length
      if (overheard.stopped) return at
    }
    return at
  }

  override close(sink: FrameSink): void {
    this.#unfinished()
    super.close(sink)
  }

  /** What came, and its fields: they cover every byte once. */
  finish(): { bytes: Uint8Array; fields: readonly Field[] } {
    this.#unfinished()
    const named = this.#fields.at(-1)?.to ?? 0
    if (named < this.length) {
      const meaning = `${(this.length - named).toLocaleString('en')} bytes, not taken apart: it is too much`
      this.#push(named, this.length, 'more', meaning, 'unread')
    }
    const bytes = this.#bytes.take()
    for (const field of this.#fields) {
      if (field.name === 'text') field.meaning = sample(bytes.subarray(field.from, field.to))
    }
    return { bytes, fields: this.#fields }
  }

  get #full(): boolean {
    return this.#fields.length >= FIELDS_MAX
  }

  /** How many bytes are of one kind for sure: up to the next IAC in data and payloads, else one. */
  #stride(bytes: Uint8Array, at: number): number {
    const payload = this.place === 'payload'
    if ((!payload && this.place !== 'data') || bytes[at] === IAC) return 1
    const iac = bytes.indexOf(IAC, at)
    const run = (iac < 0 ? bytes.length : iac) - at
    return payload ? Math.max(1, Math.min(run, SUBNEGOTIATION_MAX - this.#payload.length)) : run
  }

  /** The piece at `from` was read, which began at `place`. */
  #read(place: FrameParser['place'], piece: Uint8Array, from: number, calls: readonly Call[]): void {
    if (place === 'payload' || place === 'payload-iac' || place.startsWith('mccp1')) {
      const end = calls.find((call) => call.kind === 'end')
      if (!end || end.complete) return this.#inPayload(place, piece, from, end?.event)
      // It was cut off: the byte, and the IAC before it, are no part of it.
      const cut = calls.find((call) => call.kind === 'fault')
      this.#endPayload(end.event, cut && faultSentence(cut.code, this.#side, undefined))
      place = place === 'payload-iac' ? 'iac' : 'data'
      calls = calls.slice(calls.indexOf(end) + 1)
    }
    if (place === 'iac') this.#behindIac(piece[0] as number, from, calls)
    else if (place === 'verb') this.#negotiated(piece[0] as number, from, calls[0])
    else if (place === 'option' && this.place === 'option-iac') this.#iac = from
    else if (place === 'option') this.#beginPayload(piece[0] as number, from)
    else if (place === 'option-iac') this.#behindOptionIac(piece, from, calls[0])
    else this.#data(piece, from, calls)
  }

  #data(piece: Uint8Array, from: number, calls: readonly Call[]): void {
    const to = from + piece.length
    const text = calls.findLast((call) => call.kind === 'text')
    if (!text) {
      this.#iac = from
      return
    }
    const last = this.#fields.at(-1)
    if (last?.name === 'text' && last.to === from && last.event === text.event) last.to = to
    else this.#push(from, to, 'text', '', 'text', text.event)
  }

  #behindIac(byte: number, from: number, calls: readonly Call[]): void {
    const [call] = calls
    const iac = this.#iac
    this.#iac = undefined
    if (call?.kind === 'text') {
      this.#push(
        iac ?? from,
        from + 1,
        'IAC IAC',
        'one byte 255 of text, doubled on the wire',
        'text',
        call.event,
      )
    } else if (call?.kind === 'fault' && call.code === 'stray-iac') {
      if (iac !== undefined)
        this.#push(iac, from, 'IAC', faultSentence(call.code, this.#side, undefined), 'fault', call.event)
      this.#data(Uint8Array.of(byte), from, calls)
    } else if (call?.kind === 'fault') {
      this.#push(
        iac ?? from,
        from + 1,
        'IAC SE',
        faultSentence(call.code, this.#side, undefined),
        'fault',
        call.event,
      )
    } else {
      if (iac !== undefined) this.#frame.push(this.#push(iac, from, 'IAC', 'a command follows', 'command'))
      const name = commandName(byte)
      this.#frame.push(this.#push(from, from + 1, name, this.#meaning(name), 'command'))
      if (call) this.#settle(call.event)
    }
  }

  #meaning(name: string): string {
    if (name === 'SB') return 'a message about an option follows'
    if (!/^(WILL|WONT|DO|DONT)$/.test(name)) return COMMAND_MEANING[name] ?? 'a command'
    const [self, other] = this.#side === 'server' ? ['the server', 'we'] : ['we', 'the server']
    const verbs: Record<Verb, string> = {
      WILL: `${self} can do the option`,
      WONT: `${self} will not do the option`,
      DO: `${other} should do the option`,
      DONT: `${other} should not do the option`,
    }
    return verbs[verbOf({ WILL: 251, WONT: 252, DO: 253, DONT: 254 }[name as Verb])]
  }

  #negotiated(option: number, from: number, call: Call | undefined): void {
    this.#frame.push(this.#push(from, from + 1, 'option', optionText(option), 'option'))
    this.#settle(call?.event)
  }

  #beginPayload(option: number, from: number): void {
    this.#frame.push(this.#push(from, from + 1, 'option', optionText(option), 'option'))
    this.#beginAt(option, from + 1)
  }

  /** A payload begins at `from`. */
  #beginAt(option: number, from: number): void {
    this.#option = option
    this.#payload.length = 0
    this.#earlier = 0
    this.#payloadAt = from
    this.#doubled = []
  }

  /** The byte behind `IAC SB IAC`. */
  #behindOptionIac(piece: Uint8Array, from: number, call: Call | undefined): void {
    const iac = this.#iac
    this.#iac = undefined
    if (call?.kind === 'fault') {
      const meaning = faultSentence(call.code, this.#side, undefined)
      this.#push(iac ?? from, from + 1, 'IAC SE', meaning, 'fault', call.event)
      return this.#settle(call.event)
    }
    if (iac !== undefined) this.#frame.push(this.#push(iac, iac + 1, 'option', optionText(IAC), 'option'))
    this.#beginAt(IAC, from)
    this.#inPayload('payload', piece, from, undefined)
  }

  #inPayload(place: FrameParser['place'], piece: Uint8Array, from: number, end: number | undefined): void {
    if (place === 'payload-iac' && end !== undefined) {
      const iac = this.#iac
      this.#endPayload(end)
      this.#iac = undefined
      if (iac !== undefined) this.#push(iac, from, 'IAC', 'a command follows', 'command', end)
      this.#push(from, from + 1, 'SE', 'the message ends', 'command', end)
    } else if (this.place === 'payload-iac') {
      this.#iac = from
    } else {
      if (place === 'payload-iac' && this.#iac !== undefined) this.#doubled.push(this.#payload.length)
      this.#iac = undefined
      this.#payload.add(piece, 0, piece.length)
      // MCCP1 starts without IAC SE.
      if (end !== undefined) this.#endPayload(end)
    }
  }

  /** Names the part of the payload that came with this entry. */
  #endPayload(event: number | undefined, fault?: string): void {
    const payload = this.#payload.take()
    const module = optionModule(this.#option)
    const parts = module.fields?.(payload) ?? [
      { length: payload.length, name: 'payload', meaning: `${payload.length} bytes of ${module.name}` },
    ]
    let doubled = 0
    let at = 0
    let from = this.#payloadAt
    for (const { length, name, meaning } of parts) {
      const fresh = Math.max(at, this.#earlier)
      at += length
      if (at <= fresh) continue
      const before = doubled
      while ((this.#doubled[doubled] ?? Infinity) < at) doubled++
      const to = from + (at - fresh) + (doubled - before)
      const note = doubled > before ? ' (255 is doubled on the wire)' : ''
      this.#frame.push(this.#push(from, to, name, meaning + note, 'payload'))
      from = to
    }
    const last = this.#frame.at(-1)
    if (fault !== undefined && last)
      Object.assign(last, { kind: 'fault', meaning: `${last.meaning}. ${fault}` })
    this.#settle(event)
    this.#payloadAt = from
    this.#earlier = 0
    this.#doubled = []
  }

  /** The bytes end in the middle of a frame. */
  #unfinished(): void {
    if (this.#full) return
    const inPayload =
      this.place === 'payload' || this.place === 'payload-iac' || this.place.startsWith('mccp1')
    if (inPayload) this.#endPayload(undefined)
    if (this.#iac !== undefined) {
      this.#push(this.#iac, this.#iac + 1, 'IAC', 'what follows it comes with a later entry', 'command')
    }
    this.#iac = undefined
    this.#frame = []
  }

  #settle(event: number | undefined): void {
    for (const field of this.#frame) field.event = event
    this.#frame = []
  }

  #push(from: number, to: number, name: string, meaning: string, kind: Field['kind'], event?: number): Open {
    const field: Open = { from, to, name, meaning, kind, event }
    this.#fields.push(field)
    return field
  }
}

const optionText = (code: number): string => {
  const name = optionName(code)
  return name.startsWith('0x')
    ? `${code}, which has no name`
    : `${name} (${code}): ${optionModule(code).summary}`
}
