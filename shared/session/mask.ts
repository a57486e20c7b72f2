import { DONT, IAC, SB, SE, WILL } from '../telnet/codes.ts'

const STAR = 0x2a
const CR = 13
const LF = 10
const NUL = 0

type State = 'data' | 'iac' | 'option' | 'sub' | 'sub-iac'

/**
 * Stars over what a person typed: data bytes become `*`, a doubled 255 two of them, so that framing and length stay.
 * Telnet commands and line ends (CR, LF, NUL) are kept. Follows the stream across calls.
 */
export class Masker {
  #state: State = 'data'

  /** The bytes to store: a masked copy, or `bytes` itself when nothing is `hidden`. */
  apply(bytes: Uint8Array, hidden: boolean): Uint8Array {
    const out = hidden ? bytes.slice() : bytes
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] as number
      const data = this.#step(byte)
      if (!hidden || data === 'command') continue
      if (data === 'escaped') {
        out[i] = STAR
        if (i > 0) out[i - 1] = STAR
      } else if (byte !== CR && byte !== LF && byte !== NUL) {
        out[i] = STAR
      }
    }
    return out
  }

  #step(byte: number): 'data' | 'escaped' | 'command' {
    switch (this.#state) {
      case 'data':
        if (byte !== IAC) return 'data'
        this.#state = 'iac'
        return 'command'
      case 'iac':
        this.#state = byte === SB ? 'sub' : byte >= WILL && byte <= DONT ? 'option' : 'data'
        return byte === IAC ? 'escaped' : 'command'
      case 'option':
        this.#state = 'data'
        return 'command'
      case 'sub':
        if (byte === IAC) this.#state = 'sub-iac'
        return 'command'
      case 'sub-iac':
        this.#state = byte === SE ? 'data' : 'sub'
        return 'command'
    }
  }
}
