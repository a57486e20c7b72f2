import { CR, ESC, LF, type InbandFilter, type InbandSink } from './filter.ts'
import { MxpBook, type MxpBookState, type MxpFacts } from './mxp-book.ts'
import { MxpOutput, type MxpOutputState } from './mxp-output.ts'
import { parseTag, standardEntity } from './mxp-syntax.ts'
import { isOpenTag, MxpTags } from './mxp-tags.ts'

type Mode = MxpFacts['mode']
/** Between what the filter is, and what it holds of it. */
type Part = 'text' | 'tag' | 'comment' | 'entity' | 'escape'

const LT = 0x3c
const GT = 0x3e
const AMP = 0x26
const SEMICOLON = 0x3b
const SPACE = 32
const TAB = 9
/** A longer tag is no tag; it must not hold the text back. */
const TAG_MAX = 4096
const ENTITY_MAX = 64
const ESCAPE_MAX = 8

const NAMING = /^<\/?(?:[A-Za-z+][\w.-]*)?$/

/** CRs around a line that is left out: the line end before it or behind it goes with it, and one of them stays. */
interface Returns {
  /** The line began with one: it belongs to the LF before it. */
  readonly led: boolean
  /** The next one is left out. */
  readonly skip: boolean
  /** So many came behind what is not seen. */
  readonly held: number
}

export interface MxpState {
  readonly part: Part
  readonly held: string
  readonly quote: string
  readonly base: Mode
  readonly line: Mode | undefined
  readonly next: boolean
  readonly silent: boolean
  readonly returns: Returns
  readonly book: MxpBookState
  readonly output: MxpOutputState
}

const START: Omit<MxpState, 'book' | 'output'> = {
  part: 'text',
  held: '',
  quote: '',
  base: 'open',
  line: undefined,
  next: false,
  silent: false,
  returns: { led: false, skip: false, held: 0 },
}

/**
 * MXP, https://www.zuggsoft.com/zmud/mxp.htm: tags become colours and links of the terminal, or are listed; entities
 * become text. In open mode, where players' words come through, only formatting counts and all else stays text.
 */
export class MxpFilter implements InbandFilter {
  #part: Part
  /** What has come of the tag, entity or control sequence so far. */
  #held: string
  #quote: string
  /** The last two characters of it, and whether the tag's name may go on. */
  #last: string
  #naming: boolean
  /** The mode that a line begins in, and another that holds until its end. */
  #base: Mode
  #line: Mode | undefined
  /** The next tag is secure (mode 4). */
  #next: boolean
  /** Something came on this line that nobody is meant to see. */
  #silent: boolean
  #returns: Returns
  readonly #book: MxpBook
  readonly #output: MxpOutput
  readonly #tags: MxpTags

  constructor(saved?: MxpState) {
    const { part, held, quote, base, line, next, silent, returns } = saved ?? START
    this.#part = part
    this.#held = held
    this.#quote = quote
    this.#last = held.slice(-2)
    this.#naming = NAMING.test(held)
    this.#base = base
    this.#line = line
    this.#next = next
    this.#silent = silent
    this.#returns = returns
    this.#book = new MxpBook(saved?.book)
    this.#output = new MxpOutput(this.#book, saved?.output)
    this.#tags = new MxpTags(this.#book, this.#output)
  }

  save(): MxpState {
    return {
      part: this.#part,
      held: this.#held,
      quote: this.#quote,
      base: this.#base,
      line: this.#line,
      next: this.#next,
      silent: this.#silent,
      returns: this.#returns,
      book: this.#book.save(),
      output: this.#output.save(),
    }
  }

  get facts(): MxpFacts {
    return this.#book.facts(this.#line ?? this.#base)
  }

