import { paint } from './text.ts'

// Each letter is drawn with itself, so that it can be read without colours too.
const WILL = [
  'W     W  II  LL    LL   ',
  'W     W  II  LL    LL   ',
  'W  W  W  II  LL    LL   ',
  'W W W W  II  LL    LL   ',
  ' W   W   II  LLLL  LLLL ',
]
const DO = ['DDDD    OOO ', 'D   D  O   O', 'D   D  O   O', 'D   D  O   O', 'DDDD    OOO ']
// All of them can be read on black (AA).
const BLUES = [39, 33, 32, 69, 105]
const ROSES = [208, 209, 203, 204, 168]
const RAMP = [196, 202, 208, 214, 220, 190, 118, 46, 48, 51, 39, 27, 21, 57, 129, 201]

const SWATCH = '  '

/** The first thing a visitor sees: 16 and 256 colours, 60 columns at most. */
export function banner(): string {
  const letters = WILL.map((row, i) => {
    const left = paint(`1;38;5;${BLUES[i]}`, row)
    return `   ${left}     ${paint(`1;38;5;${ROSES[i]}`, DO[i] ?? '')}`
  })
  const sixteen = swatches([...Array(8).keys()].flatMap((n) => [`${40 + n}`, `${100 + n}`]))
  const ramp = swatches(RAMP.map((n) => `48;5;${n}`))
  return [
    '',
    ...letters,
    '',
    `   ${sixteen}  16 colours`,
    `   ${ramp}  some of 256`,
    '',
    `   A small place to try a ${paint('1', 'telnet')} client in.`,
    '   Three rooms, no dragons. All that is',
    '   negotiated here is also put to use.',
    '',
    '',
  ].join('\r\n')
}

const swatches = (codes: readonly string[]): string =>
  codes.map((code) => `\x1b[${code}m${SWATCH}`).join('') + '\x1b[0m'

/** All 16 and all 256 colours, in lines no wider than `width` where that is at least 36. */
export function colourCharts(width: number): string {
  const cell = width >= 72 ? '  ' : ' '
  const row = (first: number, count: number): string => {
    const cells = Array.from({ length: count }, (_, i) => `\x1b[48;5;${first + i}m${cell}`)
    return cells.join('') + '\x1b[0m'
  }
  const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white']
  const plain = names.map((name, n) => {
    const both = `\x1b[${40 + n}m    \x1b[0m\x1b[${100 + n}m    \x1b[0m`
    return `${both} ${paint(`${30 + n}`, name.padEnd(8))}${paint(`${90 + n}`, 'bright')}`
  })
  const cube = Array.from({ length: 6 }, (_, i) => row(16 + 36 * i, 36))
  return [
    'The 16 colours, plain and bright:',
    ...plain,
    '',
    'The colour cube and the greys of the 256:',
    ...cube,
    row(232, 24),
    '',
  ].join('\r\n')
}

const GRADIENT_ROWS = 6
const GRADIENT_WIDTH = 72

/** A sunset in 24-bit colours, at most `width` wide: each cell a colour of its own. */
export function gradient(width: number): readonly string[] {
  const columns = Math.min(width, GRADIENT_WIDTH)
  return Array.from({ length: GRADIENT_ROWS }, (_, y) => {
    const light = 0.72 - (0.5 * y) / (GRADIENT_ROWS - 1)
    const cells = Array.from({ length: columns }, (_, x) => {
      const [r, g, b] = rgb(x / columns, light)
      return `\x1b[48;2;${r};${g};${b}m `
    })
    return cells.join('') + '\x1b[0m'
  })
}

/** A pure hue, 0 to 1 around the circle, at a lightness of 0 to 1. */
function rgb(hue: number, light: number): readonly number[] {
  const spread = Math.min(light, 1 - light)
  return [0, 8, 4].map((offset) => {
    const k = (offset + hue * 12) % 12
    return Math.round(255 * (light - spread * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  })
}
