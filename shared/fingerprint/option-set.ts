import { recordName } from './names.ts'

/**
 * The options that fingerprints speak of, the most usual first: the quick probe's, those of a client, the full probe's
 * others. Links are made of positions in this list, so it never changes.
 */
const USUAL = [
  0, 1, 3, 5, 25, 42, 44, 69, 70, 86, 87, 90, 91, 93, 102, 200, 201, 24, 31, 39, 34, 32, 33, 35, 23, 37, 38, 40, 41,
  43, 45, 46, 47, 48, 49, 138, 139, 140, 30, 29, 28, 21, 22, 20, 19, 2, 4, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
] // prettier-ignore
const PLACES = new Map(USUAL.map((code, place) => [code, place]))
const CODES = new Map(Array.from({ length: 256 }, (_, code) => [recordName(code), code]))

/**
 * In the first byte: so many bytes of places, and so many codes of options without a place; 15 says that a count follows.
 * Alone it stands for a list in an order of its own, which is a count and the codes.
 */
const MANY = 15
/** The hash tells lists of another order apart, though no scan makes them. */
const ORDERED = MANY

/** A list of record names in as few bytes as can be; undefined if a name is no option's, or there are too many. */
export function packNames(names: readonly string[]): readonly number[] | undefined {
  const codes = names.map((name) => CODES.get(name)).filter((code) => code !== undefined)
  if (codes.length < names.length || codes.length > 255) return undefined
  const sorted = names.every((name, i) => i === 0 || (names[i - 1] ?? '') < name)
  return sorted ? packSorted(codes) : [ORDERED, codes.length, ...codes]
}

function packSorted(codes: readonly number[]): readonly number[] {
  const places: number[] = []
  const others: number[] = []
  for (const code of codes) {
    const place = PLACES.get(code)
    if (place === undefined) others.push(code)
    else {
      while (places.length <= place >> 3) places.push(0)
      places[place >> 3] = (places[place >> 3] ?? 0) | (1 << (place & 7))
    }
  }
  const few = others.length < MANY
  const head = places.length | ((few ? others.length : MANY) << 4)
  return [head, ...places, ...(few ? [] : [others.length & 255]), ...others]
}

/** Reads packed lists one after the other. */
export class NamesReader {
  readonly #bytes: Uint8Array
  #at: number

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }

  get done(): boolean {
    return this.#at === this.#bytes.length
  }

  /** The next list; undefined if there is none, or none that `packNames` makes. */
  next(): readonly string[] | undefined {
    const head = this.#take(1)?.[0]
    if (head === undefined) return undefined
    if (head === ORDERED) return this.#ordered()
    const places = this.#take(head & 15)
    const count = head >> 4 === MANY ? this.#take(1)?.[0] : head >> 4
    const others = count === undefined ? undefined : this.#take(count)
    if (!places || !others) return undefined
    const codes = [...others]
    for (let place = 0; place < places.length * 8; place++) {
      if (((places[place >> 3] ?? 0) & (1 << (place & 7))) === 0) continue
      const code = USUAL[place]
      if (code === undefined) return undefined
      codes.push(code)
    }
    return codes.map(recordName).sort()
  }

  #ordered(): readonly string[] | undefined {
    const count = this.#take(1)?.[0]
    const codes = count === undefined ? undefined : this.#take(count)
    return codes && Array.from(codes, (code) => recordName(code))
  }

  #take(length: number): Uint8Array | undefined {
    const end = this.#at + length
    if (end > this.#bytes.length) return undefined
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }
}
