/** Which part of the way failed: between page and proxy, between proxy and game, or in the game itself. */
export type Leg = 'page-proxy' | 'proxy-game' | 'game'

/** What a code stands for. */
export type CodeFacts = {
  /** Its number for ever: also when a code is no longer used. */
  readonly n: number
  /** The WebSocket close code that goes with it. */
  readonly close: number
  /** Where it happens, unless the message says otherwise. */
  readonly leg: Leg
  /** What a person reads when nothing more exact is known. */
  readonly sentence: string
}

const refusal = (n: number, leg: Leg, sentence: string): CodeFacts => ({ n, close: 4000 + n, leg, sentence })
const ordinary = (n: number, close: 1000 | 1001, leg: Leg, sentence: string): CodeFacts => ({
  n,
  close,
  leg,
  sentence,
})

/**
 * Every code that `refused`, `closed` and `notice` carry. Numbers are never changed or used again; a new code takes the
 * next free one and a line in `docs/proxy-protocol.md`, which a test compares with this table.
 */
export const CODES = {
  'bad-request': refusal(1, 'page-proxy', 'The proxy needs a host name and a port. Check the address.'),
  'unknown-name': refusal(
    2,
    'proxy-game',
    'The proxy cannot find a server of that name. Check the spelling.',
  ),
  refused: refusal(
    3,
    'proxy-game',
    'Nothing listens at that address and port. The game may be down, or the port is another one.',
  ),
  'timed-out': refusal(4, 'proxy-game', 'The game did not answer the proxy in time. Try again later.'),
  unreachable: refusal(5, 'proxy-game', 'The proxy has no way to that address. Try again later.'),
  reset: refusal(6, 'game', 'The game broke the connection off. Connect again.'),
  forbidden: refusal(
    7,
    'proxy-game',
    'This proxy may not connect to that address. It is not public; whoever runs the proxy can allow it with --allow.',
  ),
  'port-not-allowed': refusal(
    8,
    'proxy-game',
    'This proxy may not connect to that port. Whoever runs the proxy can allow it with --allow.',
  ),
  'session-gone': refusal(9, 'page-proxy', 'The proxy no longer holds that session. Connect again.'),
  'bad-message': refusal(
    10,
    'page-proxy',
    'The proxy did not understand the page. Reload the page and connect again.',
  ),
  'flow-violation': refusal(
    11,
    'page-proxy',
    'Page and proxy disagree about the bytes they exchanged. Reload the page and connect again.',
  ),
  'proxy-full': refusal(12, 'page-proxy', 'The proxy holds as many sessions as it may. Try again later.'),
  'tls-failed': refusal(
    13,
    'proxy-game',
    'No secure connection to the game could be made. Try without TLS, or another port.',
  ),
  internal: refusal(14, 'page-proxy', 'The proxy failed. Connect again; if it stays, tell whoever runs it.'),
  ended: ordinary(15, 1000, 'game', 'The game ended the connection.'),
  stopping: ordinary(16, 1001, 'page-proxy', 'The proxy is being stopped. Connect again in a moment.'),
  'origin-not-allowed': refusal(
    17,
    'page-proxy',
    'This proxy only serves its own page. Open the page at the address of the proxy.',
  ),
  'no-subprotocol': refusal(
    18,
    'page-proxy',
    'Offer the WebSocket sub-protocol willdo.v1 or telnet.mudstandards.org.',
  ),
  'taken-over': refusal(19, 'page-proxy', 'The session went on in another window or connection.'),
  'rate-limited': refusal(
    20,
    'page-proxy',
    'Your address has asked this proxy for too much in a short time. Wait a minute, then try again.',
  ),
  'too-many-sessions': refusal(
    21,
    'page-proxy',
    'Your address has as many sessions as this proxy allows. End one of them, then connect again.',
  ),
  'game-full': refusal(
    22,
    'proxy-game',
    'This proxy holds as many connections to that game as it may. Try again later.',
  ),
  'not-listed': refusal(
    23,
    'page-proxy',
    'This proxy only connects to the games on its list. Choose one of them.',
  ),
  idle: refusal(
    24,
    'page-proxy',
    'Nothing came or went for a long time, so the proxy ended the connection. Connect again.',
  ),
  'time-up': refusal(
    25,
    'page-proxy',
    'The connection has lasted as long as this proxy allows. Connect again.',
  ),
} as const satisfies Record<string, CodeFacts>

/** A stable reason, the same word for programs of every version. */
export type Code = keyof typeof CODES

/** True for the name of a code that this version knows. */
export const isCode = (name: string): name is Code => Object.hasOwn(CODES, name)

/** Number, close code, leg and sentence of a code. */
export const codeFacts = (code: Code): CodeFacts => CODES[code]

/** The code that a WebSocket close code stands for; undefined for the protocol's own, such as 1006. */
export function codeOfClose(close: number): Code | undefined {
  if (close < 4000) return undefined
  for (const [code, facts] of Object.entries(CODES)) if (facts.close === close && isCode(code)) return code
  return undefined
}
