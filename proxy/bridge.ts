import type { Socket } from 'node:net'
import type { RawData, WebSocket } from 'ws'
import { millis } from '../shared/base/brands.ts'
import { CODES } from '../shared/wire/codes.ts'
import type { Code } from '../shared/wire/codes.ts'
import { encode, parseClientMessage } from '../shared/wire/messages.ts'
import type { ClientMessage, ClosedBy, Opened, ProxyMessage } from '../shared/wire/messages.ts'
import { AckClock, CLIENT_UNACKED_MAX, PROXY_ACK_BYTES, SendWindow, WINDOW } from '../shared/wire/window.ts'
import { Refusal } from './refusal.ts'

/** Longest text frame that is read: no message comes near it. */
const TEXT_MAX = 4096
/** How long the game may take to accept the last bytes of a client that has gone. */
const LINGER = 5000
/** RFC 6455 section 5.5: a close frame carries 125 bytes, 2 of them the code. */
const REASON_MAX = 123

const now = () => millis(performance.now())

/**
 * One client and one game: bytes both ways, counted and held back so that neither side can fill this process. Knows
 * nothing of telnet. Lives from the upgrade on, so that whatever a client sends while the game is dialled is not lost.
 */
export class Bridge {
  readonly #client: WebSocket
  /** True for willdo.v1, false for clients that know binary frames only. */
  readonly #speaks: boolean
  readonly #abandoned = new AbortController()
  readonly #window = new SendWindow(WINDOW)
  readonly #acks = new AckClock(PROXY_ACK_BYTES)
  #ackTimer: NodeJS.Timeout | undefined
  #game: Socket | undefined
  /** What the client sent before the game was reached. */
  #early: Buffer[] = []
  /** Bytes from the client that the game's socket has not accepted yet. */
  #pending = 0
  #over = false

