// The other end: a game that does what the first byte says. `b` and a number blast that many bytes, `e` echoes from
// then on, `h` answers `h`, `t` takes everything, `s` never reads again.
import { createServer } from 'node:net'

const BLOCK = Buffer.alloc(256 * 1024, 'The quick brown fox jumps over the lazy dog.\r\n')

function blast(socket, total) {
  let left = total
  const more = () => {
    while (left > 0) {
      const size = Math.min(left, BLOCK.length)
      left -= size
      if (!socket.write(size === BLOCK.length ? BLOCK : BLOCK.subarray(0, size))) return
    }
  }
  socket.on('drain', more)
  more()
}

const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
  socket.on('error', () => socket.destroy())
  // A reset leaves no port in TIME_WAIT, or the relays would run out of ports to connect from.
  socket.on('end', () => socket.resetAndDestroy())
  socket.once('data', (bytes) => {
    const [order] = bytes.toString('latin1', 0, 1)
    if (order === 'b') blast(socket, Number(bytes.toString('latin1', 1)))
    else if (order === 'e') socket.on('data', (echo) => socket.write(echo))
    else if (order === 't') socket.resume()
    else if (order === 's') socket.pause()
    socket.write(order === 'b' ? '' : order)
  })
}).listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => console.log(`port ${server.address().port}`))
