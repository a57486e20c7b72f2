import { LINE_MODE, type LinemodeFacts } from '../options/linemode.ts'
import { characterOf, SLC } from '../options/slc.ts'
import { ABORT, AO, AYT, EOF, IP, SUSP, TELOPT } from '../telnet/codes.ts'
import { encodeCommand } from '../telnet/encode.ts'
import type { SessionState } from './state.ts'

/** What a key that both sides agreed on does in the line box (RFC 1184). */
export type LineKey =
  | { readonly kind: 'send'; readonly code: number; readonly bytes: Uint8Array }
  | { readonly kind: 'erase'; readonly what: 'character' | 'word' | 'line' }

const SIGNALS: readonly (readonly [code: number, command: number])[] = [
  [SLC.IP, IP],
  [SLC.ABORT, ABORT],
  [SLC.SUSP, SUSP],
  [SLC.EOF, EOF],
  [SLC.AYT, AYT],
  [SLC.AO, AO],
]
const ERASERS = [
  [SLC.EC, 'character'],
  [SLC.EW, 'word'],
  [SLC.EL, 'line'],
] as const

const factsOf = (state: SessionState): LinemodeFacts => state.facts[TELOPT.LINEMODE] as LinemodeFacts

/** The mode that LINEMODE set; undefined where it is off or has set none. */
export const lineMode = (state: SessionState): number | undefined =>
  state.options[TELOPT.LINEMODE]?.client.q === 'yes' ? factsOf(state).mode : undefined

const NONE: ReadonlySet<number> = new Set()

/**
 * Characters that send a line at once while it is still being typed (FORWARDMASK, RFC 1184 section 2.3). Only a line that
 * is edited here waits for anything.
 */
export function forwarding(state: SessionState): ReadonlySet<number> {
  const mode = lineMode(state)
  return mode !== undefined && mode & LINE_MODE.EDIT ? (factsOf(state).forward ?? NONE) : NONE
}

/** What a control character does, typed into the line box; undefined where nothing was agreed. */
export function lineKey(state: SessionState, character: number): LineKey | undefined {
  const mode = lineMode(state)
  if (mode === undefined) return undefined
  const { ours } = factsOf(state)
  const signal = SIGNALS.find(([code]) => characterOf(ours, code) === character)
  if (signal) {
    // Signals that are not trapped go out as the characters they are.
    const bytes = mode & LINE_MODE.TRAPSIG ? encodeCommand(signal[1]) : Uint8Array.of(character)
    return { kind: 'send', code: signal[0], bytes }
  }
  const eraser = mode & LINE_MODE.EDIT && ERASERS.find(([code]) => characterOf(ours, code) === character)
  return eraser ? { kind: 'erase', what: eraser[1] } : undefined
}

/** Keys in the order struck: what is typed, and signals that go out as commands. */
export function keyPieces(
  state: SessionState,
  keys: Uint8Array,
): readonly { readonly bytes: Uint8Array; readonly command: boolean }[] {
  const mode = lineMode(state)
  if (mode === undefined || !(mode & LINE_MODE.TRAPSIG)) return [{ bytes: keys, command: false }]
  const pieces: { bytes: Uint8Array; command: boolean }[] = []
  let from = 0
  for (let at = 0; at < keys.length; at++) {
    const key = lineKey(state, keys[at] as number)
    if (key?.kind !== 'send') continue
    if (at > from) pieces.push({ bytes: keys.subarray(from, at), command: false })
    pieces.push({ bytes: key.bytes, command: true })
    from = at + 1
  }
  if (from < keys.length) pieces.push({ bytes: keys.subarray(from), command: false })
  return pieces
}
