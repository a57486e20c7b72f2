import * as pako from 'pako'
import { concat } from '../base/bytes.ts'
import { IAC, TELOPT, WONT } from './codes.ts'

const EMPTY = new Uint8Array(0)
const PIECE = 16 * 1024
/** The end of a sync flush: an empty stored block (RFC 1951 section 3.2.4). */
const FLUSH = 0x0000ffff
/** Window bits for zlibInflateInit2: raw deflate; zlib or gzip by their headers. */
const RAW = -15
const ZLIB_OR_GZIP = 47
/** So much input behind the last sync flush is remembered, to be read otherwise if it turns out to be no deflate. */
const SINCE_MAX = 4096
/** While a stop is expected, so much output is held back until a flush proves it. */
const UNPROVEN_MAX = 64 * 1024

/**
 * Where a write ended. `more`: all input read. `stopped`: the receiver of the output said stop. `end`: the stream ended
 * as zlib prescribes. `raw`: after our DONT the server fell out of the stream without an end. `corrupt`: no deflate.
 */
export type InflateStatus = 'more' | 'stopped' | 'end' | 'raw' | 'corrupt'

export interface InflateResult {
  readonly status: InflateStatus
  /** Index of the first byte not read. */
  readonly at: number
  /** With `raw` and `corrupt`: the bytes before `at`, of earlier writes too, that were not part of the stream. */
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
  readonly unproven: Uint8Array
  readonly pending: boolean
  readonly wrapping: Wrapping | undefined
}

/** How a stream is wrapped: RFC 1950, as MCCP prescribes, RFC 1952, or not at all (RFC 1951). */
export type Wrapping = 'zlib' | 'gzip' | 'deflate'

type Receive = (output: Uint8Array) => boolean

/**
 * One MCCP stream: zlib, gzip or raw deflate, told apart by the first two bytes. Output comes as soon as the input
 * determines it, so the text of each sync flush is there at once. What follows the end of the stream is left unread.
 *
 * A server may leave the stream without ending it (CoffeeMud does after DONT). Plain bytes then follow a sync flush, so
 * what came since the last one is remembered: it is given back when it turns out to be no deflate.
 */
export class Inflater {
  #stream: pako.ZStream | undefined
  /** The first byte of the stream while the second, which tells the wrapping, has not come; else -1. */
  #first = -1
  /** We asked the peer to stop (DONT): an error is then no damage but the place where plain bytes begin. */
  #stopping: boolean
  /** The last four input bytes: 00 00 FF FF marks a sync flush. */
  #last4 = -1
  /** The input since the last sync flush, or since the beginning; undefined if it is too long. */
  #since: Uint8Array | undefined = EMPTY
  /** Whether that gave output which was passed on. */
  #madeSince = false
  /** Output since the last flush that is held back while stopping: plain text can look like deflate for a while. */
  #unproven: Uint8Array = EMPTY
  /** Output may be left inside from a write that was stopped. */
  #pending = false
  readonly #output = new Uint8Array(PIECE)
  #wrapping: Wrapping | undefined

  constructor(stopping = false) {
    this.#stopping = stopping
  }

  /** Known once two bytes came. */
  get wrapping(): Wrapping | undefined {
    return this.#wrapping
  }

  /** Says that we sent DONT: see `raw`. */
  expectStop(): void {
    this.#stopping = true
  }

  /** Reads `bytes` from `at`. `receive` gets output that is only good until it returns; false stops. */
  write(bytes: Uint8Array, at: number, receive: Receive): InflateResult {
    if (!this.#stream) {
      if (at >= bytes.length) return { status: 'more', at, before: EMPTY }
      if (this.#first < 0) {
        this.#first = bytes[at++] as number
        if (at >= bytes.length) return { status: 'more', at, before: EMPTY }
      }
      this.#wrapping = wrappingOf(this.#first, bytes[at] as number)
      this.#stream = open(this.#wrapping)
      const head = this.#watch(Uint8Array.of(this.#first), 0, receive)
      if (head.status !== 'more') return { ...head, at }
    }
    return this.#watch(bytes, at, receive)
  }

