import type { Terminal } from '@xterm/xterm'
import { MarkedLinks } from './links.ts'

/** What a game may ask by an operating system command (OSC) beside colours, which are xterm's. */
export interface OscEvents {
  /** The game names itself (OSC 0 and 2). */
  title(text: string): void
  /** The game wants the clipboard (OSC 52): what stands behind the number. */
  clipboard(request: string): void
}

/** Hears what the game asks, and follows the links it marks. */
export function listenToOsc(terminal: Terminal, events: OscEvents): MarkedLinks {
  const { parser } = terminal
  for (const id of [0, 2]) {
    parser.registerOscHandler(id, (title) => {
      events.title(title)
      return true
    })
  }
  parser.registerOscHandler(52, (request) => {
    events.clipboard(request)
    return true
  })
  return new MarkedLinks(terminal)
}
