import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { afterEach, beforeEach } from 'vitest'
import { startDemo, type Demo } from '../../proxy/demo/server.ts'
import { ManualClock } from '../helpers/manual-clock.ts'
import { DemoClient, type Accepts } from './demo-client.ts'

/** A demo for each test, on a free port of loopback, whose time the test moves. */
export function useDemo() {
  const now = {
    demo: undefined as unknown as Demo,
    clock: new ManualClock(),
    clients: [] as DemoClient[],
    /** The demo's ends of the connections, in their order. */
    sockets: [] as Socket[],
    async visit(accepts: Accepts = {}): Promise<DemoClient> {
      const client = await DemoClient.connect(now.demo.port, accepts)
      now.clients.push(client)
      return client
    },
  }
  const remember = (message: unknown): void => void now.sockets.push((message as { socket: Socket }).socket)
  beforeEach(async () => {
    now.clock = new ManualClock()
    now.clients = []
    now.sockets = []
    subscribe('net.server.socket', remember)
    now.demo = await startDemo({ host: '127.0.0.1', port: 0, clock: now.clock, choose: () => 0 })
  })
  afterEach(async () => {
    unsubscribe('net.server.socket', remember)
    for (const client of now.clients) client.socket.destroy()
    await now.demo.close()
  })
  return now
}

// eslint-disable-next-line no-control-regex -- colour sequences begin with ESC
export const seen = (text: string): string => text.replace(/\x1b\[[0-9;]*m/g, '')

/** Whether these bytes, one a character, are among them. */
export const holds = (bytes: Uint8Array, part: string): boolean =>
  Buffer.from(bytes).includes(Buffer.from(part, 'latin1'))

/** How wide the widest line of it is. */
export const widest = (text: string): number =>
  Math.max(
    ...seen(text)
      .split('\r\n')
      .map((line) => line.length),
  )

/** Until nothing more leaves the socket: its peer's window is closed. */
export async function stuck(socket: Socket): Promise<void> {
  for (let same = 0, last = -1; same < 100;) {
    await new Promise(setImmediate)
    same = socket.writableNeedDrain && socket.bytesWritten === last ? same + 1 : 0
    last = socket.bytesWritten
  }
}
