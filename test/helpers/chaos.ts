import { createHash } from 'node:crypto'
import type { Socket as TcpSocket } from 'node:net'
import { WebSocket } from 'ws'
import { connectUrl, Connection, resumeUrl } from '../../client/transport/connection.ts'
import type { ConnectionHost, Socket } from '../../client/transport/connection.ts'
import type { Ending } from '../../client/transport/ending.ts'
import { runProxy } from './proxy-run.ts'
import { TestGame } from './proxy-game.ts'
import { Cutter } from './cutter.ts'
import type { Cut } from './cutter.ts'
import { random } from './cut.ts'

/** What a run of chaos came to. */
export type ChaosResult = {
  readonly connections: number
  readonly cuts: number
  readonly resumes: number
  /** Hashes of what was sent and of what arrived, for each direction. */
  readonly toClient: { readonly sent: string; readonly arrived: string; readonly bytes: number }
  readonly toGame: { readonly sent: string; readonly arrived: string; readonly bytes: number }
  readonly ending: Ending
}

/** Counts and hashes a stream. */
class Stream {
  readonly #hash = createHash('sha256')
  bytes = 0

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes)
    this.bytes += bytes.length
  }

  digest(): string {
    return this.#hash.digest('hex')
  }
}

/** Random bytes in random pieces, `total` of them. */
function* noise(total: number, chance: () => number): Generator<Buffer> {
  for (let left = total; left > 0;) {
    const bytes = Buffer.allocUnsafe(Math.min(left, 1 + Math.floor(chance() ** 4 * 100_000)))
    for (let i = 0; i + 4 <= bytes.length; i += 4) bytes.writeUInt32LE(Math.floor(chance() * 2 ** 32), i)
    bytes.fill(Math.floor(chance() * 256), bytes.length & ~3)
    left -= bytes.length
    yield bytes
  }
}

/** Writes a stream to a socket at its pace, then does `last`. */
function pump(socket: TcpSocket, pieces: Iterator<Buffer>, stream: Stream, last: () => void): void {
  const next = pieces.next()
  if (next.done) {
    last()
    return
  }
  stream.add(next.value)
  socket.write(next.value, () => pump(socket, pieces, stream, last))
}

/** Where connections break: anywhere, in both directions, in all three ways; most of them soon. */
function cutPlan(chance: () => number, each: number): Cut {
  const how = (['reset', 'reset', 'end'] as const)[Math.floor(chance() * 3)] ?? 'reset'
  return { after: Math.floor(chance() * each), direction: chance() < 0.5 ? 'up' : 'down', how }
}

/**
 * Sends `bytes` from a game to the page's own connection and a quarter of that back, through the real proxy and a network
 * that breaks all the time; the game closes at the end. Bytes of the way up break a connection as those of the way down do.
 */
export async function chaos(bytes: number, seed: number, each = 60_000): Promise<ChaosResult> {
  const chance = random(seed)
  const streams = { down: new Stream(), gotDown: new Stream(), up: new Stream(), gotUp: new Stream() }
  const upTotal = Math.floor(bytes / 4)
  const game = await TestGame.start((socket) => {
    // It closes when all has been said on both sides.
    let waiting = 2
    const done = (): void => void (--waiting === 0 && socket.end())
    pump(socket, noise(bytes, random(seed + 1)), streams.down, done)
    socket.on('data', (got: Buffer) => {
      streams.gotUp.add(got)
      if (streams.gotUp.bytes === upTotal) done()
    })
  })
  const proxy = await runProxy()
  // Until the game is reached there is nothing to take up: the first connection gets so far.
  const cutter = await Cutter.start(proxy.port, () =>
    cutter.connections === 0 ? { after: 5000, direction: 'down', how: 'reset' } : cutPlan(chance, each),
  )
  let resumes = 0
  const place = new URL(`http://127.0.0.1:${cutter.port}`)
  const address = { host: '127.0.0.1', port: game.port, tls: false }
  const ending = await new Promise<Ending>((resolve) => {
    const host: ConnectionHost = {
      open: (via) => openSocket(via === undefined ? connectUrl(place, address) : resumeUrl(place, via)),
      now: () => performance.now(),
      // The waits of the way back are for people; here they only cost time.
      after: (wait, run) => {
        const timer = setTimeout(run, wait > 100 && wait < 20_000 && wait !== 10_000 ? 1 : wait)
        return () => clearTimeout(timer)
      },
      random: () => chance(),
      onWake: () => () => undefined,
      visible: () => false,
    }
    const connection = new Connection(host, {
      opened: () => typeAll(connection, noise(upTotal, random(seed + 2)), streams.up),
      received: (got) => {
        streams.gotDown.add(got)
        connection.taken(got.length)
      },
      notice: () => undefined,
      lost: () => undefined,
      resumed: () => void resumes++,
      measured: () => undefined,
      ended: resolve,
    })
  })
  const { connections, cuts } = cutter
  await cutter.close()
  await proxy.close()
  await game.close()
  return {
    connections,
    cuts,
    resumes,
    ending,
    toClient: result(streams.down, streams.gotDown),
    toGame: result(streams.up, streams.gotUp),
  }
}

const result = (sent: Stream, arrived: Stream) => ({
  sent: sent.digest(),
  arrived: arrived.digest(),
  bytes: arrived.bytes,
})

/** Gives the connection more whenever it has sent what it had. */
function typeAll(connection: Connection, pieces: Iterator<Buffer>, stream: Stream): void {
  const more = (): void => {
    while (connection.waiting < 65_536) {
      const next = pieces.next()
      if (next.done) return
      stream.add(next.value)
      connection.send(next.value)
    }
    setImmediate(more)
  }
  more()
}

/** The `ws` package's WebSocket as the page knows it. */
const openSocket = (url: string): Socket => {
  const socket = new WebSocket(url, ['willdo.v1'], { perMessageDeflate: false })
  socket.on('error', () => undefined)
  return socket as unknown as Socket
}
