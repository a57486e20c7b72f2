import type { IMarker, Terminal } from '@xterm/xterm'
import { readCommandLink } from '../../shared/inband/link-address.ts'

/** A link that can be seen. */
export interface ScreenLink {
  readonly text: string
  readonly address: string
}

/** A longer address is no address that a person could judge; it stays text. */
export const ADDRESS_MAX = 2000
/** So many links are kept of those that a game marks as such; older ones can still be clicked. */
const MARKED_MAX = 500
const WRITTEN = /https?:\/\/[^\s"'!*(){}|\\^<>`]*[^\s"':,.!?{}|\\^~[\]`()<>]/gi

/** The address of a web page, or undefined for any other scheme, whatever is too long, and what is none. */
export function webAddress(text: string): URL | undefined {
  if (text.length > ADDRESS_MAX || !/^https?:\/\//i.test(text)) return undefined
  // URL drops tabs and line ends and would show another address than the one that was sent.
  // eslint-disable-next-line no-control-regex -- those are meant
  if (/[\x00-\x20\x7f-\x9f]/.test(text) || !URL.canParse(text)) return undefined
  return new URL(text)
}

/** What a link does, in a few words. */
export function linkTitle(address: string): string {
  const link = readCommandLink(address)
  if (!link) return address
  const { how, commands } = link
  if (commands.length > 1)
    return `${commands.length} choices: ${commands.map(({ command }) => command).join(', ')}`
  return `${how === 'send' ? 'Sends' : 'Types'}: ${commands[0]?.command ?? ''}`
}

interface Placed extends ScreenLink {
  readonly line: number
  readonly column: number
}

interface Marked {
  readonly marker: IMarker
  readonly address: string
  readonly from: number
  to: number | undefined
}

/** What of xterm is used here though it is not in its interface; where it is missing a link ends only where the game says. */
interface Inner {
  readonly _core?: { readonly _inputHandler?: { readonly setHyperlink?: (data: string) => boolean } }
}

/**
 * Follows the links that a game marks (OSC 8). Web addresses and words for the game are left to xterm, all other schemes
 * stay plain text. The text may be another player's, so a link that is not closed ends with its line.
 */
export class MarkedLinks {
  readonly #terminal: Terminal
  #links: Marked[] = []
  #open: Marked | undefined

  constructor(terminal: Terminal) {
    this.#terminal = terminal
    terminal.parser.registerOscHandler(8, (data) => this.#hear(data))
    terminal.onLineFeed(() => this.#endLine())
  }

  /** True for what xterm shall not see. */
  #hear(data: string): boolean {
    const address = data.slice(data.indexOf(';') + 1)
    const wasOpen = this.#open !== undefined
    const { cursorX } = this.#terminal.buffer.active
    if (this.#open) this.#open.to = cursorX
    this.#open = undefined
    // A link that is open must be closed by xterm, whatever comes.
    if (!data.includes(';') || !(webAddress(address) ?? readCommandLink(address))) return !wasOpen
    const marker = this.#terminal.registerMarker(0)
    this.#open = { marker, address, from: cursorX, to: undefined }
    this.#links.push(this.#open)
    if (this.#links.length > MARKED_MAX)
      for (const old of this.#links.splice(0, MARKED_MAX / 2)) old.marker.dispose()
    return false
  }

  #endLine(): void {
    if (!this.#open) return
    this.#open = undefined
    const inner = (this.#terminal as unknown as Inner)._core?._inputHandler
    inner?.setHyperlink?.(';')
  }

  /** Those in lines [top, bottom). */
  within(top: number, bottom: number): readonly Placed[] {
    this.#links = this.#links.filter(({ marker }) => !marker.isDisposed)
    return this.#links
      .filter(({ marker }) => marker.line >= top && marker.line < bottom)
      .map(({ marker, address, from, to }) => {
        const line = this.#terminal.buffer.active.getLine(marker.line)
        const text = line?.translateToString(true, from, to !== undefined && to > from ? to : undefined) ?? ''
        return { text: text.trim() || address, address, line: marker.line, column: from }
      })
  }
}

/** The links on the screen from top to bottom, each address once: those written out and those that a game marked. */
export function linksOnScreen(terminal: Terminal, marked: MarkedLinks | undefined): readonly ScreenLink[] {
  const buffer = terminal.buffer.active
  const top = buffer.viewportY
  const found: Placed[] = [...(marked?.within(top, top + terminal.rows) ?? [])]
  let start = top
  while (start > 0 && buffer.getLine(start)?.isWrapped) start--
  for (let y = start; y < top + terminal.rows; y++) {
    let text = buffer.getLine(y)?.translateToString(true) ?? ''
    const line = y
    while (buffer.getLine(y + 1)?.isWrapped) text += buffer.getLine(++y)?.translateToString(true) ?? ''
    for (const { 0: written, index } of text.matchAll(WRITTEN))
      if (webAddress(written)) found.push({ text: written, address: written, line, column: index })
  }
  found.sort((a, b) => a.line - b.line || a.column - b.column)
  return [...new Map(found.map(({ text, address }) => [address, { text, address }])).values()]
}
