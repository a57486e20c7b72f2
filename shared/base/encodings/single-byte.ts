/** The code point of each byte, -1 for a byte without a character. */
export type ByteSet = Int32Array

/** A set from its notation in `single-byte-tables.ts`. */
export function byteSet(notation: string): ByteSet {
  const tail: number[] = []
  for (const part of notation.split(' ')) {
    if (part.startsWith('?')) tail.push(...new Array<number>(Number(part.slice(1) || 1)).fill(-1))
    else {
      const [first = '', last = first] = part.split('-')
      for (let code = parseInt(first, 16); code <= parseInt(last, 16); code++) tail.push(code)
    }
  }
  if (tail.length > 256) throw new Error(`a set of ${tail.length} bytes: ${notation}`)
  const set = Int32Array.from({ length: 256 }, (_, byte) => byte)
  set.set(tail, 256 - tail.length)
  return set
}
