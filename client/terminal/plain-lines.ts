const ESC = '\x1b'
const BEL = '\x07'
/** A control sequence that is longer is no control sequence; it must not swallow the text. */
const SEQUENCE_MAX = 4096
/** A line that never ends is given in pieces of this length. */
const LINE_MAX = 2000

type State = 'text' | 'escape' | 'csi' | 'string' | 'string-escape'

/**
 * Text with its colours and cursor movements taken out, line by line: what a person who listens wants to hear. Goes on
 * where it stopped, also inside a control sequence. A carriage return starts the line over, a backspace takes back.
 */
export class PlainLines {
  #state: State = 'text'
  #sequence = 0
  #line = ''
  #returned = false

  /** The lines that ended within `text`; blank ones are left out. */
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
          if ((unit >= '@' && unit <= '~') || this.#tooLong()) this.#state = 'text'
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
    this.#end(lines)
    return lines
  }

  #text(unit: string, lines: string[]): void {
    if (unit === '\n') this.#end(lines)
    else if (unit === ESC) this.#state = 'escape'
    else if (unit === '\x9b') this.#begin('csi')
    else if (unit === '\r') this.#returned = true
    else if (unit === '\b') this.#line = this.#line.slice(0, -1)
    else if (unit >= ' ' && unit !== '\x7f') {
      if (this.#returned) this.#line = ''
      this.#returned = false
      this.#line += unit
      if (this.#line.length >= LINE_MAX) this.#end(lines)
    }
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
  }

  #tooLong(): boolean {
    return ++this.#sequence > SEQUENCE_MAX
  }

  #end(lines: string[]): void {
    const line = this.#line.trim()
    if (line !== '') lines.push(line)
    this.#line = ''
    this.#returned = false
  }
}
