/** A colour of the terminal: a number of the palette of 256, or #rrggbb. */
export type Colour = number | string

/** How characters are drawn. */
export interface Look {
  readonly fg: Colour | undefined
  readonly bg: Colour | undefined
  readonly bold: boolean
  readonly underline: boolean
  readonly inverse: boolean
}

/** Characters beside each other that look alike. */
export interface Run {
  readonly text: string
  readonly look: Look
}

/** The screen that ANSI art is drawn for. */
export const COLUMNS = 80
const SCREEN_ROWS = 25
/** A banner of more is cut: nobody greets with so much. */
const ROWS_MAX = 400
const PLAIN: Look = { fg: undefined, bg: undefined, bold: false, underline: false, inverse: false }

interface Cell {
  char: string
  look: Look
}

// ECMA-48: a control sequence, a string up to its end (or nowhere), an escape of two or three characters; else one character.
const PARTS =
  // eslint-disable-next-line no-control-regex -- escape sequences begin with one
  /\x1b\[([0-?]*)[ -/]*([@-~])|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\|$)|\x1b[ -/]*[0-~]?|[\s\S]/gu
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u

/**
 * The rows that a terminal of 80 columns shows of a text, colours and cursor movements done. What a server clears stays
 * above: a report shows all that was sent.
 */
export function cellRows(text: string): readonly (readonly Run[])[] {
  const screen = new Cells()
  for (const [part, parameters, final] of text.matchAll(PARTS)) {
    if (screen.full) break
    if (final !== undefined) screen.control(parameters ?? '', final)
    else if (!part.startsWith('\x1b')) screen.write(part)
  }
  return screen.rows()
}

class Cells {
  readonly #rows: Cell[][] = []
  #look = PLAIN
  #row = 0
  #column = 0
  /** The row that is the screen's first. */
  #top = 0
  #saved = { row: 0, column: 0 }

  get full(): boolean {
    return this.#row >= ROWS_MAX
  }

  write(char: string): void {
    if (char >= ' ' && char < '\x7f') this.#put(char, 1)
    else if (char === '\r') this.#column = 0
    else if (char === '\n') this.#line()
    else if (char === '\b') this.#column = Math.max(0, this.#column - 1)
    else if (char === '\t') this.#column = Math.min(COLUMNS - 1, (this.#column | 7) + 1)
    else if (char === '\f') this.#clear()
    else if (/\p{M}/u.test(char)) this.#mark(char)
    else if (char >= '\xa0') this.#put(char, WIDE.test(char) ? 2 : 1)
  }

