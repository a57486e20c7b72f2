import { FitAddon } from '@xterm/addon-fit'
import type { SearchAddon } from '@xterm/addon-search'
import {
  Terminal,
  type IBufferRange,
  type IDisposable,
  type ITerminalOptions,
  type ITheme,
} from '@xterm/xterm'
import type { DrawRate } from './draw-rate.ts'
import { limitRepeats } from './limits.ts'
import { linkTitle, type MarkedLinks } from './links.ts'
import type { OscEvents } from './osc.ts'
import { isPageKey } from './page-keys.ts'
import { Replies } from './replies.ts'
import type { Display } from './screen.ts'

/** How a terminal is to look, in xterm's words. */
export interface Look {
  readonly fontFamily: string
  readonly fontSize: number
  /** How small the text may be made where so many columns need it. */
  readonly smallest: number
  /** As many columns it has, if there is room for them; undefined for all there is room for. */
  readonly columns: number | undefined
  readonly scrollback: number
  readonly theme: ITheme
  readonly minimumContrastRatio: number
}

/** What the terminal tells its owner. */
export interface TerminalEvents extends OscEvents {
  /** A person struck keys or pasted; only while `takesKeys` is set. */
  typed(text: string): void
  /** The same for what is bytes and no text: the mouse's reports. */
  keys(bytes: Uint8Array): void
  /** The terminal itself answered something the server asked (a device report). */
  reply(bytes: Uint8Array): void
  resized(columns: number, rows: number): void
  /** A printable key was struck while the terminal takes none. */
  strayKey(): void
  bell(): void
  /** A person clicked a link that reads `text`: the address of a web page, or words for the game. */
  link(address: string, text: string): void
}

const RESIZE_WAIT = 200
/** So many characters in all may be the beginning of a flood. */
const MANY = 16 * 1024
/** Combining marks, wide characters and emoji: what xterm's own table of 2009 gets wrong. */
const NEEDS_GRAPHEMES =
  /\p{M}|\p{Emoji_Presentation}|\p{Ideographic}|[\u1100-\u11ff\u3000-\u30ff\uac00-\ud7ff\uff01-\uff60]/u
const utf8 = new TextEncoder()

/** What of a look is for xterm to know. */
function optionsOf({ columns: _columns, smallest: _smallest, ...options }: Look): ITerminalOptions {
  return options
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0) & 255)

/** xterm.js in an element: sizes itself to it, loads what a session turns out to need, tells typing from its own replies. */
export class TerminalView implements Display {
  #takesKeys = false
  readonly #terminal: Terminal
  readonly #fit = new FitAddon()
  readonly #events: TerminalEvents
  readonly #observer: ResizeObserver
  readonly #replies = new Replies()
  #rate: DrawRate | undefined
  /** Characters written, until there are so many that their drawing matters. */
  #written = 0
  #look: Look
  #marked: MarkedLinks | undefined
  #osc = false
  #search: Promise<SearchAddon> | undefined
  #webgl: Promise<IDisposable | undefined> | undefined
  #webLinks = false
  #graphemes: 'unused' | 'loaded' | 'off' = 'unused'
  /** Text that waits for what it needs, and how many things are being loaded for it. */
  #loads = 0
  #waiting: (() => void)[] | undefined
  /** Text of the past is being shown again: it must not act. */
  #quiet = 0
  #resizeTimer: ReturnType<typeof setTimeout> | undefined
  #disposed = false

  constructor(element: HTMLElement, events: TerminalEvents, look: Look) {
    this.#events = events
    this.#look = look
    this.#terminal = new Terminal({
      lineHeight: 1.2,
      cursorBlink: false,
      screenReaderMode: false,
      // Tables of characters and marks on search results are not in xterm's settled interface yet.
      allowProposedApi: true,
      // Without it xterm asks by a box of the browser's and opens the page itself.
      linkHandler: {
        // Only those come so far that `MarkedLinks` lets through.
        allowNonHttpProtocols: true,
        activate: (_event, address, range) => events.link(address, this.#textIn(range)),
        hover: (_event, address) => (element.title = linkTitle(address)),
        leave: () => element.removeAttribute('title'),
      },
      ...optionsOf(look),
    })
    this.#terminal.loadAddon(this.#fit)
    this.#listen()
    this.#terminal.open(element)
    this.setTakesKeys(false)
    this.#observer = new ResizeObserver(() => this.fit())
    this.#observer.observe(element)
    this.fit()
    events.resized(this.#terminal.cols, this.#terminal.rows)
  }

