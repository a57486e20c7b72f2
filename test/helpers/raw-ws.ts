import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** A masked WebSocket frame, as a client sends it (RFC 6455 section 5.2); a mask of zeros is a mask. */
export function maskedFrame(opcode: number, payload: Uint8Array, fin = true): Buffer {
  const short = payload.length < 126
  const header = Buffer.alloc((short ? 2 : payload.length < 65_536 ? 4 : 10) + 4)
  header[0] = (fin ? 0x80 : 0) | opcode
  header[1] = 0x80 | (short ? payload.length : payload.length < 65_536 ? 126 : 127)
  if (!short && payload.length < 65_536) header.writeUInt16BE(payload.length, 2)
  else if (!short) header.writeBigUInt64BE(BigInt(payload.length), 2)
  return Buffer.concat([header, payload])
}

/** The request that turns a connection into a WebSocket. */
export const upgradeRequest = (path: string, more: readonly string[] = []): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...more,
    '',
    '',
  ].join('\r\n')

/** The text frames in what a server sent after its answer to the upgrade; what is broken off at the end is left out. */
export function textFrames(bytes: Buffer): string[] {
  const found: string[] = []
  let at = bytes.indexOf('\r\n\r\n') + 4
  if (at < 4) return found
  while (at + 2 <= bytes.length) {
    const opcode = (bytes[at] ?? 0) & 15
    let length = (bytes[at + 1] ?? 0) & 127
    at += 2
    if (length === 126) {
      length = at + 2 <= bytes.length ? bytes.readUInt16BE(at) : Infinity
      at += 2
    } else if (length === 127) {
      length = at + 8 <= bytes.length ? Number(bytes.readBigUInt64BE(at)) : Infinity
      at += 8
    }
    if (at + length > bytes.length) break
    if (opcode === 1) found.push(bytes.toString('utf8', at, at + length))
    at += length
  }
  return found
}

/** Sends bytes in the given pieces to a port of loopback, then `leaves`; resolves with all that came once it is closed. */
export function rawExchange(
  port: number,
  pieces: readonly (string | Uint8Array)[],
  leave: (socket: Socket) => void = (socket) => socket.end(),
): Promise<Buffer> {
  return new Promise((resolve) => {
    const got: Buffer[] = []
    const socket = connect({ host: '127.0.0.1', port, noDelay: true }, () => {
      for (const piece of pieces) socket.write(piece)
      leave(socket)
    })
    socket.on('data', (bytes: Buffer) => got.push(bytes))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => resolve(Buffer.concat(got)))
  })
}
