import ipaddr from 'ipaddr.js'
import { isIP } from 'node:net'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { RateLimiterRes } from 'rate-limiter-flexible'
import type { Config } from './config.ts'
import { Refusal } from './refusal.ts'

/** Gives a place back; may be called more than once. */
export type Release = () => void

const MINUTE = 60
const HOUR = 60 * MINUTE
/** A phone on a train comes back often: so many times for each new connection that it may make. */
const RESUMES_A_DIAL = 2
/** Tokens that nobody gave out, of one caller in a minute: whoever guesses needs many. */
const WRONG_RESUMES = 10
/**
 * How many callers are remembered at once for each budget. Somebody with a whole IPv6 network has more /64s than that:
 * beyond it all new callers share one budget, which is worse for them and keeps the memory bounded.
 */
const CALLERS = 20_000
const TARGETS = 100_000
/** A provider gives a site a /48 (RFC 6177): it may take so many times what one household of it may. */
const HOUSEHOLDS = 8
const EVERYBODY = 'everybody else'

type Numbers = Pick<Config, 'maxPerAddress' | 'maxPerGame' | 'dialsPerMinute' | 'gamesPerHour'>

/** What one caller may take of the proxy, and all of them together of one game. Callers are IPv4 addresses and IPv6 /64s. */
export class Limits {
  readonly #sessions: Counter
  readonly #siteSessions: Counter
  readonly #targets: Counter
  readonly #dials: Budget
  readonly #siteDials: Budget
  readonly #games: Budget
  readonly #limitsGames: boolean
  readonly #resumes: Budget
  readonly #wrongResumes = new Budget(WRONG_RESUMES, MINUTE)
  /** Which games a caller has dialled within the hour: asking for the same one again is free. */
  readonly #known = new Recent(HOUR, TARGETS)

  constructor({ maxPerAddress, maxPerGame, dialsPerMinute, gamesPerHour }: Numbers) {
    this.#sessions = new Counter(maxPerAddress)
    this.#targets = new Counter(maxPerGame)
    this.#dials = new Budget(dialsPerMinute, MINUTE)
    this.#siteDials = new Budget(dialsPerMinute * HOUSEHOLDS, MINUTE)
    this.#siteSessions = new Counter(maxPerAddress * HOUSEHOLDS)
    this.#resumes = new Budget(dialsPerMinute * RESUMES_A_DIAL, MINUTE)
    this.#games = new Budget(gamesPerHour, HOUR)
    this.#limitsGames = gamesPerHour > 0
  }

  /** A place among the sessions of a caller; throws a Refusal if there is none. */
  admit(caller: string): Release {
    const site = siteKey(caller)
    const release = this.#sessions.take(callerKey(caller))
    const releaseSite = site === undefined ? nothing : this.#siteSessions.take(site)
    if (release && releaseSite) {
      return () => {
        release()
        releaseSite()
      }
    }
    release?.()
    releaseSite?.()
    throw new Refusal('too-many-sessions')
  }

