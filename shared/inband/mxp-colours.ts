/** The colours that HTML 4 names, and some that games use beside them. */
const NAMES: Readonly<Record<string, string>> = {
  black: '000000',
  silver: 'c0c0c0',
  gray: '808080',
  grey: '808080',
  white: 'ffffff',
  maroon: '800000',
  red: 'ff0000',
  purple: '800080',
  fuchsia: 'ff00ff',
  magenta: 'ff00ff',
  green: '008000',
  lime: '00ff00',
  olive: '808000',
  yellow: 'ffff00',
  navy: '000080',
  blue: '0000ff',
  teal: '008080',
  aqua: '00ffff',
  cyan: '00ffff',
  orange: 'ffa500',
  brown: 'a52a2a',
  gold: 'ffd700',
  pink: 'ffc0cb',
  violet: 'ee82ee',
  indigo: '4b0082',
  crimson: 'dc143c',
  coral: 'ff7f50',
  tan: 'd2b48c',
  khaki: 'f0e68c',
  skyblue: '87ceeb',
  steelblue: '4682b4',
  royalblue: '4169e1',
  lightblue: 'add8e6',
  darkblue: '00008b',
  turquoise: '40e0d0',
  lightgreen: '90ee90',
  darkgreen: '006400',
  darkred: '8b0000',
  tomato: 'ff6347',
  salmon: 'fa8072',
  chocolate: 'd2691e',
  lightgray: 'd3d3d3',
  lightgrey: 'd3d3d3',
  darkgray: 'a9a9a9',
  darkgrey: 'a9a9a9',
}

/** The numbers that set a colour by SGR 38 or 48, for a name or `#rrggbb`; undefined for what is no colour. */
export function colourParameters(colour: string): string | undefined {
  const name = colour.trim().toLowerCase()
  const rgb = Object.hasOwn(NAMES, name) ? NAMES[name] : /^#([\da-f]{6})$/.exec(name)?.[1]
  if (rgb === undefined) return undefined
  const number = parseInt(rgb, 16)
  return `2;${number >> 16};${(number >> 8) & 255};${number & 255}`
}
