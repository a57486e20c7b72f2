import { DONT, EOF, IAC, NOP, SB, SE, TELOPT, WILL } from './codes.ts'

/** What the peer did wrong inside the framing of RFC 854 and 855. */
export type FrameFault =
  | 'stray-iac'
  | 'stray-se'
  | 'nameless-subnegotiation'
  | 'unterminated-subnegotiation'
  | 'subnegotiation-too-large'

/** Where frames go. `bytes` is only good until the call returns: what is kept must be copied. */
export interface FrameSink {
  /** Data bytes [start, end), never empty. A doubled 255 arrives as one: runs are cut behind it. */
  text(bytes: Uint8Array, start: number, end: number): void
  /** IAC and one of GA, NOP, AYT, EOR and the like. */
  command(code: number): void
  /** IAC WILL, WONT, DO or DONT (as its byte) and an option. */
  negotiate(verb: number, option: number): void
  /**
   * IAC SB option [start, end) IAC SE, doubled 255s undone; not `complete` if IAC SE never came.
   * True stops `push` right behind it: the bytes that follow are to be read otherwise (MCCP).
   */
  subnegotiation(option: number, bytes: Uint8Array, start: number, end: number, complete: boolean): boolean
  fault(code: FrameFault): void
}

/** A peer that never says IAC SE holds back at most this much text. */
export const SUBNEGOTIATION_MAX = 1024 * 1024

const S_DATA = 0
const S_IAC = 1
const S_VERB = 2
const S_SB = 3
const S_PAYLOAD = 4
const S_PAYLOAD_IAC = 5
/** `IAC SB 85` seen: MCCP1 starts with a bare `WILL SE`, against RFC 855. */
const S_MCCP1 = 6
const S_MCCP1_WILL = 7
/** `IAC SB IAC` seen: option 255, or a subnegotiation that ends before it names one. */
const S_SB_IAC = 8

const ONE_IAC = Uint8Array.of(IAC)
const MCCP1_START = Uint8Array.of(WILL, SE)
const EMPTY = new Uint8Array(0)

const isVerb = (byte: number): boolean => byte >= WILL && byte <= DONT
/** Its subnegotiation begins at once: the other two need a second look. */
const isPlainOption = (byte: number | undefined): boolean => byte !== TELOPT.MCCP1 && byte !== IAC
const isCommand = (byte: number): boolean => (byte >= NOP && byte < SB) || (byte >= EOF && byte < SE)

/**
 * `indexOf` is the fastest search there is for a long run, but the call alone takes as long as looking at some dozens of
 * bytes, and negotiation and CP437 art seldom have that many between two IACs. So after a short run that many bytes are
 * looked at before it is called; after a long one it is called at once. Measured by `npm run bench -- parser`.
 */
const PROBE = 32
/** A run shorter than this makes probing worth while for the next one. */
const PROBE_WORTH = 64
/** NAWS, TTYPE SEND and the like are shorter than this; GMCP is longer. */
const PROBE_PAYLOAD = 8

/** Where the next IAC is, or -1: a look at the first `probe` bytes, then `indexOf`. */
function findIac(bytes: Uint8Array, at: number, end: number, probe: number): number {
  const near = Math.min(end, at + probe)
  for (; at < near; at++) if (bytes[at] === IAC) return at
  return at < end ? bytes.indexOf(IAC, at) : -1
}

/** What a parser takes the next byte for. */
export type FramePlace =
  'data' | 'iac' | 'verb' | 'option' | 'payload' | 'payload-iac' | 'mccp1' | 'mccp1-will' | 'option-iac'

const PLACES: readonly FramePlace[] = [
  'data',
  'iac',
  'verb',
  'option',
  'payload',
  'payload-iac',
  'mccp1',
  'mccp1-will',
  'option-iac',
]

/** All that a parser remembers, to be stored and put back. */
export interface FrameState {
  readonly state: number
  readonly verb: number
  readonly option: number
  readonly payload: Uint8Array
}

/**
 * Bytes in, frames out (RFC 854, 855). Stops and goes on at any byte: the frames are the same however the bytes are cut,
 * but for where runs of text end. Data is searched for 255 and handed on as ranges, never copied.
 */