  push(bytes: Uint8Array, start: number, end: number, sink: InbandSink): void {
    let at = start
    while (at < end) {
      if (this.#part === 'text') at = this.#text(bytes, at, end, sink)
      // A byte that does not belong to what is held is read again, as text.
      else if (this.#take(bytes[at] as number, sink)) at++
    }
  }

  flush(sink: InbandSink): void {
    this.#giveBack(sink)
    this.#output.endLine(sink)
  }

  get #mode(): Mode {
    return this.#next ? 'secure' : (this.#line ?? this.#base)
  }

  /** Text up to the next byte that may mean something; returns where to go on. */
  #text(bytes: Uint8Array, from: number, end: number, sink: InbandSink): number {
    let at = from
    if (bytes[at] === CR && !this.#output.lineText) {
      this.#return(sink)
      return at + 1
    }
    while (at < end) {
      const byte = bytes[at] as number
      if (byte === LF || byte === ESC || byte === LT || byte === AMP) break
      at++
    }
    if (at > from) {
      this.#next = false
      this.#release(sink)
      this.#output.text(bytes, from, at, sink)
    }
    if (at === end) return end
    const byte = bytes[at] as number
    if (byte === LF) this.#endLine(sink)
    else if (byte !== ESC && this.#mode === 'locked') {
      this.#release(sink)
      this.#output.text(bytes, at, at + 1, sink)
    } else {
      this.#part = byte === ESC ? 'escape' : byte === LT ? 'tag' : 'entity'
      this.#held = String.fromCharCode(byte)
      this.#quote = ''
      this.#last = this.#held
      this.#naming = true
    }
    return at + 1
  }

  /** A CR where nothing is to be seen on the line yet. */
  #return(sink: InbandSink): void {
    const { skip, held } = this.#returns
    if (this.#silent) this.#returns = { ...this.#returns, held: held + 1 }
    else {
      if (!skip) this.#output.chars('\r', sink)
      this.#returns = { led: true, skip: false, held: 0 }
    }
  }

