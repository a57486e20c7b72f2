import { fromLatin1, latin1 } from '../base/bytes.ts'
import { decodeText, visible } from '../options/text.ts'

/** Bytes that came as a character each, as a person reads them: UTF-8 where they are that, and nothing unseen. */
export const readable = (bytes: string): string => visible(decodeText(latin1(bytes)))

/** The bytes [start, end), a character each. */
export const charsOf = (bytes: Uint8Array, start: number, end: number): string =>
  fromLatin1(bytes.subarray(start, end))