  /** Counts a new connection to a game; rejects with a Refusal if it is one too many. */
  async dial(caller: string, host: string, port: number): Promise<void> {
    const key = callerKey(caller)
    const site = siteKey(caller)
    // The site first: what is refused for it leaves no trace in the memory for callers.
    const wait =
      (site === undefined ? undefined : await this.#siteDials.spend(site)) ?? (await this.#dials.spend(key))
    if (wait !== undefined) throw tooOften('has opened too many connections', wait)
    if (!this.#limitsGames) return
    const game = `${key} ${host.toLowerCase()} ${port}`
    if (this.#known.has(game)) return
    const longWait = await this.#games.spend(key)
    if (longWait !== undefined) throw tooOften('has asked for too many different games', longWait)
    this.#known.add(game)
  }

  /** Counts a resume; rejects with a Refusal if it is one too many. */
  async resume(caller: string): Promise<void> {
    const key = callerKey(caller)
    const wait = (await this.#wrongResumes.wait(key)) ?? (await this.#resumes.spend(key))
    if (wait !== undefined) throw tooOften('has come back too often', wait)
  }

  /** Counts a token that nobody gave out: guessing costs more than coming back. */
  async wrongResume(caller: string): Promise<void> {
    await this.#wrongResumes.spend(callerKey(caller))
  }

  /** A place among the sessions with a game; throws a Refusal if there is none. */
  target(address: string, port: number): Release {
    const release = this.#targets.take(`${address} ${port}`)
    if (!release) throw new Refusal('game-full')
    return release
  }
}

/** Counts what is there now, by key. */
class Counter {
  readonly #most: number
  readonly #counts = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  take(key: string): Release | undefined {
    if (this.#most === 0) return nothing
    const count = this.#counts.get(key) ?? 0
    if (count >= this.#most) return undefined
    this.#counts.set(key, count + 1)
    let held = true
    return () => {
      if (!held) return
      held = false
      const left = (this.#counts.get(key) ?? 1) - 1
      if (left === 0) this.#counts.delete(key)
      else this.#counts.set(key, left)
    }
  }
}

/** So many points in so many seconds, by key; 0: as many as one likes. */
class Budget {
  readonly #limiter: RateLimiterMemory | undefined
  readonly #keys: Recent

  constructor(points: number, seconds: number) {
    this.#limiter = points === 0 ? undefined : new RateLimiterMemory({ points, duration: seconds })
    this.#keys = new Recent(seconds, CALLERS)
  }

  /** Spends a point; the milliseconds to wait if there was none left. */
  async spend(key: string): Promise<number | undefined> {
    if (!this.#limiter) return undefined
    try {
      await this.#limiter.consume(this.#keys.add(key) ? key : EVERYBODY)
      return undefined
    } catch (error) {
      if (error instanceof Error) throw error
      return (error as RateLimiterRes).msBeforeNext
    }
  }

  /** The milliseconds to wait if there is no point left; spends none. */
  async wait(key: string): Promise<number | undefined> {
    const spent = await this.#limiter?.get(key)
    return spent && spent.remainingPoints <= 0 ? spent.msBeforeNext : undefined
  }
}

/** What was seen within a time, and not more of it than fits. */
class Recent {
  readonly #millis: number
  readonly #most: number
  /** When each is forgotten, in the order of that. */
  readonly #until = new Map<string, number>()

  constructor(seconds: number, most: number) {
    this.#millis = seconds * 1000
    this.#most = most
  }

  has(key: string): boolean {
    return (this.#until.get(key) ?? 0) > Date.now()
  }

  /** Remembers a key from its first time on; false if there is no room. */
  add(key: string): boolean {
    if (this.has(key)) return true
    const now = Date.now()
    for (const [old, until] of this.#until) {
      if (until > now) break
      this.#until.delete(old)
    }
    if (this.#until.size >= this.#most) return false
    this.#until.set(key, now + this.#millis)
    return true
  }
}

const nothing = (): void => undefined

function tooOften(what: string, millis: number): Refusal {
  const seconds = Math.ceil(millis / 1000)
  const when = seconds <= 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`
  return new Refusal('rate-limited', `Your address ${what}. Try again in ${when}.`)
}

/** The /48 of an IPv6 address, which holds 65,536 households; undefined for IPv4. */
export function siteKey(address: string): string | undefined {
  const key = callerKey(address)
  return key.includes(':') ? `${key.split(':').slice(0, 3).join(':')}::/48` : undefined
}

/** What a caller's budgets are kept under: an IPv4 address, or the /64 of an IPv6 one, which is one household. */
export function callerKey(address: string): string {
  if (!address.includes(':') || isIP(address) !== 6) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  const [a = 0, b = 0, c = 0, d = 0] = (parsed as ipaddr.IPv6).parts
  return `${a.toString(16)}:${b.toString(16)}:${c.toString(16)}:${d.toString(16)}::/64`
}
