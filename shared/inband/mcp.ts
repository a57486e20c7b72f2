import { CR, LF, type InbandFilter, type InbandSink } from './filter.ts'
import { afterMessage, afterOwn, NO_MCP, type McpFacts } from './mcp-book.ts'
import { parseLine, type McpLine } from './mcp-syntax.ts'

/** A message whose values are still coming, line by line. */
interface Open {
  readonly name: string
  readonly values: Readonly<Record<string, string>>
  readonly lines: Readonly<Record<string, readonly string[]>>
}

export interface McpState {
  readonly place: 'start' | 'line' | 'held' | 'lost'
  readonly held: string
  /** The line began with a CR, which belongs to the LF before it; the next one is left out. */
  readonly led: boolean
  readonly skip: boolean
  readonly own: string
  readonly ownLine: 'start' | 'line' | 'held'
  /** Bytes of text that were searched for a greeting. */
  readonly searched: number
  readonly open: ReadonlyMap<string, Open>
  readonly openSize: number
  readonly facts: McpFacts
}

const START: McpState = {
  place: 'start',
  held: '',
  led: false,
  skip: false,
  own: '',
  ownLine: 'start',
  searched: 0,
  open: new Map(),
  openSize: 0,
  facts: NO_MCP,
}

const PREFIX = '#$#'
const QUOTE = '#$"'
const GREETING = '#$#mcp '
/** A server greets when one connects, or after a login. */
const SEARCHED_MAX = 256 * 1024
const GREETING_MAX = 200
const LINE_MAX = 64 * 1024
const OPEN_MAX = 20
const OPEN_BYTES = 1024 * 1024
const HASH = 0x23

/**
 * MCP 2.1, https://www.moo.mud.org/mcp/mcp2.html: lines that begin with `#$#` are messages and no text, once the server
 * has greeted. Those without our key are somebody else's words: they mean nothing and are not shown.
 */
export class McpFilter implements InbandFilter {
  #place: McpState['place']
  #held: string
  #led: boolean
  #skip: boolean
  #own: string
  #ownLine: McpState['ownLine']
  #searched: number
  #open: ReadonlyMap<string, Open>
  #openSize: number
  #facts: McpFacts

  constructor(saved: McpState = START) {
    this.#place = saved.place
    this.#held = saved.held
    this.#led = saved.led
    this.#skip = saved.skip
    this.#own = saved.own
    this.#ownLine = saved.ownLine
    this.#searched = saved.searched
    this.#open = copied(saved.open)
    this.#openSize = saved.openSize
    this.#facts = saved.facts
  }

