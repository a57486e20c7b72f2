import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { RawData, ServerOptions } from 'ws'
import { SUBPROTOCOL, SUBPROTOCOL_PLAIN } from '../shared/wire/messages.ts'
import type { Notice, Resume } from '../shared/wire/messages.ts'
import { WINDOW } from '../shared/wire/window.ts'
import { ClientSocket, readText } from './client-socket.ts'
import { abortReason, dial } from './dial.ts'
import type { Dialled, DialOptions, Request } from './dial.ts'
import { ReadMemory } from './game.ts'
import type { Guard } from './guard.ts'
import type { Limits } from './limits.ts'
import type { CallFacts, Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { Parking } from './parking.ts'
import { Refusal } from './refusal.ts'
import { readRequest } from './request.ts'
import { Session } from './session.ts'
import type { Shared } from './session.ts'

export type GatewayOptions = {
  readonly guard: Guard
  readonly limits: Limits
  readonly log: Log
  readonly metrics: Metrics
  /** The public name of this process; empty: one is made up. */
  readonly via: string
  readonly connectMillis: number
  /** How long a session outlives its WebSocket; 0: not at all. */
  readonly parkMillis: number
  /** How many sessions there may be at once; 0, here and below: as many as there are. */
  readonly sessions: number
  readonly idleMillis: number
  readonly lifetimeMillis: number
  /** How often sessions are looked at for these. */
  readonly sweepMillis: number
  readonly ca?: DialOptions['ca']
  /** The address that a request's budgets are kept under. */
  readonly callerOf: (request: IncomingMessage) => string
  /** Throws a Refusal if the page that asks may not. */
  readonly checkOrigin: (request: IncomingMessage) => void
}

/** How often a client's WebSocket is pinged; one that has not answered by the next time is gone. */
const HEARTBEAT = 25_000
/** How long a slow client may take for the last bytes before its WebSocket is cut. */
const CLOSE_TIMEOUT = 120_000
/** Into how many parts a client may cut one message: each costs many times its bytes. */
const PARTS = 256
/** In how many reads the longest frame may come: 64 bytes each, and networks bring ten times that. */
const READS = 4096
/** How long a client that wants to resume may take to say so. */
const RESUME_PATIENCE = 10_000

const SUBPROTOCOLS: readonly string[] = [SUBPROTOCOL, SUBPROTOCOL_PLAIN]

/** Takes WebSockets on `/connect` and joins each of them to a game, a new one or one that was left behind. */
export class Gateway {
  readonly #options: GatewayOptions
  readonly #webSockets: InstanceType<typeof WebSocketServer<typeof ClientSocket>>
  readonly #sessions = new Set<Session>()
  readonly #shared: Shared
  readonly #memory = new ReadMemory()
  readonly #timers: readonly NodeJS.Timeout[]
  #count = 0
  #stopping = false
  /** What everybody is told of the stop, while those who are there may still come and go. */
  #farewell: Notice | undefined
  #emptied: (() => void) | undefined

  constructor(server: Server, options: GatewayOptions) {
    this.#options = options
    const settings: ServerOptions<typeof ClientSocket> & { closeTimeout: number } = {
      noServer: true,
      WebSocket: ClientSocket,
      autoPong: false,
      perMessageDeflate: false,
      maxPayload: WINDOW,
      maxFragments: PARTS,
      maxBufferedChunks: READS,
      closeTimeout: CLOSE_TIMEOUT,
      handleProtocols: chooseSubprotocol,
    }
    this.#webSockets = new WebSocketServer(settings)
    this.#shared = {
      via: options.via === '' ? randomBytes(6).toString('base64url') : options.via,
      parking: new Parking(options.parkMillis),
      parkSeconds: options.parkMillis / 1000,
      log: options.log,
      metrics: options.metrics,
      over: (session) => this.#over(session),
    }
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
    this.#timers = [
      setInterval(() => this.#beat(), HEARTBEAT),
      setInterval(() => this.#sweep(), options.sweepMillis),
    ]
    for (const timer of this.#timers) timer.unref()
  }

  /** How many sessions there are, those still being dialled and those without a client included. */
  get sessions(): number {
    return this.#sessions.size
  }

  /** How many of them have lost their client. */
  get parked(): number {
    return this.#shared.parking.parked
  }

  /** Bytes that are held for somebody to take them. */
  get kept(): number {
    let sum = 0
    for (const { bridge } of this.#sessions) sum += bridge.kept
    return sum
  }

  get isStopping(): boolean {
    return this.#stopping
  }

  /**
   * Takes no more sessions (lost ones may still be taken up), tells those there are when they will end, and gives them `grace` milliseconds to end by
   * themselves. Those that are left then are ended; clients that do not answer are cut after `patience` more.
   */
  async close(grace: number, patience: number): Promise<void> {
    this.#stopping = true
    for (const timer of this.#timers) clearInterval(timer)
    if (grace > 0 && this.#sessions.size > 0) await this.#announceStop(grace)
    this.#farewell = undefined
    for (const { bridge } of [...this.#sessions]) bridge.stop('stopping')
    const clients = [...this.#webSockets.clients]
    const gone = Promise.all(clients.map((client) => new Promise((resolve) => client.once('close', resolve))))
    const cut = setTimeout(() => clients.forEach((client) => client.terminate()), patience)
    await gone
    clearTimeout(cut)
    // Whoever was cut before he had read the end could come back for it; there will be nobody to come back to.
    for (const { bridge } of [...this.#sessions]) bridge.expire()
  }

  #announceStop(grace: number): Promise<void> {
    const message = 'The proxy is being stopped, and the connection ends with it. Come back in a moment.'
    const farewell: Notice = { type: 'notice', code: 'stopping', message, until: Date.now() + grace }
    this.#farewell = farewell
    for (const { bridge } of this.#sessions) bridge.notice(farewell)
    return new Promise((resolve) => {
      const late = setTimeout(resolve, grace)
      this.#emptied = () => {
        clearTimeout(late)
        resolve()
      }
    })
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.url?.split('?', 1)[0] === '/connect') {
      this.#webSockets.handleUpgrade(request, socket, head, (client) => {
        client.wire = socket
        this.#connected(client, request)
      })
      return
    }
    socket.on('error', () => socket.destroy())
    // Nobody reads what else it sends, and a socket with something unread never closes by itself.
    socket.once('finish', () => socket.destroy())
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  }

  #connected(client: ClientSocket, request: IncomingMessage): void {
    client.on('pong', () => (client.heard = true))
    // What a client did wrong on the WebSocket level: `ws` answers with the protocol's own close code; 'close' follows.
    client.on('error', closeFollows)
    const caller = this.#options.callerOf(request)
    try {
      if (!SUBPROTOCOLS.includes(client.protocol)) throw new Refusal('no-subprotocol')
      this.#options.checkOrigin(request)
      const query = new URL(request.url ?? '/', 'http://proxy').searchParams
      const isResume = query.has('resume')
      if (this.#stopping && !(isResume && this.#farewell)) throw new Refusal('stopping')
      if (isResume) this.#resume(client, caller, query)
      else this.#start(client, caller, readRequest(query))
    } catch (error) {
      client.refuse(this.#refusal(error, { client: caller }))
    }
  }

  #start(client: ClientSocket, caller: string, asked: Request): void {
    const { limits, sessions } = this.#options
    if (sessions > 0 && this.#sessions.size >= sessions) throw new Refusal('proxy-full')
    const session = new Session(client, ++this.#count, caller, limits.admit(caller), this.#shared)
    this.#sessions.add(session)
    this.#open(session, caller, asked).catch((error: unknown) => {
      // Nobody is left to be told, and nothing went wrong.
      if (session.isOver) return
      const { host, port } = asked
      session.bridge.refuse(this.#refusal(error, { client: caller, host, port }))
    })
  }

  /** Looks the name up, checks its addresses and dials, all within the connect timeout. */
  async #open(session: Session, caller: string, asked: Request): Promise<void> {
    const { guard, limits, connectMillis, ca } = this.#options
    const dialling = new AbortController()
    const timer = setTimeout(() => dialling.abort(tooLate(asked, connectMillis)), connectMillis)
    session.dialling(asked, () => dialling.abort())
    const { signal } = dialling
    let dialled: Dialled
    const began = performance.now()
    try {
      await limits.dial(caller, asked.host, asked.port)
      const targets = await unlessAborted(guard.check(asked.host, asked.port), signal)
      const [first] = targets
      // Most names have one address; where another one answers first, it is that one that counts.
      const place = first && limits.target(first.address, first.port)
      if (place) session.hold(place)
      dialled = await dial(asked, targets, {
        signal,
        memory: this.#memory,
        ...(ca === undefined ? {} : { ca }),
      })
      const { game, target } = dialled
      if (target.address !== first?.address) {
        place?.()
        try {
          session.hold(limits.target(target.address, target.port))
        } catch (error) {
          game.socket.destroy()
          throw error
        }
      }
    } finally {
      clearTimeout(timer)
    }
    this.#options.metrics.dialled((performance.now() - began) / 1000)
    session.open(dialled)
  }

  /** Waits for the token and goes on with its session. */
  #resume(client: ClientSocket, caller: string, query: URLSearchParams): void {
    if (!client.speaks) throw new Refusal('session-gone')
    if ((query.get('via') ?? this.#shared.via) !== this.#shared.via) throw new Refusal('session-gone')
    const refuse = (error: unknown): void => client.refuse(this.#refusal(error, { client: caller }))
    const late = setTimeout(
      () => refuse(new Refusal('bad-message', 'No resume came in time. Connect again.')),
      RESUME_PATIENCE,
    )
    client.once('close', () => clearTimeout(late))
    // Nothing is read before the budget has been asked: what follows the token belongs to the session.
    client.pause()
    const listen = (): void => {
      client.once('message', (data, isBinary) => {
        clearTimeout(late)
        // It has been refused: what was on its way then comes too late.
        if (client.readyState !== client.OPEN) return
        try {
          this.#takeUp(client, caller, readResume(data, isBinary))
        } catch (error) {
          refuse(error)
        }
      })
      client.resume()
    }
    this.#options.limits.resume(caller).then(listen, refuse)
  }

  #takeUp(client: ClientSocket, caller: string, message: Resume): void {
    const session = this.#shared.parking.find(message.token)
    if (session) {
      session.resume(client, message)
      if (this.#farewell) session.bridge.notice(this.#farewell)
      return
    }
    this.#options.limits.wrongResume(caller).catch((error: unknown) => this.#options.log.failed(error))
    throw new Refusal('session-gone')
  }

  #over(session: Session): void {
    this.#sessions.delete(session)
    if (this.#sessions.size === 0) this.#emptied?.()
  }

  /** What a client is told of an error, written down for the operator; a mistake of ours with its stack. */
  #refusal(error: unknown, facts: CallFacts): Refusal {
    const { log, metrics } = this.#options
    if (!(error instanceof Refusal)) log.failed(error)
    const refusal = error instanceof Refusal ? error : new Refusal('internal')
    metrics.refused(refusal.code)
    log.refused({ ...facts, code: refusal.code })
    return refusal
  }

  #beat(): void {
    for (const client of this.#webSockets.clients) {
      // A paused client's answers are not read: its pings only make the system notice that it has gone.
      if (!client.heard && !client.isPaused) client.terminate()
      else {
        client.heard = false
        client.ping()
      }
    }
  }

  #sweep(): void {
    const { idleMillis, lifetimeMillis } = this.#options
    const now = performance.now()
    for (const session of this.#sessions) session.age(now, idleMillis, lifetimeMillis)
  }
}

const closeFollows = (): void => undefined

/**
 * The best sub-protocol that both know. To a client that offers only others its first is returned, because a browser drops
 * a connection whose offer is not answered, and then cannot read why it was refused.
 */
function chooseSubprotocol(offered: Set<string>): string | false {
  return SUBPROTOCOLS.find((name) => offered.has(name)) ?? [...offered][0] ?? false
}

function readResume(data: RawData, isBinary: boolean): Resume {
  const parsed = isBinary ? undefined : readText(data as Buffer)
  if (parsed?.kind === 'message' && parsed.message.type === 'resume') return parsed.message
  const reason = parsed?.kind === 'bad' ? parsed.reason : 'the first frame is not the message resume'
  throw new Refusal('bad-message', `The proxy did not understand the page: ${reason}.`)
}

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
