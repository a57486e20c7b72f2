import type { RawData } from 'ws'
import { millis } from '../shared/base/brands.ts'
import { CODES } from '../shared/wire/codes.ts'
import type { Code } from '../shared/wire/codes.ts'
import type { ClientMessage, Closed, ClosedBy, Notice, Opened, Resume } from '../shared/wire/messages.ts'
import {
  AckClock,
  CLIENT_UNACKED_MAX,
  FRAME_MAX,
  PROXY_ACK_BYTES,
  SendWindow,
  WINDOW,
} from '../shared/wire/window.ts'
import { readText } from './client-socket.ts'
import type { ClientSocket } from './client-socket.ts'
import { HEAD } from './frame.ts'
import type { Game, Hold } from './game.ts'
import { writeFailure } from './last-words.ts'
import { Outbox } from './outbox.ts'
import { Refusal } from './refusal.ts'

/** How long the game may take to accept the last bytes of a client that has gone. */
const LINGER = 5000
/** RFC 6455 section 7.4: the purpose is fulfilled; and: the connection broke without a close frame. */
const CLOSE_NORMAL = 1000
const CLOSE_BROKEN = 1006

const now = () => millis(performance.now())

/** Whoever keeps the sessions, as one of them sees it. */
export type BridgeOwner = {
  /** True if a session whose WebSocket was lost is kept for a while. */
  readonly parks: boolean
  /** Bytes have passed: called at each read. */
  bytes(direction: 'to_client' | 'to_game', length: number): void
  /** The client has gone, or broken the rules, while the game was being dialled. */
  abandoned(refusal?: Refusal): void
  /** The WebSocket was lost; the session can be taken up again until `expire` is called. */
  parked(): void
  /** How the session ended, told once and before `over`. */
  ended(closed: Closed): void
  /** Nothing is left of the session: it is of no use to anybody. */
  over(): void
}

/**
 * One game and one client after the other: bytes both ways, counted, held back so that neither side can fill this process,
 * and kept so that a lost WebSocket costs none of them. Knows nothing of telnet. Lives from the upgrade on, so that
 * whatever a client sends while the game is dialled is not lost.
 */
export class Bridge {
  readonly #owner: BridgeOwner
  readonly #speaks: boolean
  readonly #window = new SendWindow(WINDOW)
  readonly #acks = new AckClock(PROXY_ACK_BYTES)
  #ackTimer: NodeJS.Timeout | undefined
  #client: ClientSocket | undefined
  #game: Game | undefined
  /** Total of bytes that came from the client. */
  #arrived = 0
  /** Those of them that the game's socket has not accepted yet. */
  readonly #outbox = new Outbox((length) => this.#accepted(length))
  /** How the session ended: said to the client, or kept until it comes for it. */
  #ending: Closed | undefined
  /** A client that lost its WebSocket may still come for the ending and for what was said before it. */
  #keepsEnding = false
  #over = false

  constructor(client: ClientSocket, owner: BridgeOwner) {
    this.#owner = owner
    this.#speaks = client.speaks
    this.#attach(client)
  }

  /** True while no client is there. */
  get isParked(): boolean {
    return this.#client === undefined && !this.#over
  }

  /** Total of bytes from the game. */
  get bytesFromGame(): number {
    return this.#window.sent
  }

  /** Total of bytes from the client. */
  get bytesFromClient(): number {
    return this.#arrived
  }

  /** Bytes held in memory because somebody has not taken them yet. */
  get kept(): number {
    return (
      this.#outbox.size + (this.#speaks ? this.#window.unacknowledged : (this.#client?.bufferedAmount ?? 0))
    )
  }

