import { optionModule } from '../options/index.ts'
import { IAC, SB, SE } from '../telnet/codes.ts'

const STAR = 0x2a
/** So much of a payload is looked at to see whether it holds a secret; behind it all is one, or nothing. */
const LOOKED_AT = 4096

/**
 * Stars over the secrets in subnegotiations that a person wrote byte by byte, also in pieces: what their options say is
 * secret is not stored. Length and framing stay as they are.
 */
export class Concealer {
  #state: 'data' | 'iac' | 'verb' | 'option' | 'payload' | 'payload-iac' = 'data'
  #option = 0
  #payload: number[] = []
  #length = 0
  /** Which bytes at hand make the payload's, by their places in it. */
  #places: { readonly at: number; readonly from: number; readonly to: number }[] = []

  /** The bytes to store for those that went out. */
  apply(bytes: Uint8Array): Uint8Array {
    if (this.#state === 'data' && !bytes.includes(IAC)) return bytes
    const out = bytes.slice()
    for (const [i, byte] of bytes.entries()) this.#step(byte, i, out)
    if (this.#state.startsWith('payload')) this.#star(out)
    return out
  }

  #step(byte: number, i: number, out: Uint8Array): void {
    switch (this.#state) {
      case 'data':
        if (byte === IAC) this.#state = 'iac'
        return
      case 'iac':
        this.#state = byte === SB ? 'option' : byte > SB && byte < IAC ? 'verb' : 'data'
        return
      case 'verb':
        this.#state = 'data'
        return
      case 'option':
        this.#state = 'payload'
        this.#option = byte
        this.#payload = []
        this.#length = 0
        return
      case 'payload':
        if (byte === IAC) this.#state = 'payload-iac'
        else this.#take(byte, i, i)
        return
      case 'payload-iac':
        this.#state = byte === SE ? 'data' : 'payload'
        if (byte === SE) this.#star(out)
        else this.#take(byte, Math.max(0, i - 1), i)
    }
  }

  #take(byte: number, from: number, to: number): void {
    if (this.#length < LOOKED_AT) this.#payload.push(byte)
    this.#places.push({ at: this.#length++, from, to })
  }

  #star(out: Uint8Array): void {
    const stored = optionModule(this.#option).conceal?.(Uint8Array.from(this.#payload))
    for (const { at, from, to } of this.#places) {
      if (stored && stored[at] !== this.#payload[at]) out.fill(STAR, from, to + 1)
      else if (stored && at >= LOOKED_AT) out.fill(STAR, from, to + 1)
    }
    this.#places = []
  }
}
