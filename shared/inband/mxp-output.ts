import { latin1 } from '../base/bytes.ts'
import { CR, type InbandSink } from './filter.ts'
import { commandAddress, type CommandLink } from './link-address.ts'
import type { MxpBook } from './mxp-book.ts'
import { VALUE_MAX, withoutControls } from './mxp-syntax.ts'
import { charsOf } from './readable.ts'

/** What tags do to the look of text; each kind is put back when its tag ends. */
const OFF = { bold: '22', italic: '23', underline: '24', strike: '29', fore: '39', back: '49' } as const

export type Style = { readonly [Kind in keyof typeof OFF]?: string }

/** A link whose text may be a part of what it sends, and is held back until it is known. */
export interface HeldLink {
  readonly how: CommandLink['how']
  /** The commands with `&text;` where the text goes. */
  readonly commands: readonly string[]
  readonly labels: readonly string[]
}

/** A tag that is open. */
export interface Frame {
  /** Empty for a tag that another one stands for, and that ends with it. */
  readonly name: string
  readonly style?: Style
  readonly held?: HeldLink | undefined
  /** OSC 8 is open. */
  readonly link?: boolean
  /** The entity that the text becomes the value of. */
  readonly sets?: string | undefined
  /** Of a held link what was held, of an entity's text what came. */
  readonly text?: string
}

/** So many tags are open at once; those beyond mean nothing. */
const FRAMES_MAX = 50
const ST = '\x1b\\'
const END_LINK = `\x1b]8;;${ST}`
// eslint-disable-next-line no-control-regex -- control sequences are what is looked for
const SEQUENCE = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))/g

/** Text as it is in a command: no colours, no controls. */
const spoken = (text: string): string => withoutControls(text.replace(SEQUENCE, '')).trim()

export interface MxpOutputState {
  readonly frames: readonly Frame[]
  readonly lineText: boolean
}

/** Puts out text in the tags that are open: colours as SGR, links as OSC 8. What is open ends with the line. */
export class MxpOutput {
  readonly #book: MxpBook
  #frames: readonly Frame[]
  /** Some frame wants to know the text. */
  #watched: boolean
  /** Something to be seen came on this line. */
  lineText: boolean

  constructor(book: MxpBook, saved: MxpOutputState = { frames: [], lineText: false }) {
    this.#book = book
    this.#frames = saved.frames
    this.#watched = saved.frames.some(isWatching)
    this.lineText = saved.lineText
  }

  save(): MxpOutputState {
    return { frames: this.#frames, lineText: this.lineText }
  }

  text(bytes: Uint8Array, start: number, end: number, sink: InbandSink): void {
    if (start >= end) return
    if (!this.lineText) {
      let at = start
      while (at < end && bytes[at] === CR) at++
      this.lineText = at < end
    }
    if (this.#watched) this.#put(charsOf(bytes, start, end), sink)
    else sink.text(bytes, start, end)
  }

  chars(text: string, sink: InbandSink): void {
    const bytes = latin1(text)
    this.text(bytes, 0, bytes.length, sink)
  }

  get inLink(): boolean {
    return this.#frames.some(({ link, held }) => link === true || held !== undefined)
  }

  isOpen(name: string): boolean {
    return this.#frames.some((frame) => frame.name === name)
  }

  /** How many tags are open. */
  get depth(): number {
    return this.#frames.length
  }

  open(frame: Frame, sink: InbandSink): void {
    if (this.#frames.length >= FRAMES_MAX)
      return sink.fault('mxp-limit', `over ${FRAMES_MAX} tags are open at once`)
    for (const [, code] of Object.entries(frame.style ?? {})) this.#put(`\x1b[${code}m`, sink)
    this.#set([...this.#frames, frame])
  }

  /** A link to `address`, which OSC 8 can carry; a link in a link is only text. */
  openLink(name: string, address: string, sink: InbandSink): void {
    if (this.inLink) return this.open({ name }, sink)
    this.open({ name, link: true }, sink)
    if (this.inLink) this.#put(`\x1b]8;;${address}${ST}`, sink)
  }

  /** Ends the tag and all within it. */
  close(name: string, sink: InbandSink): void {
    const at = this.#frames.findLastIndex((frame) => frame.name === name)
    if (at >= 0) this.closeTo(at, sink)
  }

  /** Ends all tags but the first so many. */
  closeTo(depth: number, sink: InbandSink): void {
    while (this.#frames.length > depth) this.#pop(sink)
  }

  /** No link and no entity's text goes on in the next line. */
  endLine(sink: InbandSink): void {
    // From the innermost: what a held link gives out belongs to the text around it.
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i] as Frame
      if (frame.link !== true && !isWatching(frame)) continue
      const { name, style } = frame
      this.#set(this.#frames.with(i, { name, ...(style ? { style } : {}) }))
      this.#end(frame, sink)
    }
  }

  #set(frames: readonly Frame[]): void {
    this.#frames = frames
    this.#watched = frames.some(isWatching)
  }

  #pop(sink: InbandSink): void {
    const frame = this.#frames.at(-1) as Frame
    this.#set(this.#frames.slice(0, -1))
    this.#end(frame, sink)
    for (const kind of Object.keys(frame.style ?? {}) as (keyof Style)[]) {
      const outer = this.#frames.findLast(({ style }) => style?.[kind] !== undefined)
      this.#put(`\x1b[${outer?.style?.[kind] ?? OFF[kind]}m`, sink)
    }
  }

