import { concat } from '../base/bytes.ts'
import { IAC, SB, SE, verbCode, type Verb } from './codes.ts'

/** `bytes` with each 255 doubled (RFC 854); the same array where there is none. */
export function escapeIac(bytes: Uint8Array): Uint8Array {
  let at = bytes.indexOf(IAC)
  if (at < 0) return bytes
  const parts: Uint8Array[] = []
  let from = 0
  while (at >= 0) {
    parts.push(bytes.subarray(from, at + 1))
    from = at
    at = bytes.indexOf(IAC, at + 1)
  }
  parts.push(bytes.subarray(from))
  return concat(parts)
}

/** IAC VERB option. */
export const encodeVerb = (verb: Verb, option: number): Uint8Array =>
  Uint8Array.of(IAC, verbCode(verb), option)

/** IAC command. */
export const encodeCommand = (command: number): Uint8Array => Uint8Array.of(IAC, command)

/** IAC SB option payload IAC SE, the payload's 255s doubled. */
export function encodeSubnegotiation(option: number, payload: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(IAC, SB, option), escapeIac(payload), Uint8Array.of(IAC, SE)])
}
