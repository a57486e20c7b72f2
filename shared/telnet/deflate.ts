import * as pako from 'pako'
import { concat } from '../base/bytes.ts'

const EMPTY = new Uint8Array(0)
const PIECE = 1024
/** MCCP3 as the reference sends it: a window of 12 bits, the best compression. */
const WINDOW_BITS = 12
const MEMORY_LEVEL = 8
const LEVEL = 9
const DEFLATED = 8
/** Finds the matches that zlib finds, so that the bytes are the same; pako's own way finds fewer. */
const ZLIB_HASH = true

/** The first byte of a zlib stream with that window (RFC 1950 section 2.2). */
export const ZLIB_HEADER = ((WINDOW_BITS - 8) << 4) | DEFLATED

export interface DeflateOptions {
  /** As zlib has them: 8 to 15 for zlib, negative for raw deflate, 16 more for gzip. */
  readonly windowBits?: number
  /** 0 to 9; -1 is zlib's own choice. */
  readonly level?: number
}

/** Everything a deflater remembers; may be kept and restored any number of times. */
export type DeflateState = { readonly stream: unknown }

/** A compressed stream: what is written comes out at once, ended by a sync flush. */
export class Deflater {
  #stream = new pako.ZStream()

  constructor({ windowBits = WINDOW_BITS, level = LEVEL }: DeflateOptions = {}) {
    const code = pako.zlibDeflateInit2(
      this.#stream,
      level,
      DEFLATED,
      windowBits,
      MEMORY_LEVEL,
      pako.Z_DEFAULT_STRATEGY,
      ZLIB_HASH,
    )
    if (code !== pako.Z_OK) throw new Error(`zlib would not start: ${code}`)
  }

  write(bytes: Uint8Array): Uint8Array {
    return this.#run(bytes, pako.Z_SYNC_FLUSH)
  }

  /** The end of the stream. Nothing is written behind it. */
  finish(): Uint8Array {
    return this.#run(EMPTY, pako.Z_FINISH)
  }

  #run(bytes: Uint8Array, flush: pako.Z_FlushMode): Uint8Array {
    const stream = this.#stream
    stream.input = bytes
    stream.next_in = 0
    stream.avail_in = bytes.length
    const parts: Uint8Array[] = []
    do {
      stream.output = new Uint8Array(PIECE)
      stream.next_out = 0
      stream.avail_out = PIECE
      const code = pako.zlibDeflate(stream, flush)
      if (code < 0 && code !== pako.Z_BUF_ERROR) throw new Error(`zlib would not write: ${code}`)
      parts.push(stream.output.subarray(0, stream.next_out))
    } while (stream.avail_out === 0)
    stream.input = EMPTY
    stream.output = EMPTY
    return concat(parts)
  }

  /** A copy of all that is remembered. Touches pako's inner state, which is plain data but for one link back. */
  snapshot(): DeflateState {
    const stream = this.#stream
    return { stream: structuredClone({ ...stream, state: { ...(stream.state as object), strm: null } }) }
  }

  static restore(saved: DeflateState): Deflater {
    const deflater = new Deflater()
    // The copy is cloned again: one snapshot may be restored many times.
    const fields = structuredClone(saved.stream) as { state: { strm: pako.ZStream | null } }
    deflater.#stream = Object.assign(new pako.ZStream(), fields)
    fields.state.strm = deflater.#stream
    return deflater
  }
}
