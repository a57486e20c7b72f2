// The near end, in a process of its own: raw sockets and just enough of WebSockets not to be what is measured.
// Argument: {"port", "path" (a WebSocket; else TCP), "protocol", "job", ...}. Prints one line of JSON.
import { connect } from 'node:net'

// As a page does.
const ACK_BYTES = 128 * 1024
const ACK_MILLIS = 50
const task = JSON.parse(process.argv[2])
const willdo = task.protocol === 'willdo.v1'
// Half a window: a client that reads all of it at once acknowledges it at once, and the proxy stands still meanwhile.
const shared = Buffer.alloc(128 * 1024)

const frame = (opcode, payload) => {
  const long = payload.length > 125
  const head = Buffer.alloc(long ? 8 : 6)
  head[0] = 0x80 | opcode
  head[1] = 0x80 | (long ? 126 : payload.length)
  if (long) head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([head, payload])
}

/** One connection: `send(bytes)`, and `got` is called with the number of bytes of the game that came. */
function open(got, ready) {
  let header = task.path ? Buffer.alloc(0) : undefined
  let partial = Buffer.alloc(0)
  let need = 0
  let isData = false
  let total = 0
  let acked = 0
  let timer
  const socket = connect({
    port: task.port,
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer: shared,
      callback: (length, buffer) => {
        take(buffer.subarray(0, length))
        return true
      },
    },
  })
  socket.on('error', () => undefined)
  socket.on('connect', () => {
    if (!task.path) return ready(api)
    const lines = [
      `GET ${task.path} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ...(task.protocol ? [`Sec-WebSocket-Protocol: ${task.protocol}`] : []),
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  })
  const api = {
    socket,
    send: (bytes) => socket.write(task.path ? frame(2, bytes) : bytes),
  }
  function count(bytes) {
    total += bytes
    got(bytes, api)
  }
  function take(bytes) {
    let at = 0
    if (header) {
      header = Buffer.concat([header, bytes])
      const end = header.indexOf('\r\n\r\n')
      if (end < 0) return
      bytes = Buffer.from(header.subarray(end + 4))
      header = undefined
      // Every relay here takes bytes before it has reached the game.
      ready(api)
    } else if (!task.path) return count(bytes.length)
    while (at < bytes.length) {
      if (need > 0) {
        const size = Math.min(need, bytes.length - at)
        need -= size
        at += size
        if (isData) count(size)
        continue
      }
      const head =
        partial.length > 0 ? Buffer.concat([partial, bytes.subarray(at, at + 10)]) : bytes.subarray(at)
      const code = head.length > 1 ? head[1] & 127 : 0
      const size = code === 126 ? 4 : code === 127 ? 10 : 2
      if (head.length < size) {
        partial = Buffer.from(head)
        break
      }
      const opcode = head[0] & 15
      isData = opcode === 2 || opcode === 0
      need = code === 126 ? head.readUInt16BE(2) : code === 127 ? Number(head.readBigUInt64BE(2)) : code
      at += size - partial.length
      partial = Buffer.alloc(0)
    }
    if (!willdo || total === acked) return
    if (total - acked >= ACK_BYTES) acknowledge()
    else timer ??= setTimeout(acknowledge, ACK_MILLIS)
  }
  function acknowledge() {
    clearTimeout(timer)
    timer = undefined
    acked = total
    if (!socket.destroyed) socket.write(frame(1, Buffer.from(`{"type":"ack","received":${total}}`)))
  }
}

/** Tells the figures and, unless the job is to stay, ends. */
const done = (result) => {
  console.log(JSON.stringify(result))
  if (!task.stays) process.exit()
}

const jobs = {
  bulk() {
    const each = task.bytes / task.connections
    let left = task.connections
    const began = performance.now()
    for (let i = 0; i < task.connections; i++) {
      let remaining = each
      open(
        (bytes) => {
          remaining -= bytes
          if (remaining < 0) throw new Error('more came than was sent')
          if (remaining === 0 && --left === 0)
            done({ megabytesASecond: task.bytes / 1000 / (performance.now() - began) })
        },
        (api) => api.send(Buffer.from(`b${each}`)),
      )
    }
  },
  /** Sends to a game that takes everything, as fast as the relay takes it. */
  pour() {
    const block = Buffer.alloc(60_000, 'x')
    open(
      (bytes) => void bytes,
      (api) => {
        api.send(Buffer.from('t'))
        let left = task.bytes
        const more = () => {
          for (; left > 0; left -= block.length) if (!api.send(block)) return
          done({})
        }
        api.socket.on('drain', more)
        more()
      },
    )
  },
  echo() {
    const block = Buffer.alloc(64, 'x')
    const times = []
    let began = 0
    let waiting = 1
    open(
      (bytes, api) => {
        waiting -= bytes
        if (waiting > 0) return
        if (began) times.push((performance.now() - began) * 1000)
        if (times.length === task.rounds) {
          const sorted = times.slice(task.rounds >> 3).sort((a, b) => a - b)
          done({ p50: sorted[sorted.length >> 1], p99: sorted[Math.floor(sorted.length * 0.99)] })
          return
        }
        waiting = 64
        began = performance.now()
        api.send(block)
      },
      (api) => api.send(Buffer.from('e')),
    )
  },
  connects() {
    let started = 0
    let finished = 0
    const began = performance.now()
    const next = () => {
      if (started++ >= task.times) return
      open(
        (_, { socket }) => {
          // A reset leaves no port in TIME_WAIT.
          socket.resetAndDestroy()
          if (++finished === task.times) done({ aSecond: (task.times * 1000) / (performance.now() - began) })
          next()
        },
        (api) => api.send(Buffer.from('h')),
      )
    }
    for (let i = 0; i < task.atOnce; i++) next()
  },
  idle() {
    let ready = 0
    let asked = 0
    const next = () => {
      if (asked++ >= task.connections) return
      open(
        () => {
          if (++ready === task.connections) done({})
          next()
        },
        (api) => api.send(Buffer.from('h')),
      )
    }
    for (let i = 0; i < 8; i++) next()
  },
  deaf() {
    open(
      () => undefined,
      (api) => {
        api.send(Buffer.from(`b${task.bytes}`))
        api.socket.pause()
        done({})
      },
    )
  },
  shout() {
    const block = Buffer.alloc(60_000, 'x')
    open(
      () => undefined,
      (api) => {
        api.send(Buffer.from('s'))
        let left = task.bytes
        const more = () => {
          while (left > 0) {
            left -= block.length
            if (!api.send(block)) return
          }
        }
        api.socket.on('drain', more)
        more()
        done({})
      },
    )
  },
}
jobs[task.job]()
if (task.stays) {
  // Until whoever started it has gone.
  process.stdin.resume()
  process.stdin.on('end', () => process.exit())
}
