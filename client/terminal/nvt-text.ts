import type { Decoder } from './decoder.ts'

const NUL = 0
const LF = 10
const CR = 13

/**
 * A server's text as a terminal shows it: RFC 854's line ends put right (LF alone and LF CR start a line, CR NUL is CR,
 * a stray NUL is nothing), the rest decoded. No character set here has these three bytes within a character.
 */
export class NvtText {
  readonly #decoder: Decoder
  #afterCr = false

  constructor(decoder: Decoder) {
    this.#decoder = decoder
  }

  /** The text of bytes [from, to). */
  push(bytes: Uint8Array, from = 0, to = bytes.length): string {
    // A view of its own: a search must not run on into what comes behind.
    const part = from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to)
    let out = ''
    let start = 0
    let lf = part.indexOf(LF)
    let nul = part.indexOf(NUL)
    while (lf >= 0 || nul >= 0) {
      if (nul < 0 || (lf >= 0 && lf < nul)) {
        if (!(lf > start ? part[lf - 1] === CR : this.#afterCr)) {
          out += this.#decode(part, start, lf) + this.#decoder.flush() + '\r'
          start = lf
        }
        lf = part.indexOf(LF, lf + 1)
      } else {
        out += this.#decode(part, start, nul) + this.#decoder.flush()
        start = nul + 1
        nul = part.indexOf(NUL, start)
      }
    }
    return out + this.#decode(part, start, part.length)
  }

  /** What is held of an incomplete character: for when nothing more is to be expected soon. */
  flush(): string {
    return this.#decoder.flush()
  }

  #decode(bytes: Uint8Array, start: number, end: number): string {
    if (end <= start) return ''
    this.#afterCr = bytes[end - 1] === CR
    return this.#decoder.decode(bytes, start, end)
  }
}
