import type { ITheme } from '@xterm/xterm'
import type { Look } from '../terminal/terminal.ts'
import { DARK, LIGHT } from '../terminal/themes.ts'
import type { Choices, GameChoices } from './settings.svelte.ts'

const FONTS = '"Cascadia Mono", "JetBrains Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'

/** WCAG's AA and AAA for text. */
const CONTRAST = { more: 4.5, most: 7 }

/** A list of games can be wrong, and what was kept of it damaged. */
const WIDEST = 1000
/** Text is made smaller than this for no picture's sake. */
const SMALLEST = 6

/** How many columns the terminal is to have: as was chosen for the game, else as a list says; undefined for what there is room for. */
export function columnsOf(chosen: GameChoices['width'], listed: number | undefined): number | undefined {
  if (chosen !== undefined) return chosen === 'room' ? undefined : chosen
  return listed !== undefined && Number.isInteger(listed) && listed >= 1 && listed <= WIDEST
    ? listed
    : undefined
}

/** `classic` is the theme of that name if one is chosen and has been loaded. */
export function lookOf(
  choices: Choices,
  page: { dark: boolean; narrow: boolean; forced: boolean },
  classic: ITheme | undefined,
  columns?: number,
): Look {
  const { theme, font, size, scrollback, contrast } = choices
  const dark = theme === 'system' ? page.dark : theme !== 'light'
  return {
    fontFamily: font === '' ? FONTS : font === 'monospace' ? font : `"${font}", ${FONTS}`,
    fontSize: size || (page.narrow ? 12 : 14),
    // Who chose a size wants to be able to read it.
    smallest: size || SMALLEST,
    columns,
    scrollback,
    theme: classic ?? (dark ? DARK : LIGHT),
    // By day a colour of the night is made legible; who has the browser force its colours wants contrast.
    minimumContrastRatio:
      contrast === 'theme' ? (page.forced ? CONTRAST.most : dark ? 1 : CONTRAST.more) : CONTRAST[contrast],
  }
}
