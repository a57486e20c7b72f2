import type { Closed, Opened } from '../shared/wire/messages.ts'
import { WIRE_VERSION } from '../shared/wire/messages.ts'
import { WINDOW } from '../shared/wire/window.ts'
import type { Resume } from '../shared/wire/messages.ts'
import { Bridge } from './bridge.ts'
import type { BridgeOwner } from './bridge.ts'
import type { ClientSocket } from './client-socket.ts'
import { countryOf } from './country.ts'
import type { Dialled, Request } from './dial.ts'
import type { Release } from './limits.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Parking } from './parking.ts'
import type { Refusal } from './refusal.ts'

/** What all sessions of a process share. */
export type Shared = {
  /** The public name of this process, for balancers that route a resume to it. */
  readonly via: string
  readonly parking: Parking
  readonly parkSeconds: number
  readonly log: Log
  readonly metrics: Metrics
  readonly over: (session: Session) => void
}

/** When a session that must end is told so, in milliseconds before. */
const NOTICE = { idle: 60_000, 'time-up': 5 * 60_000 }
const NOTICE_SENTENCE = {
  idle: 'Nothing has come or gone for a long time. Type something, or the proxy ends the connection.',
  'time-up': 'This proxy keeps a connection only so long, and then ends it.',
}

/** A bridge, with what the operator wants to know of it and what it holds of the budgets. */
export class Session implements BridgeOwner {
  readonly bridge: Bridge
  readonly #shared: Shared
  readonly #number: number
  readonly #caller: string
  readonly #releases: Release[]
  readonly #began = performance.now()
  #asked: Request | undefined
  #address: string | undefined
  #token: string | undefined
  /** Stops the dial, while there is one. */
  #giveUp: (() => void) | undefined
  #over = false
  #seen = 0
  #quietSince = this.#began
  #warned: 'idle' | 'time-up' | undefined

  constructor(client: ClientSocket, number: number, caller: string, admission: Release, shared: Shared) {
    this.#shared = shared
    this.#number = number
    this.#caller = caller
    this.#releases = [admission]
    this.bridge = new Bridge(client, this)
  }

  /** A game is being dialled; `giveUp` is called if the client leaves meanwhile. */
  dialling(asked: Request, giveUp: () => void): void {
    this.#asked = asked
    this.#giveUp = giveUp
  }

  /** Holds a place of a budget until the session is over. */
  hold(release: Release): void {
    this.#releases.push(release)
  }

  /** The game is there: the session begins. */
  open({ game, target, tls }: Dialled): void {
    const { via, parking, parkSeconds, log, metrics } = this.#shared
    this.#giveUp = undefined
    this.#address = target.address
    this.#token = parking.add(this)
    const country = countryOf(target.address)
    const opened: Opened = {
      type: 'opened',
      v: WIRE_VERSION,
      via,
      token: this.#token,
      window: WINDOW,
      parkSeconds,
      address: target.address,
      family: target.family,
      ...(country === undefined ? {} : { country }),
      ...(tls ? { tls } : {}),
    }
    metrics.opened(target.family, tls !== undefined)
    log.opened(this.#facts())
    this.bridge.open(game, opened)
  }

  /** Goes on with another WebSocket; throws a Refusal, and changes nothing, if the totals cannot be. */
  resume(client: ClientSocket, message: Resume): void {
    const { parking, log, metrics } = this.#shared
    const { isParked } = this.bridge
    const resent = this.bridge.resume(client, message)
    if (this.#token !== undefined) parking.unpark(this.#token)
    metrics.resumed(resent)
    if (isParked) log.resumed(this.#facts())
    else {
      metrics.takenOver()
      log.takenOver(this.#facts())
    }
  }

  /** Ends the session, or tells it that it will end, if it has been quiet or has lasted too long; 0: no limit. */
  age(now: number, idleMillis: number, lifetimeMillis: number): void {
    const seen = this.bridge.bytesFromGame + this.bridge.bytesFromClient
    if (seen !== this.#seen) {
      this.#seen = seen
      this.#quietSince = now
      if (this.#warned === 'idle') this.#warned = undefined
    }
    this.#limit('idle', idleMillis, now - this.#quietSince)
    this.#limit('time-up', lifetimeMillis, now - this.#began)
  }

  #limit(code: 'idle' | 'time-up', most: number, age: number): void {
    if (most === 0) return
    if (age >= most) this.bridge.stop(code)
    else if (age >= most - NOTICE[code] && most > NOTICE[code] && !this.#warned) {
      this.#warned = code
      const until = Math.round(Date.now() + most - age)
      this.bridge.notice({ type: 'notice', code, message: NOTICE_SENTENCE[code], until })
    }
  }

  get isOver(): boolean {
    return this.#over
  }

  get parks(): boolean {
    return this.#shared.parking.parks
  }

  bytes(direction: 'to_client' | 'to_game', length: number): void {
    this.#shared.metrics.bytes(direction, length)
  }

  abandoned(refusal?: Refusal): void {
    this.#giveUp?.()
    this.#giveUp = undefined
    if (!refusal) return
    this.#shared.metrics.refused(refusal.code)
    this.#shared.log.refused({ client: this.#caller, ...this.#place(), code: refusal.code })
  }

  parked(): void {
    if (this.#token === undefined) return
    this.#shared.parking.park(this.#token)
    this.#shared.metrics.parked()
    this.#shared.log.parked(this.#facts())
  }

  ended({ by, code }: Closed): void {
    const seconds = (performance.now() - this.#began) / 1000
    if (code === 'session-gone') this.#shared.metrics.expired()
    this.#shared.metrics.closed(by, code, seconds)
    this.#shared.log.closed({ ...this.#facts(), by, code, seconds })
  }

  over(): void {
    this.#over = true
    for (const release of this.#releases) release()
    if (this.#token !== undefined) this.#shared.parking.delete(this.#token)
    this.#shared.over(this)
  }

  #facts() {
    return {
      session: `${this.#shared.via}-${this.#number}`,
      client: this.#caller,
      ...this.#place(),
      address: this.#address ?? '',
      toClient: this.bridge.bytesFromGame,
      toGame: this.bridge.bytesFromClient,
    }
  }

  #place() {
    return { host: this.#asked?.host ?? '', port: this.#asked?.port ?? 0 }
  }
}
