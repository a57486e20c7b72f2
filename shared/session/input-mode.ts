import { millis, type Millis } from '../base/brands.ts'
import { LINE_MODE } from '../options/linemode.ts'
import { TELOPT } from '../telnet/codes.ts'
import { lineMode } from './line-mode.ts'
import type { SessionState } from './state.ts'
import { endsOpen } from './text-tail.ts'

/** After this a password box opens up again: some servers forget WONT ECHO. */
export const PASSWORD_FOR = 60_000

/** How a person types: whole lines, single keys, or a hidden line. */
export interface InputMode {
  readonly kind: 'line' | 'character' | 'password'
  /** We show what is typed, because the server does not. */
  readonly localEcho: boolean
  /** When the mode ends by itself. */
  readonly until?: Millis
}

/**
 * RFC 1184 where it was agreed; else RFC 857 and 858 as servers use them: ECHO with SGA is character mode; ECHO alone,
 * around an open question, hides a password; ECHO before any text means that the server always echoes.
 */
export function inputMode(state: SessionState, at: Millis): InputMode {
  const { echo } = state
  const agreed = lineMode(state)
  // Who edits does not say who shows: without ECHO that is the client also of single keys (RFC 1184 section 5).
  if (agreed !== undefined && !(agreed & LINE_MODE.EDIT)) return { kind: 'character', localEcho: !echo }
  if (!echo) return { kind: 'line', localEcho: true }
  // Where both agreed that lines are edited here, ECHO hides a secret, whatever SGA says (RFC 1184 section 5).
  if (agreed === undefined && state.options[TELOPT.SGA]?.server.q === 'yes')
    return { kind: 'character', localEcho: false }
  const until = millis(echo.since + PASSWORD_FOR)
  if (!echo.burst && at < until && (echo.asked || endsOpen(echo.tail)))
    return { kind: 'password', localEcho: false, until }
  return { kind: 'line', localEcho: false }
}
