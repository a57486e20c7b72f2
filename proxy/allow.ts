import ipaddr from 'ipaddr.js'
import { isIP } from 'node:net'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** What `--allow` lets through: a name or a range of addresses, at one port or at every port. */
export type AllowRule = (
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'range'; readonly base: Address; readonly prefix: number }
) & { readonly port: number | undefined }

/** The forms that `--allow` takes, for messages. */
export const ALLOW_FORMS =
  'HOST or HOST:PORT, HOST being a name, an address or a range: mud.example, 192.168.1.5:4000, 10.0.0.0/8, [fd00::/8]:23'

/** Reads `HOST[:PORT]`; undefined if it is none. An IPv6 address with a port stands in brackets. */
export function parseAllow(text: string): AllowRule | undefined {
  const split = splitPort(text.trim())
  if (!split) return undefined
  const { host, port } = split
  const [address = '', prefixText, ...more] = host.split('/')
  if (more.length > 0) return undefined
  if (isIP(address) !== 0 && !address.includes('%')) {
    const base = ipaddr.parse(address)
    const bits = base.kind() === 'ipv4' ? 32 : 128
    const prefix = prefixText === undefined ? bits : wholeNumber(prefixText, bits)
    return prefix === undefined ? undefined : { kind: 'range', base, prefix, port }
  }
  if (prefixText !== undefined || !isName(address)) return undefined
  return { kind: 'name', name: plainName(address), port }
}

/** True if a rule lets this address through, reached under this name and port. */
export function allows(rule: AllowRule, name: string, address: string, port: number): boolean {
  if (rule.port !== undefined && rule.port !== port) return false
  if (rule.kind === 'name') return rule.name === plainName(name)
  // Zones (fe80::1%eth0) never come from DNS and `ipaddr` compares without them.
  const parsed = ipaddr.parse(address)
  if (parsed.kind() !== rule.base.kind()) return false
  return parsed.kind() === 'ipv4'
    ? (parsed as ipaddr.IPv4).match(rule.base, rule.prefix)
    : (parsed as ipaddr.IPv6).match(rule.base, rule.prefix)
}

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
