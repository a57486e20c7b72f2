import { isIP } from 'node:net'

/** What of a request's headers says which page it came from, and under which name that page knows us. */
export type OriginHeaders = { readonly origin?: string | undefined; readonly host?: string | undefined }

/**
 * Why a page may not use this proxy; undefined if it may. Programs send no Origin and may. Pages may if they are listed, or
 * if they are ours: served from the very address that was asked. Ours under a plain name counts only if that is listed
 * too, since a foreign site can point its own name at this address (DNS rebinding) and would then look like ours.
 */
export function originComplaint(
  { origin, host }: OriginHeaders,
  listed: readonly string[],
): string | undefined {
  if (origin === undefined || listed.includes('*')) return undefined
  const page = origin !== 'null' && URL.canParse(origin) ? new URL(origin) : undefined
  if (!page) return 'This proxy serves pages of web sites only. Open the page at the address of the proxy.'
  if (listed.includes(page.origin)) return undefined
  const own = host !== undefined && page.host === hostOf(page.protocol, host)
  if (own && (isAddress(page.hostname) || isLocalhost(page.hostname))) return undefined
  return own
    ? `This proxy does not know itself as ${page.host}. Whoever runs it can change that (--origin ${page.origin}).`
    : `This proxy does not serve pages of ${page.host}. Open its own page, or ask whoever runs it to allow yours (--origin ${page.origin}).`
}

/** The value of Access-Control-Allow-Origin for a page that may use this proxy from elsewhere; undefined for all others. */
export const corsOrigin = (origin: string | undefined, listed: readonly string[]): string | undefined =>
  origin !== undefined && (listed.includes('*') || listed.includes(origin)) ? origin : undefined

const hostOf = (protocol: string, host: string): string | undefined =>
  URL.canParse(`${protocol}//${host}`) ? new URL(`${protocol}//${host}`).host : undefined

const isAddress = (hostname: string): boolean => isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0

const isLocalhost = (hostname: string): boolean => hostname === 'localhost' || hostname.endsWith('.localhost')
