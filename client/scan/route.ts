import { parseQuery, queryOf, type Address, type ParsedAddress } from '../address.ts'

/** What follows the # while a scan is shown: a server, as the query of a link to play it would have it. */
const SCAN = '#/scan?'

export const scanRoute = (address: Address): string => SCAN + queryOf(address).slice(1)

export const isScan = (hash: string): boolean => hash.startsWith(SCAN)

/** The server that a scan is shown of; undefined where it is none. */
export const scanOf = (hash: string): ParsedAddress | undefined =>
  isScan(hash) ? parseQuery(hash.slice(SCAN.length)) : undefined
