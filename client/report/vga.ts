import { CLASSIC } from '../terminal/classic-themes.ts'
import type { Colour, Look } from './cells.ts'

const { vga } = CLASSIC
/** The IBM VGA's sixteen. */
const SIXTEEN = [
  vga.black, vga.red, vga.green, vga.yellow, vga.blue, vga.magenta, vga.cyan, vga.white,
  vga.brightBlack, vga.brightRed, vga.brightGreen, vga.brightYellow, vga.brightBlue, vga.brightMagenta,
  vga.brightCyan, vga.brightWhite,
] // prettier-ignore
const WHITE = 7

function cssOf(colour: Colour): string {
  if (typeof colour === 'string') return colour
  const usual = SIXTEEN[colour]
  if (usual !== undefined) return usual
  if (colour >= 232) return rgb(Array<number>(3).fill(8 + (colour - 232) * 10))
  const place = colour - 16
  return rgb(
    [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map((n) => (n === 0 ? 0 : 55 + n * 40)),
  )
}

const rgb = (parts: readonly number[]): string => `rgb(${parts.join(' ')})`

/** The colours of a look as that screen shows them: bold is bright. */
export function coloursOf({ fg = WHITE, bg, bold, inverse }: Look): {
  color: string
  background: string | undefined
} {
  const front = cssOf(bold && typeof fg === 'number' && fg < 8 ? fg + 8 : fg)
  const back = bg === undefined ? undefined : cssOf(bg)
  return inverse ? { color: back ?? cssOf(0), background: front } : { color: front, background: back }
}
