import { TELOPT } from '../telnet/codes.ts'
import { repr } from './python.ts'
import { note, type Scan } from './scan-state.ts'
import { saySubnegotiation } from './tables.ts'

/** LINEMODE's special characters (RFC 1184 section 2.4) as the reference keeps them. */

export const SLC = 3
const LEVEL = 0x03
const ACK = 0x80
const DEFAULT = 3
const CANT_CHANGE = 1
const HIGHEST = 30

/** Flags and value by function, as a BSD terminal has them. Those that are not here are not supported. */
const TABLE: ReadonlyMap<number, readonly [number, number]> = new Map([
  [3, [0x62, 3]],
  [4, [0x22, 15]],
  [5, [0x02, 20]],
  [7, [0x62, 28]],
  [8, [0x02, 4]],
  [9, [0x42, 26]],
  [10, [0x02, 127]],
  [11, [0x02, 21]],
  [12, [0x02, 23]],
  [13, [0x02, 18]],
  [14, [0x02, 22]],
  [15, [0x02, 17]],
  [16, [0x02, 19]],
])
const NO_SUPPORT: readonly [number, number] = [0, 255]

const NAMES: Readonly<Record<number, string>> = {
  ...{ 3: 'IP', 4: 'AO', 5: 'AYT', 7: 'ABORT', 8: 'EOF', 9: 'SUSP', 10: 'EC', 11: 'EL', 12: 'EW' },
  ...{ 13: 'RP', 14: 'LNEXT', 15: 'XON', 16: 'XOFF' },
}

const entry = (scan: Scan, code: number): readonly [number, number] => {
  const own = scan.slc.get(code)
  return own === undefined ? (TABLE.get(code) ?? NO_SUPPORT) : [own >> 8, own & 255]
}

/** Asks the server for its defaults: "function 0, default". */
export function slcStart(scan: Scan): void {
  note(scan, () => 'slc_start: IAC SB LINEMODE SLC [..]')
  note(scan, () => `_slc_add (b'\\x00', (^@, default))`)
  slcEnd(scan, [0, DEFAULT, 0])
}

function slcEnd(scan: Scan, triplets: readonly number[]): void {
  note(scan, () => `send (slc_end): ${repr(Uint8Array.from(triplets))}`)
  note(scan, () => 'slc_end: [..] IAC SE')
  saySubnegotiation(scan, TELOPT.LINEMODE, Uint8Array.from([SLC, ...triplets]))
}

/** The server's triplets: what it changes is taken over and confirmed. */
export function receiveSlc(scan: Scan, triplets: Uint8Array): void {
  const reply: number[] = []
  for (let at = 0; at + 3 <= triplets.length; at += 3) {
    const [code, flags, value] = triplets.subarray(at, at + 3) as unknown as [number, number, number]
    reply.push(...answer(scan, code, flags, value))
  }
  if (reply.length === 0) return
  note(scan, () => 'slc_start: IAC SB LINEMODE SLC [..]')
  slcEnd(scan, reply)
}

function answer(scan: Scan, code: number, flags: number, value: number): readonly number[] {
  if (code === 0) return []
  const [mine, held] = entry(scan, code)
  if (code > HIGHEST) return [code, 0, 0]
  const level = flags & LEVEL
  if (level === (mine & LEVEL) && (value === held || (flags & ACK) !== 0)) return []
  if ((flags & ACK) !== 0) return []
  if (level === DEFAULT) return (mine & LEVEL) === 0 ? [code, 0, held] : [code, mine, held]
  if ((mine & LEVEL) === CANT_CHANGE) return [code, mine, held]
  scan.slc = new Map([...scan.slc, [code, (flags << 8) | value]])
  return [code, flags | ACK, value]
}

/** What the log says of text that holds special characters, once the server echoes character by character. */
export function snoop(scan: Scan, text: Uint8Array): void {
  if (!scan.keepLog || scan.remote.get(TELOPT.ECHO) !== true) return
  if (scan.remote.get(TELOPT.SGA) !== true && scan.local.get(TELOPT.SGA) !== true) return
  for (const byte of text) {
    for (const [code, name] of Object.entries(NAMES)) {
      if (entry(scan, Number(code))[1] !== byte) continue
      const byteText = repr(Uint8Array.of(byte))
      note(scan, () => `slc.snoop(${byteText}): SLC_${name}, callback is handle_${name.toLowerCase()}.`)
    }
  }
}
