import { connect } from 'node:net'
import type { OnReadOpts, Socket } from 'node:net'
import { HEAD, roomFor } from './frame.ts'
import type { Target } from './guard.ts'

/** One read and the head of its frame fill a block. */
const BLOCK = 64 * 1024
/** After a read of so many bytes more is expected at once... */
const MUCH = 32 * 1024
/** ...and after one of fewer than these, no more. */
const LITTLE = 8 * 1024
/** Free blocks that are kept for the next flood: 4 MiB. */
const FREE_MAX = 64

/** Is given what a game sent: its bytes with room before them, in memory that stays as it is until `hold` is released. */
export type Take = (frame: Buffer, hold: Hold | undefined) => void

/** Whoever has it keeps some memory from being read into again. */
export type Hold = { release(): void }

/**
 * Memory for the reads of all games of a process. Short reads go into one buffer that all share and are copied out of it;
 * a game that floods is read into blocks, of which nothing needs to be copied.
 */
export class ReadMemory {
  readonly shared = Buffer.allocUnsafeSlow(BLOCK)
  readonly #free: Buffer[] = []

  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK)
  }

  give(block: Buffer): void {
    if (this.#free.length < FREE_MAX) this.#free.push(block)
  }
}

/** While it is `current`, what was read comes back when it is released; afterwards it is left to the garbage collector. */
type Era = { current: boolean }

class Block implements Hold {
  readonly bytes: Buffer
  /** How much of it has been read into. */
  filled = 0
  readonly #memory: ReadMemory
  readonly #era: Era
  /** Whoever fills it, and one for each part that somebody has. */
  #holders = 1

  constructor(memory: ReadMemory, era: Era) {
    this.#memory = memory
    this.#era = era
    this.bytes = memory.take()
  }

  get room(): number {
    return BLOCK - this.filled
  }

  /** The next part of it, `length` bytes with their head, held for whoever gets it. */
  part(length: number): Buffer {
    const from = this.filled
    this.filled += HEAD + length
    this.#holders++
    return this.bytes.subarray(from, this.filled)
  }

  release(): void {
    if (--this.#holders === 0 && this.#era.current) this.#memory.give(this.bytes)
  }
}

/** Where Node reads a socket into. */
class Reader {
  readonly #memory: ReadMemory
  /** While true, no more is read than what is under way. */
  paused = true
  take: Take | undefined
  /** What the next read goes into, if not into the memory that all share. */
  #block: Block | undefined
  #floods = false
  #era: Era = { current: true }

  constructor(memory: ReadMemory) {
    this.#memory = memory
  }

  readonly options: OnReadOpts = {
    buffer: () => this.#place(),
    callback: (length) => {
      this.#read(length)
      return true
    },
  }

  retire(): void {
    this.#era.current = false
    this.#era = { current: true }
  }

  /** A game that is held back has no block: its next read comes into the shared memory. */
  #place(): Buffer {
    if (this.#block && (this.#block.room < LITTLE || !this.#floods || this.paused)) {
      this.#block.release()
      this.#block = undefined
    }
    if (this.#floods && !this.paused) this.#block ??= this.#newBlock()
    return this.#block
      ? this.#block.bytes.subarray(this.#block.filled + HEAD)
      : this.#memory.shared.subarray(HEAD)
  }

  /** Little is copied wherever it was read: whoever is given few bytes would otherwise hold a whole block for them. */
  #read(length: number): void {
    const block = this.#block
    const from = (block?.filled ?? 0) + HEAD
    const bytes = (block?.bytes ?? this.#memory.shared).subarray(from, from + length)
    this.#floods = length >= (block ? LITTLE : MUCH)
    if (!this.#floods) this.take?.(roomFor(bytes), undefined)
    else if (block) this.take?.(block.part(length), block)
    else this.#copy(bytes)
  }

  #copy(bytes: Buffer): void {
    const block = this.#newBlock()
    block.bytes.set(bytes, HEAD)
    this.take?.(block.part(bytes.length), block)
    block.release()
  }

  #newBlock(): Block {
    return new Block(this.#memory, this.#era)
  }
}

/** A game's connection, as the bridge reads and writes it. Nothing is read before `listen`. */
export class Game {
  readonly socket: Socket
  readonly #reader: Reader | undefined

  private constructor(socket: Socket, reader: Reader | undefined) {
    this.socket = socket
    this.#reader = reader
  }

  /** Begins to connect; reads into memory that is used again. */
  static connect({ address, port }: Target, memory: ReadMemory): Game {
    const reader = new Reader(memory)
    const socket = connect({ host: address, port, onread: reader.options })
    socket.pause()
    return new Game(socket, reader)
  }

  /** A connection that something else reads, such as TLS. */
  static over(socket: Socket): Game {
    return new Game(socket, undefined)
  }

  /** Gives everything that comes to `take`. */
  listen(take: Take): void {
    if (this.#reader) this.#reader.take = take
    else this.socket.on('data', (bytes: Buffer) => take(roomFor(bytes), undefined))
    this.resume()
  }

  /** Nobody wants to know any more what it says. */
  mute(): void {
    if (this.#reader) this.#reader.take = undefined
    else this.socket.removeAllListeners('data')
    this.resume()
  }

  pause(): void {
    if (this.#reader) this.#reader.paused = true
    this.socket.pause()
  }

  resume(): void {
    if (this.#reader) this.#reader.paused = false
    this.socket.resume()
  }

  /** What was given to `take` so far may be read for longer than it is held: its memory is not used again. */
  retire(): void {
    this.#reader?.retire()
  }
}
