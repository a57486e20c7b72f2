import * as pako from 'pako'
import { concat } from '../base/bytes.ts'

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

/** One MCCP3 stream: what is written comes out at once, ended by a sync flush. */
export class Deflater {
  readonly #stream = new pako.ZStream()

  constructor() {
    const code = pako.zlibDeflateInit2(
      this.#stream,
      LEVEL,
      DEFLATED,
      WINDOW_BITS,
      MEMORY_LEVEL,
      pako.Z_DEFAULT_STRATEGY,
      ZLIB_HASH,
    )
    if (code !== pako.Z_OK) throw new Error(`zlib would not start: ${code}`)
  }

  write(bytes: Uint8Array): Uint8Array {
    const stream = this.#stream
    stream.input = bytes
    stream.next_in = 0
    stream.avail_in = bytes.length
    const parts: Uint8Array[] = []
    do {
      stream.output = new Uint8Array(PIECE)
      stream.next_out = 0
      stream.avail_out = PIECE
      pako.zlibDeflate(stream, pako.Z_SYNC_FLUSH)
      parts.push(stream.output.subarray(0, stream.next_out))
    } while (stream.avail_out === 0)
    return concat(parts)
  }
}
