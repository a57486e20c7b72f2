import { concat, fromLatin1 } from '../base/bytes.ts'
import { Inflater } from '../telnet/inflate.ts'
import { receiveVerb } from './answers.ts'
import { logName } from './names.ts'
import { parse, type ParserSink } from './parser.ts'
import { repr } from './python.ts'
import { note, notice, type Scan } from './scan-state.ts'
import { snoop } from './slc.ts'
import { receiveSubnegotiation } from './subnegotiations.ts'
import { VERB_OF } from './tables.ts'
import { fontSwitch } from './terminal-queries.ts'

/** So much may come out of one read: a few hundred compressed bytes can mean gigabytes. */
const INFLATE_MAX = 8 * 1024 * 1024
/** So many of the server's first bytes are kept, to tell what speaks there. */
const FIRST_BYTES = 1024

const COMMAND_TEXTS: Readonly<Record<number, string>> = {
  236: 'IAC EOF: End of File (unhandled).',
  237: 'IAC SUSP: Suspend (unhandled).',
  238: 'IAC ABORT: Abort (unhandled).',
  239: 'IAC EOR: End of Record (unhandled).',
  241: 'IAC NOP: Null Operation (unhandled).',
  242: 'IAC DM: Data Mark (unhandled).',
  243: 'IAC BRK: Break (unhandled).',
  244: 'IAC IP: Interrupt Process (unhandled).',
  245: 'IAC AO: Abort Output (unhandled).',
  246: 'IAC AYT: Are You There? (unhandled).',
  247: 'IAC EC: Erase Character (unhandled).',
  248: 'IAC EL: Erase Line (unhandled).',
  249: 'IAC GA: Go-Ahead (unhandled).',
}

/** One read of the socket: commands are answered in their order, its text is left in `chunk`. */
export function receive(scan: Scan, bytes: Uint8Array): void {
  if (scan.first.length < FIRST_BYTES) scan.first = scan.first.add(bytes.slice(0, FIRST_BYTES))
  scan.commands = 0
  const parts: Uint8Array[] = []
  rawFont(scan, bytes)
  const sink = sinkOf(scan, parts)
  let at = 0
  while (at < bytes.length) at = scan.inflater ? inflate(scan, bytes, at, sink) : read(scan, bytes, at, sink)
  const text = concat(parts)
  snoop(scan, text)
  scan.chunk = scan.chunk.add(text)
  if (!scan.packingAsked || scan.packing) return
  scan.packing = true
  note(scan, () => 'MCCP3 compression started (client→server)')
  notice(scan, 'mccp3')
}

/** A SyncTERM font is looked for in what the wire has, too. */
function rawFont(scan: Scan, bytes: Uint8Array): void {
  if (scan.settings.encoding !== 'ascii' || !bytes.includes(27)) return
  const encoding = fontSwitch(fromLatin1(bytes))?.encoding
  if (encoding === undefined) return
  note(scan, () => `SyncTERM font switch: ${encoding}`)
  scan.encoding = encoding
}

function read(scan: Scan, bytes: Uint8Array, at: number, sink: ParserSink): number {
  const next = parse(scan.parser, bytes, at, sink)
  scan.parser = next.state
  return next.at
}

/** Compressed bytes. What cannot be inflated is lost, with all of it that this read brought. */
function inflate(scan: Scan, bytes: Uint8Array, at: number, sink: ParserSink): number {
  const output: Uint8Array[] = []
  let size = 0
  const result = (scan.inflater as Inflater).write(bytes, at, (made) => {
    output.push(made.slice())
    size += made.length
    return size <= INFLATE_MAX
  })
  if (result.status === 'corrupt' || result.status === 'raw' || result.status === 'stopped') {
    scan.inflater = undefined
    notice(scan, 'compression-broken')
    return bytes.length
  }
  if (result.status === 'end') scan.inflater = undefined
  const plain = concat(output)
  for (let from = 0; from < plain.length;) from = read(scan, plain, from, sink)
  return result.at
}

function sinkOf(scan: Scan, parts: Uint8Array[]): ParserSink {
  return {
    text: (bytes, start, end) => void parts.push(bytes.slice(start, end)),
    command: (code) => {
      scan.commands++
      note(scan, () => COMMAND_TEXTS[code] ?? logName(code))
    },
    verb: (code, option) => {
      scan.commands++
      receiveVerb(scan, code, option)
    },
    begin: (option) => note(scan, () => `begin sub-negotiation SB ${logName(option)}`),
    subnegotiation: (payload) => {
      scan.commands++
      if (!receiveSubnegotiation(scan, payload) || scan.inflater) return false
      scan.inflater = new Inflater()
      note(scan, () => 'MCCP2 decompression started (server→client)')
      return true
    },
    interrupted: (payload, byte) =>
      note(scan, () => {
        const option = payload[0] === undefined ? '' : ` ${logName(payload[0])}`
        const by = VERB_OF[byte] ?? logName(byte)
        return `sub-negotiation SB${option} (${payload.length} bytes) interrupted by IAC ${by}`
      }),
    odd: (byte) =>
      note(scan, () => {
        const name = logName(byte).startsWith("b'") ? repr(Uint8Array.of(byte)) : logName(byte)
        return `IAC ${name}: not a legal 2-byte cmd, treating as data`
      }),
  }
}
