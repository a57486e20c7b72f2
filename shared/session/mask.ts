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
  /** A 255 came that is not stored yet: what follows says what it is. */
  #held = false

  /**
   * The bytes to store, masked where they are `hidden`. What is `typed` has no commands in it: it is masked whole, also
   * behind a command that was sent by hand and never finished. Of other bytes a 255 at the end is stored at once.
   */
  apply(bytes: Uint8Array, hidden: boolean, typed: boolean): Uint8Array {
    const out: number[] = []
    for (const byte of bytes) {
      const what = this.#step(byte)
      if (what === 'iac') {
        this.#held = true
        continue
      }
      const secret = hidden && (typed || what === 'data' || what === 'escaped')
      const star = secret && byte !== CR && byte !== LF && byte !== NUL
      if (this.#held) out.push(what === 'escaped' && secret ? STAR : IAC)
      this.#held = false
      out.push(star ? STAR : byte)
    }
    if (!typed && this.#held) {
      out.push(IAC)
      this.#held = false
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
