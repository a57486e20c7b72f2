import { fromBase64Url, toBase64Url } from '../base/base64url.ts'
import { probeOrder, recordName } from './names.ts'
import { NamesReader, packNames } from './option-set.ts'
import type { FingerprintData, ScanType } from './record.ts'
import { fingerprintHash } from './write.ts'

/**
 * The lists of a fingerprint, as the part of a link behind `#/f/HASH/`: two bytes, the version and what the schema is,
 * then the lists. Whoever opens the link computes the hash again, so nothing else has to guard it.
 */
const VERSION = 1
/** Versions that are likely ever to be: a higher number is a damaged one. */
const VERSIONS_MAX = 15
/** Longer ones are made by nobody: every list of all 256 options fits. */
const PAYLOAD_MAX = 2400

/** The second byte. The oldest records had neither a scan type nor what came later. */
const FOUR_KEY = 0
const FIVE_KEY = 1
const EIGHT_KEY = 2
const SCHEMA = 3
const FULL = 4
/** Every option of the probe that was not offered is refused: no list of them is written. */
const REST_REFUSED = 8
const KNOWN = SCHEMA | FULL | REST_REFUSED

const LATER = ['directional-refusals', 'looped-negotiation', 'wrong-direction-offered'] as const

export type LinkProblem = { readonly problem: string }

/** What a link to a fingerprint says. */
export interface LinkedFingerprint {
  /** What the lists come to. */
  readonly hash: string
  readonly data: FingerprintData
}

const DAMAGED = 'This link is damaged: a part of it is missing or changed. Ask for it again.'
/** What to say of a link that a later willdo made. */
export const NEWER = 'This link was made by a newer willdo. Reload the page, or ask for the scan’s file.'

/** True for the version of a payload that is not known yet. Both kinds of link are at their first. */
export const isLater = (version: number): boolean => version > VERSION && version <= VERSIONS_MAX

/** The part behind `#`; undefined for lists that no scan makes. */
export function fingerprintLink(data: FingerprintData): string | undefined {
  const payload = pack(data)
  if (payload === undefined) return undefined
  const link = `#/f/${fingerprintHash(data)}/${toBase64Url(Uint8Array.from(payload))}`
  const read = readFingerprintLink(link)
  return 'problem' in read || read.hash !== fingerprintHash(data) ? undefined : link
}

function pack(data: FingerprintData): readonly number[] | undefined {
  const type = data['scan-type'] as ScanType | undefined
  const later = LATER.map((key) => data[key])
  const schema = type === undefined ? FOUR_KEY : later.some((list) => list) ? EIGHT_KEY : FIVE_KEY
  const rest = String(refusedRest(type, data['offered-options'])) === String(data['refused-options'])
  const lists = [
    data['offered-options'],
    data['requested-options'],
    ...(rest ? [] : [data['refused-options']]),
    ...(schema === EIGHT_KEY ? later.map((list) => list ?? []) : []),
  ].map(packNames)
  if (lists.includes(undefined)) return undefined
  const flags = schema | (type === 'full' ? FULL : 0) | (rest ? REST_REFUSED : 0)
  return [VERSION, flags, ...lists.flatMap((list) => list ?? [])]
}

function refusedRest(type: ScanType | undefined, offered: readonly string[]): readonly string[] {
  const probed = probeOrder(type ?? 'quick').map(recordName)
  return probed.filter((name) => !offered.includes(name)).sort()
}

/** Reads `#/f/HASH/PAYLOAD`; never throws. */
export function readFingerprintLink(link: string): LinkedFingerprint | LinkProblem {
  const [, hash, payload = ''] = /^#\/f\/([0-9a-f]{16})\/([^/]*)$/.exec(link) ?? []
  if (hash === undefined) return { problem: DAMAGED }
  const bytes = payload.length > PAYLOAD_MAX ? undefined : fromBase64Url(payload)
  if (!bytes || bytes.length < 2) return { problem: DAMAGED }
  const flags = bytes[1] ?? 0
  if (isLater(bytes[0] ?? 0) || (bytes[0] === VERSION && (flags & ~KNOWN) !== 0)) return { problem: NEWER }
  const data = bytes[0] === VERSION ? unpack(bytes, flags) : undefined
  if (!data) return { problem: DAMAGED }
  const computed = fingerprintHash(data)
  if (computed !== hash)
    return {
      problem: `This link is damaged or forged: its lists come to ${computed}, not to ${hash} as it says.`,
    }
  return { hash, data }
}

function unpack(bytes: Uint8Array, flags: number): FingerprintData | undefined {
  const schema = flags & SCHEMA
  const reader = new NamesReader(bytes, 2)
  const type: ScanType = flags & FULL ? 'full' : 'quick'
  const offered = reader.next()
  const requested = reader.next()
  const refused =
    offered &&
    (flags & REST_REFUSED ? refusedRest(schema === FOUR_KEY ? undefined : type, offered) : reader.next())
  const later = schema === EIGHT_KEY ? LATER.map((key) => [key, reader.next()] as const) : []
  if (schema > EIGHT_KEY || !offered || !requested || !refused || !reader.done) return undefined
  if (later.some(([, list]) => !list)) return undefined
  const data = {
    'probed-protocol': 'server',
    ...(schema === FOUR_KEY ? {} : { 'scan-type': type }),
    'offered-options': offered,
    'requested-options': requested,
    'refused-options': refused,
    ...Object.fromEntries(later),
  }
  // The oldest schema has no scan type; only its hash knows the difference.
  return data as FingerprintData
}
