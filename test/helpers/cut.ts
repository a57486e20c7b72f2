import type { Entry } from '../../shared/session/entry.ts'

/** A generator of numbers in [0, 1) that a seed determines (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** `bytes` in pieces: `size` bytes each, or of random sizes. */
export function pieces(bytes: Uint8Array, size: number | (() => number)): Uint8Array[] {
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const length = typeof size === 'number' ? size : 1 + Math.floor(size() * 40)
    parts.push(bytes.slice(at, at + length))
    at += length
  }
  return parts
}

/** The same session as if every read and write had brought `size` bytes, or random numbers of them. */
export const recut = (entries: readonly Entry[], size: number | (() => number)): Entry[] =>
  entries.flatMap((entry): Entry[] =>
    entry.kind === 'in' || entry.kind === 'out'
      ? pieces(entry.bytes, size).map((bytes) => ({ ...entry, bytes }))
      : [entry],
  )
