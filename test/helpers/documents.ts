import { readFileSync } from 'node:fs'

/** A text of `docs/`. */
export const documentText = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')

/** The contents of the code blocks of a text, without their fences; with `language` only those marked with it. */
export const codeBlocks = (text: string, language = ''): string[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, marked, block = '']) =>
    marked === language ? [block] : [],
  )

/** The cells of every table row below a heading of a text, the rows of titles and dashes left out. */
export function tableRows(text: string, heading: string): string[][] {
  const section = text.split(`\n${heading}\n`)[1]?.split(/^#+ /m)[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** What stands between the first backticks of a cell, or the whole cell. */
export const inTicks = (cell = ''): string => /`([^`]+)`/.exec(cell)?.[1] ?? cell
