import { IAC, TELOPT, WONT } from './codes.ts'

/** So many bytes of plain ASCII text in a row do not come out of a compressor: a chance of 1 in 4 million a byte. */
const RUN = 16

const PLAIN = new Uint8Array(256)
for (const byte of [8, 9, 10, 13, 27]) PLAIN[byte] = 1
PLAIN.fill(1, 32, 127)

/**
 * Finds where a peer whose compressed stream was damaged speaks plainly again: at `IAC WONT MCCP`, or at 16 bytes of
 * ASCII text. The result does not depend on how the bytes are cut.
 */
export class Resync {
  /** The last bytes seen, at most RUN of them. */
  #recent: number[]
  /** How many of them, at the end, are plain. */
  #plain: number

  constructor(recent: readonly number[] = []) {
    this.#recent = [...recent]
    this.#plain = recent.length - 1 - recent.findLastIndex((byte) => PLAIN[byte] !== 1)
  }

  /** The bytes that already were plain and the index to go on at; undefined if all of `bytes` is still damaged. */
  find(bytes: Uint8Array, at: number): { before: Uint8Array; at: number } | undefined {
    for (let i = at; i < bytes.length; i++) {
      const byte = bytes[i] as number
      this.#recent.push(byte)
      if (this.#recent.length > RUN) this.#recent.shift()
      this.#plain = PLAIN[byte] === 1 ? this.#plain + 1 : 0
      if (this.#plain >= RUN) return { before: Uint8Array.from(this.#recent), at: i + 1 }
      if (byte !== TELOPT.MCCP2 && byte !== TELOPT.MCCP1) continue
      if (this.#recent.at(-2) === WONT && this.#recent.at(-3) === IAC) {
        return { before: Uint8Array.of(IAC, WONT, byte), at: i + 1 }
      }
    }
    return undefined
  }

  save(): readonly number[] {
    return [...this.#recent]
  }
}
