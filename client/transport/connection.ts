import { millis } from '../../shared/base/brands.ts'
import { CODES, codeOfClose, type Leg } from '../../shared/wire/codes.ts'
import { encode, parseProxyMessage, SUBPROTOCOL } from '../../shared/wire/messages.ts'
import type {
  ClientMessage,
  Notice,
  Opened,
  ProxyMessage,
  Refused,
  Resumed,
} from '../../shared/wire/messages.ts'
import { AckClock, CLIENT_UNACKED_MAX, FRAME_MAX, SendWindow } from '../../shared/wire/window.ts'
import type { Address } from '../address.ts'
import { ENDED_HERE, GONE, LOST, NO_PROXY, NOT_UNDERSTOOD, UNREACHED, withLoss } from './ending.ts'
import type { Ending } from './ending.ts'
import { GOOD_LINK, retryDelay } from './retry.ts'

/** What a connection tells its owner. `ended` comes last and once. */
export interface ConnectionEvents {
  opened(message: Opened): void
  received(bytes: Uint8Array): void
  notice(message: Notice): void
  /** The WebSocket is gone; the proxy holds the game for about `held` milliseconds, and is looked for. Once for each loss. */
  lost(held: number): void
  /** The session goes on: nothing was lost. */
  resumed(message: Resumed): void
  /** A word to the proxy and back took so many milliseconds. */
  measured(took: number): void
  ended(ending: Ending): void
}

/** The part of a WebSocket that is used here. */
export type Socket = Pick<WebSocket, 'send' | 'close' | 'protocol' | 'readyState' | 'binaryType'> & {
  onopen: ((event: Event) => unknown) | null
  onmessage: ((event: MessageEvent) => unknown) | null
  onclose: ((event: CloseEvent) => unknown) | null
}

/** The outside, as a connection needs it. */
export interface ConnectionHost {
  /** A WebSocket to the game, or to the session that the proxy process `via` has kept. */
  readonly open: (via?: string) => Socket
  /** Milliseconds on any steady clock. */
  readonly now: () => number
  /** Runs something later; what it returns takes that back. */
  readonly after: (wait: number, run: () => void) => () => void
  /** From 0 to 1. */
  readonly random: () => number
  /** Calls back when the network or the page may have been away and is there again; returns the way to stop that. */
  readonly onWake: (run: () => void) => () => void
  /** Whether somebody may be looking at the page. */
  readonly visible: () => boolean
}

const OPEN = 1
/** How long a try to take the session up may last. */
const TRY = 10_000
/** The proxy may have noticed the loss later than we did, and keeps the game so much longer. */
const SPARE = 60_000
/** After so long without a word the proxy is asked whether it is there, and has so long to say anything. */
const SILENCE = 30_000
const PATIENCE = 10_000
/** How often the way to the proxy is measured while the page is visible. */
const MEASURE = 10_000
/** For the first time a little later: a page that has just opened has its hands full. */
const MEASURE_FIRST = 1000
/** The same when there is reason to doubt. */
const PATIENCE_AWAKE = 2000
/** Refusals that may be over in a moment. */
const PASSING = new Set(['rate-limited', 'proxy-full', 'too-many-sessions', 'internal'])

const nothing = (): void => undefined

/** The address of the proxy's `/connect` for a game: beside the page at `page`, or below a proxy's own `wss:` address. */
export function connectUrl(page: URL | Location, address: Address, pin?: string): string {
  const query = new URLSearchParams({ host: address.host, port: String(address.port) })
  if (address.tls) query.set('tls', '1')
  if (address.tls && pin !== undefined) query.set('pin', pin)
  return connectAt(page, query)
}

/** The address at which the proxy process `via` is asked for a session that it has kept. */
export const resumeUrl = (page: URL | Location, via: string): string =>
  connectAt(page, new URLSearchParams({ resume: '1', via }))

function connectAt({ protocol, host, pathname }: URL | Location, query: URLSearchParams): string {
  const named = protocol === 'wss:' || protocol === 'ws:'
  const place = named
    ? `${protocol}//${host}${pathname}`
    : `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/`
  return `${place}connect?${query.toString()}`
}

/**
 * One game's bytes over as many WebSockets as it takes (`willdo.v1`), with the window in both directions: what comes in is
 * acknowledged when the owner says it is taken over, what goes out waits while 64 KiB are unacknowledged. When a WebSocket
 * is lost another one takes the session up where both sides left it. Nothing is ever kept for another game connection.
 */
