import { fromBase64, toBase64 } from './bytes.ts'

/** RFC 4648 section 5 without padding: base64 that an address can hold. */
export const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** The bytes of such a text; undefined if it is anything else, or says the same in other digits. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return undefined
  const padded = text.replaceAll('-', '+').replaceAll('_', '/') + '='.repeat((4 - (text.length % 4)) % 4)
  const bytes = fromBase64(padded)
  return bytes && toBase64Url(bytes) === text ? bytes : undefined
}
