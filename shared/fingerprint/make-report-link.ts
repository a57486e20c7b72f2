import { latin1 } from '../base/bytes.ts'
import { toBase64Url } from '../base/base64url.ts'
import { canonicalJson, type Json } from '../base/canonical-json.ts'
import { pack } from '../telnet/pack.ts'
import { DICTIONARY } from './report-dictionary.ts'
import { LINK_MAX, PARTS, PREFIX, TEXT_MAX, VERSION, type Part } from './report-link.ts'
import type { Scanned } from './scanned.ts'

/** The link with as much as fits; undefined if not even the lists and what the server says of itself do. */
export function reportLink(
  scan: Scanned,
): { readonly link: string; readonly leftOut: readonly Part[] } | undefined {
  let kept = scan
  for (let left = 0; left <= PARTS.length; left++) {
    if (left > 0) kept = without(kept, PARTS[left - 1] as Part)
    const leftOut = PARTS.slice(0, left).filter((part) => has(scan, part))
    // Nothing became smaller.
    if (left > 0 && !leftOut.includes(PARTS[left - 1] as Part)) continue
    const text = textOf(kept)
    if (text.length > TEXT_MAX) continue
    const bytes = pack(latin1(text), DICTIONARY)
    const flags = leftOut.reduce((sum, part) => sum | (1 << PARTS.indexOf(part)), 0)
    const link = PREFIX + toBase64Url(Uint8Array.of(VERSION, flags, ...bytes))
    if (link.length <= LINK_MAX) return { link, leftOut }
  }
  return undefined
}

const BANNERS = {
  'banner after RETURN': 'banner_after_return',
  'banner before RETURN': 'banner_before_return',
} as const

function has({ record, log = '' }: Scanned, part: Part): boolean {
  return part === 'log' ? log !== '' : record['server-probe'].session_data[BANNERS[part]] !== ''
}

function without(scan: Scanned, part: Part): Scanned {
  if (part === 'log') return { ...scan, log: '' }
  const probe = scan.record['server-probe']
  const session_data = { ...probe.session_data, [BANNERS[part]]: '' }
  return { ...scan, record: { ...scan.record, 'server-probe': { ...probe, session_data } } }
}

function textOf({ record, ...rest }: Scanned): string {
  const json = (value: object): string => shortened(canonicalJson(value as Json))
  return `${json(record)}\n${json(rest)}`
}

// Canonical JSON is ASCII. Its escapes for bytes that had no meaning, which banners may be full of, become those bytes.
const shortened = (json: string): string =>
  json.replace(/\\(?:udc([89a-f][0-9a-f])|.)/g, (escape, byte: string | undefined) =>
    byte === undefined ? escape : String.fromCharCode(parseInt(byte, 16)),
  )
