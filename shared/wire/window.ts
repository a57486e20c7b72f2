import type { Millis } from '../base/brands.ts'

const KIB = 1024

/** How many bytes the proxy sends to a client, and keeps, without acknowledgement. */
export const WINDOW = 256 * KIB
/** How many bytes a client sends, and keeps, without acknowledgement. */
export const CLIENT_UNACKED_MAX = 64 * KIB
/** The most bytes in one binary frame: one TCP read. */
export const FRAME_MAX = 64 * KIB
/** A page acknowledges when it has taken over this many bytes... */
export const ACK_BYTES = 128 * KIB
/** ...or when the first of them has waited this long. */
export const ACK_DELAY = 50 as Millis
/** The proxy acknowledges in smaller batches, a quarter of what a client may have on the way, so that it never has to wait. */
export const PROXY_ACK_BYTES = CLIENT_UNACKED_MAX / 4

/** What an acknowledgement did: `violation` acknowledges bytes that were never sent. */
export type AckResult = 'advanced' | 'unchanged' | 'violation'

/**
 * The sender's side of one direction: totals of bytes sent and acknowledged since the session began, and the unacknowledged
 * bytes themselves, so that they can be sent again after a resume.
 *
 * The window is an edge and not a wall: what was read before the edge was seen still counts (`push` never refuses), so
 * a sender that asks `isOpen` before each read goes over it by one read at most.
 */
export class SendWindow {
  readonly limit: number
  #sent = 0
  #acknowledged = 0
  /** The unacknowledged bytes in order; of the first block those from #start on. */
  readonly #blocks: Block[] = []
  #start = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /** Total of bytes sent. */
  get sent(): number {
    return this.#sent
  }

  /** Total of bytes that the other side has acknowledged. */
  get acknowledged(): number {
    return this.#acknowledged
  }

  get unacknowledged(): number {
    return this.#sent - this.#acknowledged
  }

  /** How many bytes may be sent now. */
  get room(): number {
    return Math.max(0, this.limit - this.unacknowledged)
  }

  /** True while something may be sent. */
  get isOpen(): boolean {
    return this.unacknowledged < this.limit
  }

  /**
   * Counts bytes as sent and keeps them. Many are not copied, nor are those with a `hold`: the caller must leave them as they
   * are until they are acknowledged, when `hold` is released.
   */
  push(bytes: Uint8Array, hold?: { release(): void }): void {
    this.#sent += bytes.length
    if (hold || bytes.length >= KEPT_AS_IS) this.#blocks.push({ bytes, used: bytes.length, hold })
    else this.#append(bytes)
  }

  /** Takes the other side's total. An older total than the last one is late and changes nothing. */
  acknowledge(total: number): AckResult {
    if (total > this.#sent) return 'violation'
    if (total <= this.#acknowledged) return 'unchanged'
    this.#start += total - this.#acknowledged
    this.#acknowledged = total
    let gone = 0
    for (let block = this.#blocks[0]; block && block.used <= this.#start; block = this.#blocks[gone]) {
      this.#start -= block.used
      block.hold?.release()
      gone++
    }
    this.#blocks.splice(0, gone)
    return 'advanced'
  }

  /** A copy of what follows the first `total` bytes of the session; undefined if some of it is no longer kept. */
  since(total: number): Uint8Array | undefined {
    if (total < this.#acknowledged || total > this.#sent) return undefined
    const out = new Uint8Array(this.#sent - total)
    let skip = this.#start + total - this.#acknowledged
    let at = 0
    for (const { bytes, used } of this.#blocks) {
      const part = bytes.subarray(Math.min(skip, used), used)
      skip = Math.max(0, skip - used)
      out.set(part, at)
      at += part.length
    }
    return out
  }

  /** Small reads are copied together: a thousand of them kept as a thousand objects cost many times their bytes. */
  #append(bytes: Uint8Array): void {
    let last = this.#blocks.at(-1)
    if (!last || last.bytes.length - last.used < bytes.length) {
      // The first block of a quiet session is small, those of a busy one are not.
      const size = last ? SHARED_BLOCK : Math.max(SMALLEST_BLOCK, bytes.length)
      last = { bytes: new Uint8Array(size), used: 0, hold: undefined }
      this.#blocks.push(last)
    }
    last.bytes.set(bytes, last.used)
    last.used += bytes.length
  }
}

/** Some of the bytes sent, `used` of what the array holds. */
type Block = { readonly bytes: Uint8Array; used: number; readonly hold: { release(): void } | undefined }

const KEPT_AS_IS = 2 * KIB
const SHARED_BLOCK = 8 * KIB
const SMALLEST_BLOCK = 256

/**
 * The receiver's side of one direction: counts bytes that are taken over for good (kept and shown by a page, accepted by
 * the socket in the proxy) and says when to acknowledge them. Keeps no timer: the caller asks `wait` and sets one.
 */
export class AckClock {
  readonly #batch: number
  #received = 0
  #acknowledged = 0
  #oldest: Millis | undefined

  constructor(batch: number = ACK_BYTES) {
    this.#batch = batch
  }

  /** Total of bytes taken over. */
  get received(): number {
    return this.#received
  }

  /** Counts bytes as taken over at a time on any steady clock. */
  add(length: number, at: Millis): void {
    if (length === 0) return
    this.#received += length
    this.#oldest ??= at
  }

  /** Milliseconds until an acknowledgement is due, 0 for now; undefined if there is nothing to acknowledge. */
  wait(now: Millis): number | undefined {
    if (this.#oldest === undefined) return undefined
    if (this.#received - this.#acknowledged >= this.#batch) return 0
    return Math.max(0, this.#oldest + ACK_DELAY - now)
  }

  /** The total to send in `ack`, counted as acknowledged from now on; undefined if it was sent before. */
  take(): number | undefined {
    if (this.#received === this.#acknowledged) return undefined
    this.#acknowledged = this.#received
    this.#oldest = undefined
    return this.#received
  }

  /** Starts over from the other side's total after a resume. */
  restart(total: number): void {
    this.#received = total
    this.#acknowledged = total
    this.#oldest = undefined
  }
}
