import { concat } from '../base/bytes.ts'
import { DONT, TELOPT } from '../telnet/codes.ts'
import type { Deflater } from '../telnet/deflate.ts'
import { FrameParser, type FrameSink } from '../telnet/frames.ts'
import { zlib } from '../telnet/zlib.ts'

/** Bytes for the wire, and what is kept of them. */
export interface Sent {
  readonly bytes: Uint8Array
  readonly stored: Uint8Array
}

/**
 * What we send, on its way to the wire: plain, or compressed behind `IAC SB MCCP3 IAC SE` until we say `IAC DONT MCCP3`.
 * What is stored has other bytes where secrets are starred out, so it is a stream of its own, which any reader unpacks.
 */
export class Outbound {
  readonly #frames = new FrameParser()
  #streams: { readonly wire: Deflater; readonly stored: Deflater } | undefined
  /** Said by the frames that were just read. */
  #stops = false
  readonly #sink: FrameSink = {
    text: () => undefined,
    command: () => undefined,
    negotiate: (verb, option) => {
      if (verb === DONT && option === TELOPT.MCCP3) this.#stops = true
    },
    subnegotiation: (option, _bytes, start, end, complete) => {
      if (option !== TELOPT.MCCP3 || start < end || !complete || this.#streams) return false
      const { Deflater } = zlib()
      this.#streams = { wire: new Deflater(), stored: new Deflater() }
      return true
    },
    fault: () => undefined,
  }

  push(bytes: Uint8Array, stored: Uint8Array): Sent {
    if (this.#streams) return this.#compress(bytes, stored)
    const plain = this.#frames.push(bytes, 0, this.#sink)
    this.#stops = false
    const rest = bytes.length - plain
    if (rest === 0) return { bytes, stored }
    // Stars change no lengths but where a byte of an earlier write was still held back: so it is counted from the end.
    const kept = stored.length - rest
    const packed = this.#compress(bytes.subarray(plain), stored.subarray(kept))
    return {
      bytes: concat([bytes.subarray(0, plain), packed.bytes]),
      stored: concat([stored.subarray(0, kept), packed.stored]),
    }
  }

  #compress(bytes: Uint8Array, stored: Uint8Array): Sent {
    const streams = this.#streams
    if (!streams) throw new Error('compressing without a stream')
    for (let at = 0; at < bytes.length;) at = this.#frames.push(bytes, at, this.#sink)
    const parts = { bytes: [streams.wire.write(bytes)], stored: [streams.stored.write(stored)] }
    if (this.#stops) {
      this.#stops = false
      this.#streams = undefined
      parts.bytes.push(streams.wire.finish())
      parts.stored.push(streams.stored.finish())
    }
    return { bytes: concat(parts.bytes), stored: concat(parts.stored) }
  }
}
