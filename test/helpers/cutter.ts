import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

/** When a connection through a `Cutter` breaks, and how. */
export type Cut = {
  /** So many bytes of one direction still pass, and not one more. */
  readonly after: number
  readonly direction: 'up' | 'down'
  /** RST, FIN, or no word at all: the bytes just stop. */
  readonly how: 'reset' | 'end' | 'silence'
}

/** A piece of network in front of a server of loopback, which breaks when a test says so. */
export class Cutter {
  readonly port: number
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  /** How many connections there have been, and how many of them were cut. */
  connections = 0
  cuts = 0
  /** While true nothing gets through at all. */
  down = false

  private constructor(server: Server, port: number) {
    this.#server = server
    this.port = port
  }

  /** Forwards to `port`; `plan` says for each new connection where it will break, if it will. */
  static async start(port: number, plan: () => Cut | undefined = () => undefined): Promise<Cutter> {
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const cutter = new Cutter(server, (server.address() as AddressInfo).port)
    server.on('connection', (outer) => cutter.#join(outer, port, plan()))
    return cutter
  }

  /** Breaks every connection there is now. */
  cutAll(how: Cut['how'] = 'reset'): void {
    for (const pair of this.#pairs) this.#cut(pair, how)
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #join(outer: Socket, port: number, cut: Cut | undefined): void {
    if (this.down) {
      outer.resetAndDestroy()
      return
    }
    this.connections++
    const inner = connect({ port, host: '127.0.0.1', noDelay: true })
    const pair = [outer, inner] as const
    this.#pairs.add(pair)
    for (const [from, to, direction] of [
      [outer, inner, 'up'],
      [inner, outer, 'down'],
    ] as const) {
      let left = cut?.direction === direction ? cut.after : Infinity
      from.on('data', (bytes: Buffer) => {
        const part = left < bytes.length ? bytes.subarray(0, left) : bytes
        left -= part.length
        const flowing = to.write(part)
        if (left === 0 && cut) this.#cut(pair, cut.how)
        else if (!flowing) {
          from.pause()
          to.once('drain', () => from.resume())
        }
      })
      from.on('end', () => to.end())
      from.on('error', () => to.destroy())
      from.on('close', () => {
        this.#pairs.delete(pair)
        to.destroySoon()
      })
    }
  }

  #cut(pair: readonly [Socket, Socket], how: Cut['how']): void {
    this.cuts++
    this.#pairs.delete(pair)
    for (const socket of pair) {
      socket.removeAllListeners('data')
      if (how === 'end') socket.end()
      // What was written may still be on its way inside this process: it was let through.
      else if (how === 'reset') socket.write('', () => socket.resetAndDestroy())
      else socket.pause()
    }
  }
}
