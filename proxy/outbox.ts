/** So many short pieces are joined into one block. */
const BLOCK = 8 * 1024
const SMALLEST = 256
/** Longer pieces are kept as they are. */
const LONG = 2 * 1024

type Block = { readonly bytes: Buffer; used: number }

/**
 * Bytes on their way to a game, one write at a time. What comes meanwhile waits here and goes out together: a thousand single
 * bytes that a game does not read would otherwise be a thousand writes that wait, each many times its size.
 */
export class Outbox {
  readonly #accepted: (length: number) => void
  #write: ((bytes: Buffer, done: (error?: Error | null) => void) => void) | undefined
  #blocks: Block[] = []
  #writing = false
  #size = 0

  /** `accepted` is told how many bytes the game's socket has taken over. */
  constructor(accepted: (length: number) => void) {
    this.#accepted = accepted
  }

  /** Bytes that the socket has not taken over yet. */
  get size(): number {
    return this.#size
  }

  /** Sends what has waited for the game to be reached, and all that comes from now on. */
  open(write: (bytes: Buffer, done: (error?: Error | null) => void) => void): void {
    this.#write = write
    this.#next()
  }

  push(bytes: Buffer): void {
    this.#size += bytes.length
    if (this.#write && !this.#writing) this.#send(bytes)
    else this.#keep(bytes)
  }

  /** Gives the socket all that waits, which is the last. */
  flush(): void {
    const write = this.#write
    const rest = this.#blocks
    this.clear()
    for (const { bytes, used } of rest) write?.(bytes.subarray(0, used), () => undefined)
  }

  /** The game has gone, or will not come: what waits is of no use. */
  clear(): void {
    this.#write = undefined
    this.#blocks = []
  }

  #keep(bytes: Buffer): void {
    if (bytes.length >= LONG) {
      this.#blocks.push({ bytes, used: bytes.length })
      return
    }
    let last = this.#blocks.at(-1)
    if (!last || last.bytes.length - last.used < bytes.length) {
      // The first block of a quiet session is small, those of a busy one are not.
      const size = last ? BLOCK : Math.max(SMALLEST, bytes.length)
      last = { bytes: Buffer.allocUnsafe(size), used: 0 }
      this.#blocks.push(last)
    }
    bytes.copy(last.bytes, last.used)
    last.used += bytes.length
  }

  #next(): void {
    const block = this.#blocks.shift()
    if (block) this.#send(block.bytes.subarray(0, block.used))
  }

  #send(bytes: Buffer): void {
    this.#writing = true
    this.#write?.(bytes, (error) => {
      this.#writing = false
      // The socket's own 'error' event says so to the client.
      if (error) return
      this.#size -= bytes.length
      this.#accepted(bytes.length)
      if (this.#write) this.#next()
    })
  }
}
