import type { Entry } from '../session/entry.ts'

/** Where the server is, as the proxy told it. */
export interface Where {
  /** Empty if nothing tells it. */
  readonly ip: string
  /** In two letters (ISO 3166-1). */
  readonly country?: string
}

/** The proxy's first word about it. */
export function whereIn(entries: readonly Entry[]): Where {
  for (const entry of entries) {
    if (entry.kind !== 'message') continue
    const { message } = entry
    if (typeof message !== 'object' || message === null || !('address' in message)) continue
    const { address, country } = message
    return {
      ip: typeof address === 'string' ? address : '',
      ...(typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? { country } : {}),
    }
  }
  return { ip: '' }
}