  save(): McpState {
    return {
      place: this.#place,
      held: this.#held,
      led: this.#led,
      skip: this.#skip,
      own: this.#own,
      ownLine: this.#ownLine,
      searched: this.#searched,
      open: copied(this.#open),
      openSize: this.#openSize,
      facts: this.#facts,
    }
  }

  get facts(): McpFacts {
    return this.#facts
  }

  get greeted(): boolean {
    return this.#facts.greeting !== undefined
  }

  /** False once it is not worth a look whether the server greets. */
  get listens(): boolean {
    return this.greeted || this.#searched < SEARCHED_MAX || this.#held !== ''
  }

  push(bytes: Uint8Array, start: number, end: number, sink: InbandSink): void {
    const before = this.#searched
    if (!this.greeted) this.#searched += end - start
    if (this.#isPlain(bytes, start, end)) return sink.text(bytes, start, end)
    let from = start
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number
      switch (this.#place) {
        case 'line':
          if (byte === LF) this.#begin(false)
          break
        case 'start': {
          const begins = byte === HASH && (this.greeted || before + at - start < SEARCHED_MAX)
          const isLeftOut = begins || (byte === CR && this.#skip)
          if (isLeftOut && at > from) sink.text(bytes, from, at)
          if (isLeftOut) from = at + 1
          this.#skip = false
          if (begins) {
            this.#place = 'held'
            this.#held = '#'
          } else if (byte === CR) this.#led = true
          else if (byte === LF) this.#begin(false)
          else this.#place = 'line'
          break
        }
        case 'lost':
          from = at + 1
          if (byte === LF) this.#begin(this.#led)
          break
        case 'held':
          // A byte that does not belong to it is read again, as text.
          if (!this.#take(byte, sink)) at--
          from = at + 1
      }
    }
    if (from < end) sink.text(bytes, from, end)
  }

  flush(sink: InbandSink): void {
    if (this.#place !== 'held') return
    const held = this.#held
    this.#held = ''
    this.#place = 'line'
    const bytes = Uint8Array.from(held, (char) => char.charCodeAt(0))
    sink.text(bytes, 0, bytes.length)
  }

  /** No message can begin in it: by far the most text, and found out at once. */
  #isPlain(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#place === 'held' || this.#place === 'lost' || this.#skip || hasHash(bytes, start, end))
      return false
    let last = end - 1
    while (last >= start && bytes[last] === CR) last--
    if (last >= start && bytes[last] !== LF) this.#place = 'line'
    else if (last >= start) this.#begin(false)
    if (this.#place === 'start' && bytes[end - 1] === CR) this.#led = true
    return true
  }

  /** A person ended the line that was a prompt: what comes next begins one, though the server sent no line end. */
  startLine(): void {
    if (this.#place === 'line') this.#begin(false)
  }

  /** A line begins; `led` if it does where one that was left out had begun, behind the CR of a line before. */
  #begin(led: boolean): void {
    this.#place = 'start'
    this.#led = led
    this.#skip = led
  }

  /** True if the byte belongs to what is held. */
  #take(byte: number, sink: InbandSink): boolean {
    const char = String.fromCharCode(byte)
    if (this.#held.length >= (this.greeted ? PREFIX : GREETING).length)
      return this.#takeMore(byte, char, sink)
    const held = this.#held + char
    if (this.greeted && held === QUOTE) {
      this.#held = ''
      this.#place = 'line'
      return true
    }
    const fits = this.greeted ? PREFIX.startsWith(held) || QUOTE.startsWith(held) : GREETING.startsWith(held)
    if (fits) this.#held = held
    else this.flush(sink)
    return fits
  }

  /** The rest of a line that is a message. */
  #takeMore(byte: number, char: string, sink: InbandSink): boolean {
    const held = this.#held + char
    if (byte === LF) {
      this.#held = ''
      this.#begin(this.#led)
      this.#line(held, sink)
    } else if (!this.greeted && held.length > GREETING_MAX) {
      this.flush(sink)
      return false
    } else if (held.length > LINE_MAX) {
      this.#held = ''
      this.#place = 'lost'
      sink.fault('mcp-broken', 'a line of over 64 KiB')
    } else this.#held = held
    return true
  }

  #line(whole: string, sink: InbandSink): void {
    const parsed = parseLine(whole.replace(/[\r\n]+$/, ''))
    if (parsed?.kind === 'message' && parsed.name === 'mcp' && parsed.key === '') {
      const { version, to } = parsed.values
      if (version !== undefined && to !== undefined) return this.#greet(version, to, sink)
    }
    if (!this.greeted) {
      const bytes = Uint8Array.from(whole, (char) => char.charCodeAt(0))
      this.#begin(false)
      return sink.text(bytes, 0, bytes.length)
    }
    if (!parsed) return sink.fault('mcp-broken', 'a line that is no message')
    if (parsed.kind === 'message') this.#message(parsed, sink)
    else this.#more(parsed, sink)
  }

  #greet(from: string, to: string, sink: InbandSink): void {
    // A second greeting means that the server began anew, and it knows no key of ours any more.
    this.#facts = { ...NO_MCP, greeting: { from, to }, edits: this.#facts.edits }
    this.#open = new Map()
    this.#openSize = 0
    sink.heard({ protocol: 'MCP', kind: 'greeting', from, to })
  }

  #message({ name, key, values, many, tag }: Extract<McpLine, { kind: 'message' }>, sink: InbandSink): void {
    if (this.#facts.key === undefined || key !== this.#facts.key)
      return sink.fault('mcp-key', `the message ${name.slice(0, 60)}`)
    if (many.length === 0) return this.#heard(name, values, sink)
    if (tag === '' || this.#open.size >= OPEN_MAX)
      return sink.fault('mcp-broken', tag === '' ? 'lines without a tag' : 'too many messages at once')
    const lines = Object.fromEntries(many.map((word) => [word, []]))
    this.#open = new Map(this.#open).set(tag, { name, values, lines })
  }

  #more(part: Exclude<McpLine, { kind: 'message' }>, sink: InbandSink): void {
    const open = this.#open.get(part.tag)
    if (!open) return sink.fault('mcp-key', 'lines of a message that never began')
    const others = new Map(this.#open)
    others.delete(part.tag)
    if (part.kind === 'end') {
      const several = Object.entries(open.lines).map(([word, lines]): [string, string] => [
        word,
        lines.join('\n'),
      ])
      this.#open = others
      if (others.size === 0) this.#openSize = 0
      return this.#heard(open.name, { ...open.values, ...Object.fromEntries(several) }, sink)
    }
    this.#openSize += part.text.length + 1
    if (this.#openSize > OPEN_BYTES) {
      this.#open = new Map()
      this.#openSize = 0
      return sink.fault('mcp-broken', 'a text of over 1 MiB')
    }
    // Its own list grows: a copy of all lines for each line would be dear. `save` copies it.
    const lines = open.lines[part.key]
    if (!lines) return sink.fault('mcp-broken', 'a line of a value that was not announced')
    ;(lines as string[]).push(part.text)
  }

  #heard(name: string, values: Readonly<Record<string, string>>, sink: InbandSink): void {
    const message = { protocol: 'MCP', kind: 'message', name, values } as const
    this.#facts = afterMessage(this.#facts, message)
    sink.heard(message)
  }

  /** Takes in what we sent ourselves: the key, and the packages that we offer. */
  own(bytes: Uint8Array, start: number, end: number, sink: InbandSink): void {
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number
      if (byte === LF) {
        if (this.#ownLine === 'held') this.#ownMessage(this.#own.replace(/\r$/, ''), sink)
        this.#own = ''
        this.#ownLine = 'start'
      } else if (this.#ownLine !== 'line') {
        const own = this.#own + String.fromCharCode(byte)
        const fits = own.length > PREFIX.length ? own.length < LINE_MAX : PREFIX.startsWith(own)
        this.#ownLine = fits ? 'held' : 'line'
        this.#own = fits ? own : ''
      }
    }
  }

  #ownMessage(line: string, sink: InbandSink): void {
    const parsed = parseLine(line)
    if (parsed?.kind !== 'message') return
    const key = parsed.values['authentication-key']
    if (parsed.name === 'mcp' && key !== undefined) {
      this.#facts = { ...this.#facts, key }
      sink.heard({ protocol: 'MCP', kind: 'key' })
    } else this.#facts = afterOwn(this.#facts, parsed.name, parsed.values)
  }
}

/** For runs of a few bytes a view of them costs more than a look at each. */
const FEW = 48

function hasHash(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > FEW) return bytes.subarray(start, end).includes(HASH)
  for (let at = start; at < end; at++) if (bytes[at] === HASH) return true
  return false
}

/** Lists of lines grow in place: whoever keeps them needs their own. */
const copied = (open: ReadonlyMap<string, Open>): ReadonlyMap<string, Open> =>
  new Map(
    [...open].map(([tag, message]) => [
      tag,
      {
        ...message,
        lines: Object.fromEntries(Object.entries(message.lines).map(([key, lines]) => [key, [...lines]])),
      },
    ]),
  )
