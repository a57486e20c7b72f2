import { following, maySecond } from '../../shared/base/encodings/utf8.ts'
import type { Decoder } from './decoder.ts'

const LF = 10
/** From so many bytes on it is worth a try whether all of them are UTF-8: the browser knows that in one go. */
const WORTH_TRYING = 256
const LEAD_SAFE = 0x80

/** Windows-1252 from 0x80 to 0x9f. The five bytes it leaves open would be terminal controls and are shown as U+FFFD. */
const HIGH =
  '\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd' +
  '\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178'

const windows1252 = (byte: number): string =>
  byte >= 0x80 && byte < 0xa0 ? HIGH.charAt(byte - 0x80) : String.fromCharCode(byte)

/**
 * UTF-8 as games send it: a line is UTF-8 up to its first byte that cannot be; from there to its end it is windows-1252.
 * What is known is given at once and never taken back, so the text is the same however the bytes are cut.
 */
export class Utf8Decoder implements Decoder {
  readonly #utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })
  /** The start of a character, as far as it has come. */
  readonly #held = new Uint8Array(4)
  #heldLength = 0
  #missing = 0
  #fallback = false

  decode(bytes: Uint8Array, from: number, to: number): string {
    const whole = this.#whole(bytes, from, to)
    if (whole !== undefined) return whole
    let out = ''
    let at = from
    if (this.#heldLength > 0) {
      const [text, next] = this.#complete(bytes, at, to)
      out = text
      at = next
    }
    let start = at
    while (at < to) {
      const byte = bytes[at] as number
      if (byte < LEAD_SAFE) {
        if (byte === LF) this.#fallback = false
        at++
      } else if (this.#fallback) {
        out += this.#text(bytes, start, at) + windows1252(byte)
        start = ++at
      } else {
        const end = this.#character(bytes, at, to)
        if (end > at) {
          at = end
          continue
        }
        out += this.#text(bytes, start, at)
        if (end === at) {
          this.#hold(bytes, at, to)
          return out
        }
        this.#fallback = true
        start = at
      }
    }
    return out + this.#text(bytes, start, to)
  }

  /** What is held of an incomplete character, as windows-1252. */
  flush(): string {
    if (this.#heldLength === 0) return ''
    this.#fallback = true
    return this.#release()
  }

  /** All of it, if it is UTF-8 from the first character to the last. */
  #whole(bytes: Uint8Array, from: number, to: number): string | undefined {
    if (to - from < WORTH_TRYING || this.#fallback || this.#heldLength > 0) return undefined
    try {
      return this.#strict.decode(bytes.subarray(from, to))
    } catch {
      // It is not: then byte by byte.
      return undefined
    }
  }

  #text(bytes: Uint8Array, start: number, end: number): string {
    return end > start ? this.#utf8.decode(bytes.subarray(start, end)) : ''
  }

  /** The end of the character that starts at `at`; `at` itself when it is cut off, -1 when it is none. */
  #character(bytes: Uint8Array, at: number, to: number): number {
    const lead = bytes[at] as number
    const length = following(lead)
    if (length < 0) return -1
    for (let i = 1; i <= length; i++) {
      if (at + i >= to) return at
      const byte = bytes[at + i] as number
      if (i === 1 ? !maySecond(lead, byte) : byte < 0x80 || byte > 0xbf) return -1
    }
    return at + length + 1
  }

  #hold(bytes: Uint8Array, from: number, to: number): void {
    this.#held.set(bytes.subarray(from, to))
    this.#heldLength = to - from
    this.#missing = following(bytes[from] as number) + 1 - this.#heldLength
  }

  /** Goes on with the held character: its text, or that of its bytes one by one, and where to read on. */
  #complete(bytes: Uint8Array, at: number, to: number): [string, number] {
    while (at < to) {
      const byte = bytes[at] as number
      const fits =
        this.#heldLength === 1 ? maySecond(this.#held[0] as number, byte) : byte >= 0x80 && byte <= 0xbf
      if (!fits) {
        this.#fallback = true
        return [this.#release(), at]
      }
      this.#held[this.#heldLength++] = byte
      at++
      if (--this.#missing === 0) {
        const text = this.#text(this.#held, 0, this.#heldLength)
        this.#heldLength = 0
        return [text, at]
      }
    }
    return ['', at]
  }

  #release(): string {
    let text = ''
    for (let i = 0; i < this.#heldLength; i++) text += windows1252(this.#held[i] as number)
    this.#heldLength = 0
    return text
  }
}
