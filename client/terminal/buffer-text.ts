import type { Terminal } from '@xterm/xterm'

/** Lines [from, to) of what a terminal holds as plain text: lines that were only wrapped are one, blanks at their ends go. */
function bufferText({ buffer: { active } }: Terminal, from: number, to: number): string {
  const lines: string[] = []
  for (let y = from; y < to; y++) {
    const line = active.getLine(y)
    if (!line) break
    const goesOn = y + 1 < to && active.getLine(y + 1)?.isWrapped === true
    const text = line.translateToString(!goesOn)
    if (line.isWrapped && y > from) lines[lines.length - 1] += text
    else lines.push(text)
  }
  return lines.join('\n').trimEnd()
}

/** What can be seen, as plain text. */
export function screenText(terminal: Terminal): string {
  const { viewportY } = terminal.buffer.active
  return bufferText(terminal, viewportY, viewportY + terminal.rows)
}

/** That and all that can be scrolled to. */
export const allText = (terminal: Terminal): string => bufferText(terminal, 0, terminal.buffer.active.length)
