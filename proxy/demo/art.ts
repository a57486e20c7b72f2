import { concat, latin1 } from '../../shared/base/bytes.ts'

// https://en.wikipedia.org/wiki/Code_page_437: the few that the picture needs. Typed as what they show, sent as what they are.
const CP437: Readonly<Record<string, number>> = {
  '░': 176,
  '▒': 177,
  '▓': 178,
  '│': 179,
  '╗': 187,
  '╝': 188,
  '║': 186,
  '╚': 200,
  '╔': 201,
  '═': 205,
  '█': 219,
  '▄': 220,
  '▌': 221,
  '▐': 222,
  '▀': 223,
  '≈': 247,
}

const PICTURE = [
  '\x1b[33m           ▄\x1b[0m',
  '\x1b[33m  ░░▒▒▓▓▐███▌▓▓▒▒░░\x1b[0m   ╔══════════════════╗',
  '\x1b[31m         ▐███▌\x1b[0m        ║  Handshake Point ║',
  '\x1b[37m         ▐███▌\x1b[0m        ║  WILL DO since   ║',
  '\x1b[31m         █████\x1b[0m        ║  1983            ║',
  '\x1b[37m        ▐█████▌\x1b[0m       ╚════════╗│╔═══════╝',
  '\x1b[31m        ███████\x1b[0m                ║│║',
  '\x1b[32m   ▄▄▄▄▄███████▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄\x1b[0m',
  '\x1b[34m ≈≈≈≈ ≈≈≈≈≈≈≈≈ ≈≈≈≈≈≈ ≈≈≈≈≈≈≈≈ ≈≈≈≈≈≈ ≈≈\x1b[0m',
]

const byteOf = (character: string): number => CP437[character] ?? character.charCodeAt(0)

const lineBytes = (line: string): Uint8Array => Uint8Array.from([...line, '\r', '\n'], byteOf)

/** The picture, and the upper half of the code page in rows of 32; 255 is among them. */
export function artBytes(): Uint8Array {
  const rows = [128, 160, 192, 224].map((first) => Array.from({ length: 32 }, (_, i) => first + i))
  return concat([
    ...PICTURE.map(lineBytes),
    latin1('\r\n'),
    ...rows.map((row) => Uint8Array.of(0x20, ...row, 13, 10)),
  ])
}
