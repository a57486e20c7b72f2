import { isScan } from '../scan/route.ts'

/** True for what follows the # where a view of reports is meant, and not the game or a scan. */
export const isRoute = (hash: string): boolean => hash.startsWith('#/') && !isScan(hash)
