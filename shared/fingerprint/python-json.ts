import { Float, type PythonValue } from './python.ts'

/** Python gives up on deeper values too, at about its recursion limit. */
const DEEPEST = 900
/** Python refuses ints of more digits. */
const LONGEST_INT = 4300

/** What Python's `json.loads` makes of a text, with the order of keys and int or float kept; undefined where it raises. */
export function parseJson(text: string): PythonValue | undefined {
  const reader = new Reader(text)
  const value = reader.value(0)
  return value !== undefined && reader.atEnd() ? value : undefined
}

const BLANKS = /[ \t\n\r]*/y
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y
const WORD = /null|true|false|NaN|-?Infinity/y
// eslint-disable-next-line no-control-regex -- Python's strict mode allows no control characters
const STRING = /"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"/y
const WORDS: Readonly<Record<string, PythonValue>> = {
  null: null,
  true: true,
  false: false,
  NaN: new Float(NaN),
  Infinity: new Float(Infinity),
  '-Infinity': new Float(-Infinity),
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  atEnd(): boolean {
    this.#match(BLANKS)
    return this.#at === this.#text.length
  }

  value(depth: number): PythonValue | undefined {
    if (depth > DEEPEST) return undefined
    this.#match(BLANKS)
    const first = this.#text[this.#at]
    if (first === '{') return this.#dict(depth)
    if (first === '[') return this.#list(depth)
    if (first === '"') return this.#string()
    const word = this.#match(WORD)
    return word ? WORDS[word[0]] : this.#number()
  }

  #dict(depth: number): PythonValue | undefined {
    const dict = new Map<string, PythonValue>()
    const whole = this.#items('}', () => {
      const key = this.#string()
      if (key === undefined || !this.#skip(':')) return false
      const value = this.value(depth + 1)
      if (value !== undefined) dict.set(key, value)
      return value !== undefined
    })
    return whole ? dict : undefined
  }

  #list(depth: number): PythonValue | undefined {
    const list: PythonValue[] = []
    const whole = this.#items(']', () => {
      const value = this.value(depth + 1)
      if (value !== undefined) list.push(value)
      return value !== undefined
    })
    return whole ? list : undefined
  }

  /** From the bracket at hand to its end; false if an item or a comma is missing. */
  #items(end: string, item: () => boolean): boolean {
    this.#at++
    if (this.#skip(end)) return true
    do {
      this.#match(BLANKS)
      if (!item()) return false
    } while (this.#skip(','))
    return this.#skip(end)
  }

  #string(): string | undefined {
    const found = this.#match(STRING)
    // What the pattern admits is JSON's own syntax as well.
    return found ? (JSON.parse(found[0]) as string) : undefined
  }

  #number(): PythonValue | undefined {
    const found = this.#match(NUMBER)
    if (!found) return undefined
    const [all, whole = '', fraction, exponent] = found
    if (fraction !== undefined || exponent !== undefined) return new Float(Number(all))
    if (whole.length > LONGEST_INT) return undefined
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : BigInt(whole)
  }

  #skip(character: string): boolean {
    this.#match(BLANKS)
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found) this.#at += found[0].length
    return found
  }
}
