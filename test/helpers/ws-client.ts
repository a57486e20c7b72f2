import { WebSocket } from 'ws'
import type { ClientOptions } from 'ws'
import { encode } from '../../shared/wire/messages.ts'
import type { ClientMessage, ProxyMessage } from '../../shared/wire/messages.ts'

/** What came over the WebSocket, in order. */
export type Frame =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'message'; readonly message: ProxyMessage }

/** A WebSocket client that writes everything down and acknowledges nothing unless told to. */
export class WsClient {
  readonly socket: WebSocket
  readonly frames: Frame[] = []
  /** Total of bytes from the game. */
  received = 0
  closing: { readonly code: number; readonly reason: string } | undefined
  /** Acknowledges every frame at once when set. */
  acknowledges = false
  #changed: (() => void)[] = []

  constructor(url: string, protocols: string[] = ['willdo.v1'], options: ClientOptions = {}) {
    this.socket = new WebSocket(url.replace(/^http/, 'ws'), protocols, {
      perMessageDeflate: false,
      ...options,
    })
    this.socket.on('message', (data: Buffer, isBinary) => this.#message(data, isBinary))
    this.socket.on('close', (code, reason) => {
      this.closing = { code, reason: reason.toString() }
      this.#wake()
    })
    this.socket.on('error', () => undefined) // 'close' follows and tells the tests.
    this.socket.on('open', () => this.#wake())
  }

  get messages(): ProxyMessage[] {
    return this.frames.flatMap((frame) => (frame.kind === 'message' ? [frame.message] : []))
  }

  get bytes(): Buffer {
    return Buffer.concat(this.frames.flatMap((frame) => (frame.kind === 'bytes' ? [frame.bytes] : [])))
  }

  send(message: ClientMessage): void {
    this.socket.send(encode(message))
  }

  /** Resolves as soon as the condition holds; it is looked at whenever something arrives. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#changed.push(resolve))
  }

  /** The first message of a type. */
  async message<T extends ProxyMessage['type']>(type: T): Promise<Extract<ProxyMessage, { type: T }>> {
    const find = (): ProxyMessage | undefined => this.messages.find((message) => message.type === type)
    await this.until(() => find() !== undefined || this.closing !== undefined)
    const found = find()
    if (!found) throw new Error(`closed with ${JSON.stringify(this.closing)} before ${type} came`)
    return found as Extract<ProxyMessage, { type: T }>
  }

  /** Code and reason of the close, once it is closed. */
  async closed(): Promise<{ readonly code: number; readonly reason: string }> {
    await this.until(() => this.closing !== undefined)
    return this.closing ?? { code: 0, reason: '' }
  }

  #message(data: Buffer, isBinary: boolean): void {
    if (isBinary) {
      this.frames.push({ kind: 'bytes', bytes: data })
      this.received += data.length
      if (this.acknowledges) this.send({ type: 'ack', received: this.received })
    } else {
      this.frames.push({ kind: 'message', message: JSON.parse(data.toString()) as ProxyMessage })
    }
    this.#wake()
  }

  #wake(): void {
    const changed = this.#changed
    this.#changed = []
    for (const wake of changed) wake()
  }
}
