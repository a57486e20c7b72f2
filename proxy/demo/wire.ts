import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import { constants, createDeflate, type Deflate } from 'node:zlib'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { encodeSubnegotiation } from '../../shared/telnet/encode.ts'
import type { Clock } from './clock.ts'
import { Trickle } from './trickle.ts'

/** With so many bytes unsent nothing more is made for this visitor until some are gone. */
const FULL = 256 * 1024

/** How long a peer may take over the last of what was written and over its own end of the connection. */
const LINGER_MS = 10_000

const NOTHING = new Uint8Array(0)
const MCCP2_START = encodeSubnegotiation(TELOPT.MCCP2, NOTHING)

/** The way out to one visitor: plain, or through a deflate stream while MCCP2 is on; a byte at a time while it is slow. */
export class Wire {
  readonly #socket: Socket
  readonly #onDrain: () => void
  #deflate: Deflate | undefined
  #trickle: Trickle | undefined
  /** What is to be done when the stream that is ending has left; undefined if none is. */
  #behind: (() => void)[] | undefined
  /** Bytes of what waits in `#behind`. */
  #waiting = 0
  #corked = false
  #ended = false

  constructor(socket: Socket, onDrain: () => void) {
    this.#socket = socket
    this.#onDrain = () => {
      if (socket.writableNeedDrain) this.#uncork()
      onDrain()
    }
    socket.on('drain', onDrain)
  }

  get compressing(): boolean {
    return this.#deflate !== undefined
  }

  get slow(): boolean {
    return this.#trickle !== undefined
  }

  /** False while a write would only lengthen the queue. */
  get ready(): boolean {
    if (this.#ended || this.#socket.destroyed) return false
    if (this.#behind || this.#socket.writableNeedDrain || this.#trickle?.writableNeedDrain) return false
    return !this.#deflate?.writableNeedDrain
  }

  get full(): boolean {
    let queued = this.#socket.writableLength + this.#waiting
    for (const stage of [this.#deflate, this.#trickle])
      if (stage) queued += stage.writableLength + stage.readableLength
    return queued > FULL
  }

  write(bytes: Uint8Array): void {
    this.#uncork()
    this.#enqueue(bytes, true)
  }

  /**
   * As `write`, but compressor and socket keep it until they have more: what a reader gets at once is as large as can be.
   * The next `write` lets all of it go.
   */
  pour(bytes: Uint8Array): void {
    if (!this.#corked && !this.#trickle) {
      this.#corked = true
      this.#socket.cork()
    }
    this.#enqueue(bytes, false)
  }

  /** Starts MCCP2: all that is written from here on is deflated. */
  compress(): void {
    if (!this.#ended && !this.#socket.destroyed) this.#inTurn(() => this.#begin())
  }

  /** Ends MCCP2 with a complete zlib stream; what is written meanwhile follows it as it is. */
  plain(): void {
    this.#inTurn(() => this.#finish())
  }

  /** From here on a byte leaves each `every` milliseconds. */
  slowDown(clock: Clock, every: number): void {
    if (!this.#ended && !this.#socket.destroyed) this.#inTurn(() => this.#slowDown(clock, every))
  }

  /** What waits leaves at once, and all that follows. */
  speedUp(): void {
    this.#inTurn(() => this.#speedUp())
  }

  /** Lets everything written so far leave, ends a zlib stream properly, and hangs up. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    const patience = setTimeout(() => this.#socket.destroy(), LINGER_MS)
    this.#socket.once('close', () => clearTimeout(patience))
    this.#inTurn(() => this.#speedUp())
    this.#inTurn(() => this.#finish())
    this.#inTurn(() => this.#socket.end())
  }

  #inTurn(step: () => void): void {
    if (this.#behind) this.#behind.push(step)
    else step()
  }

  #enqueue(bytes: Uint8Array, flush: boolean): void {
    if (this.#ended || this.#socket.destroyed) return
    this.#waiting += bytes.length
    this.#inTurn(() => {
      this.#waiting -= bytes.length
      if (!this.#deflate) return void this.#out.write(bytes)
      this.#deflate.write(bytes)
      if (flush) this.#deflate.flush(constants.Z_SYNC_FLUSH)
    })
  }

  #uncork(): void {
    if (!this.#corked) return
    this.#corked = false
    this.#socket.uncork()
  }

  get #out(): Writable {
    return this.#trickle ?? this.#socket
  }

  #begin(): void {
    if (this.#deflate) return
    this.#out.write(MCCP2_START)
    const deflate = createDeflate()
    this.#deflate = deflate
    deflate.on('drain', this.#onDrain)
    deflate.on('error', () => this.#socket.destroy())
    this.#socket.once('close', () => deflate.destroy())
    deflate.pipe(this.#out, { end: false })
  }

  #slowDown(clock: Clock, every: number): void {
    if (this.#trickle) return
    const trickle = new Trickle(clock, every)
    this.#trickle = trickle
    trickle.on('drain', this.#onDrain)
    this.#socket.once('close', () => trickle.destroy())
    trickle.pipe(this.#socket, { end: false })
    this.#deflate?.unpipe(this.#socket)
    this.#deflate?.pipe(trickle, { end: false })
  }

  #speedUp(): void {
    const trickle = this.#trickle
    if (!trickle) return
    this.#behind = []
    this.#deflate?.unpipe(trickle)
    trickle.once('end', () => {
      this.#trickle = undefined
      this.#deflate?.pipe(this.#socket, { end: false })
      this.#release()
      this.#onDrain()
    })
    trickle.hurry()
    trickle.end()
  }

  #finish(): void {
    const deflate = this.#deflate
    if (!deflate) return
    this.#behind = []
    // 'end' comes when the last compressed byte was handed on.
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
