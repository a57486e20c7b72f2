import { repaired, type MsspText } from './mssp-text.ts'

/** The address of a page about the server, and where it was found. */
export interface Website {
  readonly address: string
  readonly from: string
}

const ADDRESS_MAX = 500
/** They hold addresses of something else, or have been looked at. */
const OTHERS = ['DISCORD', 'ICON', 'WEBSITE']
const WRITTEN =
  /https?:\/\/[a-z0-9][^\s"'!*(){}|\\^<>`\0-\x20\x7f-\uffff]*[^\s"':,.!?{}|\\^~[\]`()<>\0-\x20\x7f-\uffff]/i
/** A name without http:// counts where it ends as addresses of pages do; behind an @ it is a mailbox. */
const BARE =
  /(?<![\w@./:-])(?:www\.[a-z0-9-]+(?:\.[a-z0-9-]+)*|[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*)\.(?:com|net|org|edu|info|biz|io|me|online|games?|world|club|site|xyz|us|uk|de|fr|nl|be|ch|at|se|no|fi|dk|pl|cz|it|es|pt|br|ca|au|nz|jp|tw|cn|hk|kr|ru|ua|eu|tv|cc|nu)(?::\d{1,5})?(?:\/[\w./~%?=&#+-]*)?(?![\w@-]|\.[\w])/i

function addressIn(text: string): string | undefined {
  const found = WRITTEN.exec(text)?.[0] ?? BARE.exec(text)?.[0]
  return found === undefined || found.length > ADDRESS_MAX ? undefined : found
}

const complete = (address: string): string => (/^https?:\/\//i.test(address) ? address : `http://${address}`)

/**
 * The server's website by the census's rule: MSSP WEBSITE, else the first address in another value, else in the banners.
 * Only http and https: whatever else WEBSITE says is no address of a page.
 */
export function websiteOf(mssp: MsspText, banners: readonly string[]): Website | undefined {
  const said = repaired(mssp.sent('WEBSITE') ?? '').trim()
  const own = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(said) ? WRITTEN.exec(said) : /^\S+\.\S+$/.exec(said)
  if (own?.index === 0 && said.length <= ADDRESS_MAX) {
    const address = complete(own[0])
    if (isSafe(address)) return { address, from: 'MSSP' }
  }
  for (const [name, values] of mssp.entries()) {
    if (OTHERS.includes(name)) continue
    for (const value of values) {
      const found = addressIn(repaired(value))
      if (found !== undefined) return { address: complete(found), from: `MSSP ${name}` }
    }
  }
  for (const banner of banners) {
    const found = addressIn(banner)
    if (found !== undefined) return { address: complete(found), from: 'banner' }
  }
  return undefined
}

/** No control characters, and nothing that an address cannot hold. */
const isSafe = (address: string): boolean => /^https?:\/\/[^\s"'<>\\`\0-\x20\x7f]+$/i.test(address)
