import { concat } from '../base/bytes.ts'
import { TELOPT } from '../telnet/codes.ts'
import { escapeIac } from '../telnet/encode.ts'
import type { SessionState } from './state.ts'

const CR = 13
const CR_LF = Uint8Array.of(13, 10)
const CR_NUL = Uint8Array.of(13, 0)
const LF = Uint8Array.of(10)

const isBinary = (state: SessionState): boolean => state.options[TELOPT.BINARY]?.client.q === 'yes'

/**
 * A line for the wire: 255s doubled, then CR LF (RFC 854), also when the line is empty. Once our side is BINARY an LF
 * alone: a telnetd takes CR and LF for two ends of lines then, so a login would get an empty password (RFC 856).
 */
export const encodeLine = (line: Uint8Array, state?: SessionState): Uint8Array =>
  concat([escapeIac(line), state && isBinary(state) ? LF : CR_LF])

/**
 * Keys for the wire in character mode: 255s doubled, Enter as CR NUL. Once our side is BINARY a bare CR: a telnetd
 * takes the NUL for a key of its own then (RFC 856).
 */
export function encodeKeys(keys: Uint8Array, state: SessionState): Uint8Array {
  const escaped = escapeIac(keys)
  if (isBinary(state) || !escaped.includes(CR)) return escaped
  const parts: Uint8Array[] = []
  let from = 0
  for (let at = escaped.indexOf(CR); at >= 0; at = escaped.indexOf(CR, at + 1)) {
    parts.push(escaped.subarray(from, at), CR_NUL)
    from = at + 1
  }
  parts.push(escaped.subarray(from))
  return concat(parts)
}
