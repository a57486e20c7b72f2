import { fromLatin1 } from '../../shared/base/bytes.ts'

/** The longest line a visitor may send, in bytes; the rest of a longer one is dropped. */
export const LINE_MAX = 512

const NUL = 0
const BS = 8
const LF = 10
const CR = 13
const ESC = 27
const DEL = 127

/** One line as typed. */
export interface Line {
  readonly text: string
  /** It was longer than `LINE_MAX`. */
  readonly cut: boolean
}

/** What arrow and function keys send (ECMA-48 section 5.4), and lone controls, which would reach other people's terminals. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNPRINTABLE = /\x1b\[[0-?]*[ -/]*[@-~]|\x1bO[A-Z]|[\x00-\x1f\x7f-\x9f]/g

/** Typed bytes in, lines out. CR LF, CR NUL, a bare CR and a bare LF each end a line (RFC 854, and what clients do). */
export class LineReader {
  readonly #bytes = new Uint8Array(LINE_MAX)
  readonly #onLine: (line: Line) => void
  /** What is typed is UTF-8, or else one byte a character. */
  readonly #isUtf8: () => boolean
  #length = 0
  #cut = false
  #afterCr = false

  constructor(onLine: (line: Line) => void, isUtf8: () => boolean) {
    this.#onLine = onLine
    this.#isUtf8 = isUtf8
  }

  push(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at++) this.#byte(bytes[at] as number)
  }

  /** Takes back the last character, in UTF-8 all of its bytes. */
  eraseCharacter(): void {
    while (this.#length > 0) {
      this.#length--
      if (!this.#isUtf8() || ((this.#bytes[this.#length] as number) & 0xc0) !== 0x80) return
    }
  }

  eraseLine(): void {
    this.#length = 0
    this.#cut = false
  }

  #byte(byte: number): void {
    const afterCr = this.#afterCr
    this.#afterCr = byte === CR
    if (afterCr && (byte === LF || byte === NUL)) return
    if (byte === CR || byte === LF) this.#end()
    else if (byte === BS || byte === DEL) this.eraseCharacter()
    else if (byte === NUL || (byte < 32 && byte !== ESC && byte !== 9)) return
    else if (this.#length === LINE_MAX) this.#cut = true
    else this.#bytes[this.#length++] = byte
  }

  #end(): void {
    const bytes = this.#bytes.subarray(0, this.#length)
    const typed = this.#isUtf8() ? new TextDecoder().decode(bytes) : fromLatin1(bytes)
    const line = { text: typed.replaceAll('\t', ' ').replace(UNPRINTABLE, ''), cut: this.#cut }
    this.eraseLine()
    this.#onLine(line)
  }
}