  /** The line is one that is seen. */
  #release(sink: InbandSink): void {
    const { led, held } = this.#returns
    if (held > 0) this.#output.chars('\r'.repeat(held), sink)
    this.#returns = { led, skip: false, held: 0 }
  }

  /** A line that held only definitions is no line. */
  #endLine(sink: InbandSink): void {
    this.#output.endLine(sink)
    if (this.#line !== undefined || this.#base !== 'secure') this.#output.closeTo(0, sink)
    const { led } = this.#returns
    if (this.#output.lineText || !this.#silent) {
      this.#release(sink)
      this.#output.chars('\n', sink)
      this.#returns = START.returns
    } else this.#returns = { led, skip: led, held: 0 }
    this.#output.lineText = false
    this.#silent = false
    this.#line = undefined
    this.#next = false
  }

  /** True if the byte belongs to what is held. */
  #take(byte: number, sink: InbandSink): boolean {
    const char = String.fromCharCode(byte)
    switch (this.#part) {
      case 'tag':
        return this.#takeTag(byte, char, sink)
      case 'comment':
        return this.#takeComment(byte, char, sink)
      case 'entity':
        return this.#takeEntity(byte, char, sink)
      default:
        return this.#takeEscape(char, sink)
    }
  }

  #takeTag(byte: number, char: string, sink: InbandSink): boolean {
    if ((byte < SPACE && byte !== TAB) || this.#held.length >= TAG_MAX)
      return this.#broken('a tag without an end', sink)
    if (this.#held === '<' && !/[A-Za-z/!+]/.test(char)) return this.#giveBack(sink)
    if (this.#naming && !this.#nameMay(char)) return this.#giveBack(sink)
    if (this.#held === '<!-' && char === '-') this.#part = 'comment'
    if (this.#quote !== '') {
      if (char === this.#quote) this.#quote = ''
    } else if ((char === '"' || char === "'") && /[=\s]$/.test(this.#last)) this.#quote = char
    else if (byte === GT) {
      this.#wholeTag(sink)
      return true
    }
    this.#hold(char)
    return true
  }

  /** In open mode it is known by its name alone whether it is a tag. */
  #nameMay(char: string): boolean {
    if ((char === '/' && this.#held === '<') || /[\w.+-]/.test(char)) return true
    this.#naming = false
    if (this.#mode === 'secure') return true
    const [, slash, name] = /^<(\/?)(.+)$/.exec(this.#held) ?? []
    return name !== undefined && this.#isFree(name.toLowerCase(), slash !== '')
  }

  #hold(char: string): void {
    this.#held += char
    this.#last = this.#last.slice(-1) + char
  }

  /** Whether a tag counts without being secure: those for looks, and the end of what is open. */
  #isFree(name: string, closing: boolean): boolean {
    return (
      isOpenTag(name) || this.#book.element(name)?.open === true || (closing && this.#output.isOpen(name))
    )
  }

  #wholeTag(sink: InbandSink): void {
    const tag = parseTag(this.#held.slice(1))
    if (!tag || (this.#mode !== 'secure' && !this.#isFree(tag.name, tag.closing))) {
      this.#held += '>'
      this.#giveBack(sink)
      return
    }
    const body = this.#held.slice(1)
    this.#drop()
    this.#next = false
    if (this.#tags.read(tag, body, sink)) this.#silent = true
  }

  #takeComment(byte: number, char: string, sink: InbandSink): boolean {
    if (byte === LF || this.#held.length >= TAG_MAX) return this.#broken('a comment without an end', sink)
    const ends = char === '>' && this.#last === '--' && this.#held.length >= '<!----'.length
    this.#hold(char)
    if (!ends) return true
    this.#drop()
    this.#silent = true
    this.#next = false
    return true
  }

  #takeEntity(byte: number, char: string, sink: InbandSink): boolean {
    if (byte === SEMICOLON) {
      const name = this.#held.slice(1)
      const value = this.#book.entity(name) ?? standardEntity(name)
      if (value === undefined) return this.#giveBack(sink)
      this.#drop()
      this.#next = false
      this.#release(sink)
      this.#output.chars(value, sink)
      return true
    }
    if (this.#held.length >= ENTITY_MAX || !/[\w.#-]/.test(char)) return this.#giveBack(sink)
    this.#hold(char)
    return true
  }

  /** ESC [ n z; any other sequence is the terminal's. */
  #takeEscape(char: string, sink: InbandSink): boolean {
    const fits = this.#held === '\x1b' ? char === '[' : /[\dz]/.test(char)
    if (!fits || this.#held.length >= ESCAPE_MAX) return this.#giveBack(sink)
    if (char !== 'z') {
      this.#hold(char)
      return true
    }
    const number = Number(this.#held.slice(2))
    this.#drop()
    this.#setMode(number, sink)
    return true
  }

  #setMode(number: number, sink: InbandSink): void {
    const mode = (['open', 'secure', 'locked'] as const)[number % 5]
    this.#next = number === 4
    if (number === 3) {
      this.#output.closeTo(0, sink)
      this.#base = 'open'
      this.#line = undefined
    } else if (number < 3) this.#line = mode
    else if (number >= 5 && number <= 7) {
      this.#base = mode ?? 'open'
      this.#line = undefined
    } else if (number >= 10) sink.heard({ protocol: 'MXP', kind: 'line', number })
  }

  #drop(): void {
    this.#held = ''
    this.#part = 'text'
  }

  #broken(what: string, sink: InbandSink): boolean {
    sink.fault('mxp-broken', what)
    return this.#giveBack(sink)
  }

  /** What is held is text. False: the byte at hand is still to be read. */
  #giveBack(sink: InbandSink): boolean {
    const held = this.#held
    const wasEscape = this.#part === 'escape'
    this.#drop()
    if (held === '') return false
    // A colour alone does not make a line one that is seen.
    const { lineText } = this.#output
    this.#release(sink)
    this.#output.chars(held, sink)
    if (wasEscape) this.#output.lineText = lineText
    else this.#next = false
    return false
  }
}
