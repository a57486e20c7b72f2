import type { ITheme } from '@xterm/xterm'
import { DARK } from './themes.ts'

/** One colour in its brightnesses, as a screen with one phosphor had it. */
function phosphor(background: string, dim: string, usual: string, bright: string): ITheme {
  const colours = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
  const brights = ['Red', 'Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'White'] as const
  return {
    ...DARK,
    background,
    foreground: usual,
    cursor: bright,
    cursorAccent: background,
    selectionBackground: dim,
    black: background,
    brightBlack: dim,
    ...Object.fromEntries(colours.map((name) => [name, usual])),
    ...Object.fromEntries(brights.map((name) => [`bright${name}`, bright])),
  }
}

/** Terminals people remember. */
export const CLASSIC: Readonly<Record<'vga' | 'green' | 'amber' | 'teal', ITheme>> = {
  // The colours of the IBM VGA's text mode, which ANSI art is drawn for.
  vga: {
    ...DARK,
    background: '#000000',
    foreground: '#aaaaaa',
    cursor: '#ffffff',
    cursorAccent: '#000000',
    selectionBackground: '#335588',
    black: '#000000',
    red: '#aa0000',
    green: '#00aa00',
    yellow: '#aa5500',
    blue: '#0000aa',
    magenta: '#aa00aa',
    cyan: '#00aaaa',
    white: '#aaaaaa',
    brightBlack: '#555555',
    brightRed: '#ff5555',
    brightGreen: '#55ff55',
    brightYellow: '#ffff55',
    brightBlue: '#5555ff',
    brightMagenta: '#ff55ff',
    brightCyan: '#55ffff',
    brightWhite: '#ffffff',
  },
  green: phosphor('#041007', '#1f7a3d', '#3fd170', '#a8ffc4'),
  amber: phosphor('#140b02', '#8a5a10', '#f0a030', '#ffdf9e'),
  // Muted colours of about one brightness on dark teal.
  teal: {
    ...DARK,
    background: '#06262e',
    foreground: '#a3b5b6',
    cursor: '#d5e0dc',
    cursorAccent: '#06262e',
    selectionBackground: '#1d4c57',
    black: '#0d323b',
    red: '#ee6a5f',
    green: '#9bb027',
    yellow: '#cf9d22',
    blue: '#4ea3e0',
    magenta: '#e573a8',
    cyan: '#43b3a7',
    white: '#e3dfce',
    brightBlack: '#7b9398',
    brightRed: '#f58a62',
    brightGreen: '#b5c86a',
    brightYellow: '#e5bf63',
    brightBlue: '#86c2ee',
    brightMagenta: '#a8a2ec',
    brightCyan: '#7fd3c9',
    brightWhite: '#fbf5e3',
  },
}
