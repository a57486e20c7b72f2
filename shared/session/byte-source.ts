import { concat } from '../base/bytes.ts'
import { FrameParser, type FrameSink, type FrameState } from '../telnet/frames.ts'
import type { Inflater, InflateState } from '../telnet/inflate.ts'
import { Resync } from '../telnet/resync.ts'
import { zlib } from '../telnet/zlib.ts'
import type { Compression } from './state.ts'

/** What one entry may decompress to before we stop and ask: a few hundred bytes can mean gigabytes. */
export const INFLATE_MAX = 8 * 1024 * 1024

const EMPTY = new Uint8Array(0)

/** `gzip` and `deflate`: the stream is wrapped otherwise than MCCP prescribes, and is read all the same. */
export type SourceNotice = 'end' | 'raw' | 'corrupt' | 'too-large' | 'gzip' | 'deflate'

/** Frames, and what happens to the compression below them. */
export interface SourceSink extends FrameSink {
  compression(what: SourceNotice, option: number): void
}

/** Follows how bytes are read, for who wants to name each of them. */
export interface SourceWatch {
  /** What reads the frames from now on. */
  readonly parser: (saved: FrameState) => FrameParser
  /** So many more bytes of the wire were read, in that mode. */
  readonly read: (mode: Compression['mode'], count: number) => void
}

export interface SourceState {
  readonly mode: Compression['mode']
  readonly option: number | undefined
  readonly starts: number
  readonly ends: number
  readonly wire: number
  readonly decoded: number
  readonly frames: FrameState
  readonly inflater: InflateState | undefined
  readonly unwrapped: boolean
  readonly resync: readonly number[] | undefined
  readonly held: readonly Uint8Array[]
  readonly stopAsked: boolean
}

/**
 * One direction's wire bytes, turned into frames. Whether bytes are compressed is a mode that can change behind any
 * byte: the sink says so by `start` from inside its `subnegotiation`.
 */
export class ByteSource {
  #mode: Compression['mode'] = 'plain'
  #option: number | undefined
  #starts = 0
  #ends = 0
  #wire = 0
  #decoded = 0
  #frames = new FrameParser()
  #inflater: Inflater | undefined
  /** The inflater gave something. */
  #unwrapped = false
  #resync: Resync | undefined
  #held: Uint8Array[] = []
  #heldBytes = 0
  #budget = 0
  /** We said DONT to this compression and have not said DO since. */
  #stopAsked = false
  #watch: SourceWatch | undefined
  /** So many of the next bytes were counted before, in another mode. */
  #again = 0

  get wire(): number {
    return this.#wire
  }

  get decoded(): number {
    return this.#decoded
  }

  get compressed(): boolean {
    return this.#mode !== 'plain'
  }

  get compression(): Compression {
    return {
      mode: this.#mode,
      option: this.#option,
      starts: this.#starts,
      ends: this.#ends,
      heldBytes: this.#heldBytes,
    }
  }

  /** The bytes behind the current frame are a compressed stream. */
  start(option: number): void {
    this.#mode = 'inflating'
    this.#option = option
    this.#starts++
    this.#inflater = new (zlib().Inflater)(this.#stopAsked)
    this.#unwrapped = false
  }

  /** We told the peer to stop compressing, or that he may start. */
  expectStop(stop: boolean): void {
    this.#stopAsked = stop
    if (stop) this.#inflater?.expectStop()
  }

  watch(watch: SourceWatch): void {
    this.#watch = watch
    this.#frames = watch.parser(this.#frames.save())
  }

  /** What an event costs against the limit of one entry: a few compressed bytes can hold a million commands. */
  spend(bytes: number): void {
    this.#budget -= bytes
  }

  /** The beginning of a compressed stream is missing: what follows cannot be read until plain text is recognised. */
  missed(option: number): void {
    this.#option = option
    this.#becomeLost()
  }

  read(bytes: Uint8Array, sink: SourceSink): void {
    this.#wire += bytes.length
    this.#budget = INFLATE_MAX
    this.#read(bytes, sink)
  }

