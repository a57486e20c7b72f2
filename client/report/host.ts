import type { ServerFacts } from '../../shared/fingerprint/report.ts'
import { isEncoding, parseAddress, type Address } from '../address.ts'
import type { Library } from '../library/library.svelte.ts'
import type { SessionView } from '../state/session.svelte.ts'

/** What the reports need of the page they are shown on. */
export interface ReportHost {
  /** The address of a page that plays a game at once. */
  readonly play: (address: Address) => string
  /** What this browser keeps. */
  readonly library: () => Promise<Library>
  /** The game that is on the page. */
  readonly session: () => SessionView | undefined
  /** The page's own address up to the #, for links to be shared. */
  readonly base: string
}

/** The address that plays the server; undefined where its host is none. */
export function playAddressOf(
  { host: name, port, tls = false }: Pick<ServerFacts, 'host' | 'port'> & { readonly tls?: boolean },
  encoding: string,
): Address | undefined {
  const parsed = parseAddress(`${name.includes(':') ? `[${name}]` : name} ${port}`)
  if ('error' in parsed) return undefined
  const said = /^(us-?)?ascii$/i.test(encoding) || !isEncoding(encoding) ? {} : { encoding }
  return { ...parsed.address, tls, ...said }
}
