import { fromLatin1 } from '../base/bytes.ts'
import { fromBase64Url } from '../base/base64url.ts'
import { unpack } from '../telnet/unpack.ts'
import { isLater, NEWER, type LinkProblem } from './link.ts'
import { readRecord } from './read.ts'
import { DICTIONARY } from './report-dictionary.ts'
import { ownFormIn, type Scanned } from './scanned.ts'

/** What a link may have no room for, in the order in which it is left out. */
export const PARTS = ['log', 'banner after RETURN', 'banner before RETURN'] as const
export type Part = (typeof PARTS)[number]

/** A scan out of a link, and what the link had no room for. */
export interface LinkedScan {
  readonly scan: Scanned
  readonly leftOut: readonly Part[]
}

/**
 * The part of a link behind `#/r/`: two bytes, the version and what was left out, then a zlib stream of two lines of
 * JSON: the record, and what belongs to it.
 */
export const VERSION = 1
/** From the `#`; browsers, mail and chats carry so much. */
export const LINK_MAX = 8192
export const PREFIX = '#/r/'
/** A record of a size that no link is made of. */
export const TEXT_MAX = 1024 * 1024

// What `shortened` made short.
const lengthened = (text: string): string =>
  text.replace(/[\x80-\xff]/g, (byte) => `\\udc${byte.charCodeAt(0).toString(16)}`)

const DAMAGED =
  'This link is damaged: a part of it is missing or changed. Ask for it again, or for the scan’s file.'
const TOO_LONG = `This link is longer than any that willdo makes (${LINK_MAX} letters). Ask for the scan’s file.`
const TOO_LARGE =
  'This link unpacks to more than any scan holds. It was made to harm; nothing of it is shown.'

/** Reads `#/r/PAYLOAD`; never throws. */
export function readReportLink(link: string): LinkedScan | LinkProblem {
  if (link.length > LINK_MAX) return { problem: TOO_LONG }
  const bytes = link.startsWith(PREFIX) ? fromBase64Url(link.slice(PREFIX.length)) : undefined
  if (!bytes || bytes.length < 2) return { problem: DAMAGED }
  const [version = 0, flags = 0] = bytes
  if (isLater(version) || (version === VERSION && flags >> PARTS.length !== 0)) return { problem: NEWER }
  if (version !== VERSION) return { problem: DAMAGED }
  const unpacked = unpack(bytes.subarray(2), DICTIONARY, TEXT_MAX)
  if (typeof unpacked === 'string') return { problem: unpacked === 'damaged' ? DAMAGED : TOO_LARGE }
  const [record = '', rest = ''] = fromLatin1(unpacked).split('\n')
  const reading = readRecord(lengthened(record))
  const facts = factsIn(lengthened(rest))
  if (reading.kind !== 'record' || !facts) return { problem: DAMAGED }
  const leftOut = PARTS.filter((_, i) => flags & (1 << i))
  return { scan: { record: reading.record, ...facts }, leftOut }
}

function factsIn(json: string): Omit<Scanned, 'record'> | undefined {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { log, country, own } = value as Readonly<Record<string, unknown>>
  const account = ownFormIn(own)
  return {
    ...(account ? { own: account } : {}),
    ...(typeof log === 'string' ? { log } : {}),
    ...(typeof country === 'string' && /^[A-Z]{2}$/.test(country) ? { country } : {}),
  }
}
