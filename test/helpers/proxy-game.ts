import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { TlsOptions } from 'node:tls'

/** A game on loopback whose every connection a test can hold in its hands. */
export class TestGame {
  readonly port: number
  readonly #server: ReturnType<typeof createServer>
  readonly #sockets = new Set<Socket>()
  readonly #arrived: Socket[] = []
  /** How many connections there have been. */
  arrivals = 0
  readonly #awaited: ((socket: Socket) => void)[] = []

  constructor(server: ReturnType<typeof createServer>, port: number) {
    this.#server = server
    this.port = port
  }

  /** Starts a game that does with each connection what `play` says. */
  static async start(
    play: (socket: Socket) => void = () => undefined,
    tls?: TlsOptions,
    port = 0,
  ): Promise<TestGame> {
    const server = tls ? createTlsServer(tls) : createServer({ noDelay: true })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const game = new TestGame(server, (server.address() as AddressInfo).port)
    server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => game.#arrive(socket, play))
    return game
  }

  /** The next connection that nobody has taken yet. */
  connection(): Promise<Socket> {
    const socket = this.#arrived.shift()
    return socket ? Promise.resolve(socket) : new Promise((resolve) => this.#awaited.push(resolve))
  }

  /** How many connections are open. */
  get open(): number {
    return this.#sockets.size
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #arrive(socket: Socket, play: (socket: Socket) => void): void {
    this.arrivals++
    this.#sockets.add(socket)
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    const awaited = this.#awaited.shift()
    if (awaited) awaited(socket)
    else this.#arrived.push(socket)
    play(socket)
  }
}

/** A port of 127.0.0.1 at which nothing listens. */
export async function deadPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** All bytes of a connection up to `length`. */
export async function readBytes(socket: Socket, length: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let got = 0
  for await (const part of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    parts.push(part)
    got += part.length
    if (got >= length) break
  }
  return Buffer.concat(parts)
}