  /** Starts the session with a connected game; `opened` is the first message. */
  open(game: Game, opened: Opened): void {
    const { socket } = game
    if (this.#over) {
      socket.destroy()
      return
    }
    this.#game = game
    this.#client?.tell(opened)
    // A game that no longer took anything did not end in good order, although nothing of what it said is lost.
    socket.on('end', () => this.#finish('game', writeFailure(socket) ? 'reset' : 'ended'))
    socket.on('error', (error) => this.#gameFailed(error))
    socket.on('close', () => this.#finish('game', 'reset'))
    this.#outbox.open((bytes, done) => socket.write(bytes, done))
    game.listen((frame, hold) => this.#fromGame(frame, hold))
    // It may have gone between the dial and here, and then says so no more.
    if (socket.destroyed) this.#finish('game', 'reset')
  }

  /** Tells the client why there is no session. */
  refuse(refusal: Refusal): void {
    if (this.#over) return
    this.#client?.refuse(refusal)
    this.#done()
  }

  /**
   * Goes on with another WebSocket, whether the present one was lost or only looks alive. Throws a Refusal, and
   * changes nothing, if the client's totals cannot be. Returns how many bytes are sent again.
   */
  resume(client: ClientSocket, { received, sent }: Resume): number {
    this.#checkTotals(received, sent)
    const old = this.#client
    this.#attach(client)
    if (old) {
      this.#keepUnread(old)
      const message = CODES['taken-over'].sentence
      old.tell({ type: 'closed', by: 'takeover', code: 'taken-over', message })
      old.leave('taken-over', message)
      old.cutSoon()
    }
    const tail = this.#window.since(received)
    if (!tail) throw new Error(`bytes from ${received} on are not kept, although the totals were checked`)
    this.#window.acknowledge(received)
    client.tell({ type: 'resumed', received: this.#arrived, from: received })
    // The last acknowledgement may have been lost with the old WebSocket.
    this.#acks.take()
    client.tell({ type: 'ack', received: this.#acks.received })
    for (let at = 0; at < tail.length; at += FRAME_MAX) client.send(tail.subarray(at, at + FRAME_MAX))
    if (this.#ending) {
      client.tell(this.#ending)
      client.leave(this.#ending.code as Code, this.#ending.message)
    } else if (this.#window.isOpen) this.#game?.resume()
    if (this.#outbox.size > CLIENT_UNACKED_MAX) client.pause()
    return tail.length
  }

  /** Says something that ends nothing. */
  notice(notice: Notice): void {
    this.#client?.tell(notice)
  }

  /** Nobody came back for the session in time. */
  expire(): void {
    this.#letGameGo(true)
    if (!this.#ending) this.#end('proxy', 'session-gone')
    this.#done()
  }

  /** Ends the session for a reason of the proxy's. */
  stop(code: 'stopping' | 'idle' | 'time-up'): void {
    if (code === 'stopping' && this.isParked) this.expire()
    else if (this.#game) this.#finish('proxy', code)
    else if (!this.#ending) this.#giveUp(code, CODES[code].sentence)
  }

  #attach(client: ClientSocket): void {
    this.#client = client
    client.on('message', (data, isBinary) => {
      client.heard = true
      if (client === this.#client) this.#fromClient(asBuffer(data), isBinary)
    })
    client.on('ping', (data) => {
      if (client === this.#client && this.#mayPing(client)) client.pong(data)
    })
    client.on('close', (code) => {
      if (client === this.#client) this.#clientGone(code)
    })
    // Broken frames, too long ones: `ws` has closed with RFC 6455's own code, so this sentence is for the log.
    client.on('error', (error) => {
      if (client === this.#client)
        this.#violation('bad-message', `A broken WebSocket frame: ${error.message}.`)
    })
  }

  #checkTotals(received: number, sent: number): void {
    if (received > this.#window.sent || received < this.#window.acknowledged) {
      throw new Refusal(
        'flow-violation',
        `The page has ${received} bytes; the proxy sent ${this.#window.sent} and keeps those after ${this.#window.acknowledged}. Connect again.`,
      )
    }
    if (sent < this.#arrived) {
      throw new Refusal(
        'flow-violation',
        `The page has sent ${sent} bytes, and the proxy got ${this.#arrived}. Connect again.`,
      )
    }
  }

  #fromGame(frame: Buffer, hold: Hold | undefined): void {
    const game = this.#game
    if (this.#ending || !game) return
    this.#owner.bytes('to_client', frame.length - HEAD)
    if (this.#speaks) {
      this.#window.push(frame.subarray(HEAD), hold)
      this.#client?.pass(frame)
      if (!this.#window.isOpen) game.pause()
      return
    }
    const client = this.#client
    if (!client) return
    client.pass(frame, () => {
      hold?.release()
      if (client.bufferedAmount <= WINDOW / 2) this.#game?.resume()
    })
    if (client.bufferedAmount > WINDOW) game.pause()
  }

  #fromClient(bytes: Buffer, isBinary: boolean): void {
    if (this.#ending) {
      // The answer to what it was sent last may be on its way; all else comes too late.
      if (!isBinary && this.#speaks) this.#fromClientText(bytes)
    } else if (isBinary) {
      this.#owner.bytes('to_game', bytes.length)
      this.#arrived += bytes.length
      this.#outbox.push(bytes)
      // A client that keeps to its 64 KiB is never paused here, and must not be: its acknowledgements stand in the same queue,
      // and a game that waits for them to be read before it reads itself would wait for ever.
      if (this.#outbox.size > CLIENT_UNACKED_MAX) this.#client?.pause()
    } else if (!this.#speaks) {
      this.#violation('bad-message', 'A text frame came, and this sub-protocol has binary frames only.')
    } else this.#fromClientText(bytes)
  }

  #fromClientText(frame: Buffer): void {
    const parsed = readText(frame)
    if (parsed.kind === 'message') this.#act(parsed.message)
    else if (parsed.kind === 'bad')
      this.#violation('bad-message', `The proxy did not understand the page: ${parsed.reason}.`)
  }

  #act(message: ClientMessage): void {
    switch (message.type) {
      case 'ack':
        this.#acknowledged(message.received)
        break
      case 'ping':
        if (this.#client && this.#mayPing(this.#client)) this.#client.tell({ type: 'pong', n: message.n })
        break
      case 'end':
        this.#finish('client', 'ended')
        break
      case 'resume':
        this.#violation('bad-message', 'resume came in a running session; it belongs to /connect?resume=1.')
        break
    }
  }

  #acknowledged(total: number): void {
    if (this.#client) this.#keepUnread(this.#client)
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

  #mayPing(client: ClientSocket): boolean {
    const may = client.mayPing(performance.now())
    if (!may)
      this.#violation('flow-violation', 'The page sends too many pings, or does not read the answers.')
    return may
  }

  /**
   * What is still on its way to a client would change, were its memory used again: a client that says that it has it already,
   * or says so over another WebSocket, would read what some other game said.
   */
  #keepUnread(client: ClientSocket): void {
    if (client.bufferedAmount > 0) this.#game?.retire()
  }

  /** The game's socket has taken bytes over: they are acknowledged at once in large amounts, else soon. */
  #accepted(length: number): void {
    if (this.#outbox.size <= CLIENT_UNACKED_MAX / 2 && this.#client?.isPaused) this.#client.resume()
    if (!this.#speaks || this.#ending) return
    this.#acks.add(length, now())
    const wait = this.#acks.wait(now())
    if (wait === 0) this.#acknowledge()
    else this.#ackTimer ??= setTimeout(() => this.#acknowledge(), wait)
  }

  #acknowledge(): void {
    clearTimeout(this.#ackTimer)
    this.#ackTimer = undefined
    const received = this.#acks.take()
    if (received !== undefined) this.#client?.tell({ type: 'ack', received })
  }

  #gameFailed(error: NodeJS.ErrnoException): void {
    this.#finish('game', error.code === 'ETIMEDOUT' ? 'timed-out' : 'reset')
  }

  /** The client broke the rules: no session yet is a refusal, a running one is closed and nobody comes back to it. */
  #violation(code: Code, message: string): void {
    if (this.#ending) this.#client?.terminate()
    else if (this.#game) this.#finish('proxy', code, message)
    else this.#giveUp(code, message)
  }

  /** There is no game yet, and there will be none. */
  #giveUp(code: Code, message: string): void {
    const refusal = new Refusal(code, message)
    this.refuse(refusal)
    this.#owner.abandoned(refusal)
  }

  /** Says why the session is over; what the game sent has been passed on before. */
  #finish(by: ClosedBy, code: Code, message: string = sentenceFor(by, code)): void {
    if (this.#ending || this.#over) return
    const client = this.#client
    if (this.#speaks) this.#acknowledge()
    this.#letGameGo(code === 'ended')
    const closed = this.#end(by, code, message)
    const patient = by === 'game' || code === 'idle' || code === 'time-up'
    this.#keepsEnding = this.#speaks && patient
    client?.tell(closed)
    client?.leave(code, message)
    // Whoever asked for the end, or broke the rules, is not waited for.
    if (!patient) client?.cutSoon()
  }

  #end(by: ClosedBy, code: Code, message: string = sentenceFor(by, code)): Closed {
    const closed: Closed = { type: 'closed', by, code, message }
    this.#ending = closed
    this.#owner.ended(closed)
    return closed
  }

  #clientGone(close: number): void {
    this.#client = undefined
    const broken = close === CLOSE_BROKEN
    if (this.#ending) {
      // It has read everything if it answered our close frame, which came last.
      if (broken && this.#keepsEnding && this.#owner.parks) this.#owner.parked()
      else this.#done()
    } else if (!this.#game) {
      this.#owner.abandoned()
      this.#done()
    } else if (this.#speaks && this.#owner.parks && close !== CLOSE_NORMAL) {
      this.#owner.parked()
    } else {
      this.#letGameGo(!broken)
      this.#end('client', 'ended')
      this.#done()
    }
  }

  #letGameGo(flush: boolean): void {
    clearTimeout(this.#ackTimer)
    this.#ackTimer = undefined
    const game = this.#game
    if (this.#client) this.#keepUnread(this.#client)
    this.#game = undefined
    if (!flush || !game || game.socket.destroyed) {
      this.#outbox.clear()
      game?.socket.destroy()
      return
    }
    const { socket } = game
    // What was typed last still goes out, if the game takes it; what the game says to it nobody reads.
    this.#outbox.flush()
    const linger = setTimeout(() => socket.destroy(), LINGER)
    socket.once('close', () => clearTimeout(linger))
    game.mute()
    socket.destroySoon()
  }

  #done(): void {
    if (this.#over) return
    this.#over = true
    this.#letGameGo(false)
    this.#owner.over()
  }
}

function sentenceFor(by: ClosedBy, code: Code): string {
  return by === 'client' && code === 'ended' ? 'You ended the connection.' : CODES[code].sentence
}

const asBuffer = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data