export class Connection {
  readonly #host: ConnectionHost
  readonly #events: ConnectionEvents
  readonly #window = new SendWindow(CLIENT_UNACKED_MAX)
  readonly #acks = new AckClock()
  readonly #stopWaking: () => void
  #socket: Socket | undefined
  #session: Opened | undefined
  /** True while bytes can pass. */
  #linked = false
  #linkedAt = 0
  #tries = 0
  /** Until when a lost session is looked for; undefined while it is not lost. */
  #lostUntil: number | undefined
  /** Total of bytes that came from the game, taken over or not. */
  #got = 0
  /** The total that the proxy was asked to go on from. */
  #asked = 0
  /** Bytes that we have and that come again, because they were not taken over when the link was lost. */
  #again = 0
  #waiting: Uint8Array[] = []
  #heard = false
  #pings = 0
  /** The ping whose answer tells the way to the proxy. */
  #pinged: { readonly n: number; readonly at: number } | undefined
  #over = false
  #cancelAck: (() => void) | undefined
  #cancelRetry = nothing
  #cancelTry = nothing
  #cancelProbe = nothing
  #cancelSilence = nothing
  #cancelMeasure = nothing

  constructor(host: ConnectionHost, events: ConnectionEvents) {
    this.#host = host
    this.#events = events
    this.#stopWaking = host.onWake(() => this.#wake())
    this.#use(host.open())
  }

  /** Bytes that were given to `send` and have not left this page. */
  get waiting(): number {
    return this.#waiting.reduce((sum, { length }) => sum + length, 0)
  }

