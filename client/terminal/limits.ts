import type { Terminal } from '@xterm/xterm'

/** What of xterm is used here though it is not in its interface; where it is missing the sequence does nothing. */
interface Inner {
  readonly _core?: {
    readonly _inputHandler?: Readonly<
      Record<string, (params: { params: number[]; length: number }) => boolean>
    >
  }
}

/**
 * Control sequences that xterm carries out as often as they say, up to 2 billion times: the method that does it, and
 * whether more than the screen's columns or rows has no further effect.
 */
const REPEATED: readonly (readonly [string, string, 'cols' | 'rows'])[] = [
  ['b', 'repeatPrecedingCharacter', 'cols'],
  ['I', 'cursorForwardTab', 'cols'],
  ['Z', 'cursorBackwardTab', 'cols'],
  ['L', 'insertLines', 'rows'],
  ['M', 'deleteLines', 'rows'],
  ['S', 'scrollUp', 'rows'],
  ['T', 'scrollDown', 'rows'],
  ['^', 'scrollDown', 'rows'],
]

/** Holds a game to what a screen has room for, so that ten bytes of it cannot stop the page. */
export function limitRepeats(terminal: Terminal): void {
  for (const [final, method, most] of REPEATED) {
    terminal.parser.registerCsiHandler({ final }, ([count]) => {
      const limit = terminal[most]
      if (typeof count !== 'number' || count <= limit) return false
      const inner = (terminal as unknown as Inner)._core?._inputHandler
      inner?.[method]?.({ params: [limit], length: 1 })
      return true
    })
  }
}
