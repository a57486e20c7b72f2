/** Free bytes before a payload, for the head of its WebSocket frame. */
export const HEAD = 4
/** The longest payload that such a head can tell of (RFC 6455 section 5.2). */
export const FRAMED_MAX = 0xffff

/** RFC 6455 section 5.2: the last and only frame of a message. */
const FINAL = 0x80
const LONG = 126
/** What a frame holds. */
export const TEXT = 1
export const BINARY = 2

/** A copy of some bytes, with room before it. */
export function roomFor(bytes: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEAD + bytes.length)
  frame.set(bytes, HEAD)
  return frame
}

/** UTF-8 with room before it. */
export function roomForText(text: string): Buffer {
  const frame = Buffer.allocUnsafe(HEAD + Buffer.byteLength(text))
  frame.write(text, HEAD)
  return frame
}

/** Writes the head of a frame into the room before its payload; returns what goes on the wire. */
export function framed(frame: Buffer, opcode: typeof TEXT | typeof BINARY): Buffer {
  const length = frame.length - HEAD
  if (length > FRAMED_MAX) throw new Error(`${length} bytes do not fit into one frame`)
  if (length < LONG) {
    frame[HEAD - 2] = FINAL | opcode
    frame[HEAD - 1] = length
    return frame.subarray(HEAD - 2)
  }
  frame[0] = FINAL | opcode
  frame[1] = LONG
  frame.writeUInt16BE(length, 2)
  return frame
}
