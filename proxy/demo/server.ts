import { createServer, type AddressInfo, type Socket } from 'node:net'
import { inTurn, type Choose } from './bot.ts'
import { realClock, type Clock } from './clock.ts'
import { Visitor } from './visitor.ts'
import { World } from './world.ts'

const VISITORS_MAX = 500

/** After so long without a sound the kernel asks whether the other end is still there. */
const KEEPALIVE_MS = 60_000

/** When the demo closes, this is how long its goodbyes may take. */
const CLOSING_MS = 1000

export interface DemoOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** What tests put in place of time and of the bot's moods. */
  readonly clock?: Clock
  readonly choose?: Choose
}

/** A demo that is up. */
export interface Demo {
  readonly port: number
  /** Says goodbye to everybody; resolves when all connections are gone. */
  close(): Promise<void>
}

/** Starts the built-in MUD; rejects with the error of `listen`, as EADDRINUSE. */
export function startDemo(options: DemoOptions): Promise<Demo> {
  const world = new World(options.clock ?? realClock, options.choose ?? inTurn())
  const visitors = new Map<Socket, Visitor>()
  // noDelay: a prompt's GA must not wait for the acknowledgement of its text.
  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEPALIVE_MS })

  server.on('connection', (socket) => {
    // A reset is how some clients leave; 'close' follows and does what there is to do.
    socket.on('error', () => socket.destroy())
    if (visitors.size >= VISITORS_MAX) {
      socket.end('The demo is full. Try again in a while.\r\n')
      socket.resume()
      return
    }
    const visitor = new Visitor(socket, world, server.address() as AddressInfo)
    visitors.set(socket, visitor)
    socket.on('close', () => visitors.delete(socket))
    visitor.welcome()
  })

  function close(): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => {
        clearTimeout(patience)
        resolve()
      })
      world.channel.close()
      for (const visitor of visitors.values()) visitor.goodbye('The demo closes. Goodbye.')
      const patience = setTimeout(() => {
        for (const socket of visitors.keys()) socket.destroy()
      }, CLOSING_MS)
    })
  }

  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      // Running out of file descriptors is reported here; those who are in stay in.
      server.on('error', (error) => console.error(`demo: ${error.message}`))
      resolve({ port: (server.address() as AddressInfo).port, close })
    })
  })
}
