import type { Json } from '../shared/base/canonical-json.ts'
import { factsOf, type ProxyFacts } from '../shared/wire/info.ts'
import { infoUrl, proxyName } from './proxy-address.ts'

const PATIENCE = 10_000

/** What the proxy allows; throws a sentence when it cannot be asked. `proxy` is one that is not at the page's address. */
export async function fetchFacts(proxy: string | undefined): Promise<ProxyFacts> {
  let response: Response
  try {
    response = await fetch(proxy === undefined ? 'info.json' : infoUrl(proxy), {
      signal: AbortSignal.timeout(PATIENCE),
    })
  } catch (error) {
    throw new Error(
      proxy === undefined
        ? 'The page cannot reach its proxy. Check that the proxy is running, then reload the page.'
        : `The page cannot ask the proxy ${proxyName(proxy)}. It may be down, or not serve pages of ${location.host}: whoever runs it can allow that with --origin ${location.origin}.`,
      { cause: error },
    )
  }
  const facts = response.ok && isJson(response) ? factsOf((await response.json()) as Json) : undefined
  if (!facts)
    throw new Error(
      proxy === undefined
        ? 'No proxy answers at this page’s address. Name one, or open the page at the address of a willdo proxy.'
        : `What answers at ${proxyName(proxy)} is no willdo proxy. Check the address.`,
    )
  return facts
}

const isJson = (response: Response): boolean =>
  response.headers.get('content-type')?.includes('json') ?? false
