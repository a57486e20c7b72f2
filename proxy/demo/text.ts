const CRLF = '\r\n'

// eslint-disable-next-line no-control-regex -- colour sequences begin with ESC
const COLOUR = /\x1b\[[0-9;]*m/g

/** Colours of the 256 that can be read on black and on white alike. */
export const TINT = {
  title: '1;38;5;33',
  exits: '38;5;71',
  people: '38;5;133',
  aside: '38;5;136',
  command: '1',
} as const

/** `text` in the colour of that SGR code (ECMA-48 section 8.3.117). */
export const paint = (sgr: string, text: string): string => `\x1b[${sgr}m${text}\x1b[0m`

/** How many characters of it are seen. */
export const visibleLength = (text: string): number => [...text.replace(COLOUR, '')].length

/** `text` in lines of at most `width` characters, each with its CR LF; an indented one goes on indented. Colours take no room. */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((paragraph) => wrapParagraph(paragraph, width).join(CRLF) + CRLF)
    .join('')
}

function wrapParagraph(paragraph: string, width: number): string[] {
  const lines: string[] = []
  const indent = /^ */.exec(paragraph)?.[0] ?? ''
  let line = indent
  let length = line.length
  let gap = ''
  for (const word of paragraph
    .trimStart()
    .split(' ')
    .flatMap((word) => pieces(word, width))) {
    const more = visibleLength(word)
    if (gap !== '' && length + 1 + more > width) {
      lines.push(line)
      line = indent + word
      length = indent.length + more
    } else {
      line += gap + word
      length += gap.length + more
    }
    gap = ' '
  }
  return [...lines, line]
}

/** A word wider than the window is cut; one with colours in it is ours and short. */
function pieces(word: string, width: number): string[] {
  const characters = [...word]
  if (characters.length <= width || word.includes('\x1b')) return [word]
  const out: string[] = []
  for (let at = 0; at < characters.length; at += width) out.push(characters.slice(at, at + width).join(''))
  return out
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
