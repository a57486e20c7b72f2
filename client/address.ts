/** Where a game is: what a person types, pastes or links to, understood. */
export interface Address {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** The name of the character set its text is said to be in. */
  readonly encoding?: string
  /** How many columns its text and pictures are made for. */
  readonly columns?: number
}

/** An address, or one sentence about what is wrong with the text, with the host if a link named that much. */
export type ParsedAddress = { readonly address: Address } | { readonly error: string; readonly host?: string }

const TELNET_PORT = 23
const TELNETS_PORT = 992
const EXAMPLE = 'Type it like mud.example.org 4000.'

const failed = (error: string): ParsedAddress => ({ error })

/**
 * Reads `host port`, `host:port`, `[v6]:port`, a bare host, `telnet://` and `telnets://` addresses, the command
 * `telnet host port`, and the address of a page that links to a game with `?host=&port=&ssl=`.
 */
export function parseAddress(text: string): ParsedAddress {
  const typed = text.replace(/[\u200b-\u200f\u2060\ufeff]/g, '').trim()
  if (typed === '') return failed(`Type the address of a game. ${EXAMPLE}`)
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)
  if (scheme) return parseUrl(typed, (scheme[1] ?? '').toLowerCase(), typed.slice(scheme[0].length))
  const command = /^telnet\s+(?:-\S+\s+)*(\S.*)$/i.exec(typed)
  return parsePlain(command?.[1] ?? typed, TELNET_PORT, false)
}

function parseUrl(typed: string, scheme: string, rest: string): ParsedAddress {
  if (scheme === 'http' || scheme === 'https') {
    const at = typed.indexOf('?')
    const linked = at < 0 ? undefined : parseQuery(typed.slice(at))
    return linked ?? failed(`${scheme}:// is the address of a web page, not of a telnet server. ${EXAMPLE}`)
  }
  if (scheme !== 'telnet' && scheme !== 'telnets') {
    return failed(`${scheme}:// addresses cannot be played here; telnet:// and telnets:// can. ${EXAMPLE}`)
  }
  const tls = scheme === 'telnets'
  const authority = rest.split(/[/?#]/, 1)[0] ?? ''
  // A name in front of an @ is for clients that log in by themselves; we do not.
  return parsePlain(authority.slice(authority.lastIndexOf('@') + 1), tls ? TELNETS_PORT : TELNET_PORT, tls)
}

function parsePlain(text: string, usual: number, tls: boolean): ParsedAddress {
  const { host, port } = splitPort(text.trim())
  const name = checkedHost(host)
  if (name === undefined) return failed(hostComplaint(host))
  if (port === undefined) return { address: { host: name, port: usual, tls } }
  const number = checkedPort(port)
  if (number === undefined) return failed(portComplaint(port))
  return { address: { host: name, port: number, tls } }
}

function splitPort(text: string): { host: string; port: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?:\s*:\s*|\s+)?(.*)$/.exec(text)
  if (bracketed)
    return { host: `[${bracketed[1] ?? ''}]`, port: bracketed[2] === '' ? undefined : bracketed[2] }
  const words = text.split(/[\s,]+/)
  if (words.length > 1)
    return { host: (words[0] ?? '').replace(/:$/, ''), port: words.slice(1).join(' ').replace(/^:\s*/, '') }
  const colons = text.split(':').length - 1
  if (colons !== 1) return { host: text, port: undefined }
  const at = text.indexOf(':')
  return { host: text.slice(0, at), port: text.slice(at + 1) }
}

function checkedPort(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined
  const port = Number(text)
  return port >= 1 && port <= 65535 ? port : undefined
}

const portComplaint = (text: string): string =>
  text === ''
    ? 'The port is missing after the colon. Ports are numbers from 1 to 65535; telnet’s own is 23.'
    : `“${shown(text)}” is not a port. Ports are numbers from 1 to 65535; telnet’s own is 23.`

const hostComplaint = (text: string): string =>
  text === ''
    ? `The name of the server is missing. ${EXAMPLE}`
    : `“${shown(text)}” is not the name or address of a server. ${EXAMPLE}`

const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** The host as the proxy wants it: lower case, without brackets, in ASCII; undefined if it cannot be one. */
function checkedHost(text: string): string | undefined {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  if (bare.includes(':')) return isIpv6(bare) ? bare.toLowerCase() : undefined
  if (bare !== text) return undefined
  const ascii = /^[\x21-\x7e]+$/.test(bare) ? bare.toLowerCase() : punycode(bare)
  if (ascii === undefined || ascii.length > 253) return undefined
  const labels = ascii.replace(/\.$/, '').split('.')
  return labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label)) ? ascii : undefined
}

function isIpv6(text: string): boolean {
  return /^[0-9a-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]/`)
}

function punycode(name: string): string | undefined {
  if (/[\s/?#@\\:%]/.test(name) || !URL.canParse(`http://${name}/`)) return undefined
  return new URL(`http://${name}/`).hostname
}

const ON = new Set(['1', 'true', 'yes'])
const OFF = new Set(['', '0', 'false', 'no'])

/**
 * The game a page's query names, `?host=&port=&ssl=` as LociTerm links do; undefined when it names none. A host
 * without a port opens nothing, which is said. A `+` is not a blank, and what follows `#` is not looked at.
 */
export function parseQuery(search: string): ParsedAddress | undefined {
  const fields = new Map<string, string>()
  for (const pair of (search.replace(/^\?/, '').split('#', 1)[0] ?? '').split('&')) {
    const [key = '', value = ''] = pair.split('=')
    if (!fields.has(key)) fields.set(key, decoded(value))
  }
  const host = fields.get('host')
  const port = fields.get('port') ?? ''
  if (host === undefined) return undefined
  const name = checkedHost(host.trim())
  if (name === undefined) return failed(hostComplaint(host.trim()))
  if (port.trim() === '') return { error: 'The link names no port. Type it after the name.', host: name }
  const number = checkedPort(port.trim())
  if (number === undefined) return { error: portComplaint(port.trim()), host: name }
  const ssl = (fields.get('ssl') ?? '').trim().toLowerCase()
  if (!ON.has(ssl) && !OFF.has(ssl))
    return failed(`The link says ssl=${shown(ssl)}; use ssl=1 for TLS or ssl=0 without.`)
  const encoding = (fields.get('encoding') ?? '').trim()
  return {
    address: { host: name, port: number, tls: ON.has(ssl), ...(isEncoding(encoding) ? { encoding } : {}) },
  }
}

/** True for what can be the name of a character set; whether it is known is for the terminal to say. */
export const isEncoding = (text: string): boolean => /^[a-z0-9][\w.:+-]{0,39}$/i.test(text)

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    // A lone % is no escape; the text is judged as it stands.
    return value
  }
}

/** The page query that opens this address again. */
export function queryOf(address: Address): string {
  const encoding = address.encoding === undefined ? '' : `&encoding=${encodeURIComponent(address.encoding)}`
  return `?host=${encodeURIComponent(address.host)}&port=${address.port}${address.tls ? '&ssl=1' : ''}${encoding}`
}

/** The address as a person would type it. */
export function addressText(address: Address): string {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  return address.tls ? `telnets://${host}:${address.port}` : `${host} ${address.port}`
}