export class FrameParser {
  #state = S_DATA
  #verb = 0
  #option = 0
  /** Payload of a subnegotiation that lies in pieces; the first `#held` bytes count. */
  #payload = EMPTY
  #held = 0
  #stopped = false

  /** Reads `bytes` from `at` on; returns how far it came: the end, or just behind an SE at which the sink said stop. */
  push(bytes: Uint8Array, at: number, sink: FrameSink): number {
    const end = bytes.length
    while (at < end) {
      if (this.#state === S_DATA) {
        at = this.#data(bytes, at, end, sink)
      } else if (this.#state === S_PAYLOAD) {
        at = this.#fill(bytes, at, end, sink)
      } else {
        at = this.#step(bytes, at, sink)
      }
      if (this.#stopped) {
        this.#stopped = false
        return at
      }
    }
    return at
  }

  /** The stream is over: tells the sink of a subnegotiation that never ended, and of an IAC with nothing behind it. */
  close(sink: FrameSink): void {
    const state = this.#state
    this.#state = S_DATA
    if (state >= S_PAYLOAD && state !== S_SB_IAC) {
      sink.fault('unterminated-subnegotiation')
      sink.subnegotiation(this.#option, this.#payload, 0, this.#held, false)
    } else if (state !== S_DATA) {
      sink.fault('stray-iac')
    }
    this.#held = 0
  }

  get place(): FramePlace {
    return PLACES[this.#state] as FramePlace
  }

  save(): FrameState {
    const payload = this.#payload.slice(0, this.#held)
    return { state: this.#state, verb: this.#verb, option: this.#option, payload }
  }

  static restore(saved: FrameState, parser = new FrameParser()): FrameParser {
    parser.#state = saved.state
    parser.#verb = saved.verb
    parser.#option = saved.option
    parser.#payload = saved.payload.slice()
    parser.#held = saved.payload.length
    return parser
  }

  /** The fast way: frames that lie whole in `bytes`. A frame that is cut or odd is left to the states below. */
  #data(bytes: Uint8Array, at: number, end: number, sink: FrameSink): number {
    let probe = PROBE
    while (at < end) {
      let iac = at
      // In dense negotiation the next byte is IAC itself.
      if (bytes[at] !== IAC) {
        iac = findIac(bytes, at + 1, end, probe)
        if (iac < 0) {
          sink.text(bytes, at, end)
          return end
        }
        // Long runs come one after the other, and so do short ones.
        probe = iac - at < PROBE_WORTH ? PROBE : 0
        if (iac + 1 < end && bytes[iac + 1] === IAC) {
          sink.text(bytes, at, iac + 1)
          at = iac + 2
          continue
        }
        sink.text(bytes, at, iac)
      }
      const next = iac + 1 < end ? (bytes[iac + 1] as number) : 0
      if (isVerb(next) && iac + 2 < end) {
        sink.negotiate(next, bytes[iac + 2] as number)
        at = iac + 3
      } else if (isCommand(next)) {
        sink.command(next)
        at = iac + 2
      } else if (next === SB && iac + 4 < end && isPlainOption(bytes[iac + 2])) {
        const close = findIac(bytes, iac + 3, end, PROBE_PAYLOAD)
        if (close < 0 || bytes[close + 1] !== SE || close - iac - 3 > SUBNEGOTIATION_MAX) {
          this.#begin(bytes[iac + 2] as number)
          return iac + 3
        }
        at = close + 2
        if (sink.subnegotiation(bytes[iac + 2] as number, bytes, iac + 3, close, true)) {
          this.#stopped = true
          return at
        }
      } else if (next === IAC) {
        sink.text(bytes, iac, iac + 1)
        at = iac + 2
      } else {
        this.#state = S_IAC
        return iac + 1
      }
    }
    return at
  }

  /** One byte in a state that is neither data nor payload. Returns where to go on, which may be the same byte. */
  #step(bytes: Uint8Array, at: number, sink: FrameSink): number {
    const byte = bytes[at] as number
    switch (this.#state) {
      case S_IAC:
        return this.#command(byte, at, sink)
      case S_VERB:
        this.#state = S_DATA
        sink.negotiate(this.#verb, byte)
        return at + 1
      case S_SB:
        if (byte === IAC) this.#state = S_SB_IAC
        else this.#begin(byte)
        return at + 1
      case S_SB_IAC:
        return this.#optionIac(byte, at, sink)
      case S_PAYLOAD_IAC:
        return this.#payloadIac(byte, at, sink)
      case S_MCCP1:
        this.#state = byte === WILL ? S_MCCP1_WILL : S_PAYLOAD
        return byte === WILL ? at + 1 : at
      case S_MCCP1_WILL:
        if (byte === SE) {
          this.#state = S_DATA
          this.#stopped = sink.subnegotiation(TELOPT.MCCP1, MCCP1_START, 0, 2, true)
          return at + 1
        }
        this.#state = S_PAYLOAD
        this.#keep(MCCP1_START, 0, 1)
        return at
      default:
        throw new Error(`frame parser in state ${this.#state}`)
    }
  }

  #command(byte: number, at: number, sink: FrameSink): number {
    this.#state = S_DATA
    if (byte === IAC) sink.text(ONE_IAC, 0, 1)
    else if (isCommand(byte)) sink.command(byte)
    else if (isVerb(byte)) {
      this.#state = S_VERB
      this.#verb = byte
    } else if (byte === SB) this.#state = S_SB
    else if (byte === SE) sink.fault('stray-se')
    else {
      // Node drops the urgent byte of a telnetd Synch, which leaves a lone IAC before ordinary text.
      sink.fault('stray-iac')
      return at
    }
    return at + 1
  }

  /** IAC SB IAC SE names no option at all; anything else is a message about option 255. */
  #optionIac(byte: number, at: number, sink: FrameSink): number {
    if (byte !== SE) {
      this.#begin(IAC)
      return at
    }
    this.#state = S_DATA
    sink.fault('nameless-subnegotiation')
    return at + 1
  }

