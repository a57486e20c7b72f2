import type { Json } from '../shared/base/canonical-json.ts'
import { directoryOf, type DirectoryEntry } from '../shared/wire/info.ts'

/** The games on the proxy's list; throws a sentence when the proxy cannot be asked. */
export async function fetchDirectory(): Promise<readonly DirectoryEntry[]> {
  let response: Response
  try {
    response = await fetch('info.json')
  } catch (error) {
    throw new Error(
      'The page cannot reach its proxy. Check that the proxy is running, then reload the page.',
      { cause: error },
    )
  }
  const list = response.ok && isJson(response) ? directoryOf((await response.json()) as Json) : undefined
  if (!list)
    throw new Error(
      'No proxy answers at this page’s address. Open the page at the address of a willdo proxy.',
    )
  return list
}

const isJson = (response: Response): boolean =>
  response.headers.get('content-type')?.includes('json') ?? false
