import type { Report } from '../../shared/fingerprint/report.ts'
import { isEncoding, parseAddress, type Address } from '../address.ts'
import type { Library } from '../library/library.svelte.ts'

/** What the reports need of the page they are shown on. */
export interface ReportHost {
  /** The address of a page that plays a game at once. */
  readonly play: (address: Address) => string
  /** What this browser keeps. */
  readonly library: () => Promise<Library>
  /** The page's own address up to the #, for links to be shared. */
  readonly base: string
}

/** The link that plays the server of a report; undefined where its host is no address. */
export function playLinkOf(
  host: ReportHost,
  { host: name, port }: Report,
  encoding: string,
): string | undefined {
  const parsed = parseAddress(`${name.includes(':') ? `[${name}]` : name} ${port}`)
  if ('error' in parsed) return undefined
  const said = /^(us-?)?ascii$/i.test(encoding) || !isEncoding(encoding) ? {} : { encoding }
  return host.play({ ...parsed.address, ...said })
}
