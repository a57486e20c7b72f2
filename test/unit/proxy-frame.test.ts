import { describe, expect, it } from 'vitest'
import { BINARY, framed, FRAMED_MAX, HEAD, roomFor, roomForText, TEXT } from '../../proxy/frame.ts'

/** The head of a frame as RFC 6455 section 5.2 reads it, and what follows. */
function read(wire: Buffer): { opcode: number; final: boolean; length: number; payload: Buffer } {
  const short = (wire[1] ?? 0) & 127
  const at = short === 126 ? 4 : 2
  const length = short === 126 ? wire.readUInt16BE(2) : short
  return {
    opcode: (wire[0] ?? 0) & 15,
    final: ((wire[0] ?? 0) & 0x80) !== 0,
    length,
    payload: wire.subarray(at),
  }
}

describe('a frame', () => {
  it.each([0, 1, 125, 126, 127, 255, 256, 65_532, FRAMED_MAX])('of %i bytes is whole', (length) => {
    const bytes = Buffer.from(Array.from({ length }, (_, i) => i & 255))
    const frame = read(framed(roomFor(bytes), BINARY))
    expect({ ...frame, payload: frame.payload.equals(bytes) }).toEqual({
      opcode: 2,
      final: true,
      length,
      payload: true,
    })
  })

  it('of text is UTF-8', () => {
    const frame = read(framed(roomForText('Grüße'), TEXT))
    expect([frame.opcode, frame.payload.toString()]).toEqual([1, 'Grüße'])
  })

  it('of more bytes than its head can tell of is our own mistake', () => {
    expect(() => framed(Buffer.alloc(HEAD + FRAMED_MAX + 1), BINARY)).toThrow(/65536 bytes do not fit/)
  })
})
