import { DONT, IAC, SB, SE, WILL } from '../telnet/codes.ts'

const STAR = 0x2a
const CR = 13
const LF = 10
const NUL = 0

type State = 'data' | 'iac' | 'option' | 'sub' | 'sub-iac'

/**
 * Stars over what a person typed: data bytes become `*`, a doubled 255 two of them, so that framing and length stay.
 * Telnet commands and line ends (CR, LF, NUL) are kept. Follows the stream across calls; an IAC at the end is given with
 * the next byte, which says what it is.
 */
export class Masker {
  #state: State = 'data'

  /** The bytes to store, masked where they are `hidden`. */
  apply(bytes: Uint8Array, hidden: boolean): Uint8Array {
    const out: number[] = []
    for (const byte of bytes) {
      const what = this.#step(byte)
      if (what === 'iac') continue
      const star = hidden && byte !== CR && byte !== LF && byte !== NUL
      if (what === 'data') out.push(star ? STAR : byte)
      else if (what === 'escaped') out.push(hidden ? STAR : IAC, hidden ? STAR : IAC)
      else if (what === 'after-iac') out.push(IAC, byte)
      else out.push(byte)
    }
    return Uint8Array.from(out)
  }

  #step(byte: number): 'data' | 'iac' | 'escaped' | 'after-iac' | 'command' {
    switch (this.#state) {
      case 'data':
        if (byte !== IAC) return 'data'
        this.#state = 'iac'
        return 'iac'
      case 'iac':
        this.#state = byte === SB ? 'sub' : byte >= WILL && byte <= DONT ? 'option' : 'data'
        return byte === IAC ? 'escaped' : 'after-iac'
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
