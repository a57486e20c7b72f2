const ESC = '\x1b'
const BEL = '\x07'
/** A control sequence that is longer is no control sequence; it must not swallow the text. */
const SEQUENCE_MAX = 4096
/** A line that never ends is given in pieces of this length. */
const LINE_MAX = 2000

type State = 'text' | 'escape' | 'csi' | 'string' | 'string-escape'

/**
 * Text with its colours and cursor movements taken out, line by line: what a person who listens wants to hear. Goes on
 * where it stopped, also inside a control sequence. As on a screen, what follows a carriage return or a backspace is
 * written over what stands there, and an erase-line sequence takes it away.
 */
export class PlainLines {
  #state: State = 'text'
  #sequence = 0
  #parameters = ''
  #line: string[] = []
  #column = 0
  readonly #whole: boolean

  /** `whole` keeps blank lines and the blanks at the beginning of a line, as a transcript needs and a listener does not. */
  constructor(whole = false) {
    this.#whole = whole
  }

  /** The lines that ended within `text`. */
  push(text: string): string[] {
    const lines: string[] = []
    for (const unit of text) {
      switch (this.#state) {
        case 'text':
          this.#text(unit, lines)
          break
        case 'escape':
          this.#escape(unit)
          break
        case 'csi':
          this.#control(unit)
          break
        case 'string':
          if (unit === ESC) this.#state = 'string-escape'
          else if (unit === BEL || unit === '\x9c' || this.#tooLong()) this.#state = 'text'
          break
        case 'string-escape':
          this.#state = 'text'
          if (unit !== '\\') this.#escape(unit)
          break
      }
    }
    return lines
  }

  /** The line so far, such as a prompt that no line end follows; it is over then. */
  flush(): string[] {
    const lines: string[] = []
    if (this.#line.length > 0) this.#end(lines)
    return lines
  }

  #text(unit: string, lines: string[]): void {
    if (unit === '\n') this.#end(lines)
    else if (unit === ESC) this.#state = 'escape'
    else if (unit === '\x9b') this.#begin('csi')
    else if (unit === '\r') this.#column = 0
    else if (unit === '\b') this.#column = Math.max(0, this.#column - 1)
    else if (unit >= ' ' && !(unit >= '\x7f' && unit <= '\x9f')) {
      while (this.#line.length < this.#column) this.#line.push(' ')
      this.#line[this.#column++] = unit
      if (this.#line.length >= LINE_MAX) this.#end(lines)
    }
  }

  #control(unit: string): void {
    if (unit === 'K') this.#erase()
    if ((unit >= '@' && unit <= '~') || this.#tooLong()) this.#state = 'text'
    else if (this.#parameters.length < 2) this.#parameters += unit
  }

  /** ECMA-48 8.3.41, EL: to the end of the line, up to the cursor, or the whole line. */
  #erase(): void {
    if (this.#parameters === '' || this.#parameters === '0')
      this.#line.length = Math.min(this.#column, this.#line.length)
    else if (this.#parameters === '1') this.#line.fill(' ', 0, this.#column + 1)
    else if (this.#parameters === '2') this.#line = []
  }

  #escape(unit: string): void {
    if (unit === '[') this.#begin('csi')
    else if (unit === ']' || unit === 'P' || unit === '_' || unit === '^' || unit === 'X')
      this.#begin('string')
    // ESC ( B and the like: intermediates lead to one more character.
    else if (unit >= ' ' && unit <= '/') this.#state = 'escape'
    else this.#state = 'text'
  }

  #begin(state: State): void {
    this.#state = state
    this.#sequence = 0
    this.#parameters = ''
  }

  #tooLong(): boolean {
    return ++this.#sequence > SEQUENCE_MAX
  }

  #end(lines: string[]): void {
    const line = this.#line.join('')
    const kept = this.#whole ? line.trimEnd() : line.trim()
    if (this.#whole || kept !== '') lines.push(kept)
    this.#line = []
    this.#column = 0
  }
}
