import { concat, latin1 } from '../../shared/base/bytes.ts'
import { optionNumber } from '../../shared/telnet/codes.ts'
import { random, pieces } from './cut.ts'

const WORDS: Readonly<Record<string, number>> = {
  IAC: 255,
  DONT: 254,
  DO: 253,
  WONT: 252,
  WILL: 251,
  SB: 250,
  GA: 249,
  AYT: 246,
  NOP: 241,
  SE: 240,
}

/**
 * Bytes from words: command and option names, numbers, and text in single quotes (one byte a character). `EOR` is the
 * option; the command is `239`.
 *
 *     words("IAC WILL ECHO 'Password: '")
 */
export function words(line: string): Uint8Array {
  const tokens = line.match(/'[^']*'|\S+/g) ?? []
  return concat(
    tokens.map((token) => {
      if (token.startsWith("'"))
        return latin1(token.slice(1, -1).replaceAll('\\r', '\r').replaceAll('\\n', '\n'))
      const code = WORDS[token] ?? (/^\d+$/.test(token) ? Number(token) : optionNumber(token))
      if (code === undefined) throw new Error(`no word ${token}`)
      return Uint8Array.of(code)
    }),
  )
}

/** The ways to cut bytes that every parser must not notice: whole, byte by byte, at each place, at random. */
export function everySplit(bytes: Uint8Array): Uint8Array[][] {
  const ways = [[bytes], pieces(bytes, 1)]
  if (bytes.length <= 400)
    for (let at = 1; at < bytes.length; at++) ways.push([bytes.slice(0, at), bytes.slice(at)])
  for (let seed = 1; seed <= 5; seed++) ways.push(pieces(bytes, random(seed)))
  return ways
}