  /** Sends bytes to the game: now, when the window has room, or when the link is back; nothing once the connection is over. */
  send(bytes: Uint8Array): void {
    if (this.#over || bytes.length === 0) return
    this.#waiting.push(bytes)
    this.#drain()
  }

  /** Counts received bytes as taken over for good; they are acknowledged soon. */
  taken(length: number): void {
    if (this.#over) return
    this.#acks.add(length, millis(this.#host.now()))
    this.#acknowledge()
  }

  /** Tries to take up a lost session now and not later. */
  tryNow(): void {
    if (this.#over || this.#lostUntil === undefined) return
    this.#drop()
    this.#resume()
  }

  /** Ends the game's connection for good because a person asked for it. */
  end(): void {
    if (this.#over) return
    if (this.#socket?.readyState === OPEN) this.#tell({ type: 'end' })
    this.#end(ENDED_HERE)
  }

  #use(socket: Socket): void {
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      if (socket.protocol !== SUBPROTOCOL) this.#strange()
      else if (this.#session) this.#askForSession(this.#session)
    }
    socket.onmessage = (event: MessageEvent) => this.#message(event.data)
    socket.onclose = (event) => this.#closed(event.code)
  }

  /** Lets the present WebSocket go: whatever still comes over it is not looked at. */
  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    this.#linked = false
    this.#pinged = undefined
    for (const cancel of [
      this.#cancelRetry,
      this.#cancelTry,
      this.#cancelProbe,
      this.#cancelSilence,
      this.#cancelMeasure,
    ])
      cancel()
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    if (socket.readyState <= OPEN) socket.close()
  }

  /** Not a proxy at all; on the way back to a session that may be a hotel's login page, and passes. */
  #strange(): void {
    if (this.#session) this.#lose()
    else this.#end(NO_PROXY)
  }

  #lose(): void {
    const now = this.#host.now()
    if (this.#linked && now - this.#linkedAt >= GOOD_LINK) this.#tries = 0
    this.#drop()
    if (this.#lostUntil === undefined) {
      const held = (this.#session?.parkSeconds ?? 0) * 1000
      this.#lostUntil = now + held + SPARE
      this.#events.lost(held)
    }
    const wait = retryDelay(this.#tries++, this.#host.random())
    if (now + wait >= this.#lostUntil) this.#end(LOST)
    else this.#cancelRetry = this.#host.after(wait, () => this.#resume())
  }

  #resume(): void {
    this.#cancelTry = this.#host.after(TRY, () => this.#lose())
    this.#use(this.#host.open(this.#session?.via))
  }

  #askForSession({ token }: Opened): void {
    // What is received but not yet taken over is asked for again: should this page go, the proxy still has it.
    this.#asked = this.#acks.received
    this.#tell({ type: 'resume', token, received: this.#asked, sent: this.#window.sent })
  }

  #resumed(message: Resumed): void {
    const tail = this.#window.since(message.received)
    if (!this.#session || this.#linked || message.from !== this.#asked || !tail) {
      this.#end(NOT_UNDERSTOOD)
      return
    }
    this.#again = this.#got - message.from
    for (let at = 0; at < tail.length; at += FRAME_MAX) this.#sendBytes(tail.subarray(at, at + FRAME_MAX))
    this.#lostUntil = undefined
    this.#link()
    // What was taken over since we asked; the rest the proxy counts as acknowledged.
    const received = this.#acks.take()
    if (received !== undefined && received > this.#asked) this.#tell({ type: 'ack', received })
    this.#events.resumed(message)
    this.#drain()
  }

  #link(): void {
    this.#cancelTry()
    this.#linked = true
    this.#linkedAt = this.#host.now()
    this.#listen()
    this.#cancelMeasure = this.#host.after(MEASURE_FIRST, () => this.#measure())
  }

  #measure(): void {
    if (this.#host.visible()) this.#ping()
    this.#cancelMeasure = this.#host.after(MEASURE, () => this.#measure())
  }

  /** Asks now how long a word to the proxy and back takes; `measured` tells. */
  ping(): void {
    if (this.#linked) this.#ping()
  }

  #ping(): void {
    this.#pinged = { n: ++this.#pings, at: this.#host.now() }
    this.#tell({ type: 'ping', n: this.#pings })
  }

  /** Asks after a long silence whether the proxy is still there. */
  #listen(): void {
    this.#heard = false
    this.#cancelSilence = this.#host.after(SILENCE, () => {
      if (!this.#heard) this.#probe(PATIENCE)
      this.#listen()
    })
  }

  #wake(): void {
    if (this.#linked) this.#probe(PATIENCE_AWAKE)
    else this.tryNow()
  }

  #probe(patience: number): void {
    this.#cancelProbe()
    this.#ping()
    this.#cancelProbe = this.#host.after(patience, () => {
      if (this.#session?.parkSeconds) this.#lose()
      else this.#end(LOST)
    })
  }

  #drain(): void {
    while (this.#linked && this.#waiting[0] && this.#window.isOpen) {
      const first = this.#waiting[0]
      const part = first.subarray(0, Math.min(this.#window.room, FRAME_MAX))
      if (part.length === first.length) this.#waiting.shift()
      else this.#waiting[0] = first.subarray(part.length)
      this.#window.push(part)
      this.#sendBytes(part)
    }
  }

  #sendBytes(bytes: Uint8Array): void {
    this.#socket?.send(bytes as Uint8Array<ArrayBuffer>)
  }

  #tell(message: ClientMessage): void {
    this.#socket?.send(encode(message))
  }

  #acknowledge(): void {
    const wait = this.#acks.wait(millis(this.#host.now()))
    if (wait === undefined) return
    if (wait > 0) this.#cancelAck ??= this.#host.after(wait, () => this.#sendAck())
    else this.#sendAck()
  }

  #sendAck(): void {
    this.#cancelAck?.()
    this.#cancelAck = undefined
    // While the link is lost the totals wait: the resume tells them.
    if (!this.#linked) return
    const received = this.#acks.take()
    if (received !== undefined) this.#tell({ type: 'ack', received })
  }

  #message(data: unknown): void {
    if (this.#over) return
    this.#heard = true
    // Whatever it is, it answers.
    this.#cancelProbe()
    if (data instanceof ArrayBuffer) {
      this.#bytes(new Uint8Array(data))
      return
    }
    const parsed = parseProxyMessage(String(data))
    if (parsed.kind === 'bad') this.#end(NOT_UNDERSTOOD)
    else if (parsed.kind === 'message') this.#act(parsed.message)
  }

  #bytes(bytes: Uint8Array): void {
    const known = Math.min(this.#again, bytes.length)
    this.#again -= known
    this.#got += bytes.length - known
    if (known < bytes.length) this.#events.received(known === 0 ? bytes : bytes.subarray(known))
  }

  #act(message: ProxyMessage): void {
    switch (message.type) {
      case 'opened':
        this.#session = message
        this.#link()
        this.#events.opened(message)
        this.#drain()
        break
      case 'resumed':
        this.#resumed(message)
        break
      case 'ack':
        if (this.#window.acknowledge(message.received) === 'violation') this.#end(NOT_UNDERSTOOD)
        else this.#drain()
        break
      case 'notice':
        this.#events.notice(message)
        break
      case 'refused':
        this.#refused(message)
        break
      case 'closed': {
        const leg: Leg = message.by === 'game' ? 'game' : 'page-proxy'
        this.#end({ wanted: false, leg, code: message.code, message: message.message })
        break
      }
      case 'pong':
        if (this.#pinged?.n !== message.n) break
        this.#events.measured(this.#host.now() - this.#pinged.at)
        this.#pinged = undefined
        break
    }
  }

  #refused({ code, leg, message, certificate }: Refused): void {
    if (!this.#session) this.#end({ wanted: false, leg, code, message, certificate })
    else if (PASSING.has(code)) this.#lose()
    else if (code === 'session-gone') this.#end(GONE)
    else this.#end({ wanted: false, leg, code, message })
  }

  #closed(close: number): void {
    const code = codeOfClose(close)
    if (code) this.#end({ wanted: false, leg: CODES[code].leg, code, message: CODES[code].sentence })
    else if (!this.#session) this.#end(UNREACHED)
    else if (this.#session.parkSeconds > 0) this.#lose()
    else this.#end(LOST)
  }

  #end(ending: Ending): void {
    if (this.#over) return
    this.#over = true
    const unsure = this.#session ? this.#window.unacknowledged + this.waiting : 0
    this.#waiting = []
    this.#stopWaking()
    this.#cancelAck?.()
    this.#drop()
    this.#events.ended(withLoss(ending, ending.code === 'ended' ? 0 : unsure))
  }
}
