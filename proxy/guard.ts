import ipaddr from 'ipaddr.js'
import { isIP } from 'node:net'
import { allows, isOfName, plainName } from './allow.ts'
import type { AllowRule } from './allow.ts'
import type { Config } from './config.ts'
import { whyNot } from './ports.ts'
import { Refusal } from './refusal.ts'
import { resolveAll } from './resolve.ts'
import type { Resolve, Resolved } from './resolve.ts'

/** A place that has been checked: dial this address, never the name again. */
export type Target = Resolved & { readonly port: number }

/** Public by its range, and yet inside: what every machine at Azure asks for its own settings. */
const METADATA = '168.63.129.16'

/**
 * True for addresses of the public internet. Everything with a special meaning is out, and so is every form that carries
 * another address inside (mapped, NAT64, 6to4, Teredo): what it leads to is decided elsewhere.
 */
export function isPublic(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast' || address === METADATA) return false
  // RFC 4291 section 2.4 leaves all of ::/0 to unicast, but only 2000::/3 is handed out; ::7f00:1 is the outdated
  // IPv4-compatible form of 127.0.0.1.
  return parsed.kind() === 'ipv4' || ((parsed as ipaddr.IPv6).parts[0] ?? 0) >> 13 === 1
}

/** Where people may go, as the operator decided. */
export type Policy = Pick<Config, 'mode' | 'games' | 'allow' | 'deny'>

/** Decides where this proxy may go. */
export class Guard {
  readonly #policy: Policy
  readonly #resolve: Resolve
  #demo: Target | undefined

  constructor(policy: Policy, resolve: Resolve = resolveAll) {
    this.#policy = policy
    this.#resolve = resolve
  }

  /** The built-in server's own place may always be dialled. */
  allowDemo(demo: Target): void {
    this.#demo = demo
  }

  /**
   * The checked addresses of a host, in order of preference. Refuses if any of them may not be dialled: a name
   * that points both inside and outside is not trusted at all.
   */
  async check(host: string, port: number): Promise<readonly Target[]> {
    // People type "localhost"; it may stand for ::1, where the demo does not listen and something else may.
    const demo = this.#demo
    if (demo && demo.port === port && (host === demo.address || plainName(host) === 'localhost'))
      return [demo]
    const { mode, games, allow } = this.#policy
    const listed = games.some((game) => game.port === port && plainName(game.host) === plainName(host))
    // What --allow names is open in every mode; whether it does can be known only with the addresses, if it names some.
    if (mode !== 'open' && !listed && allow.length === 0) throw new Refusal('not-listed')
    const resolved = await this.#addresses(host, listed || allow.some((rule) => isOfName(rule, host)))
    for (const { address } of resolved) this.#judge(host, address, port, listed)
    return resolved.map(({ address, family }) => ({ address, family, port }))
  }

  /** Throws a Refusal if this address, which the host has, may not be dialled. */
  #judge(host: string, address: string, port: number, listed: boolean): void {
    const { mode, allow, deny } = this.#policy
    const matches = (rule: AllowRule): boolean => allows(rule, host, address, port)
    if (deny.some(matches)) {
      throw new Refusal(
        'forbidden',
        `This proxy does not connect to ${host}: whoever runs it has decided so.`,
      )
    }
    if (listed || allow.some(matches)) return
    if (mode !== 'open') throw new Refusal('not-listed')
    if (!isPublic(address)) {
      throw new Refusal(
        'forbidden',
        `This proxy may not connect to ${host}: it is not a public address. Whoever runs the proxy can allow it with --allow.`,
      )
    }
    const reason = whyNot(port)
    if (reason !== undefined) {
      throw new Refusal(
        'port-not-allowed',
        `Port ${port} is not allowed by this proxy: ${reason}. Whoever runs the proxy can allow it with --allow.`,
      )
    }
  }

  async #addresses(host: string, isKnown: boolean): Promise<readonly Resolved[]> {
    const family = isIP(host)
    if (host.includes('%')) throw new Refusal('forbidden')
    if (family !== 0) return [{ address: host, family: family === 6 ? 6 : 4 }]
    let found: readonly Resolved[]
    try {
      found = await this.#resolve(host, isKnown)
    } catch (error) {
      throw nameRefusal(host, error)
    }
    if (found.length === 0) throw nameRefusal(host, undefined)
    return found
  }
}

function nameRefusal(host: string, error: unknown): Refusal {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  return code === 'EAI_AGAIN' || code === 'ETIMEOUT' || code === 'ESERVFAIL'
    ? new Refusal(
        'unknown-name',
        `The proxy could not look up ${host}: its name service does not answer. Try again later.`,
      )
    : new Refusal('unknown-name', `The proxy cannot find a server named ${host}. Check the spelling.`)
}