  constructor(client: WebSocket, speaks: boolean) {
    this.#client = client
    this.#speaks = speaks
    client.on('message', (data, isBinary) => this.#fromClient(asBuffer(data), isBinary))
    client.on('close', (code) => this.#clientGone(code !== 1006))
    // What a client did wrong on the WebSocket level (`ws` answers with the protocol's own close code); close follows.
    client.on('error', () => this.#clientGone(false))
  }

  /** Aborted when the client leaves or ends the session while the game is being dialled. */
  get abandoned(): AbortSignal {
    return this.#abandoned.signal
  }

  /** Starts the session with a connected game; `opened` is the first message. */
  open(game: Socket, opened: Opened): void {
    if (this.#over) {
      game.destroy()
      return
    }
    this.#game = game
    this.#tell(opened)
    game.on('data', (bytes) => this.#fromGame(bytes))
    game.on('end', () => this.#finish('game', 'ended'))
    game.on('error', (error) => this.#gameFailed(error))
    game.on('close', () => this.#finish('game', 'reset'))
    for (const bytes of this.#early) this.#toGame(game, bytes)
    this.#early = []
    // It may have gone between the dial and here, and then says so no more.
    if (game.destroyed) this.#finish('game', 'reset')
  }

  /** Tells the client why there is no session. */
  refuse(refusal: Refusal): void {
    if (this.#over) return
    this.#over = true
    const { code, leg, message, certificate } = refusal
    this.#tell({ type: 'refused', code, leg, message, ...(certificate ? { certificate } : {}) })
    this.#close(code, message)
  }

  /** Ends the session because the proxy stops. */
  stop(): void {
    if (this.#game) this.#finish('proxy', 'stopping')
    else this.#giveUp('stopping', CODES.stopping.sentence)
  }

  #fromGame(bytes: Buffer): void {
    if (this.#over || !this.#game) return
    if (this.#speaks) {
      this.#window.push(bytes)
      this.#client.send(bytes)
      if (!this.#window.isOpen) this.#game.pause()
      return
    }
    this.#client.send(bytes, () => {
      if (this.#client.bufferedAmount <= WINDOW / 2) this.#game?.resume()
    })
    if (this.#client.bufferedAmount > WINDOW) this.#game.pause()
  }

  #fromClient(bytes: Buffer, isBinary: boolean): void {
    if (this.#over) return
    if (isBinary) {
      this.#hold(bytes.length)
      if (this.#game) this.#toGame(this.#game, bytes)
      else this.#early.push(bytes)
    } else if (!this.#speaks) {
      this.#violation('bad-message', 'A text frame came, and this sub-protocol has binary frames only.')
    } else if (bytes.length > TEXT_MAX) {
      this.#violation('bad-message', `A text frame of ${bytes.length} bytes came; the most is ${TEXT_MAX}.`)
    } else {
      this.#fromClientText(bytes.toString())
    }
  }

  #fromClientText(text: string): void {
    const parsed = parseClientMessage(text)
    if (parsed.kind === 'bad') {
      this.#violation('bad-message', `The proxy did not understand the page: ${parsed.reason}.`)
    } else if (parsed.kind === 'message') {
      this.#act(parsed.message)
    }
  }

  #act(message: ClientMessage): void {
    switch (message.type) {
      case 'ack':
        this.#acknowledged(message.received)
        break
      case 'ping':
        // Besides the window, answers to pings are all that can pile up for a client that does not read.
        if (this.#client.bufferedAmount > 2 * WINDOW) {
          this.#violation('flow-violation', 'The page sends pings and does not read the answers.')
        } else {
          this.#tell({ type: 'pong', n: message.n })
        }
        break
      case 'end':
        this.#finish('client', 'ended')
        break
      case 'resume':
        this.#violation('bad-message', 'resume came on a new session; it belongs to /connect?resume=1.')
        break
    }
  }

  #acknowledged(total: number): void {
    const result = this.#window.acknowledge(total)
    if (result === 'violation') {
      this.#violation(
        'flow-violation',
        `The page acknowledged ${total} bytes, and only ${this.#window.sent} were sent. Reload the page and connect again.`,
      )
    } else if (result === 'advanced' && this.#window.isOpen) {
      this.#game?.resume()
    }
  }

  /**
   * A client that keeps to its 64 KiB is never paused here, and must not be: its acknowledgements stand in the same
   * queue, and a game that waits for them to be read before it reads itself would wait for ever.
   */
  #hold(length: number): void {
    this.#pending += length
    if (this.#pending > CLIENT_UNACKED_MAX) this.#client.pause()
  }

  #toGame(game: Socket, bytes: Buffer): void {
    game.write(bytes, (error) => {
      if (error) return // The socket's own 'error' event says so to the client.
      this.#pending -= bytes.length
      if (this.#pending <= CLIENT_UNACKED_MAX / 2 && this.#client.isPaused) this.#client.resume()
      this.#accepted(bytes.length)
    })
  }

  /** The socket has taken bytes over: they are acknowledged at once in large amounts, else soon. */
  #accepted(length: number): void {
    if (!this.#speaks || this.#over) return
    this.#acks.add(length, now())
    const wait = this.#acks.wait(now())
    if (wait === 0) this.#acknowledge()
    else this.#ackTimer ??= setTimeout(() => this.#acknowledge(), wait)
  }

  #acknowledge(): void {
    clearTimeout(this.#ackTimer)
    this.#ackTimer = undefined
    const received = this.#acks.take()
    if (received !== undefined) this.#tell({ type: 'ack', received })
  }

  #gameFailed(error: NodeJS.ErrnoException): void {
    this.#finish('game', error.code === 'ETIMEDOUT' ? 'timed-out' : 'reset')
  }

  /** The client broke the rules: no session yet is a refusal, a running one is closed. */
  #violation(code: Code, message: string): void {
    if (this.#game) this.#finish('proxy', code, message)
    else this.#giveUp(code, message)
  }

  #giveUp(code: Code, message: string): void {
    this.refuse(new Refusal(code, message))
    this.#abandoned.abort()
  }

  /** Says why the session is over and lets go of both sides; what the game sent has been passed on before. */
  #finish(by: ClosedBy, code: Code, message: string = sentenceFor(by, code)): void {
    if (this.#over) return
    if (this.#speaks && this.#game) this.#acknowledge()
    this.#over = true
    this.#tell({ type: 'closed', by, code, message })
    this.#close(code, message)
    this.#letGameGo(code === 'ended')
  }

  #clientGone(orderly: boolean): void {
    this.#over = true
    this.#letGameGo(orderly)
  }

  #letGameGo(flush: boolean): void {
    this.#abandoned.abort()
    clearTimeout(this.#ackTimer)
    this.#early = []
    const game = this.#game
    this.#game = undefined
    if (!game || game.destroyed) return
    if (!flush) {
      game.destroy()
      return
    }
    // What was typed last still goes out, if the game takes it; what the game says to it nobody reads.
    const linger = setTimeout(() => game.destroy(), LINGER)
    game.once('close', () => clearTimeout(linger))
    game.removeAllListeners('data')
    game.resume()
    game.destroySoon()
  }

  #tell(message: ProxyMessage): void {
    if (this.#speaks) this.#client.send(encode(message))
  }

  #close(code: Code, message: string): void {
    // A paused WebSocket would not see the answer to its close frame.
    this.#client.resume()
    this.#client.close(CODES[code].close, shorten(message))
  }
}

function sentenceFor(by: ClosedBy, code: Code): string {
  return by === 'client' && code === 'ended' ? 'You ended the connection.' : CODES[code].sentence
}

const asBuffer = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data

/** As much of a sentence as a close frame holds; it never ends inside a character. */
export function shorten(message: string): string {
  const bytes = Buffer.from(message)
  if (bytes.length <= REASON_MAX) return message
  let end = REASON_MAX - 3
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return `${bytes.toString('utf8', 0, end)}...`
}
