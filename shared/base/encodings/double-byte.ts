import type { ByteSet } from './single-byte.ts'
import type { Bad, Shown } from './utf8.ts'

/** The lead and trail bytes of a set of tables: ranges in hexadecimal. */
export interface Grid {
  readonly leads: string
  readonly trails: string
}

/** The code point for each lead from 0x80 and trail; -1 for none. */
export type Cells = Int32Array

export const cellAt = (lead: number, trail: number): number => ((lead & 0x7f) << 8) | trail

/**
 * The cells of a grid, lead by lead, from a table's notation: characters, `x~y` for all from x to y, `!n;` for n cells without
 * a character, `=n;` for n that are as in `base`, and `^n;` for the next n of the `pool` (first and last code point) which `base` has not.
 */
export function cellsOf(grid: Grid, notation: string, base?: Cells, pool?: readonly [number, number]): Cells {
  const cells = base ? base.slice() : new Int32Array(0x8000).fill(-1)
  const trails = numbers(grid.trails)
  const places = numbers(grid.leads).flatMap((lead) => trails.map((trail) => cellAt(lead, trail)))
  const taken = new Set(base)
  const unused = pool ? range(...pool).filter((code) => !taken.has(code)) : []
  let at = 0
  const put = (codes: readonly number[]): void => {
    for (const code of codes) cells[places[at++] ?? -1] = code
  }
  for (const [, sign, count, first, last, one] of notation.matchAll(/([!=^])(\d+);|(.)~(.)|(.)/gsu)) {
    if (sign === '=') at += Number(count)
    else if (sign === '!') put(new Array<number>(Number(count)).fill(-1))
    else if (sign === '^') put(unused.splice(0, Number(count)))
    else if (one !== undefined) put([code(one)])
    else put(range(code(first ?? ''), code(last ?? '')))
  }
  if (at !== places.length) throw new Error(`a table of ${at} cells for ${places.length} places`)
  return cells
}

const code = (character: string): number => character.codePointAt(0) ?? -1
const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i)
const numbers = (ranges: string): readonly number[] =>
  ranges.split(' ').flatMap((part) => {
    const [first = '', last = ''] = part.split('-')
    return range(parseInt(first, 16), parseInt(last, 16))
  })

/** What stands at a place: a character of so many bytes, so many bytes that are none, or all that is left, too little. */
export type Found =
  { readonly text: string; readonly length: number } | { readonly bad: number } | 'unfinished'

export interface DoubleByte {
  readonly cells: Cells
  /** Single bytes from 0x80 on that are characters. */
  readonly single?: ByteSet
  /** Pairs that are two characters, by lead and trail. */
  readonly two?: Readonly<Record<number, string>>
  /** Sequences of more than two bytes; undefined where none begins. There are two bytes at least. */
  readonly longer?: (bytes: Uint8Array, at: number) => Found | undefined
}

/** The text, as `decodeUtf8` makes it. A pair that is no character is bad in its first byte alone, as in Python's codecs. */
export function decodeDoubleByte(set: DoubleByte, bytes: Uint8Array, bad: Bad): string | undefined {
  let text = ''
  let at = 0
  while (at < bytes.length) {
    const found = characterAt(set, bytes, at)
    const shown: Shown | undefined =
      found === 'unfinished'
        ? bad(bytes, at, bytes.length)
        : 'bad' in found
          ? bad(bytes, at, at + found.bad)
          : [found.text, at + found.length]
    if (!shown) return undefined
    text += shown[0]
    at = shown[1]
  }
  return text
}

function characterAt(set: DoubleByte, bytes: Uint8Array, at: number): Found {
  const lead = bytes[at] as number
  const alone = lead < 0x80 ? lead : (set.single?.[lead] ?? -1)
  if (alone >= 0) return { text: String.fromCodePoint(alone), length: 1 }
  const trail = bytes[at + 1]
  if (trail === undefined) return 'unfinished'
  const longer = set.longer?.(bytes, at)
  if (longer) return longer
  const one = set.cells[cellAt(lead, trail)] as number
  const text = one < 0 ? set.two?.[(lead << 8) | trail] : String.fromCodePoint(one)
  return text === undefined ? { bad: 1 } : { text, length: 2 }
}
