import { lookup, Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'

/** One address of a name, as DNS gave it. */
export type Resolved = { readonly address: string; readonly family: 4 | 6 }
/** Turns a name into all its addresses; rejects like `dns.lookup`. `isKnown`: the operator has named it. */
export type Resolve = (name: string, isKnown: boolean) => Promise<readonly Resolved[]>

/** The part of a `dns.Resolver` that is used here. */
type Dns = Pick<Resolver, 'resolve4' | 'resolve6'>
type Asked = PromiseSettledResult<readonly string[]>

/** Twice, the second time for twice as long: less than people wait for a connection. */
const PATIENCE = { timeout: 2000, tries: 2 }
/** The name server, or the one that it asks, says nothing: the system would wait for it as well. */
const SILENT = new Set(['ETIMEOUT', 'ESERVFAIL'])

/** Asks the system, which knows more than DNS: its file of hosts, short names, other ways to write an address. */
const askSystem = async (name: string): Promise<readonly Resolved[]> =>
  (await lookup(name, { all: true, verbatim: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }))

/**
 * Asks DNS, and the system for what DNS does not know. Node waits for the system in threads, of which there are two for that:
 * two names whose name servers never answer would hold up the names of everybody. DNS is waited for in no thread, and
 * what it does not know the system finds out soon. Names that the operator has chosen are the system's at once.
 */
export function createResolve(
  // Each time a new one: it reads the addresses of the name servers only once, and a laptop goes from network to network.
  dns: () => Dns = () => new Resolver(PATIENCE),
  system: typeof askSystem = askSystem,
): Resolve {
  return async (name, isKnown) => {
    if (isKnown || !mayBeInDns(name)) return await system(name)
    const resolver = dns()
    const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
    const found = [...addresses(six, 6), ...addresses(four, 4)]
    if (found.length > 0) return found
    const silent = [four, six].find(isSilent)
    if (silent) throw silent.reason
    return await system(name)
  }
}

export const resolveAll: Resolve = createResolve()

/** False for names that only the system knows, and for what it reads as an address, such as 0x7f.1. */
function mayBeInDns(name: string): boolean {
  const plain = domainToASCII(name)
  return plain.includes('.') && isIP(plain) === 0 && !/(^|\.)(localhost|local)\.?$/.test(plain)
}

const addresses = (asked: Asked, family: 4 | 6): Resolved[] =>
  asked.status === 'fulfilled' ? asked.value.map((address) => ({ address, family })) : []

const isSilent = (asked: Asked): asked is PromiseRejectedResult =>
  asked.status === 'rejected' && SILENT.has((asked.reason as NodeJS.ErrnoException).code ?? '')
