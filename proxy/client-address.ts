import ipaddr from 'ipaddr.js'
import { isIP } from 'node:net'
import { inRange } from './allow.ts'
import type { Range } from './allow.ts'

/**
 * Who asks: the address of the peer or, as long as the peer is a web server of the operator's (`trusted`), the address
 * that it says it serves. X-Forwarded-For is read from its end, since everybody can write anything at its beginning.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | readonly string[] | undefined,
  trusted: readonly Range[],
): string {
  let address = plain(peer) ?? peer
  const hops = (typeof forwardedFor === 'string' ? [forwardedFor] : (forwardedFor ?? [])).join(',').split(',')
  while (hops.length > 0 && trusted.some((range) => isIP(address) !== 0 && inRange(range, address))) {
    const next = plain((hops.pop() ?? '').trim())
    if (next === undefined) break
    address = next
  }
  return address
}

/** True if a request was passed on by somebody whose word for whom is not taken: who asks is unknown. */
export function isUnknownCaller(
  peer: string,
  forwardedFor: string | readonly string[] | undefined,
  trusted: readonly Range[],
): boolean {
  const address = plain(peer)
  return (
    forwardedFor !== undefined && !(address !== undefined && trusted.some((range) => inRange(range, address)))
  )
}

/** An address without port and zone, an IPv4 one as such; undefined if it is none. */
function plain(text: string): string | undefined {
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? []
  const [, withPort] = /^([\d.]+):\d+$/.exec(text) ?? []
  const address = (bracketed ?? withPort ?? text).replace(/%.*$/, '')
  return isIP(address) === 0 ? undefined : ipaddr.process(address).toString()
}
