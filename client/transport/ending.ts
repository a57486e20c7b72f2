import type { Leg } from '../../shared/wire/codes.ts'
import type { Certificate } from '../../shared/wire/messages.ts'

/** How a connection came to its end, in words for a person. */
export interface Ending {
  /** True when a person here ended it: nothing is wrong. */
  readonly wanted: boolean
  readonly leg: Leg
  readonly code: string
  readonly message: string
  /** The game's certificate, if that is the reason. */
  readonly certificate?: Certificate | undefined
}

const ours = (code: string, message: string, wanted = false): Ending => ({
  wanted,
  leg: 'page-proxy',
  code,
  message,
})

export const ENDED_HERE = ours('ended', 'You disconnected.', true)

export const UNREACHED = ours(
  'no-proxy',
  'The page cannot reach its proxy. Check your network and that the proxy is running, then connect again.',
)

export const LOST = ours(
  'lost',
  'The page lost its proxy, and with it the game. Check your network, then connect again.',
)

export const NO_PROXY = ours(
  'no-proxy',
  'What answers at this page’s address is no willdo proxy. Open the page at the address of its proxy.',
)

export const NOT_UNDERSTOOD = ours(
  'bad-message',
  'The page did not understand its proxy. Reload the page and connect again.',
)

export const GONE = ours('session-gone', 'The proxy could not hold the game any longer. Connect again.')

/** The ending, with what became of bytes that nobody said had arrived. */
export function withLoss(ending: Ending, bytes: number): Ending {
  if (bytes === 0 || ending.wanted) return ending
  const what = bytes === 1 ? 'The last byte' : `The last ${bytes} bytes`
  return { ...ending, message: `${ending.message} ${what} you sent may not have arrived.` }
}