  #end({ held, link, sets, text = '' }: Frame, sink: InbandSink): void {
    if (sets !== undefined) {
      const value = spoken(text)
      if (!this.#book.set(sets, value)) sink.fault('mxp-limit', 'there is no room for one more entity')
    }
    if (held) this.#release(held, text, sink)
    else if (link === true) this.#put(END_LINK, sink)
  }

  #release({ how, commands, labels }: HeldLink, text: string, sink: InbandSink): void {
    const said = spoken(text)
    const whole = (template: string): string => template.replaceAll('&text;', () => said)
    const address = commandAddress({
      how,
      commands: commands.map((command, i) => ({
        command: whole(command),
        label: whole(labels[i] ?? command),
      })),
    })
    if (said === '') return this.#put(text, sink)
    if (address === undefined) {
      sink.fault('mxp-link', 'a command that is too long, or holds controls')
      return this.#put(text, sink)
    }
    this.#put(`\x1b]8;;${address}${ST}${text}${END_LINK}`, sink)
  }

  /** To the text that the innermost held link keeps, or out; entities hear it on the way. */
  #put(text: string, sink: InbandSink): void {
    if (text === '') return
    if (this.#watched) {
      let kept = false
      const frames = [...this.#frames]
      for (let i = frames.length - 1; i >= 0 && !kept; i--) {
        const frame = frames[i] as Frame
        if (!isWatching(frame)) continue
        frames[i] = { ...frame, text: (frame.text ?? '') + text }
        kept = frame.held !== undefined
      }
      this.#set(frames.map(cutShort))
      if (kept) {
        const full = this.#frames.find(({ held, text: all = '' }) => held && all.length > VALUE_MAX)
        if (full) this.#giveUp(full, sink)
        return
      }
    }
    const bytes = latin1(text)
    sink.text(bytes, 0, bytes.length)
  }

  /** A link whose end does not come: its text is text. */
  #giveUp(frame: Frame, sink: InbandSink): void {
    this.#set(this.#frames.map((other) => (other === frame ? { name: frame.name } : other)))
    sink.fault('mxp-link', `its text is over ${VALUE_MAX} bytes long`)
    this.#put(frame.text ?? '', sink)
  }
}

const isWatching = ({ held, sets }: Frame): boolean => held !== undefined || sets !== undefined

/** An entity's text has an end; a held link's is given up where it has none. */
const cutShort = (frame: Frame): Frame =>
  frame.held === undefined && (frame.text?.length ?? 0) > VALUE_MAX
    ? { ...frame, text: frame.text?.slice(0, VALUE_MAX) ?? '' }
    : frame
