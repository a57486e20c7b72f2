import { createHash } from 'node:crypto'
import { IAC, SB } from '../../shared/telnet/codes.ts'
import type { FrameSink } from '../../shared/telnet/frames.ts'

/**
 * What a parser saw, as one stream of bytes that does not depend on where it cut the text: data with 255 doubled, `255 code`,
 * `255 verb option`, and `255 250 option length payload` with the length in four bytes.
 */
export class EventStream implements FrameSink {
  #bytes = Buffer.alloc(1024 * 1024)
  #length = 0

  text(bytes: Uint8Array, start: number, end: number): void {
    this.#room(2 * (end - start))
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number
      if (byte === IAC) this.#bytes[this.#length++] = IAC
      this.#bytes[this.#length++] = byte
    }
  }

  command(code: number): void {
    this.#put(IAC, code)
  }

  negotiate(verb: number, option: number): void {
    this.#put(IAC, verb, option)
  }

  subnegotiation(option: number, bytes: Uint8Array, start: number, end: number): boolean {
    const size = end - start
    this.#put(IAC, SB, option, size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255)
    this.#room(size)
    this.#bytes.set(bytes.subarray(start, end), this.#length)
    this.#length += size
    return false
  }

  fault(code: string): void {
    throw new Error(`the corpora have no faults, but ${code} was reported`)
  }

  hash(): string {
    return hashOf(this.#bytes.subarray(0, this.#length))
  }

  #put(...bytes: number[]): void {
    this.#room(bytes.length)
    for (const byte of bytes) this.#bytes[this.#length++] = byte
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = Buffer.alloc(2 * (this.#length + more))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
