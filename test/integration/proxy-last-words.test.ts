import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { keepLastWords, writeFailure } from '../../proxy/last-words.ts'
import { CERTIFICATE, KEY } from '../helpers/proxy-certificate.ts'
import { gameUrl, Started } from '../helpers/proxy-run.ts'

const started = new Started()
afterEach(() => started.close())

/** Less than any receive buffer holds: all of it has come before the connection breaks. */
const SAID = 50_000
const ROUNDS = 50

/** What a socket that reads on to the end still gets. */
async function readOut(socket: Socket): Promise<number> {
  let got = 0
  socket.on('data', (bytes: Buffer) => (got += bytes.length))
  socket.resume()
  if (!socket.closed) await once(socket, 'close')
  return got
}

describe('a game that says goodbye and breaks off while somebody types', () => {
  it.each(['tcp', 'tls'])(`is heard to the end, ${ROUNDS} times over %s`, async (kind) => {
    const tls = kind === 'tls' ? { cert: CERTIFICATE, key: KEY } : undefined
    const game = await started.game(undefined, tls)
    for (let round = 0; round < ROUNDS; round++) {
      const place = { host: '127.0.0.1', port: game.port }
      const socket = tls ? connectTls({ ...place, rejectUnauthorized: false }) : connect(place)
      socket.on('error', () => undefined)
      await once(socket, tls ? 'secureConnect' : 'connect')
      keepLastWords(socket)
      socket.pause()
      const other = await game.connection()
      await new Promise((resolve) => other.write(Buffer.alloc(SAID, 'g'), resolve))
      // What is unread when a socket closes makes it a reset.
      await new Promise((resolve) => socket.write('look\r\n', resolve))
      other.destroy()
      await once(other, 'close')
      // The first write meets the reset, the second is dropped.
      await new Promise((resolve) => socket.write('north\r\n', resolve))
      await new Promise((resolve) => socket.write('south\r\n', resolve))
      expect(socket.destroyed).toBe(false)
      expect(await readOut(socket)).toBe(SAID)
    }
  })

  it('is told apart from one that ends in good order', async () => {
    const game = await started.game()
    const socket = connect(game.port, '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    keepLastWords(socket)
    const other = await game.connection()
    other.resetAndDestroy()
    await once(other, 'close')
    while (!writeFailure(socket) && !socket.destroyed)
      await new Promise((resolve) => socket.write('x', resolve))
    expect(writeFailure(socket) ?? socket.errored).toBeInstanceOf(Error)
  })

  it('reaches the page through the proxy whole, with the word that it broke off', async () => {
    const proxy = await started.proxy()
    const game = await started.game((socket) => {
      socket.pause()
      socket.write(Buffer.alloc(SAID, 'g'), () => setImmediate(() => socket.destroy()))
    })
    for (let round = 0; round < 20; round++) {
      const client = started.client(gameUrl(proxy, game.port))
      client.acknowledges = true
      await client.message('opened')
      const type = setInterval(() => {
        if (client.socket.readyState === 1) client.socket.send(Buffer.from('look\r\n'))
      }, 0)
      await client.closed()
      clearInterval(type)
      expect(client.received).toBe(SAID)
    }
  })
})
