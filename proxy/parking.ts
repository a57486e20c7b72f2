import { randomBytes } from 'node:crypto'
import type { Session } from './session.ts'

const TOKEN = 16
/** The system is asked for so many tokens at once: one by one that takes longer than all else here. */
const TOKENS = 64

/** The sessions that a client can come back to, each under its secret token. */
export class Parking {
  readonly #millis: number
  readonly #sessions = new Map<string, Session>()
  #random = Buffer.alloc(0)
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
    if (this.#random.length === 0) this.#random = randomBytes(TOKEN * TOKENS)
    const token = this.#random.toString('base64url', 0, TOKEN)
    this.#random = this.#random.subarray(TOKEN)
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
