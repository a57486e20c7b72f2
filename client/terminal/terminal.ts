import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import type { Display } from './screen.ts'
import { DARK, LIGHT } from './themes.ts'

/** What the terminal tells its owner. */
export interface TerminalEvents {
  /** A person struck keys or pasted; only while `takesKeys` is set. */
  keys(bytes: Uint8Array): void
  /** The terminal itself answered something the server asked (a device report). */
  reply(bytes: Uint8Array): void
  resized(columns: number, rows: number): void
  /** A printable key was struck while the terminal takes none. */
  strayKey(): void
}

const FONT = '"Cascadia Mono", "JetBrains Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'
const RESIZE_WAIT = 200
const utf8 = new TextEncoder()

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0) & 255)

/** xterm.js in an element: sizes itself to it, draws by WebGL where that is fast, tells typing from its own replies. */
export class TerminalView implements Display {
  #takesKeys = false
  readonly #terminal: Terminal
  readonly #fit = new FitAddon()
  readonly #events: TerminalEvents
  readonly #observer: ResizeObserver
  #replying = false
  #resizeTimer: ReturnType<typeof setTimeout> | undefined
  #disposed = false

  constructor(element: HTMLElement, events: TerminalEvents, dark: boolean, fontSize: number) {
    this.#events = events
    this.#terminal = new Terminal({
      fontFamily: FONT,
      fontSize,
      lineHeight: 1.2,
      scrollback: 5000,
      cursorBlink: false,
      screenReaderMode: false,
      // The scroll bar's width too.
      overviewRuler: { width: 10 },
      ...look(dark),
    })
    this.#terminal.loadAddon(this.#fit)
    this.#markReplies()
    this.#terminal.onData((data) => this.#data(data))
    this.#terminal.onBinary((data) => {
      if (this.#takesKeys) events.keys(latin1(data))
    })
    this.#terminal.attachCustomKeyEventHandler((event) => this.#key(event))
    this.#terminal.onResize(({ cols, rows }) => this.#resized(cols, rows))
    this.#terminal.open(element)
    this.setTakesKeys(false)
    this.#observer = new ResizeObserver(() => this.fit())
    this.#observer.observe(element)
    this.fit()
    events.resized(this.#terminal.cols, this.#terminal.rows)
    void this.#accelerate()
  }

  write(text: string, parsed: () => void): void {
    this.#terminal.write(text, parsed)
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

  scrollPages(pages: number): void {
    this.#terminal.scrollPages(pages)
  }

  setDark(dark: boolean): void {
    Object.assign(this.#terminal.options, look(dark))
  }

  setFontSize(size: number): void {
    if (this.#terminal.options.fontSize === size) return
    this.#terminal.options.fontSize = size
    this.fit()
  }

  fit(): void {
    if (!this.#disposed) this.#fit.fit()
  }

  dispose(): void {
    this.#disposed = true
    clearTimeout(this.#resizeTimer)
    this.#observer.disconnect()
    this.#terminal.dispose()
  }

  #resized(columns: number, rows: number): void {
    clearTimeout(this.#resizeTimer)
    this.#resizeTimer = setTimeout(() => this.#events.resized(columns, rows), RESIZE_WAIT)
  }

  #data(data: string): void {
    // Focus reports (DECSET 1004) are the only replies that no request of the server precedes.
    if (this.#replying || data === '\x1b[I' || data === '\x1b[O') this.#events.reply(utf8.encode(data))
    else if (this.#takesKeys) this.#events.keys(utf8.encode(data))
  }

  #key(event: KeyboardEvent): boolean {
    // Alt+Shift+letter belongs to the page.
    if (event.altKey && event.shiftKey && /^Key[A-Z]$/.test(event.code)) return false
    if (this.#takesKeys) return true
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.type === 'keydown' && plain && (event.key.length === 1 || event.key === 'Enter'))
      this.#events.strayKey()
    return false
  }

  /**
   * xterm gives its answers to the server through `onData`, as it does keys. It answers while it parses the request, so
   * a handler that looks at each kind of request, and leaves it to xterm, tells the two apart.
   */
  #markReplies(): void {
    const mark = (): boolean => {
      this.#replying = true
      queueMicrotask(() => (this.#replying = false))
      return false
    }
    const { parser } = this.#terminal
    for (const id of [
      { final: 'c' },
      { prefix: '>', final: 'c' },
      { prefix: '=', final: 'c' },
      { prefix: '>', final: 'q' },
      { final: 'n' },
      { prefix: '?', final: 'n' },
      { final: 't' },
      { intermediates: '$', final: 'p' },
      { prefix: '?', intermediates: '$', final: 'p' },
    ]) {
      parser.registerCsiHandler(id, mark)
    }
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, mark)
    for (const colour of [4, 10, 11, 12]) parser.registerOscHandler(colour, mark)
  }

  /** WebGL only where hardware does it: in software the DOM renderer is faster. */
  async #accelerate(): Promise<void> {
    const probe = document
      .createElement('canvas')
      .getContext('webgl2', { failIfMajorPerformanceCaveat: true })
    if (!probe) return
    const info = probe.getExtension('WEBGL_debug_renderer_info')
    const renderer = String(probe.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : probe.RENDERER))
    probe.getExtension('WEBGL_lose_context')?.loseContext()
    if (/swiftshader|llvmpipe|software/i.test(renderer)) return
    try {
      const { WebglAddon } = await import('@xterm/addon-webgl')
      if (this.#disposed) return
      const addon = new WebglAddon()
      // Disposing gives the DOM renderer back.
      addon.onContextLoss(() => addon.dispose())
      this.#terminal.loadAddon(addon)
    } catch (error) {
      console.info('WebGL is not used:', error)
    }
  }
}

const look = (dark: boolean) => ({ theme: dark ? DARK : LIGHT, minimumContrastRatio: dark ? 1 : 4.5 })