  #line(): void {
    this.#column = 0
    this.#move(this.#row + 1)
  }

  #move(row: number): void {
    this.#row = row
    this.#top = Math.max(this.#top, row - SCREEN_ROWS + 1)
  }

  /** What was drawn stays above; the screen begins anew below. */
  #clear(): void {
    this.#top = this.#rows.length
    this.#row = this.#top
    this.#column = 0
  }

  #mark(char: string): void {
    const cell = this.#rows[this.#row]?.[this.#column - 1]
    if (cell && cell.char.length < 16) cell.char += char
  }

  #put(char: string, width: 1 | 2): void {
    if (this.#column + width > COLUMNS) this.#line()
    if (this.full) return
    const row = this.#rowAt(this.#row)
    while (row.length < this.#column) row.push({ char: ' ', look: PLAIN })
    row[this.#column] = { char, look: this.#look }
    if (width === 2) row[this.#column + 1] = { char: '', look: this.#look }
    this.#column += width
  }

  #rowAt(index: number): Cell[] {
    while (this.#rows.length <= index) this.#rows.push([])
    return this.#rows[index] as Cell[]
  }

  control(parameters: string, final: string): void {
    const numbers = parameters.split(';').map((text) => (/^\d{1,4}$/.test(text) ? Number(text) : undefined))
    const [first, second] = numbers
    const by = Math.max(1, first ?? 1)
    const bottom = this.#top + SCREEN_ROWS - 1
    if (final === 'm') this.#look = lookAfter(this.#look, parameters)
    else if (final === 'A') this.#row = Math.max(this.#top, this.#row - by)
    else if (final === 'B') this.#row = Math.min(bottom, this.#row + by)
    else if (final === 'C') this.#column = Math.min(COLUMNS - 1, this.#column + by)
    else if (final === 'D') this.#column = Math.max(0, this.#column - by)
    else if (final === 'G') this.#column = Math.min(COLUMNS, by) - 1
    else if (final === 'd') this.#row = Math.min(bottom, this.#top + by - 1)
    else if (final === 'H' || final === 'f') {
      this.#row = Math.min(bottom, this.#top + by - 1)
      this.#column = Math.min(COLUMNS, Math.max(1, second ?? 1)) - 1
    } else if (final === 'J' && first === 2) this.#clear()
    else if (final === 'K' && (first ?? 0) === 0)
      this.#rowAt(Math.min(this.#row, ROWS_MAX)).splice(this.#column)
    else if (final === 's') this.#saved = { row: this.#row - this.#top, column: this.#column }
    else if (final === 'u') {
      this.#row = this.#top + this.#saved.row
      this.#column = this.#saved.column
    }
  }

  rows(): readonly (readonly Run[])[] {
    const rows = this.#rows.slice(0, ROWS_MAX).map(runsOf)
    const first = rows.findIndex((row) => row.length > 0)
    const last = rows.findLastIndex((row) => row.length > 0)
    return first < 0 ? [] : rows.slice(first, last + 1)
  }
}

function runsOf(cells: readonly Cell[]): readonly Run[] {
  const end = cells.findLastIndex(
    ({ char, look }) => char.trim() !== '' || look.bg !== undefined || look.inverse,
  )
  const runs: { text: string; look: Look }[] = []
  for (const { char, look } of cells.slice(0, end + 1)) {
    const last = runs.at(-1)
    if (last?.look === look) last.text += char
    else runs.push({ text: char, look })
  }
  return runs
}

/** SGR: what the numbers change. */
function lookAfter(before: Look, parameters: string): Look {
  let look = before
  const numbers = parameters.split(/[;:]/).map((text) => (/^\d{0,3}$/.test(text) ? Number(text) : -1))
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i] as number
    if (code === 38 || code === 48) {
      const { colour, used } = extended(numbers.slice(i + 1))
      look = { ...look, [code === 38 ? 'fg' : 'bg']: colour }
      i += used
    } else look = lookWith(look, code)
  }
  return look
}

function lookWith(look: Look, code: number): Look {
  if (code === 0) return PLAIN
  if (code === 1 || code === 22) return { ...look, bold: code === 1 }
  if (code === 4 || code === 24) return { ...look, underline: code === 4 }
  if (code === 7 || code === 27) return { ...look, inverse: code === 7 }
  if (code >= 30 && code <= 37) return { ...look, fg: code - 30 }
  if (code >= 90 && code <= 97) return { ...look, fg: code - 82 }
  if (code === 39) return { ...look, fg: undefined }
  if (code >= 40 && code <= 47) return { ...look, bg: code - 40 }
  if (code >= 100 && code <= 107) return { ...look, bg: code - 92 }
  if (code === 49) return { ...look, bg: undefined }
  return look
}

/** `5;N` or `2;R;G;B` behind 38 or 48. */
function extended([kind, ...rest]: readonly number[]): { colour: Colour | undefined; used: number } {
  const [first = 0, green = 0, blue = 0] = rest
  if (kind === 5) return { colour: first >= 0 && first < 256 ? first : undefined, used: 2 }
  if (kind !== 2) return { colour: undefined, used: 0 }
  const parts = [first, green, blue].map((part) =>
    Math.min(255, Math.max(0, part)).toString(16).padStart(2, '0'),
  )
  return { colour: `#${parts.join('')}`, used: 4 }
}
