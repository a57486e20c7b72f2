import type { Entry } from '../../shared/session/entry.ts'
import type { Step } from '../../shared/session/events.ts'
import { encodingNamed, type Encoding } from '../terminal/encodings.ts'
import { Reader } from '../terminal/reader.ts'
import type { Screen } from '../terminal/screen.ts'
import { Flood } from './flood.ts'

/** With so many characters unparsed nothing more is to come; xterm gives up at 50 million. */
const UNPARSED_MAX = 4 * 1024 * 1024
/** With so many characters unparsed the terminal is behind, and the panels can wait as in a flood. */
const BEHIND = 64 * 1024

/** Which character set is the text in? What a person chose, else what was agreed by CHARSET, else what the address says. */
export interface EncodingChoice {
  readonly chosen: Encoding | undefined
  readonly suggested: Encoding
}

export interface DrawingHost {
  /** What was said so far; of the text at least the last `decoded` bytes. */
  steps(decoded?: number): Iterable<{ readonly entry: Entry; readonly step: Step }>
  /** Text goes to the screen now. */
  text(text: string): void
  /** The terminal has taken text in, and may be ready for more. */
  parsed(): void
}

/**
 * The text of a session on its way to the screen: read in a character set, shown anew when that changes, held while a
 * person has stopped it. Text that is held counts as not yet parsed, so that no more comes than is let in for that.
 */
export class Drawing {
  readonly #screen: Screen
  readonly #host: DrawingHost
  #choice: EncodingChoice
  #encoding: Encoding
  #reader: Reader
  /** What was typed and shown here; the server does not show it. */
  readonly #echoed = new WeakSet<Entry>()
  /** Characters that came and that the terminal has not parsed. */
  #unparsed = 0
  readonly #flood = new Flood()
  /** The screen is being written anew. */
  #rewriting = false
  /** While the text is stopped: what is to be drawn later, and how much of the past in another set. */
  #held: (() => void)[] | undefined
  #anew: number | undefined

  constructor(screen: Screen, choice: EncodingChoice, host: DrawingHost) {
    this.#screen = screen
    this.#host = host
    this.#choice = choice
    this.#encoding = choice.chosen ?? choice.suggested
    this.#reader = new Reader(this.#encoding)
  }

  get encoding(): Encoding {
    return this.#encoding
  }

  /** A person chose the set, whatever the server says. */
  get chosen(): boolean {
    return this.#choice.chosen !== undefined
  }

  /** The terminal has enough to do. */
  get full(): boolean {
    return this.#unparsed >= UNPARSED_MAX
  }

  /** True while so much text comes that it goes first. */
  get flooding(): boolean {
    return this.#unparsed > BEHIND || this.#flood.isOn
  }

  get stopped(): boolean {
    return this.#held !== undefined
  }

  /** The text that the screen shows, or all that is kept, read in the present set. */
  *pieces(decoded?: number, reader = new Reader(this.#encoding)): Generator<string, void> {
    for (const { entry, step } of this.#host.steps(decoded)) {
      const text = this.#echoed.has(entry) ? reader.echo(step) : reader.text(step)
      if (text !== '') yield text
    }
  }

  /** Shows what the server said; fulfilled when the terminal has taken it in. */
  show(step: Step): Promise<void> | undefined {
    const text = this.#reader.text(step)
    if (text === '') return undefined
    this.#unparsed += text.length
    this.#flood.came(text.length)
    return new Promise((resolve) =>
      this.#draw(() => {
        this.#host.text(text)
        this.#screen.write(text, () => {
          this.#unparsed -= text.length
          resolve()
          this.#host.parsed()
        })
      }),
    )
  }

  /** Shows what was typed. */
  echo(entry: Entry, step: Step): void {
    this.#echoed.add(entry)
    const text = this.#reader.echo(step)
    if (text !== '') this.#draw(() => this.#screen.write(text, () => undefined))
  }

  /** From here on nothing is drawn. */
  stop(): void {
    this.#held ??= []
  }

  /** Draws what was held, and all that follows. */
  goOn(): void {
    const held = this.#held ?? []
    const anew = this.#anew
    this.#held = undefined
    this.#anew = undefined
    for (const draw of held) draw()
    if (anew !== undefined) this.#rewrite(anew)
  }

  /**
   * Reads all text in the set that holds now; true if that is another. `shown` says how many bytes of it the terminal can
   * show at most, `agreed` what was agreed by CHARSET.
   */
  settle(agreed: unknown, shown: number, choice = this.#choice): boolean {
    this.#choice = choice
    const encoding =
      choice.chosen ?? (typeof agreed === 'string' ? encodingNamed(agreed) : undefined) ?? choice.suggested
    if (encoding === this.#encoding) return false
    this.#encoding = encoding
    if (this.#held) this.#anew = Math.max(this.#anew ?? 0, shown)
    else this.#rewrite(shown)
    return true
  }

  #draw(draw: () => void): void {
    if (this.#held) this.#held.push(draw)
    else draw()
  }

  /** Shows the text once more in the present set, once more again if that changed meanwhile. */
  #rewrite(shown: number): void {
    this.#reader = new Reader(this.#encoding)
    if (this.#rewriting) return
    this.#rewriting = true
    const { encoding } = this
    this.#screen.rewrite(this.pieces(shown, this.#reader), () => {
      this.#rewriting = false
      if (encoding !== this.#encoding) this.#rewrite(shown)
    })
  }
}