  /** Runs from flush to flush, to know which bytes came after the last one. */
  #watch(bytes: Uint8Array, at: number, receive: Receive): InflateResult {
    let result: InflateResult = { status: 'more', at, before: EMPTY }
    do {
      const from = result.at
      const flush = nextFlush(this.#last4, bytes, from)
      result = this.#run(bytes.subarray(0, flush), from, (output) => this.#made(output, receive))
      this.#remember(bytes, from, result.at)
      if (result.status === 'corrupt' || this.#saysWont()) {
        const choked = bytes.subarray(Math.max(0, result.at - 1), result.at)
        const before = this.#since && !this.#madeSince ? this.#since : choked
        return { status: this.#stopping ? 'raw' : 'corrupt', at: result.at, before }
      }
      if (this.#last4 === FLUSH || result.status === 'end') {
        const proven = this.#unproven
        this.#unproven = EMPTY
        this.#since = EMPTY
        this.#madeSince = false
        if (proven.length > 0 && !receive(proven) && result.status === 'more')
          result = { ...result, status: 'stopped' }
      }
    } while (result.status === 'more' && result.at < bytes.length)
    return result
  }

  #made(output: Uint8Array, receive: Receive): boolean {
    if (this.#stopping && !this.#madeSince && this.#unproven.length + output.length <= UNPROVEN_MAX) {
      this.#unproven = concat([this.#unproven, output.slice()])
      return true
    }
    this.#madeSince = true
    const proven = this.#unproven
    this.#unproven = EMPTY
    const goOn = proven.length === 0 || receive(proven)
    return receive(output) && goOn
  }

  #remember(bytes: Uint8Array, from: number, to: number): void {
    if (!this.#since) return
    if (this.#since.length + to - from > SINCE_MAX) this.#since = undefined
    else if (to > from) this.#since = concat([this.#since, bytes.slice(from, to)])
  }

  /** While stopping: IAC WONT MCCP among bytes that seem to be deflate. They are not. */
  #saysWont(): boolean {
    if (!this.#stopping || this.#madeSince || !this.#since) return false
    for (let at = this.#since.indexOf(IAC); at >= 0; at = this.#since.indexOf(IAC, at + 1)) {
      const option = this.#since[at + 2]
      if (this.#since[at + 1] === WONT && (option === TELOPT.MCCP2 || option === TELOPT.MCCP1)) return true
    }
    return false
  }

  #run(bytes: Uint8Array, at: number, receive: Receive): InflateResult {
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
      unproven: this.#unproven,
      pending: this.#pending,
      wrapping: this.#wrapping,
    }
  }

  static restore(saved: InflateState): Inflater {
    const inflater = new Inflater(saved.stopping)
    if (saved.stream) inflater.#stream = revive(saved.stream)
    inflater.#first = saved.first
    inflater.#last4 = saved.last4
    inflater.#since = saved.since
    inflater.#madeSince = saved.madeSince
    inflater.#unproven = saved.unproven
    inflater.#pending = saved.pending
    inflater.#wrapping = saved.wrapping
    return inflater
  }
}

/** RFC 1950 section 2.2: method 8 and a check over both bytes. RFC 1952 section 2.3.1: 1f 8b. Else no wrapping at all. */
function wrappingOf(first: number, second: number): Wrapping {
  if ((first & 15) === 8 && (first * 256 + second) % 31 === 0) return 'zlib'
  return first === 0x1f && second === 0x8b ? 'gzip' : 'deflate'
}

function open(wrapping: Wrapping): pako.ZStream {
  const stream = new pako.ZStream()
  const code = pako.zlibInflateInit2(stream, wrapping === 'deflate' ? RAW : ZLIB_OR_GZIP)
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
  // Only the first three bytes can complete a mark that began before `at`.
  let seen = last4
  for (let i = at; i < Math.min(at + 3, bytes.length); i++) {
    seen = ((seen << 8) | (bytes[i] as number)) >>> 0
    if (seen === FLUSH) return i + 1
  }
  for (let i = bytes.indexOf(0xff, at + 3); i >= 0; i = bytes.indexOf(0xff, i + 1)) {
    if (bytes[i - 1] === 0xff && bytes[i - 2] === 0 && bytes[i - 3] === 0) return i + 1
  }
  return bytes.length
}