  /** Reads on where `too-large` stopped, up to the same amount again. */
  goOn(sink: SourceSink): void {
    if (this.#mode !== 'held') return
    const rest = concat(this.#held)
    this.#held = []
    this.#heldBytes = 0
    this.#mode = 'inflating'
    this.#budget = INFLATE_MAX
    this.#again = rest.length
    this.#read(rest, sink)
  }

  /** Bytes are missing here: nothing half read can be completed, and a compressed stream cannot be followed. */
  gap(lost: number): void {
    this.#wire += lost
    this.#frames = new FrameParser()
    if (this.compressed) this.#becomeLost()
  }

  close(sink: SourceSink): void {
    this.#frames.close(sink)
  }

  #read(bytes: Uint8Array, sink: SourceSink): void {
    let rest = bytes
    let at = 0
    do {
      if (this.#mode === 'plain') {
        const next = this.#frames.push(rest, at, sink)
        this.#decoded += next - at
        this.#tell('plain', next - at)
        at = next
      } else if (this.#mode === 'inflating') {
        const result = this.#inflate(rest, at, sink)
        rest = result.rest
        at = result.at
      } else if (this.#mode === 'lost') {
        const found = this.#resync?.find(rest, at)
        this.#tell('lost', (found?.at ?? rest.length) - at)
        if (!found) return
        this.#again += found.before.length
        rest = concat([found.before, rest.subarray(found.at)])
        at = 0
        this.#mode = 'plain'
        sink.compression('raw', this.#option ?? 0)
      } else {
        this.#hold(rest.slice(at))
        return
      }
    } while (at < rest.length)
  }

  #tell(mode: Compression['mode'], count: number): void {
    const known = Math.min(this.#again, count)
    this.#again -= known
    this.#watch?.read(mode, count - known)
  }

  #inflate(bytes: Uint8Array, at: number, sink: SourceSink): { rest: Uint8Array; at: number } {
    const inflater = this.#inflater
    if (!inflater) throw new Error('inflating without an inflater')
    const option = this.#option ?? 0
    const result = inflater.write(bytes, at, (output) => {
      this.#tellWrapping(inflater, sink)
      this.#decoded += output.length
      this.#budget -= output.length
      for (let from = 0; from < output.length;) from = this.#frames.push(output, from, sink)
      return this.#budget > 0
    })
    this.#tell('inflating', result.at - at)
    this.#again += result.before.length
    switch (result.status) {
      case 'end':
        this.#ends++
        this.#mode = 'plain'
        this.#inflater = undefined
        sink.compression('end', option)
        break
      case 'raw':
        this.#mode = 'plain'
        this.#inflater = undefined
        sink.compression('raw', option)
        return { rest: concat([result.before, bytes.subarray(result.at)]), at: 0 }
      case 'corrupt':
        this.#frames.close(sink)
        this.#becomeLost()
        sink.compression('corrupt', option)
        // What choked the inflater may be the plain text already.
        return { rest: concat([result.before, bytes.subarray(result.at)]), at: 0 }
      case 'stopped':
        this.#mode = 'held'
        sink.compression('too-large', option)
        this.#hold(bytes.slice(result.at))
        return { rest: EMPTY, at: 0 }
      case 'more':
        break
    }
    return { rest: bytes, at: result.at }
  }

  /** Only a stream that gave something: what is no compressed data at all looks like an unwrapped one. */
  #tellWrapping({ wrapping }: Inflater, sink: SourceSink): void {
    if (this.#unwrapped) return
    this.#unwrapped = true
    if (wrapping !== undefined && wrapping !== 'zlib') sink.compression(wrapping, this.#option ?? 0)
  }

  #hold(bytes: Uint8Array): void {
    this.#tell('held', bytes.length)
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
  }

  #becomeLost(): void {
    this.#mode = 'lost'
    this.#inflater = undefined
    this.#held = []
    this.#heldBytes = 0
    this.#resync = new Resync()
  }

  save(): SourceState {
    return {
      mode: this.#mode,
      option: this.#option,
      starts: this.#starts,
      ends: this.#ends,
      wire: this.#wire,
      decoded: this.#decoded,
      frames: this.#frames.save(),
      inflater: this.#inflater?.save(),
      unwrapped: this.#unwrapped,
      resync: this.#resync?.save(),
      held: [...this.#held],
      stopAsked: this.#stopAsked,
    }
  }

  static restore(saved: SourceState): ByteSource {
    const source = new ByteSource()
    source.#mode = saved.mode
    source.#option = saved.option
    source.#starts = saved.starts
    source.#ends = saved.ends
    source.#wire = saved.wire
    source.#decoded = saved.decoded
    source.#frames = FrameParser.restore(saved.frames)
    if (saved.inflater) source.#inflater = zlib().Inflater.restore(saved.inflater)
    source.#unwrapped = saved.unwrapped
    if (saved.resync) source.#resync = new Resync(saved.resync)
    source.#held = [...saved.held]
    source.#heldBytes = saved.held.reduce((sum, part) => sum + part.length, 0)
    source.#stopAsked = saved.stopAsked
    return source
  }
}
