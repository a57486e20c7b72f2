import type { Socket } from 'node:net'
import { constants, createDeflate, type Deflate } from 'node:zlib'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { encodeSubnegotiation } from '../../shared/telnet/encode.ts'

/** With so many bytes unsent nothing more is made for this visitor until some are gone. */
const FULL = 256 * 1024

/** How long a peer may take over the last of what was written and over its own end of the connection. */
const LINGER_MS = 10_000

const NOTHING = new Uint8Array(0)
const MCCP2_START = encodeSubnegotiation(TELOPT.MCCP2, NOTHING)

/** The way out to one visitor: plain, or through a deflate stream while MCCP2 is on. */
export class Wire {
  readonly #socket: Socket
  readonly #onDrain: () => void
  #deflate: Deflate | undefined
  /** What is to be done when the zlib stream that is ending has left; undefined if none is. */
  #behind: (() => void)[] | undefined
  /** Bytes of what waits in `#behind`. */
  #waiting = 0
  #ended = false

  constructor(socket: Socket, onDrain: () => void) {
    this.#socket = socket
    this.#onDrain = onDrain
    socket.on('drain', onDrain)
  }

  get compressing(): boolean {
    return this.#deflate !== undefined
  }

  /** False while a write would only lengthen the queue. */
  get ready(): boolean {
    if (this.#behind || this.#socket.writableNeedDrain) return false
    return !this.#deflate?.writableNeedDrain
  }

  get full(): boolean {
    const deflate = this.#deflate
    const inside = deflate ? deflate.writableLength + deflate.readableLength : 0
    return this.#socket.writableLength + inside + this.#waiting > FULL
  }

  write(bytes: Uint8Array): void {
    if (this.#ended || this.#socket.destroyed) return
    this.#waiting += bytes.length
    this.#inTurn(() => {
      this.#waiting -= bytes.length
      this.#put(bytes)
    })
  }

  /** Starts MCCP2: all that is written from here on is deflated. */
  compress(): void {
    if (!this.#ended && !this.#socket.destroyed) this.#inTurn(() => this.#begin())
  }

  /** Ends MCCP2 with a complete zlib stream; what is written meanwhile follows it as it is. */
  plain(): void {
    this.#inTurn(() => this.#finish())
  }

  /** Lets everything written so far leave, ends a zlib stream properly, and hangs up. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    const patience = setTimeout(() => this.#socket.destroy(), LINGER_MS)
    this.#socket.once('close', () => clearTimeout(patience))
    this.#inTurn(() => this.#finish())
    this.#inTurn(() => this.#socket.end())
  }

  #inTurn(step: () => void): void {
    if (this.#behind) this.#behind.push(step)
    else step()
  }

  #put(bytes: Uint8Array): void {
    if (this.#deflate) {
      this.#deflate.write(bytes)
      this.#deflate.flush(constants.Z_SYNC_FLUSH)
    } else this.#socket.write(bytes)
  }

  #begin(): void {
    if (this.#deflate) return
    this.#socket.write(MCCP2_START)
    const deflate = createDeflate()
    this.#deflate = deflate
    deflate.on('drain', this.#onDrain)
    deflate.on('error', () => this.#socket.destroy())
    this.#socket.once('close', () => deflate.destroy())
    deflate.pipe(this.#socket, { end: false })
  }

  #finish(): void {
    const deflate = this.#deflate
    if (!deflate) return
    this.#behind = []
    // 'end' comes when the last compressed byte was handed to the socket.
    deflate.once('end', () => {
      this.#deflate = undefined
      this.#release()
      this.#onDrain()
    })
    deflate.end()
  }

  /** What waited goes out in order; where it ends another stream, the rest waits for that one. */
  #release(): void {
    const steps = this.#behind ?? []
    this.#behind = undefined
    for (const step of steps) this.#inTurn(step)
  }
}
