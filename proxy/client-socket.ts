import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { CODES } from '../shared/wire/codes.ts'
import type { Code } from '../shared/wire/codes.ts'
import { encode, parseClientMessage, SUBPROTOCOL } from '../shared/wire/messages.ts'
import type { ClientMessage, Parsed, ProxyMessage } from '../shared/wire/messages.ts'
import { WINDOW } from '../shared/wire/window.ts'
import { BINARY, framed, roomForText, TEXT } from './frame.ts'
import type { Refusal } from './refusal.ts'

/** RFC 6455 section 5.5: a close frame carries 125 bytes, 2 of them the code. */
const REASON_MAX = 123
/** Longest text frame that is read: no message comes near it. */
const TEXT_MAX = 4096
/** Whoever is refused or thrown out has one sentence to read, and this long for it. */
const LAST_WORD = 5000
/**
 * A client that keeps to the rules leaves at most two windows and a few messages unread: one that is not acknowledged, and one
 * that counts until the last of it is written.
 */
const UNREAD_MAX = 4 * WINDOW
/** Pings that are answered at once, and how many more each second. */
const PINGS = 100
const PINGS_A_SECOND = 20

/** A client's WebSocket, with what the proxy knows of it. */
export class ClientSocket extends WebSocket {
  /** Anything was heard of it since the last heartbeat. */
  heard = true
  /** The connection under it. */
  wire: Duplex | undefined
  #pings = PINGS
  #pingedAt = 0

  /** True for willdo.v1, false for clients that know binary frames only. */
  get speaks(): boolean {
    return this.protocol === SUBPROTOCOL
  }

  /** Sends a message, if the client knows any. */
  tell(message: ProxyMessage): void {
    if (this.speaks) this.#write(framed(roomForText(encode(message)), TEXT))
  }

  /**
   * Sends bytes that have room before them (`HEAD`) as one binary frame, without copying: the memory must stay as it is
   * until `sent` is called or the connection is closed.
   */
  pass(frame: Buffer, sent?: () => void): void {
    this.#write(framed(frame, BINARY), sent)
  }

  /** Past `ws`, which writes head and payload apart; its own frames are written whole and at once, so none comes inside another. */
  #write(framed: Buffer, sent?: () => void): void {
    if (this.readyState !== this.OPEN) return
    // It acknowledges what it does not read, or sends without end what is to be acknowledged.
    if (this.bufferedAmount > UNREAD_MAX) this.terminate()
    else this.wire?.write(framed, sent)
  }

  /** Tells why there is no session, and closes. */
  refuse({ code, leg, message, certificate }: Refusal): void {
    this.tell({ type: 'refused', code, leg, message, ...(certificate ? { certificate } : {}) })
    this.leave(code, message)
    this.cutSoon()
  }

  /** Closes with a code's close code; what was sent before still goes out. */
  leave(code: Code, message: string): void {
    // A paused WebSocket would not see the answer to its close frame.
    this.resume()
    this.close(CODES[code].close, shorten(message))
  }

  /** Cuts the connection in a few seconds if the client has not closed it by then. */
  cutSoon(): void {
    if (this.readyState === this.CLOSED) return
    const cut = setTimeout(() => this.terminate(), LAST_WORD)
    this.once('close', () => clearTimeout(cut))
  }

  /** False if the client asks without end whether we are there, or does not read the answers. */
  mayPing(now: number): boolean {
    this.#pings = Math.min(PINGS, this.#pings + ((now - this.#pingedAt) / 1000) * PINGS_A_SECOND)
    this.#pingedAt = now
    // Besides the window, answers to pings are all that can pile up for a client that does not read.
    return --this.#pings >= 0 && this.bufferedAmount <= 2 * WINDOW
  }
}

/** Reads a text frame; one that is too long is not looked at. */
export function readText(frame: Buffer): Parsed<ClientMessage> {
  return frame.length > TEXT_MAX
    ? { kind: 'bad', reason: `a text frame has ${frame.length} bytes, and the most is ${TEXT_MAX}` }
    : parseClientMessage(frame.toString())
}

/** As much of a sentence as a close frame holds; it never ends inside a character. */
export function shorten(message: string): string {
  const bytes = Buffer.from(message)
  if (bytes.length <= REASON_MAX) return message
  let end = REASON_MAX - 3
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return `${bytes.toString('utf8', 0, end)}...`
}
