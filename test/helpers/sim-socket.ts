import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { Clock } from '../../proxy/demo/clock.ts'
import { SimServer, type SimSpec } from './sim-server.ts'

/** Real time, whose timers end with the connection. */
class SocketClock implements Clock {
  readonly #timers = new Set<NodeJS.Timeout>()

  get now(): number {
    return performance.now()
  }

  after(milliseconds: number, then: () => void): () => void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      then()
    }, milliseconds)
    this.#timers.add(timer)
    return () => {
      clearTimeout(timer)
      this.#timers.delete(timer)
    }
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer)
  }
}

/** Serves connections on a free port of 127.0.0.1 until closed. */
export function listen(
  serve: (socket: Socket) => void,
): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    serve(socket)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((done) => {
            for (const socket of sockets) socket.destroy()
            server.close(() => done())
          }),
      }),
    )
  })
}

/** A scripted server on a real socket. */
export const listenAs = (spec: SimSpec): ReturnType<typeof listen> =>
  listen((socket) => {
    socket.setNoDelay(true)
    const clock = new SocketClock()
    const server = new SimServer(spec, clock, {
      receive: (bytes) => {
        if (socket.writable) socket.write(bytes)
      },
      end: (how) => (how === 'fin' ? socket.end() : socket.resetAndDestroy()),
    })
    socket.on('close', () => clock.stop())
    socket.on('data', (bytes) => server.hear(bytes))
    server.open()
  })
