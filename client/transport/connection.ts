import { millis } from '../../shared/base/brands.ts'
import { CODES, codeOfClose, type Leg } from '../../shared/wire/codes.ts'
import { encode, parseProxyMessage, SUBPROTOCOL } from '../../shared/wire/messages.ts'
import type { Notice, Opened, ProxyMessage } from '../../shared/wire/messages.ts'
import { AckClock, CLIENT_UNACKED_MAX, FRAME_MAX, SendWindow } from '../../shared/wire/window.ts'
import type { Address } from '../address.ts'

/** How a connection came to its end, in words for a person. */
export interface Ending {
  /** True when a person here ended it: nothing is wrong. */
  readonly wanted: boolean
  readonly leg: Leg
  readonly code: string
  readonly message: string
}

/** What a connection tells its owner. `ended` comes last and once. */
export interface ConnectionEvents {
  opened(message: Opened): void
  received(bytes: Uint8Array): void
  notice(message: Notice): void
  ended(ending: Ending): void
}

/** The part of a WebSocket that is used here. */
export type Socket = Pick<WebSocket, 'send' | 'close' | 'protocol' | 'readyState' | 'binaryType'> & {
  onopen: ((event: Event) => unknown) | null
  onmessage: ((event: MessageEvent) => unknown) | null
  onclose: ((event: CloseEvent) => unknown) | null
}

const OPEN = 1

/** The address of the proxy's `/connect` for a game, beside the page at `page`. */
export function connectUrl(page: URL | Location, address: Address): string {
  const query = new URLSearchParams({ host: address.host, port: String(address.port) })
  if (address.tls) query.set('tls', '1')
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/connect?${query.toString()}`
}

/**
 * One game's bytes over one WebSocket (`willdo.v1`), with the window in both directions: what comes in is acknowledged
 * when the owner says it is taken over, what goes out waits while 64 KiB are unacknowledged. Nothing is ever kept for
 * another connection.
 */
export class Connection {
  readonly #socket: Socket
  readonly #events: ConnectionEvents
  readonly #window = new SendWindow(CLIENT_UNACKED_MAX)
  readonly #acks = new AckClock()
  #ackTimer: ReturnType<typeof setTimeout> | undefined
  #waiting: Uint8Array[] = []
  #opened = false
  #over = false
  #wanted = false

  constructor(socket: Socket, events: ConnectionEvents) {
    this.#socket = socket
    this.#events = events
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      if (socket.protocol !== SUBPROTOCOL) this.#end(NO_PROXY)
    }
    socket.onmessage = (event: MessageEvent) => this.#message(event.data)
    socket.onclose = (event) => this.#end(this.#closed(event.code))
  }

  /** Sends bytes to the game, now or when the window has room; nothing once the connection is over. */
  send(bytes: Uint8Array): void {
    if (this.#over || bytes.length === 0) return
    this.#waiting.push(bytes)
    this.#drain()
  }

  /** Counts received bytes as taken over for good; they are acknowledged soon. */
  taken(length: number): void {
    if (this.#over) return
    this.#acks.add(length, millis(performance.now()))
    this.#acknowledge()
  }

  /** Ends the game's connection for good because a person asked for it. */
  end(): void {
    if (this.#over) return
    this.#wanted = true
    if (this.#socket.readyState === OPEN) this.#socket.send(encode({ type: 'end' }))
    this.#end(ENDED_HERE)
  }

  #drain(): void {
    while (this.#opened && this.#waiting[0] && this.#window.isOpen) {
      const first = this.#waiting[0]
      const part = first.subarray(0, Math.min(this.#window.room, FRAME_MAX))
      if (part.length === first.length) this.#waiting.shift()
      else this.#waiting[0] = first.subarray(part.length)
      this.#window.push(part)
      this.#socket.send(part as Uint8Array<ArrayBuffer>)
    }
  }

  #acknowledge(): void {
    const wait = this.#acks.wait(millis(performance.now()))
    if (wait === undefined) return
    if (wait > 0) {
      this.#ackTimer ??= setTimeout(() => {
        this.#ackTimer = undefined
        this.#sendAck()
      }, wait)
      return
    }
    this.#sendAck()
  }

  #sendAck(): void {
    if (this.#over) return
    clearTimeout(this.#ackTimer)
    this.#ackTimer = undefined
    const received = this.#acks.take()
    if (received !== undefined) this.#socket.send(encode({ type: 'ack', received }))
  }

  #message(data: unknown): void {
    if (this.#over) return
    if (data instanceof ArrayBuffer) {
      this.#events.received(new Uint8Array(data))
      return
    }
    const parsed = parseProxyMessage(String(data))
    if (parsed.kind === 'bad') this.#end(NOT_UNDERSTOOD)
    else if (parsed.kind === 'message') this.#act(parsed.message)
  }

  #act(message: ProxyMessage): void {
    switch (message.type) {
      case 'opened':
        this.#opened = true
        this.#events.opened(message)
        this.#drain()
        break
      case 'ack':
        if (this.#window.acknowledge(message.received) === 'violation') this.#end(NOT_UNDERSTOOD)
        else this.#drain()
        break
      case 'notice':
        this.#events.notice(message)
        break
      case 'refused':
        this.#end({ wanted: false, leg: message.leg, code: message.code, message: message.message })
        break
      case 'closed': {
        const leg: Leg = message.by === 'game' ? 'game' : 'page-proxy'
        this.#end({ wanted: this.#wanted, leg, code: message.code, message: message.message })
        break
      }
      case 'pong':
      case 'resumed':
        break
    }
  }

  #closed(close: number): Ending {
    const code = codeOfClose(close)
    if (code) return { wanted: false, leg: CODES[code].leg, code, message: CODES[code].sentence }
    return this.#opened ? LOST : UNREACHED
  }

  #end(ending: Ending): void {
    if (this.#over) return
    this.#over = true
    this.#waiting = []
    clearTimeout(this.#ackTimer)
    if (this.#socket.readyState <= OPEN) this.#socket.close()
    this.#events.ended(ending)
  }
}

const ENDED_HERE: Ending = { wanted: true, leg: 'page-proxy', code: 'ended', message: 'You disconnected.' }

const UNREACHED: Ending = {
  wanted: false,
  leg: 'page-proxy',
  code: 'no-proxy',
  message:
    'The page cannot reach its proxy. Check your network and that the proxy is running, then connect again.',
}

const LOST: Ending = {
  wanted: false,
  leg: 'page-proxy',
  code: 'lost',
  message: 'The page lost its proxy, and with it the game. Check your network, then connect again.',
}

const NO_PROXY: Ending = {
  wanted: false,
  leg: 'page-proxy',
  code: 'no-proxy',
  message:
    'What answers at this page’s address is no willdo proxy. Open the page at the address of its proxy.',
}

const NOT_UNDERSTOOD: Ending = {
  wanted: false,
  leg: 'page-proxy',
  code: 'bad-message',
  message: 'The page did not understand its proxy. Reload the page and connect again.',
}
