import { randomBytes } from 'node:crypto'
import type { Session } from './session.ts'

/** The sessions that a client can come back to, each under its secret token. */
export class Parking {
  readonly #millis: number
  readonly #sessions = new Map<string, Session>()
  readonly #expiries = new Map<string, NodeJS.Timeout>()

  /** With 0 milliseconds nothing is kept. */
  constructor(millis: number) {
    this.#millis = millis
  }

  get parks(): boolean {
    return this.#millis > 0
  }

  /** How many sessions have no client at the moment. */
  get parked(): number {
    return this.#expiries.size
  }

  /** Takes a session in; returns its token, 128 random bits in base64url (RFC 4648 section 5). */
  add(session: Session): string {
    const token = randomBytes(16).toString('base64url')
    this.#sessions.set(token, session)
    return token
  }

  find(token: string): Session | undefined {
    return this.#sessions.get(token)
  }

  /** The client was lost: the session ends unless `unpark` is called in time. */
  park(token: string): void {
    clearTimeout(this.#expiries.get(token))
    const expire = (): void => {
      this.#expiries.delete(token)
      this.#sessions.get(token)?.bridge.expire()
    }
    this.#expiries.set(token, setTimeout(expire, this.#millis))
  }

  /** The client is back. */
  unpark(token: string): void {
    clearTimeout(this.#expiries.get(token))
    this.#expiries.delete(token)
  }

  /** The session is over. */
  delete(token: string): void {
    this.unpark(token)
    this.#sessions.delete(token)
  }
}
