import { fromLatin1 } from '../base/bytes.ts'
import type { NoticeCode, ScanNotice } from './result.ts'
import type { Scan } from './scan-state.ts'
import { CENSUS_KILL_MS } from './settings.ts'

const SENTENCES: Readonly<Record<NoticeCode, string>> = {
  'speaks-ssh': 'This port speaks SSH, not telnet. The fingerprint says nothing of a game.',
  'speaks-http': 'This port is a web server, not telnet. The fingerprint says nothing of a game.',
  'speaks-tls': 'This port wants TLS. Scan it again with TLS on.',
  'closed-early':
    'The server closed the connection before it was asked for its options, so those lists are empty.',
  'census-would-kill': 'The census ends a scan after 73 seconds, so it would hold no record of this server.',
  fast: 'This scan shortened its waits. A slow server may get another fingerprint at the reference pace.',
  'window-stretched':
    'Answers were waited for longer than the reference does, by the time to the server and back.',
  'compression-broken':
    'The server’s compressed bytes could not be read, so what it said in them is missing.',
  mccp3: 'The server took MCCP3, so all we sent from then on was compressed.',
  'log-cut': 'The server said so much that the end of the log is missing.',
  'text-cut': 'The server sent very much text. Only the beginning is kept.',
}

/** What a scan noticed, in words. */
export function noticesOf(scan: Scan): readonly ScanNotice[] {
  const codes = new Set<NoticeCode>(scan.notices)
  const speaks = spoken(scan)
  if (speaks) codes.add(speaks)
  if (scan.settings.pace === 'fast') codes.add('fast')
  if (scan.settings.roundTripMs > 0) codes.add('window-stretched')
  const took = scan.phase.since - (scan.startedAt ?? 0)
  if (scan.settings.profile === 'census' && took > CENSUS_KILL_MS) codes.add('census-would-kill')
  return Array.from(codes, (code) => ({ code, message: SENTENCES[code] }))
}

/** What else than telnet answers there, from its first bytes. */
function spoken(scan: Scan): NoticeCode | undefined {
  const first = scan.first.bytes()
  const text = fromLatin1(first.subarray(0, 64))
  if (text.startsWith('SSH-')) return 'speaks-ssh'
  if (/^HTTP\/\d/.test(text) || /^\s*<(!doctype )?html/i.test(text)) return 'speaks-http'
  // A TLS record: alert or handshake, version 3.x (RFC 8446 section 5.1).
  if ((first[0] === 0x15 || first[0] === 0x16) && first[1] === 3 && (first[2] ?? 9) <= 4) return 'speaks-tls'
  return undefined
}