  #listen(): void {
    const terminal = this.#terminal
    this.#replies.listen(terminal)
    limitRepeats(terminal)
    terminal.onBell(() => {
      if (!this.#quiet) this.#events.bell()
    })
    terminal.onData((data) => this.#data(data))
    terminal.onBinary((data) => {
      if (this.#takesKeys) this.#events.keys(latin1(data))
    })
    terminal.attachCustomKeyEventHandler((event) => this.#key(event))
    terminal.onResize(({ cols, rows }) => this.#resized(cols, rows))
  }

  write(text: string, parsed: () => void): void {
    this.#prepare(text)
    this.#count(text.length)
    if (this.#waiting) this.#waiting.push(() => this.#terminal.write(text, parsed))
    else this.#terminal.write(text, parsed)
  }

  rewrite(pieces: Iterable<string>, parsed: () => void): void {
    // In its place among what is written: xterm takes text in later than it is given.
    this.write('\x1bc', () => this.#quiet++)
    for (const piece of pieces) this.write(piece, () => undefined)
    this.write('', () => {
      this.#quiet--
      parsed()
    })
  }

  /** True in character mode: every key goes to the game. */
  get takesKeys(): boolean {
    return this.#takesKeys
  }

  setTakesKeys(takes: boolean): void {
    this.#takesKeys = takes
    // In line mode the line box is where one types; Tab should not stop here.
    if (this.#terminal.textarea) this.#terminal.textarea.tabIndex = takes ? 0 : -1
    this.#terminal.options.cursorInactiveStyle = takes ? 'outline' : 'none'
  }

  focus(): void {
    this.#terminal.focus()
  }

  get hasSelection(): boolean {
    return this.#terminal.hasSelection()
  }

  get selection(): string {
    return this.#terminal.getSelection()
  }

  selectAll(): void {
    this.#terminal.selectAll()
  }

  /** For what reads the text that is shown. */
  get content(): { readonly terminal: Terminal; readonly marked: MarkedLinks | undefined } {
    return { terminal: this.#terminal, marked: this.#marked }
  }

  scrollPages(pages: number): void {
    this.#terminal.scrollPages(pages)
  }

  apply(look: Look): void {
    this.#look = look
    Object.assign(this.#terminal.options, optionsOf(look))
    this.fit()
  }

  setGraphemes(on: boolean): void {
    if (on && this.#graphemes === 'off') this.#graphemes = 'unused'
    else if (!on) {
      // What is on the screen stays as it was laid out.
      this.#terminal.unicode.activeVersion = '6'
      this.#graphemes = 'off'
    }
  }

  setWebgl(on: boolean): void {
    if (on) this.#webgl ??= import('./webgl.ts').then(({ accelerate }) => accelerate(this.#terminal))
    else if (this.#webgl) {
      void this.#webgl.then((addon) => addon?.dispose())
      this.#webgl = undefined
    }
  }

  /** What finds text; loaded when it is first asked for. */
  search(): Promise<SearchAddon> {
    this.#search ??= import('@xterm/addon-search').then(({ SearchAddon }) => {
      const addon = new SearchAddon()
      if (this.#disposed) return addon
      // Marks beside the scroll bar, as wide as that is. Not before: they cost a layout of the page each frame.
      this.#terminal.options.overviewRuler = { width: 14 }
      this.#terminal.loadAddon(addon)
      return addon
    })
    return this.#search
  }

  fit(): void {
    if (this.#disposed) return
    const { columns, fontSize, smallest } = this.#look
    if (columns === undefined) return this.#fit.fit()
    // Pictures are made for a width: with more columns their lines run together, with fewer they break.
    for (let size = fontSize; size >= smallest; size -= 0.5) {
      this.#terminal.options.fontSize = size
      const room = this.#fit.proposeDimensions()
      if (!room) return
      if (room.cols < columns && size > smallest) continue
      return this.#terminal.resize(Math.min(columns, room.cols), room.rows)
    }
  }

  dispose(): void {
    this.#disposed = true
    clearTimeout(this.#resizeTimer)
    this.#observer.disconnect()
    this.#terminal.dispose()
  }

  #textIn({ start, end }: IBufferRange): string {
    const line = this.#terminal.buffer.active.getLine(start.y - 1)
    return line?.translateToString(true, start.x - 1, end.y === start.y ? end.x : undefined) ?? ''
  }

  #resized(columns: number, rows: number): void {
    clearTimeout(this.#resizeTimer)
    this.#resizeTimer = setTimeout(() => this.#events.resized(columns, rows), RESIZE_WAIT)
  }

  #data(data: string): void {
    // Focus reports (DECSET 1004) are the only replies that no request of the server precedes.
    if (this.#replies.now || data === '\x1b[I' || data === '\x1b[O') {
      if (!this.#quiet) this.#events.reply(utf8.encode(data))
    } else if (this.#takesKeys) this.#events.typed(data)
  }

  #key(event: KeyboardEvent): boolean {
    // Alt+Shift+letter belongs to the page, and so do finding and copying.
    if (event.altKey && event.shiftKey && /^Key[A-Z]$/.test(event.code)) return false
    if (isPageKey(event)) return false
    if (this.#takesKeys) return true
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.type === 'keydown' && plain && (event.key.length === 1 || event.key === 'Enter'))
      this.#events.strayKey()
    return false
  }

  #count(characters: number): void {
    this.#rate?.wrote(characters)
    if (this.#written > MANY) return
    this.#written += characters
    if (this.#written <= MANY) return
    void this.#load('a rate of drawing', async () => {
      const { DrawRate: Rate } = await import('./draw-rate.ts')
      if (!this.#disposed) this.#rate = new Rate(this.#terminal)
    })
  }

  /** Loads what this text is the first to need; but for links, it waits until that is there. */
  #prepare(text: string): void {
    if (!this.#webLinks && text.includes('://')) {
      this.#webLinks = true
      void this.#load('links', async () => {
        const { WebLinksAddon } = await import('@xterm/addon-web-links')
        this.#terminal.loadAddon(new WebLinksAddon((_event, address) => this.#events.link(address, address)))
      })
    }
    // An ESC at the end may be the half of one.
    if (!this.#osc && (text.includes('\x1b]') || text.endsWith('\x1b') || text.includes('\x9d'))) {
      this.#osc = true
      this.#await('titles', async () => {
        const { listenToOsc } = await import('./osc.ts')
        this.#marked = listenToOsc(this.#terminal, {
          title: (title) => this.#events.title(title),
          clipboard: (request) => {
            if (!this.#quiet) this.#events.clipboard(request)
          },
        })
      })
    }
    if (this.#graphemes === 'unused' && NEEDS_GRAPHEMES.test(text)) {
      this.#graphemes = 'loaded'
      this.#await('wide characters', async () => {
        const { UnicodeGraphemesAddon } = await import('@xterm/addon-unicode-graphemes')
        this.#terminal.loadAddon(new UnicodeGraphemesAddon())
      })
    }
  }

  async #load(what: string, load: () => Promise<void>): Promise<void> {
    try {
      await load()
    } catch (error) {
      if (!this.#disposed) console.info(`The terminal goes on without ${what}:`, error)
    }
  }

  /** Text from here on waits, in its order, until that is loaded or cannot be. */
  #await(what: string, load: () => Promise<void>): void {
    this.#loads++
    this.#waiting ??= []
    void this.#load(what, load).then(() => {
      if (--this.#loads > 0) return
      const waiting = this.#waiting ?? []
      this.#waiting = undefined
      for (const write of waiting) write()
    })
  }
}
