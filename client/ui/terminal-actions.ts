import type { SessionView } from '../state/session.svelte.ts'
import { allText, screenText } from '../terminal/buffer-text.ts'
import { linksOnScreen, type ScreenLink } from '../terminal/links.ts'
import type { TerminalView } from '../terminal/terminal.ts'
import { transcript } from '../terminal/transcript.ts'
import { copiedText, copyText } from './clipboard.ts'
import { download, fileName } from './download.ts'

/** What the menu offers to do with the text. */
export interface TerminalActions {
  readonly find: () => void
  readonly links: () => void
  readonly copyScreen: () => void
  readonly copyAll: () => void
  readonly selectAll: () => void
  readonly saveTranscript: () => void
}

const linesOf = (text: string): string => {
  const count = text.split('\n').length
  return count === 1 ? 'one line' : `${count} lines`
}

export const copyScreen = ({ content }: TerminalView): Promise<string> => copy(screenText(content.terminal))

export const copyAll = ({ content }: TerminalView): Promise<string> => copy(allText(content.terminal))

export const linksOf = ({ content }: TerminalView): readonly ScreenLink[] =>
  linksOnScreen(content.terminal, content.marked)

/** Puts text on the clipboard; the sentence says how that went. */
async function copy(text: string): Promise<string> {
  if (text === '') return 'There is nothing to copy.'
  return copiedText(await copyText(text), linesOf(text))
}

export const copySelection = (terminal: TerminalView): Promise<string> =>
  terminal.hasSelection ? copy(terminal.selection) : Promise.resolve('Nothing is selected.')

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** Saves the session as plain text; the sentence says under which name. */
export async function saveTranscript(view: SessionView): Promise<string> {
  const parts: Blob[] = []
  let small: string[] = []
  let length = 0
  for await (const part of transcript(view.transcript, turn, () => performance.now())) {
    small.push(part)
    length += part.length
    // A blob may be kept outside the page's memory; a long session needs that.
    if (length > 1024 * 1024) {
      parts.push(new Blob(small))
      small = []
      length = 0
    }
  }
  const name = fileName(view.address, 'txt')
  download(name, [...parts, ...small], 'text/plain;charset=utf-8')
  return `Saved as ${name}.`
}
