/** A proxy that is named, not the one that the page comes from: `wss://proxy.example.org/`. */
export type ParsedProxy = { readonly proxy: string } | { readonly error: string }

const EXAMPLE = 'Type it like wss://proxy.example.org.'

/**
 * Reads the address of a proxy: `wss://`, or a bare name, which means the same. Without encryption only on this computer,
 * since passwords pass through.
 */
export function parseProxy(text: string): ParsedProxy {
  const typed = text.trim()
  if (typed === '') return { error: `Type the address of a proxy. ${EXAMPLE}` }
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `wss://${typed}`
  const url = URL.canParse(full) ? new URL(full) : undefined
  if (!url || url.hostname === '' || url.username !== '' || url.password !== '' || url.search !== '')
    return { error: `“${typed.slice(0, 80)}” is not the address of a proxy. ${EXAMPLE}` }
  if (url.protocol !== 'wss:' && url.protocol !== 'ws:')
    return { error: `The address of a proxy begins with wss://, not with ${url.protocol}//. ${EXAMPLE}` }
  if (url.protocol === 'ws:' && !isLoopback(url.hostname))
    return {
      error: `Without encryption (ws://) a proxy can only be on this computer. Use wss:// for ${url.host}.`,
    }
  url.hash = ''
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return { proxy: url.href }
}

/** True for names and addresses of this very computer. */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname)

/** The proxy that a page's query names; undefined if it names none. */
export function proxyInQuery(search: string): ParsedProxy | undefined {
  const named = new URLSearchParams(search).get('proxy')
  return named === null ? undefined : parseProxy(named)
}

/** Where a proxy says what it allows. */
export const infoUrl = (proxy: string): string => new URL('info.json', proxy.replace(/^ws/, 'http')).href

/** What people see of a proxy's address. */
export const proxyName = (proxy: string): string => proxy.replace(/^wss:\/\//, '').replace(/\/$/, '')
