const TAIL_MAX = 64
// Control sequences (CSI, OSC, character sets, single letters), or the beginning of one, behind the last visible
// character: colours behind a line end do not open a line.
const ENDS_WITH_CONTROL =
  // eslint-disable-next-line no-control-regex -- these bytes are the subject
  /(?:\x1b(?:\[[0-?]*[ -/]*[@-~]?|\][^\x07\x1b]*(?:\x07|\x1b\\?)?|[ -/]+[0-~]?|[0-Z\\^-~])?|[\0\x07])+$/

/** The last bytes of `tail` followed by `bytes`, at most 64. */
export function extendTail(tail: Uint8Array, bytes: Uint8Array, start: number, end: number): Uint8Array {
  if (end - start >= TAIL_MAX) return bytes.slice(end - TAIL_MAX, end)
  const kept = tail.subarray(Math.max(0, tail.length + (end - start) - TAIL_MAX))
  const next = new Uint8Array(kept.length + end - start)
  next.set(kept)
  next.set(bytes.subarray(start, end), kept.length)
  return next
}

/** Does text with this end leave the cursor behind something on the line, as a prompt does? */
export function endsOpen(tail: Uint8Array): boolean {
  const visible = String.fromCharCode(...tail).replace(ENDS_WITH_CONTROL, '')
  return visible.length > 0 && !/[\r\n]$/.test(visible)
}
