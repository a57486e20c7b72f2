import { latin1 } from '../../shared/base/bytes.ts'

/** The bytes of a string of characters below U+0100, each its own byte, in a buffer of its own. */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(latin1(text))
