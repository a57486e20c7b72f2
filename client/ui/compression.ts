import { optionName } from '../../shared/telnet/codes.ts'
import type { SessionState } from '../../shared/session/state.ts'

/** How the server's compression stands, or stood when the session ended, for the status line. */
export function compressionText({ compression, bytes }: SessionState, ended: boolean): string {
  const { mode, option, starts } = compression.server
  const name = option === undefined ? '' : optionName(option)
  if (mode === 'inflating') {
    const ratio = (bytes.decodedIn / Math.max(1, bytes.wireIn)).toFixed(1)
    return `${ended ? 'was compressed' : 'compressed'} (${name}), ${ratio} : 1`
  }
  if (mode === 'held') return 'reading stopped'
  if (mode === 'lost') return 'compressed data damaged'
  if (starts > 0) return 'compression ended'
  return ended ? 'was not compressed' : 'not compressed'
}
