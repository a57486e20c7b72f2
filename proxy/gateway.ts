import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { ServerOptions, WebSocket } from 'ws'
import { SUBPROTOCOL, SUBPROTOCOL_PLAIN, WIRE_VERSION } from '../shared/wire/messages.ts'
import { WINDOW } from '../shared/wire/window.ts'
import { wholeNumber } from './allow.ts'
import { Bridge } from './bridge.ts'
import { abortReason, dial } from './dial.ts'
import type { Dialled, DialOptions, Request } from './dial.ts'
import type { Guard } from './guard.ts'
import { Refusal } from './refusal.ts'

export type GatewayOptions = {
  readonly guard: Guard
  readonly connectMillis: number
  /** How many sessions there may be at once. */
  readonly sessions: number
  readonly ca?: DialOptions['ca']
  /** Where failures of ours are written, for the operator. */
  readonly report: (error: unknown) => void
}

/** How often a client's WebSocket is pinged; one that has not answered by the next time is gone. */
const HEARTBEAT = 25_000
/** How long a slow client may take for the last bytes before its WebSocket is cut. */
const CLOSE_TIMEOUT = 120_000
/** A refused client has one sentence to read. */
const REFUSED_TIMEOUT = 5000

/** Takes WebSockets on `/connect` and joins each of them to a game. */
export class Gateway {
  readonly #options: GatewayOptions
  readonly #webSockets: WebSocketServer
  readonly #sessions = new Set<Bridge>()
  readonly #heartbeat: NodeJS.Timeout
  /** The public name of this process, for balancers that route a resume to it. */
  readonly #via = randomBytes(6).toString('base64url')

  constructor(server: Server, options: GatewayOptions) {
    this.#options = options
    const settings: ServerOptions & { closeTimeout: number } = {
      noServer: true,
      perMessageDeflate: false,
      maxPayload: WINDOW,
      closeTimeout: CLOSE_TIMEOUT,
      handleProtocols: chooseSubprotocol,
    }
    this.#webSockets = new WebSocketServer(settings)
    this.#webSockets.on('connection', (client, request) => this.#connected(client, request))
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT)
    this.#heartbeat.unref()
  }

  /** How many sessions there are, those still being dialled included. */
  get sessions(): number {
    return this.#sessions.size
  }

  /** Tells every client that the proxy stops; those that do not answer are cut when `patience` milliseconds are over. */
  async close(patience: number): Promise<void> {
    clearInterval(this.#heartbeat)
    for (const bridge of [...this.#sessions]) bridge.stop()
    const clients = [...this.#webSockets.clients]
    const gone = Promise.all(clients.map((client) => new Promise((resolve) => client.once('close', resolve))))
    const cut = setTimeout(() => clients.forEach((client) => client.terminate()), patience)
    await gone
    clearTimeout(cut)
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (pathOf(request) === '/connect') {
      this.#webSockets.handleUpgrade(request, socket, head, (client) =>
        this.#webSockets.emit('connection', client, request),
      )
      return
    }
    socket.on('error', () => socket.destroy())
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  }

  #connected(client: WebSocket, request: IncomingMessage): void {
    alive.add(client)
    client.on('pong', () => alive.add(client))
    client.on('message', () => alive.add(client))
    const bridge = new Bridge(client, client.protocol === SUBPROTOCOL)
    client.on('close', () => this.#sessions.delete(bridge))
    this.#start(client, bridge, request).catch((error: unknown) => {
      // Whoever is refused holds no place, also if he does not answer the close.
      this.#sessions.delete(bridge)
      const cut = setTimeout(() => client.terminate(), REFUSED_TIMEOUT)
      client.on('close', () => clearTimeout(cut))
      if (!(error instanceof Refusal) && !bridge.abandoned.aborted) this.#options.report(error)
      bridge.refuse(error instanceof Refusal ? error : new Refusal('internal'))
    })
  }

  async #start(client: WebSocket, bridge: Bridge, request: IncomingMessage): Promise<void> {
    if (!SUBPROTOCOLS.includes(client.protocol)) throw new Refusal('no-subprotocol')
    if (!isOwnPage(request)) throw new Refusal('origin-not-allowed')
    const query = new URL(request.url ?? '/', 'http://proxy').searchParams
    // Nothing is parked in this version: every session has gone with its WebSocket.
    if (query.has('resume')) throw new Refusal('session-gone')
    const asked = readRequest(query)
    if (this.#sessions.size >= this.#options.sessions) throw new Refusal('proxy-full')
    this.#sessions.add(bridge)
    const { socket, target, tls } = await this.#dial(asked, bridge.abandoned)
    bridge.open(socket, {
      type: 'opened',
      v: WIRE_VERSION,
      via: this.#via,
      token: randomBytes(16).toString('base64url'),
      window: WINDOW,
      parkSeconds: 0,
      address: target.address,
      family: target.family,
      ...(tls ? { tls } : {}),
    })
  }

  /** Looks the name up, checks its addresses and dials, all within the connect timeout. */
  async #dial(asked: Request, abandoned: AbortSignal): Promise<Dialled> {
    const { guard, connectMillis, ca } = this.#options
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(tooLate(asked, connectMillis)), connectMillis)
    const signal = AbortSignal.any([abandoned, late.signal])
    try {
      const targets = await unlessAborted(guard.check(asked.host, asked.port), signal)
      return await dial(asked, targets, { signal, ...(ca === undefined ? {} : { ca }) })
    } finally {
      clearTimeout(timer)
    }
  }

  #beat(): void {
    for (const client of this.#webSockets.clients) {
      // A paused client's answers are not read: its pings only make the system notice that it has gone.
      if (!alive.delete(client) && !client.isPaused) client.terminate()
      else client.ping()
    }
  }
}

