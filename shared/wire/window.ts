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
 * bytes themselves, copied, so that they can be sent again after a resume.
 *
 * The window is an edge and not a wall: what was read before the edge was seen still counts (`push` never refuses), so
 * a sender that asks `isOpen` before each read goes over it by one read at most.
 */
export class SendWindow {
  readonly limit: number
  #sent = 0
  #acknowledged = 0
  // A ring of the unacknowledged bytes, the oldest at #start: one buffer, because a thousand small reads kept as a
  // thousand objects cost many times their bytes.
  #ring: Uint8Array = NOTHING
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

  /** Counts bytes as sent and keeps a copy of them. */
  push(bytes: Uint8Array): void {
    this.#grow(this.unacknowledged + bytes.length)
    const at = (this.#start + this.unacknowledged) % Math.max(1, this.#ring.length)
    const first = bytes.subarray(0, this.#ring.length - at)
    this.#ring.set(first, at)
    this.#ring.set(bytes.subarray(first.length), 0)
    this.#sent += bytes.length
  }

  /** Takes the other side's total. An older total than the last one is late and changes nothing. */
  acknowledge(total: number): AckResult {
    if (total > this.#sent) return 'violation'
    if (total <= this.#acknowledged) return 'unchanged'
    this.#start = (this.#start + total - this.#acknowledged) % this.#ring.length
    this.#acknowledged = total
    // An idle session keeps no large buffer.
    if (this.unacknowledged === 0 && this.#ring.length > RELEASE_ABOVE) this.#ring = NOTHING
    if (this.unacknowledged === 0) this.#start = 0
    return 'advanced'
  }

  /** A copy of what follows the first `total` bytes of the session; undefined if some of it is no longer kept. */
  since(total: number): Uint8Array | undefined {
    if (total < this.#acknowledged || total > this.#sent) return undefined
    const out = new Uint8Array(this.#sent - total)
    if (out.length === 0) return out
    const from = (this.#start + total - this.#acknowledged) % this.#ring.length
    const first = this.#ring.subarray(from, from + out.length)
    out.set(first)
    out.set(this.#ring.subarray(0, out.length - first.length), first.length)
    return out
  }

  #grow(needed: number): void {
    if (needed <= this.#ring.length) return
    const doubled = Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(needed)))
    const most = this.limit + FRAME_MAX
    const grown = new Uint8Array(needed > most ? needed : Math.min(doubled, most))
    const kept = this.since(this.#acknowledged)
    if (kept) grown.set(kept)
    this.#ring = grown
    this.#start = 0
  }
}

const NOTHING = new Uint8Array(0)
const SMALLEST = 512
const RELEASE_ABOVE = 8 * KIB

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
