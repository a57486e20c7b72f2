import { concat, equalBytes } from '../base/bytes.ts'
import { DO, IAC, SB, WILL } from '../telnet/codes.ts'
import { ZLIB_HEADER } from '../telnet/deflate.ts'
import { encodeVerb } from '../telnet/encode.ts'
import { Inflater } from '../telnet/inflate.ts'
import { BURST, probeOrder } from './names.ts'
import { parse, type ParserSink } from './parser.ts'
import { beginLoop, beginNegotiation, beginProbe, beginRound, beginWrongDirection } from './phases.ts'
import type { PhaseName } from './result.ts'
import type { Scan } from './scan-state.ts'
import { say, VERB_OF } from './tables.ts'

/**
 * What was really sent. Answers are known from the bytes they answer; what no rule called for means that a phase has ended.
 * So a scan that the reference made folds to the same result as ours, however its writes were cut.
 */
export function sent(scan: Scan, bytes: Uint8Array, at: number): void {
  const sink = new Outbound(scan, at)
  const read = (part: Uint8Array): void => {
    scan.outParser = parse(scan.outParser, part, 0, sink).state
  }
  let from = 0
  while (from < bytes.length && !scan.outInflater) {
    // No text of ours has this byte: it is the head of the stream.
    const head = scan.packing ? bytes.indexOf(ZLIB_HEADER, from) : -1
    read(bytes.subarray(from, head < 0 ? bytes.length : head))
    if (head < 0) return
    if (scan.outParser.place === 'data') scan.outInflater = new Inflater()
    else read(bytes.subarray(head, head + 1))
    from = scan.outInflater ? head : head + 1
  }
  if (scan.outInflater) read(inflate(scan.outInflater, bytes, from))
}

function inflate(inflater: Inflater, bytes: Uint8Array, from: number): Uint8Array {
  const parts: Uint8Array[] = []
  inflater.write(bytes, from, (output) => {
    parts.push(output.slice())
    return true
  })
  return concat(parts)
}

const isCommand = (bytes: Uint8Array): boolean => bytes[0] === IAC && bytes[1] !== IAC

const isReading = (name: PhaseName): boolean => name === 'settle' || name === 'banner' || name === 'round'

class Outbound implements ParserSink {
  readonly #scan: Scan
  readonly #at: number
  /** At most one text of ours ends a phase: the rest of it follows in the same write. */
  #spoke = false

  constructor(scan: Scan, at: number) {
    this.#scan = scan
    this.#at = at
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    let at = start
    while (at < end) {
      const next = this.#answer(bytes, at, end)
      if (next > at) at = next
      else if (this.#spoke) at = end
      else {
        this.#spoke = true
        this.#say()
      }
    }
  }

  /** Takes text off what is owed; returns how far it went. */
  #answer(bytes: Uint8Array, at: number, end: number): number {
    const { owed } = this.#scan
    for (const [index, write] of owed.entries()) {
      if (isCommand(write.bytes)) continue
      const length = Math.min(write.bytes.length, end - at)
      if (!equalBytes(write.bytes.subarray(0, length), bytes.subarray(at, at + length))) continue
      this.#settle(index, write.bytes.subarray(length))
      return at + length
    }
    return at
  }

  #settle(index: number, rest: Uint8Array = new Uint8Array(0)): void {
    const [write] = this.#scan.owed.splice(index, 1)
    if (!write) return
    if (rest.length > 0) this.#scan.owed.splice(index, 0, { ...write, bytes: rest })
    else if (write.packed) this.#scan.packed = [...this.#scan.packed, write.bytes]
  }

  /** Text that no rule called for: the answer to what was read. */
  #say(): void {
    const { name } = this.#scan.phase
    const reads = name === 'negotiation' || name === 'settle' || name === 'banner' || name === 'round'
    if (reads) beginRound(this.#scan, this.#at)
  }

  verb(code: number, option: number): void {
    const scan = this.#scan
    const verb = VERB_OF[code]
    if (!verb) return
    if (this.#settleVerb(code, option)) return
    const { name } = scan.phase
    if (name === 'start') beginNegotiation(scan, this.#at)
    if (
      (name === 'start' || name === 'negotiation') &&
      (code === DO || code === WILL) &&
      BURST.includes(option)
    ) {
      say(scan, verb, option)
    } else if (isReading(name) && code === DO && probeOrder(scan.settings.scanType).includes(option)) {
      beginProbe(scan, this.#at)
    } else if (name === 'probe' && scan.probe && scan.settings.schema === 'eight-key') {
      beginWrongDirection(scan, this.#at)
    } else if (name === 'wrong-direction' || name === 'loop-server') {
      beginLoop(scan, this.#at, code === WILL)
    }
    this.#settleVerb(code, option)
  }

  #settleVerb(code: number, option: number): boolean {
    const verb = VERB_OF[code]
    if (!verb) return false
    const bytes = encodeVerb(verb, option)
    const index = this.#scan.owed.findIndex((write) => equalBytes(write.bytes.subarray(0, 3), bytes))
    if (index >= 0) this.#settle(index)
    return index >= 0
  }

  subnegotiation(payload: Uint8Array): boolean {
    const index = this.#scan.owed.findIndex(
      ({ bytes }) => isCommand(bytes) && bytes[1] === SB && bytes[2] === payload[0],
    )
    if (index >= 0) this.#settle(index)
    return false
  }

  begin(): void {}
  command(): void {}
  interrupted(): void {}
  odd(): void {}
}
