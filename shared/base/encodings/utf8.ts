/** How many bytes follow this lead byte in UTF-8; -1 when it leads nothing (RFC 3629). */
export function following(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 1
  if (lead >= 0xe0 && lead <= 0xef) return 2
  if (lead >= 0xf0 && lead <= 0xf4) return 3
  return -1
}

/** Whether `byte` may come second behind `lead`: no overlong forms, no surrogates, nothing above U+10FFFF. */
export function maySecond(lead: number, byte: number): boolean {
  if (lead === 0xe0) return byte >= 0xa0 && byte <= 0xbf
  if (lead === 0xed) return byte >= 0x80 && byte <= 0x9f
  if (lead === 0xf0) return byte >= 0x90 && byte <= 0xbf
  if (lead === 0xf4) return byte >= 0x80 && byte <= 0x8f
  return byte >= 0x80 && byte <= 0xbf
}

/** What is shown for bytes [from, to) that are no character, and where to go on: at `to` or before; undefined gives up. */
export type Bad = (bytes: Uint8Array, from: number, to: number) => Shown | undefined
export type Shown = readonly [text: string, next: number]

/**
 * The text of UTF-8 bytes. What is no character goes to `bad`, one maximal part at a time (Unicode chapter 3, table 3-7). A
 * byte order mark is a character like others.
 */
export function decodeUtf8(bytes: Uint8Array, bad: Bad): string | undefined {
  let text = ''
  let at = 0
  while (at < bytes.length) {
    const first = bytes[at] as number
    const wanted = first < 0x80 ? 0 : following(first)
    let end = at + 1
    while (end <= at + wanted && continues(bytes, at, end)) end++
    const whole = wanted >= 0 && end > at + wanted
    const shown = whole ? ([character(bytes, at, end), end] as const) : bad(bytes, at, end)
    if (!shown) return undefined
    text += shown[0]
    at = shown[1]
  }
  return text
}

function continues(bytes: Uint8Array, at: number, end: number): boolean {
  const byte = bytes[end]
  if (byte === undefined) return false
  return end === at + 1 ? maySecond(bytes[at] as number, byte) : byte >= 0x80 && byte <= 0xbf
}

function character(bytes: Uint8Array, from: number, to: number): string {
  const first = bytes[from] as number
  let code = to - from === 1 ? first : first & (0x7f >> (to - from))
  for (let i = from + 1; i < to; i++) code = (code << 6) | ((bytes[i] as number) & 0x3f)
  return String.fromCodePoint(code)
}
