import * as pako from 'pako'
import { concat } from '../base/bytes.ts'

const PIECE = 16 * 1024

/** What `pack` packed: at most `max` bytes. `damaged` if it is no such stream, or there is more behind it. */
export function unpack(
  bytes: Uint8Array,
  dictionary: Uint8Array,
  max: number,
): Uint8Array | 'damaged' | 'too-large' {
  const stream = new pako.ZStream()
  if (pako.zlibInflateInit2(stream, 15) !== pako.Z_OK) throw new Error('zlib would not start')
  stream.input = bytes
  stream.next_in = 0
  stream.avail_in = bytes.length
  const parts: Uint8Array[] = []
  let size = 0
  for (;;) {
    stream.output = new Uint8Array(PIECE)
    stream.next_out = 0
    stream.avail_out = PIECE
    let code = pako.zlibInflate(stream, pako.Z_NO_FLUSH)
    if (code === pako.Z_NEED_DICT) code = pako.zlibInflateSetDictionary(stream, dictionary)
    size += stream.next_out
    if (size > max) return 'too-large'
    parts.push(stream.output.subarray(0, stream.next_out))
    if (code === pako.Z_STREAM_END) return stream.avail_in === 0 ? concat(parts) : 'damaged'
    if (code !== pako.Z_OK || (stream.avail_in === 0 && stream.avail_out > 0)) return 'damaged'
  }
}
