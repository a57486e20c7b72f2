import { destination, pino } from 'pino'
import type { DestinationStream } from 'pino'
import type { Config } from './config.ts'

/** What is written of a session. Nothing of what was said in it, and never its token. */
export type SessionFacts = {
  /** A name for this log only. */
  readonly session: string
  /** The caller's address. */
  readonly client: string
  readonly host: string
  readonly port: number
  /** The address that was dialled. */
  readonly address: string
  readonly toClient: number
  readonly toGame: number
}

/** What a caller that has no session wanted. */
export type CallFacts = { readonly client: string; readonly host?: string; readonly port?: number }

export type EndFacts = { readonly by: string; readonly code: string; readonly seconds: number }

/** The operator's log: one method for each thing worth a line. */
export type Log = {
  listening(url: string): void
  opened(facts: SessionFacts): void
  parked(facts: SessionFacts): void
  resumed(facts: SessionFacts): void
  takenOver(facts: SessionFacts): void
  closed(facts: SessionFacts & EndFacts): void
  refused(facts: CallFacts & { readonly code: string }): void
  warning(message: string): void
  /** A mistake of ours, with its stack. */
  failed(error: unknown): void
  stopping(sessions: number, seconds: number): void
}

/** Refused calls that get a line of their own within a minute: whoever calls without end shall not fill a disk. */
const REFUSALS = 100
const MINUTE = 60_000

/** Writes JSON lines to stderr: stdout is for `page:` and `demo:`. */
export function createLog(
  level: Config['logLevel'],
  stream: DestinationStream = destination({ fd: 2, sync: true }),
  now: () => number = Date.now,
): Log {
  const log = pino({ level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` }, stream)
  const line = (message: string) => (facts: object) => log.info(facts, message)
  let refusals = 0
  let minute = -Infinity
  const refused: Log['refused'] = (facts) => {
    if (now() - minute >= MINUTE) {
      if (refusals > REFUSALS) log.info({ calls: refusals - REFUSALS }, 'more calls refused')
      refusals = 0
      minute = now()
    }
    if (++refusals <= REFUSALS) log.info(facts, 'call refused')
  }
  return {
    listening: (url) => log.info({ url }, 'listening'),
    opened: line('session opened'),
    parked: line('session parked'),
    resumed: line('session resumed'),
    takenOver: line('session taken over'),
    closed: line('session closed'),
    refused,
    warning: (message) => log.warn(message),
    failed: (error) => log.error({ err: error }, 'the proxy made a mistake'),
    stopping: (sessions, seconds) => log.info({ sessions, seconds }, 'stopping'),
  }
}