  #begin(option: number): void {
    this.#option = option
    this.#held = 0
    this.#state = option === TELOPT.MCCP1 ? S_MCCP1 : S_PAYLOAD
  }

  #fill(bytes: Uint8Array, at: number, end: number, sink: FrameSink): number {
    const iac = bytes.indexOf(IAC, at)
    const stop = iac < 0 ? end : iac
    const room = SUBNEGOTIATION_MAX - this.#held
    if (stop - at > room) {
      this.#keep(bytes, at, at + room)
      this.#finish('subnegotiation-too-large', sink)
      return at + room
    }
    this.#keep(bytes, at, stop)
    if (iac < 0) return end
    this.#state = S_PAYLOAD_IAC
    return iac + 1
  }

  #payloadIac(byte: number, at: number, sink: FrameSink): number {
    if (byte === IAC) {
      if (this.#held === SUBNEGOTIATION_MAX) {
        this.#finish('subnegotiation-too-large', sink)
        this.#state = S_IAC
        return at
      }
      this.#keep(ONE_IAC, 0, 1)
      this.#state = S_PAYLOAD
      return at + 1
    }
    if (byte === SE) {
      this.#state = S_DATA
      this.#stopped = sink.subnegotiation(this.#option, this.#payload, 0, this.#held, true)
      this.#held = 0
      return at + 1
    }
    // Some servers forget IAC SE; what follows the IAC is a command of its own.
    this.#finish('unterminated-subnegotiation', sink)
    this.#state = S_IAC
    return at
  }

  #finish(fault: FrameFault, sink: FrameSink): void {
    this.#state = S_DATA
    sink.fault(fault)
    sink.subnegotiation(this.#option, this.#payload, 0, this.#held, false)
    this.#held = 0
  }

  #keep(bytes: Uint8Array, start: number, end: number): void {
    const need = this.#held + end - start
    if (need > this.#payload.length) {
      const larger = new Uint8Array(Math.max(256, need, this.#payload.length * 2))
      larger.set(this.#payload.subarray(0, this.#held))
      this.#payload = larger
    }
    this.#payload.set(bytes.subarray(start, end), this.#held)
    this.#held = need
  }
}
