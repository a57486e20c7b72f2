import ipaddr from 'ipaddr.js'
import { isIP } from 'node:net'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** Some addresses: those that share the first `prefix` bits with `base`. */
export type Range = { readonly kind: 'range'; readonly base: Address; readonly prefix: number }

/** What `--allow` and `--deny` speak of: a name or a range of addresses, at one port or at every port. */
export type AllowRule = ({ readonly kind: 'name'; readonly name: string } | Range) & {
  readonly port: number | undefined
}

/** The forms that `--allow` takes, for messages. */
export const ALLOW_FORMS =
  'HOST or HOST:PORT, HOST being a name, an address or a range: mud.example, 192.168.1.5:4000, 10.0.0.0/8, [fd00::/8]:23'

/** The forms that a range takes, for messages. */
export const RANGE_FORMS = 'an address or a range: 127.0.0.1, 10.0.0.0/8, fd00::/8'

/** Reads `HOST[:PORT]`; undefined if it is none. An IPv6 address with a port stands in brackets. */
export function parseAllow(text: string): AllowRule | undefined {
  const split = splitPort(text.trim())
  if (!split) return undefined
  const { host, port } = split
  if (isIP(host.split('/')[0] ?? '') !== 0) {
    const range = parseRange(host)
    return range && { ...range, port }
  }
  return isName(host) ? { kind: 'name', name: plainName(host), port } : undefined
}

/** Reads an address or `ADDRESS/BITS`; undefined if it is neither. */
export function parseRange(text: string): Range | undefined {
  const [address = '', prefixText, ...more] = text.split('/')
  if (more.length > 0 || isIP(address) === 0 || address.includes('%')) return undefined
  const base = ipaddr.parse(address)
  const bits = base.kind() === 'ipv4' ? 32 : 128
  const prefix = prefixText === undefined ? bits : wholeNumber(prefixText, bits)
  return prefix === undefined ? undefined : { kind: 'range', base, prefix }
}

/** True if an address, written as one, lies in a range. */
export function inRange({ base, prefix }: Range, address: string): boolean {
  const parsed = ipaddr.parse(address)
  if (parsed.kind() !== base.kind()) return false
  return parsed.kind() === 'ipv4'
    ? (parsed as ipaddr.IPv4).match(base, prefix)
    : (parsed as ipaddr.IPv6).match(base, prefix)
}

/** True if a rule lets this address through, reached under this name and port. */
export function allows(rule: AllowRule, name: string, address: string, port: number): boolean {
  if (rule.port !== undefined && rule.port !== port) return false
  return rule.kind === 'name' ? isOfName(rule, name) : inRange(rule, address)
}

/** True if a rule speaks of this name, whatever its addresses. */
export const isOfName = (rule: AllowRule, name: string): boolean =>
  rule.kind === 'name' && rule.name === plainName(name)

/** A name as it is compared: lower case, without the root's dot. */
export const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, '')

function splitPort(text: string): { host: string; port: number | undefined } | undefined {
  const bracketed = /^\[([^\]]+)\](?::(.*))?$/.exec(text)
  const single = /^([^:]*):([^:]*)$/.exec(text)
  const [host, portText] = bracketed
    ? [bracketed[1], bracketed[2]]
    : single
      ? [single[1], single[2]]
      : [text, undefined]
  if (!host) return undefined
  if (portText === undefined) return { host, port: undefined }
  const port = wholeNumber(portText, 65535)
  return port === undefined || port === 0 ? undefined : { host, port }
}

const isName = (text: string): boolean =>
  /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?$/u.test(text) && !/^[\d.]+$/.test(text)

/** The number that digits stand for, from 0 to `most`; undefined for any other text. */
export function wholeNumber(text: string, most: number): number | undefined {
  if (!/^\d{1,6}$/.test(text)) return undefined
  const value = Number(text)
  return value <= most ? value : undefined
}
