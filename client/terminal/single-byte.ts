import { CP437 as CP437_NOTATION } from '../../shared/base/encodings/cp437.ts'
import { byteSet } from '../../shared/base/encodings/single-byte.ts'
import type { Decoder } from './decoder.ts'

/** So many characters are made at once: each is an argument of one call. */
const BLOCK = 8192

/** A set of 256 characters, the lower half ASCII with its controls. */
export class SingleByte {
  readonly #codes = Uint16Array.from({ length: 256 }, (_, byte) => byte)
  readonly #bytes = new Map<string, number>()

  /** `high`: the characters of the bytes from 0x80. */
  constructor(high: string) {
    for (let i = 0; i < 128; i++) {
      this.#codes[128 + i] = high.charCodeAt(i)
      this.#bytes.set(high.charAt(i), 128 + i)
    }
  }

  decoder(): Decoder {
    return { decode: (bytes, from, to) => this.#text(bytes, from, to), flush: () => '' }
  }

  /** The byte of a character; undefined for one that the set has not. */
  byte(character: string): number | undefined {
    return character < '\x80' ? character.charCodeAt(0) : this.#bytes.get(character)
  }

  #text(bytes: Uint8Array, from: number, to: number): string {
    let text = ''
    const units = new Uint16Array(Math.min(BLOCK, to - from))
    for (let at = from; at < to; at += BLOCK) {
      const length = Math.min(BLOCK, to - at)
      for (let i = 0; i < length; i++) units[i] = this.#codes[bytes[at + i] as number] as number
      text += String.fromCharCode.apply(null, units.subarray(0, length) as unknown as number[])
    }
    return text
  }
}

/** ISO 8859-1 proper: 0x80 to 0x9f are control characters, as a terminal of its time had them. */
export const LATIN1 = new SingleByte(String.fromCharCode(...Array.from({ length: 128 }, (_, i) => 128 + i)))

/** The IBM PC's characters from 0x80 (IANA: IBM437). Below that controls stay controls: a terminal needs them. */
export const CP437 = new SingleByte(String.fromCodePoint(...byteSet(CP437_NOTATION).subarray(128)))
