import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import { isIP } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { DirectoryEntry, ProxyInfo } from '../shared/wire/info.ts'
import { SUBPROTOCOL, SUBPROTOCOL_PLAIN } from '../shared/wire/messages.ts'
import { CLIENT_UNACKED_MAX, FRAME_MAX, WINDOW } from '../shared/wire/window.ts'
import { inRange } from './allow.ts'
import { clientAddress, isUnknownCaller } from './client-address.ts'
import type { Config } from './config.ts'
import type { DialOptions } from './dial.ts'
import { Gateway } from './gateway.ts'
import { Guard, isPublic } from './guard.ts'
import { httpHandler } from './http.ts'
import { Limits } from './limits.ts'
import { createLog } from './log.ts'
import type { Log } from './log.ts'
import { Metrics } from './metrics.ts'
import { corsOrigin, originComplaint } from './origin.ts'
import { OPEN_PORT_NAMES } from './ports.ts'
import { Refusal } from './refusal.ts'
import { resolveAll } from './resolve.ts'
import type { Resolve } from './resolve.ts'
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
  readonly log?: Log
  /** Times that the configuration has only in larger units. */
  readonly connectMillis?: number
  readonly parkMillis?: number
  readonly idleMillis?: number
  readonly lifetimeMillis?: number
  readonly sweepMillis?: number
  readonly headersMillis?: number
}

/** A proxy that runs. */
export type RunningProxy = {
  /** Where the page is, for a person to open. */
  readonly url: string
  readonly port: number
  /** Where the built-in server is, if it runs. */
  readonly demo: { readonly host: string; readonly port: number } | undefined
  /** How many sessions there are now, parked ones included. */
  readonly sessions: () => number
  /** Bytes that are held in memory for somebody to take them. */
  readonly kept: () => number
  /**
   * Ends everything. With `grace`, in milliseconds, people are told and new ones refused before sessions are ended.
   */
  close(grace?: number): Promise<void>
}

/** The operator can do something about it: the message says what. */
export class StartError extends Error {}

const DEMO_HOST = '127.0.0.1'
/** How many ports after the wished one are tried for the demo. */
const DEMO_TRIES = 100
/** How long clients may take to say goodbye when the proxy stops. */
const GOODBYE = 1000
/** How long the headers of a request may take. */
const HEADERS = 10_000
const SWEEP = 5000

/** Listens, starts the demo, serves the page and joins WebSockets to games until it is closed. */
export async function startProxy(config: Config, surroundings: Surroundings = {}): Promise<RunningProxy> {
  const { ca, headersMillis = HEADERS } = surroundings
  const log = surroundings.log ?? createLog(config.logLevel)
  const guard = new Guard(config, surroundings.resolve ?? resolveAll)
  const directory: DirectoryEntry[] = [...config.games]
  const metrics = new Metrics({
    sessions: () => gateway.sessions,
    parked: () => gateway.parked,
    kept: () => gateway.kept,
  })
  const whoAsks = (request: IncomingMessage) =>
    [request.socket.remoteAddress ?? '', request.headers['x-forwarded-for'], config.trustProxy] as const
  const callerOf = (request: IncomingMessage): string => clientAddress(...whoAsks(request))
  const warnOfStrangers = warnOnce(log)
  const server = createServer(
    // A request that trickles in is cut; an idle connection is not kept for long.
    {
      headersTimeout: headersMillis,
      requestTimeout: headersMillis * 3,
      connectionsCheckingInterval: headersMillis / 2,
    },
    httpHandler(surroundings.pageDirectory ?? join(ROOT, 'dist', 'client'), {
      info: () => infoOf(directory, config),
      health: () => ({
        stopping: gateway.isStopping,
        version: VERSION,
        sessions: gateway.sessions,
        parked: gateway.parked,
        uptimeSeconds: Math.floor(process.uptime()),
      }),
      metrics,
      mayReadMetrics: (request) => {
        // Behind a web server that is not trusted everybody would look like a neighbour.
        if (isUnknownCaller(...whoAsks(request))) return false
        const caller = callerOf(request)
        return isIP(caller) !== 0 && config.metricsFrom.some((range) => inRange(range, caller))
      },
      corsOrigin: (origin) => corsOrigin(origin, config.origins),
    }),
  )
  // Whoever does not read the answer is cut too; a WebSocket has no such limit.
  server.timeout = headersMillis * 6
  const gateway: Gateway = new Gateway(server, {
    guard,
    limits: new Limits(config),
    log,
    metrics,
    via: config.via,
    connectMillis: surroundings.connectMillis ?? config.connectSeconds * 1000,
    parkMillis: surroundings.parkMillis ?? config.parkSeconds * 1000,
    sessions: config.maxSessions,
    idleMillis: surroundings.idleMillis ?? config.idleMinutes * 60_000,
    lifetimeMillis: surroundings.lifetimeMillis ?? config.maxHours * 3_600_000,
    sweepMillis: surroundings.sweepMillis ?? SWEEP,
    callerOf: (request) => {
      if (isUnknownCaller(...whoAsks(request)))
        warnOfStrangers(clientAddress(request.socket.remoteAddress ?? '', undefined, []))
      return callerOf(request)
    },
    checkOrigin: ({ headers }) => {
      const complaint = originComplaint(headers, config.origins)
      if (complaint !== undefined) throw new Refusal('origin-not-allowed', complaint)
    },
    ...(ca === undefined ? {} : { ca }),
  })
  const port = await listen(server, config)
  const demo = await startDemo(config, surroundings.startDemo, guard, directory).catch(
    async (error: unknown) => {
      server.close()
      await gateway.close(0, 0)
      throw error
    },
  )
  const url = `http://${urlHost(config.host)}:${port}`
  log.listening(url)
  return {
    url,
    port,
    demo: demo && { host: DEMO_HOST, port: demo.port },
    sessions: () => gateway.sessions,
    kept: () => gateway.kept,
    close: (grace = 0) => {
      log.stopping(gateway.sessions, grace / 1000)
      return close(server, gateway, demo, grace)
    },
  }
}

/** Tells the operator of a web server in front that he most likely runs himself and has not named. */
function warnOnce(log: Log): (peer: string) => void {
  let warned = false
  return (peer) => {
    if (warned || isPublic(peer)) return
    warned = true
    log.warning(
      `X-Forwarded-For came from ${peer}, which --trust-proxy does not name: all its visitors count as one caller.`,
    )
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

const infoOf = (directory: readonly DirectoryEntry[], config: Config): ProxyInfo => ({
  version: VERSION,
  subprotocols: [SUBPROTOCOL, SUBPROTOCOL_PLAIN],
  modes: [config.mode],
  ports: OPEN_PORT_NAMES,
  exceptions: config.allow.length > 0,
  limits: {
    window: WINDOW,
    clientUnacknowledged: CLIENT_UNACKED_MAX,
    frame: FRAME_MAX,
    sessions: config.maxSessions,
    connectSeconds: config.connectSeconds,
    parkSeconds: config.parkSeconds,
    sessionsPerAddress: config.maxPerAddress,
    dialsPerMinute: config.dialsPerMinute,
    targetsPerHour: config.gamesPerHour,
    idleSeconds: config.idleMinutes * 60,
    lifetimeSeconds: config.maxHours * 3600,
  },
  directory,
})

async function close(
  server: Server,
  gateway: Gateway,
  demo: RunningDemo | undefined,
  grace: number,
): Promise<void> {
  await gateway.close(grace, GOODBYE)
  const stopped = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await demo?.close()
  await stopped
}

/** A host as it stands in a URL that a person can open: "every address" is not one. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
