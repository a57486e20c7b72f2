import type { ITheme } from '@xterm/xterm'
import type { Look } from '../terminal/terminal.ts'
import { DARK, LIGHT } from '../terminal/themes.ts'
import type { Choices } from './settings.svelte.ts'

const FONTS = '"Cascadia Mono", "JetBrains Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'

/** WCAG's AA and AAA for text. */
const CONTRAST = { more: 4.5, most: 7 }

/** `classic` is the theme of that name if one is chosen and has been loaded. */
export function lookOf(
  choices: Choices,
  page: { dark: boolean; narrow: boolean; forced: boolean },
  classic: ITheme | undefined,
): Look {
  const { theme, font, size, scrollback, contrast } = choices
  const dark = theme === 'system' ? page.dark : theme !== 'light'
  return {
    fontFamily: font === '' ? FONTS : font === 'monospace' ? font : `"${font}", ${FONTS}`,
    fontSize: size || (page.narrow ? 12 : 14),
    scrollback,
    theme: classic ?? (dark ? DARK : LIGHT),
    // By day a colour of the night is made legible; who has the browser force its colours wants contrast.
    minimumContrastRatio:
      contrast === 'theme' ? (page.forced ? CONTRAST.most : dark ? 1 : CONTRAST.more) : CONTRAST[contrast],
  }
}