const SUBPROTOCOLS: readonly string[] = [SUBPROTOCOL, SUBPROTOCOL_PLAIN]

/** Clients that have been heard of since the last heartbeat. */
const alive = new WeakSet<WebSocket>()

/**
 * The best sub-protocol that both know. To a client that offers only others its first is returned, because a browser drops
 * a connection whose offer is not answered, and then cannot read why it was refused.
 */
function chooseSubprotocol(offered: Set<string>): string | false {
  return SUBPROTOCOLS.find((name) => offered.has(name)) ?? [...offered][0] ?? false
}

/** True for requests from our own page, and from programs, which send no Origin. */
function isOwnPage(request: IncomingMessage): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  try {
    const page = new URL(origin)
    return host !== undefined && page.host === new URL(`${page.protocol}//${host}`).host
  } catch {
    return false // `null`, the origin of files and sandboxes, or no URL at all.
  }
}

/** Reads what `/connect` was asked for. */
export function readRequest(query: URLSearchParams): Request {
  const host = (query.get('host') ?? '').trim().replace(/^\[(.*)\]$/, '$1')
  if (host === '')
    throw new Refusal('bad-request', 'The host is missing. Ask for /connect?host=HOST&port=PORT.')
  if (host.length > 253 || !/^[\p{L}\p{N}._:%-]+$/u.test(host)) {
    throw new Refusal('bad-request', 'The host is neither a name nor an address. Check the spelling.')
  }
  const portText = query.get('port') ?? ''
  const port = wholeNumber(portText.trim(), 65535)
  if (!port) {
    throw new Refusal(
      'bad-request',
      portText === ''
        ? 'The port is missing. Most games name it beside their host.'
        : 'The port is not a number from 1 to 65535.',
    )
  }
  const tls = query.get('tls') ?? '0'
  if (tls !== '0' && tls !== '1') throw new Refusal('bad-request', 'tls is neither 0 nor 1.')
  const pin = query.get('pin')?.toLowerCase()
  if (pin !== undefined && !/^[0-9a-f]{64}$/.test(pin)) {
    throw new Refusal('bad-request', 'pin is not the SHA-256 of a certificate in 64 hexadecimal digits.')
  }
  return { host, port, tls: tls === '1', pin }
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?', 1)[0] ?? '/'

const tooLate = ({ host, port }: Request, millis: number): Refusal =>
  new Refusal(
    'timed-out',
    `${host} port ${port} did not answer the proxy within ${Math.ceil(millis / 1000)} s. Check the port, or try again later.`,
  )

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortReason(signal))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
