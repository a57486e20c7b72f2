import { createServer, type AddressInfo, type Socket } from 'node:net'
import { bytesOf } from './page-bytes.ts'

/** One player at a scripted game. */
export class Player {
  readonly #socket: Socket
  #waiting: (() => void)[] = []
  /** Every byte that came, one character each. */
  received = ''

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('error', () => socket.destroy())
    socket.on('data', (bytes: Buffer) => {
      this.received += bytes.toString('latin1')
      for (const wake of this.#waiting.splice(0)) wake()
    })
    socket.on('close', () => {
      for (const wake of this.#waiting.splice(0)) wake()
    })
  }

  /** Sends a string byte by byte. */
  send(text: string | Uint8Array): void {
    this.#socket.write(typeof text === 'string' ? bytesOf(text) : text)
  }

  /** Resolves once what came contains `text`. */
  async until(text: string): Promise<void> {
    while (!this.received.includes(text)) {
      if (this.#socket.destroyed) throw new Error(`the player left; ${JSON.stringify(text)} never came`)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  /** Sends back whatever comes from now on. */
  echo(): void {
    this.#socket.on('data', (bytes: Buffer) => this.#socket.write(bytes))
  }

  leave(): void {
    this.#socket.end()
  }

  reset(): void {
    this.#socket.resetAndDestroy()
  }
}

/** A telnet server on loopback that does what a test says. */
export interface Game {
  readonly port: number
  /** The players that came so far. */
  readonly players: readonly Player[]
  /** Resolves with that player, counted from 0, once it has come. */
  readonly player: (index: number) => Promise<Player>
  close(): Promise<void>
}

export function startGame(greet: (player: Player) => void | Promise<void>): Promise<Game> {
  const players: Player[] = []
  const sockets = new Set<Socket>()
  const waiting: (() => void)[] = []
  const nth = async (index: number): Promise<Player> => {
    for (;;) {
      const found = players[index]
      if (found) return found
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    const player = new Player(socket)
    players.push(player)
    for (const wake of waiting.splice(0)) wake()
    void greet(player)
  })
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () =>
      resolve({ port: (server.address() as AddressInfo).port, players, player: nth, close }),
    )
  })
}

/** A port on loopback at which nothing listens. */
export async function closedPort(): Promise<number> {
  const game = await startGame(() => undefined)
  await game.close()
  return game.port
}
