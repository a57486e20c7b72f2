import { SUBPROTOCOL } from '../shared/wire/messages.ts'
import { cardOf } from './directory/card.ts'
import { nextFrame } from './state/frames.ts'
import type { Memory } from './state/memory.ts'
import type { Player } from './state/page.svelte.ts'
import { RuleBook } from './state/rule-book.ts'
import { SessionView } from './state/session.svelte.ts'
import { Settings } from './state/settings.svelte.ts'
import { MemoryStorage } from './storage/memory.ts'
import { browserLink } from './transport/browser-link.ts'
import { connectUrl, resumeUrl } from './transport/connection.ts'
import { loadZlib } from './transport/load-zlib.ts'
import { copyText } from './ui/clipboard.ts'

/** The part that plays is loaded as a whole, but for the terminal: one connects, and types, while that is on its way. */
export { default as Playing } from './ui/Playing.svelte'

/** Opens the explanations of all lints. */
export const openLints = async (): Promise<void> => (await import('./ui/lint-book.ts')).openLints()

// Asked for at once; whether it comes is told where it is shown.
import('./terminal/terminal.ts').catch((error: unknown) =>
  console.info('The terminal is not there yet:', error),
)

// The same for what reads compressed streams; whoever needs it before it is there waits for it.
loadZlib().catch((error: unknown) => console.info('What reads compressed streams is not there yet:', error))

/** Sessions through the proxy at `place`: the page's own address or that of a proxy elsewhere. */
export function playerAt(place: URL | Location, memory: Memory, date: () => string): Player {
  const settings = new Settings(memory)
  return {
    open: (address, pin, ended, opened) =>
      new SessionView(
        address,
        {
          open: (game, via) => {
            const url = via === undefined ? connectUrl(place, game, pin) : resumeUrl(place, via)
            return new WebSocket(url, [SUBPROTOCOL])
          },
          link: browserLink,
          storage: new MemoryStorage(),
          rules: new RuleBook(memory),
          nextFrame,
          date,
          settings,
          copy: copyText,
        },
        ended,
        opened,
      ),
    card: (view) => cardOf(view.snapshot),
  }
}
