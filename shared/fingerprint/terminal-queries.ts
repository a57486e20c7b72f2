import { latin1 } from '../base/bytes.ts'
import { decodeReplacing, encodeAtascii } from './codecs.ts'
import { stripSequences } from './prompts.ts'
import { columnsOf } from './width.ts'

export interface TerminalReply {
  readonly kind: 'attributes' | 'status' | 'enquiry' | 'cursor'
  readonly bytes: Uint8Array
}

/** What a terminal answers to a chunk of text (one read), in the reference's order, and where its cursor is then. */
export interface TerminalAnswers {
  readonly replies: readonly TerminalReply[]
  /** The column after the chunk; the first is 1. */
  readonly column: number
}

const ATTRIBUTES = latin1('\x1b[?1;2c')
const STATUS = latin1('\x1b[0n')
const RETURN = latin1('\r')

export function answerQueries(chunk: string, column: number, encoding: string): TerminalAnswers {
  const replies: TerminalReply[] = []
  /* eslint-disable no-control-regex -- queries begin with ESC */
  chunk.match(/\x1b\[0?c/g)?.forEach(() => replies.push({ kind: 'attributes', bytes: ATTRIBUTES }))
  chunk.match(/\x1b\[5n/g)?.forEach(() => replies.push({ kind: 'status', bytes: STATUS }))
  if (chunk.includes('\x05')) replies.push({ kind: 'enquiry', bytes: RETURN })
  let at = column
  chunk.split(/\x1b\[6n/).forEach((piece, i) => {
    if (i > 0) replies.push({ kind: 'cursor', bytes: latin1(`\x1b[1;${at}R`) })
    at = advanceColumn(at, piece, encoding)
  })
  return { replies, column: at }
}

/** The cursor's column after the text. Lines are never wrapped, and LF does not move it. */
export function advanceColumn(column: number, text: string, encoding: string): number {
  let at = column
  for (const character of decodeReplacing(latin1(stripSequences(text)), encoding)) {
    if (character === '\b') at = Math.max(1, at - 1)
    else if (character === '\r') at = 1
    else at += columnsOf(character)
  }
  return at
}

/** The character sets of SyncTERM's fonts by number; the others bring none. */
const FONTS: readonly (readonly [encoding: string, ...fonts: number[]])[] = [
  ['cp437', 0, 26, 37, 38, 39, 40, 41, 42],
  ['cp1251', 1, 20],
  ['koi8-r', 2, 12, 22],
  ['iso-8859-2', 3],
  ['iso-8859-4', 4, 11, 13, 23],
  ['cp866', 5, 25, 27, 29],
  ['iso-8859-9', 6],
  ['iso-8859-8', 8],
  ['koi8-u', 9],
  ['iso-8859-15', 10, 16],
  ['iso-8859-5', 14],
  ['cp850', 17, 18],
  ['iso-8859-7', 21],
  ['iso-8859-1', 24, 30],
  ['cp1131', 31],
  ['petscii', 32, 33, 34, 35],
  ['atascii', 36],
]

/** The first switch of SyncTERM's font in a text (`ESC [ page ; font SP D`). */
export function fontSwitch(text: string): { readonly font: number; readonly encoding?: string } | undefined {
  const found = /\x1b\[[0-9]+;([0-9]+) D/.exec(text)
  if (!found) return undefined
  const font = Number(found[1])
  const encoding = FONTS.find(([, ...fonts]) => fonts.includes(font))?.[0]
  return { font, ...(encoding === undefined ? {} : { encoding }) }
}
/* eslint-enable no-control-regex */

/** A reply to a prompt as the session sends it: only an ATASCII session has its own letters and line end. */
export const replyIn = (encoding: string, reply: Uint8Array): Uint8Array =>
  encoding === 'atascii' ? encodeAtascii(reply) : reply
