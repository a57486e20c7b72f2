import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { Bridge } from '../../proxy/bridge.ts'
import type { BridgeOwner } from '../../proxy/bridge.ts'
import { ClientSocket } from '../../proxy/client-socket.ts'
import { Game, ReadMemory } from '../../proxy/game.ts'
import type { Opened } from '../../shared/wire/messages.ts'
import { Started } from '../helpers/proxy-run.ts'
import { WsClient } from '../helpers/ws-client.ts'

const started = new Started()
const closers: (() => void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) close()
  await started.close()
})

const KIB = 1024
const opened = { type: 'opened' } as Opened

const nobody: BridgeOwner = {
  parks: true,
  bytes: () => undefined,
  abandoned: () => undefined,
  parked: () => undefined,
  ended: () => undefined,
  over: () => undefined,
}

/** Both ends of a WebSocket. */
async function webSocket(): Promise<{ ours: ClientSocket; theirs: WsClient }> {
  const server = createServer().listen(0, '127.0.0.1')
  const webSockets = new WebSocketServer({
    noServer: true,
    WebSocket: ClientSocket,
    perMessageDeflate: false,
  })
  await once(server, 'listening')
  const upgraded = new Promise<ClientSocket>((resolve) =>
    server.once('upgrade', (request, wire, head) =>
      webSockets.handleUpgrade(request, wire, head, (ours) => {
        ours.wire = wire
        resolve(ours)
      }),
    ),
  )
  const theirs = new WsClient(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await once(theirs.socket, 'open')
  closers.push(() => {
    theirs.socket.terminate()
    server.close()
    server.closeAllConnections()
  })
  return { ours: await upgraded, theirs }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Sends zeros until the network takes no more; returns how many. */
async function fill(client: ClientSocket): Promise<number> {
  let zeros = 0
  while (client.bufferedAmount < 100 * KIB) {
    client.send(Buffer.alloc(64 * KIB))
    zeros += 64 * KIB
    await turn()
  }
  return zeros
}

/** A session whose client does not read, and whose game is in the test's hands. */
async function stalled(memory: ReadMemory) {
  const { ours, theirs } = await webSocket()
  const server = await started.game()
  const game = Game.connect({ address: '127.0.0.1', family: 4, port: server.port }, memory)
  closers.push(() => game.socket.destroy())
  await once(game.socket, 'connect')
  const bridge = new Bridge(ours, nobody)
  bridge.open(game, opened)
  await theirs.message('opened')
  theirs.socket.pause()
  const zeros = await fill(ours)
  const socket = await server.connection()
  const says = async (bytes: Buffer): Promise<void> => {
    const all = bridge.bytesFromGame + bytes.length
    socket.write(bytes)
    while (bridge.bytesFromGame < all) await turn()
  }
  /** What the client gets when it reads at last. */
  const heard = async (): Promise<Buffer> => {
    theirs.socket.resume()
    await theirs.until(() => theirs.received >= zeros + bridge.bytesFromGame || theirs.closing !== undefined)
    return theirs.bytes.subarray(zeros)
  }
  return { bridge, ours, theirs, says, heard }
}

/** Another game of the same process floods, and its client takes everything at once. */
async function otherGame(memory: ReadMemory): Promise<void> {
  const server = await started.game((socket: Socket) => socket.end(Buffer.alloc(8e6, 'B')))
  const game = Game.connect({ address: '127.0.0.1', family: 4, port: server.port }, memory)
  await once(game.socket, 'connect')
  game.listen((_, hold) => hold?.release())
  await once(game.socket, 'end')
}

describe('memory that is used again', () => {
  it('is not that of short pieces on their way to a slow client', async () => {
    const memory = new ReadMemory()
    const { says, heard } = await stalled(memory)
    const all: Buffer[] = []
    for (let i = 0; i < 4; i++) {
      for (const part of [Buffer.alloc(40 * KIB, `${i}`), Buffer.alloc(1500, 'short')]) {
        all.push(part)
        await says(part)
      }
    }
    await otherGame(memory)
    expect((await heard()).equals(Buffer.concat(all))).toBe(true)
  })

  it('is not that of bytes which a client acknowledges before it can have them', async () => {
    const memory = new ReadMemory()
    const { bridge, theirs, says, heard } = await stalled(memory)
    await says(Buffer.alloc(200 * KIB, 'A'))
    theirs.send({ type: 'ack', received: bridge.bytesFromGame })
    while (bridge.kept > 0) await turn()
    await otherGame(memory)
    expect((await heard()).includes('B')).toBe(false)
  })

  it('is not that of the last bytes of a game either', async () => {
    const memory = new ReadMemory()
    const { bridge, theirs, says, heard } = await stalled(memory)
    await says(Buffer.alloc(200 * KIB, 'A'))
    bridge.stop('idle')
    theirs.send({ type: 'ack', received: bridge.bytesFromGame })
    while (bridge.kept > 0) await turn()
    await otherGame(memory)
    expect((await heard()).includes('B')).toBe(false)
  })
})

describe('a client that acknowledges everything and reads nothing', () => {
  it('is cut before it costs much', async () => {
    const { bridge, ours, theirs, says } = await stalled(new ReadMemory())
    while (ours.readyState === ours.OPEN && bridge.bytesFromGame < 64e6) {
      await says(Buffer.alloc(128 * KIB))
      theirs.send({ type: 'ack', received: bridge.bytesFromGame })
      while (ours.readyState === ours.OPEN && bridge.kept > 0) await turn()
    }
    expect(bridge.bytesFromGame).toBeLessThan(2e6)
  })
})
