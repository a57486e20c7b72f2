import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { DirectoryEntry, ProxyInfo } from '../shared/wire/info.ts'
import { SUBPROTOCOL, SUBPROTOCOL_PLAIN } from '../shared/wire/messages.ts'
import { CLIENT_UNACKED_MAX, FRAME_MAX, WINDOW } from '../shared/wire/window.ts'
import type { Config } from './config.ts'
import type { DialOptions } from './dial.ts'
import { Gateway } from './gateway.ts'
import { Guard, OPEN_PORT_NAMES, resolveAll } from './guard.ts'
import type { Resolve } from './guard.ts'
import { httpHandler } from './http.ts'
import { ROOT, VERSION } from './root.ts'

/** Starts the built-in server on exactly this port; rejects with EADDRINUSE if it is taken. */
export type StartDemo = (options: { host: string; port: number }) => Promise<RunningDemo>
type RunningDemo = { readonly port: number; close(): Promise<void> }

/** What tests and `main` put in place of the defaults. */
export type Surroundings = {
  readonly startDemo?: StartDemo
  readonly resolve?: Resolve
  readonly ca?: DialOptions['ca']
  readonly pageDirectory?: string
  readonly connectMillis?: number
  readonly sessions?: number
  readonly report?: (error: unknown) => void
}

/** A proxy that runs. */
export type RunningProxy = {
  /** Where the page is, for a person to open. */
  readonly url: string
  readonly port: number
  /** Where the built-in server is, if it runs. */
  readonly demo: { readonly host: string; readonly port: number } | undefined
  /** How many sessions there are now. */
  readonly sessions: () => number
  close(): Promise<void>
}

/** The operator can do something about it: the message says what. */
export class StartError extends Error {}

const CONNECT_MILLIS = 10_000
const SESSIONS = 1000
const DEMO_HOST = '127.0.0.1'
/** How many ports after the wished one are tried for the demo. */
const DEMO_TRIES = 100
/** How long clients may take to say goodbye when the proxy stops. */
const GOODBYE = 1000

/** Listens, starts the demo, serves the page and joins WebSockets to games until it is closed. */
export async function startProxy(config: Config, surroundings: Surroundings = {}): Promise<RunningProxy> {
  const { sessions = SESSIONS, connectMillis = CONNECT_MILLIS, ca } = surroundings
  const guard = new Guard(config.allow, surroundings.resolve ?? resolveAll)
  const directory: DirectoryEntry[] = []
  const info = (): ProxyInfo => infoOf(directory, sessions, connectMillis)
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000 },
    httpHandler(surroundings.pageDirectory ?? join(ROOT, 'dist', 'client'), info),
  )
  const gateway = new Gateway(server, {
    guard,
    connectMillis,
    sessions,
    report: surroundings.report ?? ((error) => console.error(error)),
    ...(ca === undefined ? {} : { ca }),
  })
  const port = await listen(server, config)
  const demo = await startDemo(config, surroundings.startDemo, guard, directory).catch(
    async (error: unknown) => {
      server.close()
      await gateway.close(0)
      throw error
    },
  )
  return {
    url: `http://${urlHost(config.host)}:${port}`,
    port,
    demo: demo && { host: DEMO_HOST, port: demo.port },
    sessions: () => gateway.sessions,
    close: () => close(server, gateway, demo),
  }
}

function listen(server: Server, { host, port }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)))
    server.listen({ host, port }, () => resolve((server.address() as AddressInfo).port))
  })
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} at ${host} is in use by another program. Stop that one, or choose another port: npm start -- --port ${port + 1}`,
      )
    case 'EACCES':
      return new StartError(
        `Port ${port} at ${host} may not be used by this account. Choose one from 1024 up: npm start -- --port 8023`,
      )
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(`${host} is not an address of this computer. Give another one with --host.`)
    default:
      return error
  }
}

async function startDemo(
  config: Config,
  start: StartDemo | undefined,
  guard: Guard,
  directory: DirectoryEntry[],
): Promise<RunningDemo | undefined> {
  if (config.demoPort === undefined || !start) return undefined
  const demo = await firstFree(start, config.demoPort)
  guard.allowDemo({ address: DEMO_HOST, family: 4, port: demo.port })
  directory.unshift({ name: 'Demo (built in)', host: DEMO_HOST, port: demo.port, tls: false, builtIn: true })
  return demo
}

async function firstFree(start: StartDemo, wished: number): Promise<RunningDemo> {
  const last = Math.min(65535, wished + DEMO_TRIES)
  for (let port = wished; port <= last; port++) {
    try {
      return await start({ host: DEMO_HOST, port })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    }
  }
  throw new StartError(
    `No port from ${wished} to ${last} is free for the demo server. Choose another with --demo-port, or leave it out with --no-demo.`,
  )
}

const infoOf = (
  directory: readonly DirectoryEntry[],
  sessions: number,
  connectMillis: number,
): ProxyInfo => ({
  version: VERSION,
  subprotocols: [SUBPROTOCOL, SUBPROTOCOL_PLAIN],
  modes: ['open'],
  ports: OPEN_PORT_NAMES,
  limits: {
    window: WINDOW,
    clientUnacknowledged: CLIENT_UNACKED_MAX,
    frame: FRAME_MAX,
    sessions,
    connectSeconds: connectMillis / 1000,
    parkSeconds: 0,
    sessionsPerAddress: 0,
    dialsPerMinute: 0,
    targetsPerHour: 0,
    idleSeconds: 0,
    lifetimeSeconds: 0,
  },
  directory,
})

async function close(server: Server, gateway: Gateway, demo: RunningDemo | undefined): Promise<void> {
  const stopped = new Promise((resolve) => server.close(resolve))
  await gateway.close(GOODBYE)
  server.closeAllConnections()
  await demo?.close()
  await stopped
}

/** A host as it stands in a URL that a person can open: "every address" is not one. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
