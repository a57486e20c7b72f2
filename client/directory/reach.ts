import type { ProxyFacts } from '../../shared/wire/info.ts'
import type { Address } from '../address.ts'
import { samePlace } from './game.ts'

/** True where any public address may be typed; a proxy may also serve the games of its list alone. */
export const isOpen = ({ modes, exceptions }: ProxyFacts): boolean => modes.includes('open') || exceptions

/**
 * Why the proxy will not connect to an address, as far as it has said so; undefined if it may. A proxy whose operator has
 * allowed further places does not name them, so it is asked.
 */
export function whyNotReached(facts: ProxyFacts, address: Address): string | undefined {
  const listed = facts.directory.some((game) => samePlace(game, address))
  if (listed || facts.exceptions) return undefined
  if (!isOpen(facts)) return 'This proxy only connects to the games on its list.'
  return facts.ports.some((range) => inRange(range, address.port))
    ? undefined
    : `This proxy does not connect to port ${address.port}. Games are at ports 23, 992 or from 1024 up.`
}

function inRange(range: string, port: number): boolean {
  const [first = NaN, last = first] = range.split('-').map(Number)
  return port >= first && port <= last
}
