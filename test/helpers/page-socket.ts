import { bytesOf } from './page-bytes.ts'
import type { Socket } from '../../client/transport/connection.ts'
import type { ClientMessage, TlsFacts } from '../../shared/wire/messages.ts'

/** A WebSocket whose other end is the test. */
export class FakeSocket implements Socket {
  binaryType: BinaryType = 'blob'
  protocol = 'willdo.v1'
  readyState: WebSocket['readyState'] = 0
  onopen: ((event: Event) => unknown) | null = null
  onmessage: ((event: MessageEvent) => unknown) | null = null
  onclose: ((event: CloseEvent) => unknown) | null = null
  readonly frames: Uint8Array[] = []
  readonly messages: ClientMessage[] = []

  send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (typeof data === 'string') this.messages.push(JSON.parse(data) as ClientMessage)
    else if (ArrayBuffer.isView(data))
      this.frames.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice())
    else throw new Error('the page sends text and views only')
  }

  close(): void {
    this.readyState = 3
  }

  /** The proxy has answered. */
  connect(): void {
    this.readyState = 1
    this.onopen?.({} as Event)
  }

  /** The proxy has reached the game. */
  open(parkSeconds = 0, tls?: TlsFacts): void {
    this.connect()
    this.say({
      type: 'opened',
      v: 1,
      via: 'a',
      token: 'secret',
      window: 262144,
      parkSeconds,
      address: '127.0.0.1',
      family: 4,
      ...(tls ? { tls } : {}),
    })
  }

  /** A message from the proxy. */
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) } as MessageEvent)
  }

  /** Bytes from the game; a string is taken byte by byte. */
  receive(bytes: Uint8Array | string): void {
    const copy = typeof bytes === 'string' ? bytesOf(bytes) : bytes.slice()
    this.onmessage?.({ data: copy.buffer } as MessageEvent)
  }

  /** The connection is gone. */
  drop(code = 1006): void {
    this.readyState = 3
    this.onclose?.({ code } as CloseEvent)
  }

  /** Everything sent to the game. */
  get sent(): string {
    return this.frames
      .map((frame) => Array.from(frame, (byte) => String.fromCharCode(byte)).join(''))
      .join('')
  }

  /** The totals acknowledged so far. */
  get acks(): number[] {
    return this.messages.flatMap((message) => (message.type === 'ack' ? [message.received] : []))
  }
}
