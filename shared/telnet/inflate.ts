import * as pako from 'pako'
import { concat } from '../base/bytes.ts'

const EMPTY = new Uint8Array(0)
const PIECE = 16 * 1024
/** Window bits for zlibInflateInit2: raw deflate; zlib or gzip by their headers. */
const RAW = -15
const ZLIB_OR_GZIP = 47
/** After a sync flush at most this much may look like a block header before it proves to be none. */
const SINCE_MAX = 512

/**
 * Where a write ended. `more`: all input read. `stopped`: the receiver of the output said stop. `end`: the stream ended
 * as zlib prescribes. `raw`: after our DONT the server fell out of the stream without an end. `corrupt`: no deflate.
 */
export type InflateStatus = 'more' | 'stopped' | 'end' | 'raw' | 'corrupt'

export interface InflateResult {
  readonly status: InflateStatus
  /** Index of the first byte not read. */
  readonly at: number
  /** With `raw` and `corrupt`: bytes of earlier writes (or before `at`) that are not part of the stream. */
  readonly before: Uint8Array
}

/** Everything an inflater remembers; may be kept and restored any number of times. */
export interface InflateState {
  readonly stream: unknown
  readonly first: number
  readonly stopping: boolean
  readonly last4: number
  readonly since: Uint8Array | undefined
  readonly madeSince: boolean
  readonly pending: boolean
}

/**
 * One MCCP stream: zlib, gzip or raw deflate, told apart by the first two bytes. Output comes as soon as the input
 * determines it, so the text of each sync flush is there at once. What follows the end of the stream is left unread.
 */
export class Inflater {
  #stream: pako.ZStream | undefined
  /** The first byte of the stream while the second, which tells the wrapping, has not come; else -1. */
  #first = -1
  /** We asked the peer to stop (DONT): an error is then no damage but the place where plain bytes begin. */
  #stopping = false
  /** The last four input bytes: 00 00 FF FF marks a sync flush. */
  #last4 = -1
  /** While stopping: the input since the last sync flush, undefined before there was one; and whether it gave text. */
  #since: Uint8Array | undefined
  #madeSince = false
  /** Output may be left inside from a write that was stopped. */
  #pending = false
  readonly #output = new Uint8Array(PIECE)

