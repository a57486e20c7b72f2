import { commandName, DONT, IAC, optionName, SB, SE, WILL } from './codes.ts'

const PRINTABLE_FIRST = 0x20
const PRINTABLE_LAST = 0x7e
const QUOTE = 0x27
const BACKSLASH = 0x5c

/**
 * Bytes as people write them: `IAC SB TTYPE 0 'WILLDO' IAC SE`. Text stands in quotes, other bytes are numbers; of more
 * than `max` bytes the rest is an ellipsis.
 */
export function inWords(bytes: Uint8Array, max = 400): string {
  const words: string[] = []
  const end = Math.min(bytes.length, max)
  let at = 0
  while (at < end) {
    if (bytes[at] === IAC) at = command(bytes, at, words)
    else at = data(bytes, at, end, words)
  }
  return words.join(' ') + (at < bytes.length ? ' …' : '')
}

/** The command at `at`; returns where it ends. */
function command(bytes: Uint8Array, at: number, words: string[]): number {
  const code = bytes[at + 1]
  const option = bytes[at + 2]
  if (code === undefined) {
    words.push('IAC')
    return at + 1
  }
  if (code === IAC) {
    words.push('255 255')
    return at + 2
  }
  words.push('IAC', commandName(code))
  const named = (code >= WILL && code <= DONT) || code === SB
  if (!named || option === undefined) return at + 2
  words.push(optionName(option))
  // MCCP version 1 begins with IAC SB 85 WILL SE.
  const oldStart = code === SB && bytes[at + 3] === WILL && bytes[at + 4] === SE
  if (oldStart) words.push('WILL', 'SE')
  return at + (oldStart ? 5 : 3)
}

function data(bytes: Uint8Array, at: number, end: number, words: string[]): number {
  let text = ''
  let to = at
  for (; to < end && isPrintable(bytes[to]); to++) {
    const byte = bytes[to] as number
    text +=
      byte === QUOTE || byte === BACKSLASH ? `\\${String.fromCharCode(byte)}` : String.fromCharCode(byte)
  }
  if (to > at) {
    words.push(`'${text}'`)
    return to
  }
  words.push(String(bytes[at]))
  return at + 1
}

const isPrintable = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= PRINTABLE_FIRST && byte <= PRINTABLE_LAST
