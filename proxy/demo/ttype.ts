import { fromLatin1 } from '../../shared/base/bytes.ts'

const IS = 0
const SEND = 1
const NAMES_MAX = 6
const NAME_LENGTH_MAX = 40

/** SB TTYPE's payload that asks for the next name (RFC 1091). */
export const TTYPE_SEND = Uint8Array.of(SEND)

// https://tintin.mudhalla.net/protocols/mtts/
const MTTS: readonly string[] = [
  'ANSI',
  'VT100',
  'UTF-8',
  '256 colours',
  'mouse',
  'colour palette',
  'screen reader',
  'proxy',
  'true colour',
  'MNES',
  'MSLP',
  'TLS',
]

/** The names a terminal gives itself, in its order; MTTS is the bit sum at the end of that list. */
export class TerminalNames {
  #names: string[] = []
  #asking = false
  mtts: number | undefined

  get names(): readonly string[] {
    return this.#names
  }

  /** The client is willing: forgets what was known, and the first SEND is due. */
  begin(): void {
    this.clear()
    this.#asking = true
  }

  clear(): void {
    this.#names = []
    this.#asking = false
    this.mtts = undefined
  }

  /** Takes SB TTYPE IS; true if another SEND is due. A name that was there already ends the list (RFC 1091). */
  receive(payload: Uint8Array): boolean {
    if (!this.#asking || payload[0] !== IS) return false
    const name = printable(payload.subarray(1))
    const bits = /^MTTS (\d{1,5})$/i.exec(name)
    const known = bits ? this.mtts !== undefined : this.#names.includes(name)
    if (bits) this.mtts = Number(bits[1])
    else if (!known && name !== '') this.#names.push(name)
    this.#asking = !known && name !== '' && this.#names.length < NAMES_MAX
    return this.#asking
  }

  /** What the MTTS bits say, in words. */
  get abilities(): readonly string[] {
    const bits = this.mtts ?? 0
    return MTTS.filter((_, bit) => bits & (1 << bit))
  }
}

/** It will be shown, so nothing but printable ASCII stays of it. */
const printable = (bytes: Uint8Array): string =>
  fromLatin1(bytes.subarray(0, NAME_LENGTH_MAX))
    .replace(/[^ -~]/g, '')
    .trim()
