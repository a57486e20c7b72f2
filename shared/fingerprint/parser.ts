import { DONT, EOF, IAC, NOP, SB, SE, WILL } from '../telnet/codes.ts'
import { SUBNEGOTIATION_MAX } from '../telnet/frames.ts'
import { PARSER_START, type ParserState } from './scan-state.ts'

/** What the reference's parser makes of bytes. It is odder than willdo's own, and servers are judged by it. */
export interface ParserSink {
  /** Data [start, end), never empty. */
  text(bytes: Uint8Array, start: number, end: number): void
  /** GA, NOP, AYT and the like. */
  command(code: number): void
  verb(code: number, option: number): void
  /** The first byte of a subnegotiation. */
  begin(option: number): void
  /** All of it, the option first; empty for IAC SB IAC SE. True stops behind it. */
  subnegotiation(payload: Uint8Array): boolean
  /** IAC and this byte broke one off. */
  interrupted(payload: Uint8Array, byte: number): void
  /** IAC and a byte that is no command: the byte is text. */
  odd(byte: number): void
}

const isVerb = (byte: number): boolean => byte >= WILL && byte <= DONT
const isCommand = (byte: number): boolean => (byte >= NOP && byte < SB) || (byte >= EOF && byte < SE)

/** Reads from `at`; returns where it stopped and what it remembers. The same however the bytes are cut. */
export function parse(
  state: ParserState,
  bytes: Uint8Array,
  at: number,
  sink: ParserSink,
): { readonly state: ParserState; readonly at: number } {
  while (at < bytes.length) {
    if (state.place === 'data' || state.place === 'sb') {
      const iac = bytes.indexOf(IAC, at)
      const end = iac < 0 ? bytes.length : iac
      if (end > at) state = run(state, bytes, at, end, sink)
      at = end
      if (iac >= 0) {
        state = { ...state, place: state.place === 'sb' ? 'sb-iac' : 'iac' }
        at++
      }
      continue
    }
    const byte = bytes[at++] as number
    if (state.place === 'sb-iac' && byte === SE) {
      const payload = state.payload.bytes()
      // An empty one leaves the reference in the belief that an IAC came.
      state = payload.length === 0 ? { ...PARSER_START, place: 'iac' } : PARSER_START
      if (sink.subnegotiation(payload)) break
    } else state = step(state, byte, sink)
  }
  return { state, at }
}

/** Bytes without an IAC: text, or part of a subnegotiation. */
function run(state: ParserState, bytes: Uint8Array, at: number, end: number, sink: ParserSink): ParserState {
  if (state.place === 'data') {
    sink.text(bytes, at, end)
    return state
  }
  if (state.payload.length === 0) sink.begin(bytes[at] as number)
  if (state.payload.length >= SUBNEGOTIATION_MAX) return state
  return { ...state, payload: state.payload.add(bytes.slice(at, end)) }
}

/** One byte behind an IAC or a verb. */
function step(state: ParserState, byte: number, sink: ParserSink): ParserState {
  if (state.place === 'verb') {
    // An IAC here is passed over: what follows it is the option.
    if (byte === IAC) return state
    sink.verb(state.verb, byte)
    return PARSER_START
  }
  if (state.place === 'sb-iac') {
    if (byte === IAC) {
      if (state.payload.length === 0) sink.begin(byte)
      return { ...state, place: 'sb', payload: state.payload.add(Uint8Array.of(byte)) }
    }
    sink.interrupted(state.payload.bytes(), byte)
  }
  if (isVerb(byte)) return { ...PARSER_START, place: 'verb', verb: byte }
  if (byte === SB) return { ...PARSER_START, place: 'sb' }
  if (isCommand(byte)) sink.command(byte)
  else {
    if (byte !== IAC) sink.odd(byte)
    sink.text(Uint8Array.of(byte), 0, 1)
  }
  return PARSER_START
}
