// The half of pako that writes: whoever only reads need not load it.
import { deflate } from 'pako/browser/deflate'

/** One zlib stream (RFC 1950), as small as it gets; who unpacks it must have the same dictionary. */
export const pack = (bytes: Uint8Array, dictionary: Uint8Array): Uint8Array =>
  deflate(bytes, { level: 9, memLevel: 9, dictionary })