  /** Says that we sent DONT: see `raw`. */
  expectStop(): void {
    if (this.#stopping) return
    this.#stopping = true
    this.#since = this.#last4 === 0x0000ffff ? EMPTY : undefined
    this.#madeSince = false
  }

  /** Reads `bytes` from `at`. `receive` gets output that is only good until it returns; false stops. */
  write(bytes: Uint8Array, at: number, receive: (output: Uint8Array) => boolean): InflateResult {
    if (!this.#stream) {
      if (at >= bytes.length) return { status: 'more', at, before: EMPTY }
      if (this.#first < 0) {
        this.#first = bytes[at++] as number
        if (at >= bytes.length) return { status: 'more', at, before: EMPTY }
      }
      this.#stream = open(this.#first, bytes[at] as number)
      const head = this.#run(Uint8Array.of(this.#first), 0, receive)
      if (head.status !== 'more') return { ...head, at }
    }
    if (!this.#stopping) return this.#run(bytes, at, receive)
    return this.#watch(bytes, at, receive)
  }

  /** Like `#run`, but stops at each sync flush to know which bytes came after the last one. */
  #watch(bytes: Uint8Array, at: number, receive: (output: Uint8Array) => boolean): InflateResult {
    let result: InflateResult = { status: 'more', at, before: EMPTY }
    do {
      const flush = nextFlush(this.#last4, bytes, result.at)
      const from = result.at
      const piece = bytes.subarray(0, flush)
      result = this.#run(piece, from, (output) => {
        this.#madeSince = true
        return receive(output)
      })
      if (result.status === 'corrupt') {
        const since = this.#since ? concat([this.#since, bytes.subarray(from, result.at)]) : undefined
        const before =
          since && !this.#madeSince ? since : bytes.subarray(Math.max(0, result.at - 1), result.at)
        return { status: 'raw', at: result.at, before }
      }
      if (this.#last4 === 0x0000ffff) {
        this.#since = EMPTY
        this.#madeSince = false
      } else if (this.#since) {
        const since = concat([this.#since, bytes.subarray(from, result.at)])
        this.#since = since.length > SINCE_MAX ? undefined : since
      }
    } while (result.status === 'more' && result.at < bytes.length)
    return result
  }

  #run(bytes: Uint8Array, at: number, receive: (output: Uint8Array) => boolean): InflateResult {
    const stream = this.#stream
    if (!stream) throw new Error('inflate before its header')
    stream.input = bytes
    stream.next_in = at
    stream.avail_in = bytes.length - at
    let status: InflateStatus = 'more'
    while (status === 'more' && (stream.avail_in > 0 || this.#pending)) {
      stream.output = this.#output
      stream.next_out = 0
      stream.avail_out = PIECE
      const code = pako.zlibInflate(stream, pako.Z_SYNC_FLUSH)
      this.#pending = stream.avail_out === 0
      if (stream.next_out > 0 && !receive(this.#output.subarray(0, stream.next_out))) status = 'stopped'
      if (code === pako.Z_STREAM_END) status = 'end'
      else if (code !== pako.Z_OK && code !== pako.Z_BUF_ERROR) status = 'corrupt'
    }
    const next = stream.next_in
    for (let i = Math.max(at, next - 4); i < next; i++)
      this.#last4 = ((this.#last4 << 8) | (bytes[i] as number)) >>> 0
    stream.input = EMPTY
    return { status, at: next, before: EMPTY }
  }

  /** A copy of all that is remembered. Touches pako's inner state, which is plain data but for one link back. */
  save(): InflateState {
    const stream = this.#stream
    if (stream) {
      stream.output = EMPTY
      stream.input = EMPTY
    }
    return {
      stream: stream && structuredClone({ ...stream, state: { ...(stream.state as object), strm: null } }),
      first: this.#first,
      stopping: this.#stopping,
      last4: this.#last4,
      since: this.#since,
      madeSince: this.#madeSince,
      pending: this.#pending,
    }
  }

  static restore(saved: InflateState): Inflater {
    const inflater = new Inflater()
    if (saved.stream) inflater.#stream = revive(saved.stream)
    inflater.#first = saved.first
    inflater.#stopping = saved.stopping
    inflater.#last4 = saved.last4
    inflater.#since = saved.since
    inflater.#madeSince = saved.madeSince
    inflater.#pending = saved.pending
    return inflater
  }
}

function open(first: number, second: number): pako.ZStream {
  // RFC 1950 section 2.2: method 8 and a check over both bytes. RFC 1952 section 2.3.1: 1f 8b. Else no wrapping at all.
  const zlib = (first & 15) === 8 && (first * 256 + second) % 31 === 0
  const gzip = first === 0x1f && second === 0x8b
  const stream = new pako.ZStream()
  const code = pako.zlibInflateInit2(stream, zlib || gzip ? ZLIB_OR_GZIP : RAW)
  if (code !== pako.Z_OK) throw new Error(`zlib would not start: ${code}`)
  return stream
}

interface PakoStreamCopy {
  state: { strm: pako.ZStream | null }
}

function revive(copy: unknown): pako.ZStream {
  // The copy is cloned again: one snapshot may be restored many times.
  const fields = structuredClone(copy) as PakoStreamCopy
  const stream = Object.assign(new pako.ZStream(), fields)
  fields.state.strm = stream
  return stream
}

/** Index behind the next 00 00 FF FF, counting the bytes before `at` held in `last4`; the end if there is none. */
function nextFlush(last4: number, bytes: Uint8Array, at: number): number {
  let seen = last4
  for (let i = at; i < bytes.length; i++) {
    seen = ((seen << 8) | (bytes[i] as number)) >>> 0
    if (seen === 0x0000ffff) return i + 1
  }
  return bytes.length
}
