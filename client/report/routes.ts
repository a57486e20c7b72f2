/** What is shown, by what follows the # in the page's address. */
export type Route =
  | { readonly kind: 'report'; readonly link: string }
  | { readonly kind: 'fingerprint'; readonly link: string }
  /** By its hash alone. */
  | { readonly kind: 'known'; readonly hash: string }
  | { readonly kind: 'address'; readonly ip: string }
  | { readonly kind: 'open' }
  /** What this browser keeps. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'opened'; readonly id: string }
  /** The game that is played on this page. */
  | { readonly kind: 'session' }
  /** Each side is `@` and the name of an opened record, or what follows `#/r/` in a link. */
  | { readonly kind: 'compare'; readonly sides: readonly string[] }
  | { readonly kind: 'nothing' }

export function routeOf(hash: string): Route {
  const [, view = '', ...rest] = hash.split('/')
  const [first = '', second] = rest
  if (view === 'r') return { kind: 'report', link: hash }
  if (view === 'f' && second === undefined && /^[0-9a-f]{16}$/.test(first))
    return { kind: 'known', hash: first }
  if (view === 'f') return { kind: 'fingerprint', link: hash }
  if (view === 'ip' && first !== '' && rest.length === 1) return { kind: 'address', ip: decoded(first) }
  if (view === 'fingerprints' && rest.length === 0) return { kind: 'kept' }
  if (view === 'open') return first === '' ? { kind: 'open' } : { kind: 'opened', id: first }
  if (view === 'session' && rest.length === 0) return { kind: 'session' }
  if (view === 'compare') return { kind: 'compare', sides: rest.filter((side) => side !== '').slice(0, 2) }
  return { kind: 'nothing' }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    return text
  }
}

export const addressRoute = (ip: string): string => `#/ip/${encodeURIComponent(ip)}`
export const KEPT_ROUTE = '#/fingerprints'
export const SESSION_ROUTE = '#/session'
export const openedRoute = (id: string): string => `#/open/${id}`
export const compareRoute = (sides: readonly string[]): string => ['#/compare', ...sides].join('/')
/** The report of one side of a comparison. */
export const sideRoute = (side: string): string =>
  side.startsWith('@') ? openedRoute(side.slice(1)) : `#/r/${side}`
