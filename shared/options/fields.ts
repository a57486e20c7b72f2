import { decodeText, shorten, visible } from './text.ts'

/** The next `length` bytes of a payload and what they stand for. Fields follow one another and cover the payload. */
export interface PayloadField {
  readonly length: number
  readonly name: string
  readonly meaning: string
}

/** A payload of a million empty variables must not become a million objects. */
const FIELDS_MAX = 2000
const SAMPLE = 60

/** Text in quotes, cut short, with what cannot be seen written out. */
export const quoted = (bytes: Uint8Array): string => `"${sample(bytes)}"`

/** What the bytes begin with, as text. */
export function sample(bytes: Uint8Array): string {
  const most = 4 * SAMPLE
  let end = Math.min(bytes.length, most)
  // A character of UTF-8 is not cut in two: its later bytes are 10xxxxxx.
  while (end > most - 4 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--
  return shorten(visible(decodeText(bytes.subarray(0, end))), SAMPLE)
}

/** Names the bytes of a payload from its beginning on. What is taken beyond its end is cut; what is left gets a name too. */
export class FieldReader {
  readonly #payload: Uint8Array
  readonly #fields: PayloadField[] = []
  #at = 0

  constructor(payload: Uint8Array) {
    this.#payload = payload
  }

  /** The bytes without a name so far. */
  get rest(): Uint8Array {
    return this.#payload.subarray(this.#at)
  }

  /** The next byte; undefined at the end. */
  get next(): number | undefined {
    return this.#payload[this.#at]
  }

  take(length: number, name: string, meaning: string | ((bytes: Uint8Array) => string)): this {
    const bytes = this.rest.subarray(0, length)
    if (bytes.length === 0) return this
    if (this.#fields.length >= FIELDS_MAX)
      return this.#add(this.rest.length, 'more', 'not taken apart: it is too much')
    return this.#add(bytes.length, name, typeof meaning === 'string' ? meaning : meaning(bytes))
  }

  /** Bytes up to the first one that `stop` names. */
  text(name: string, stop: (byte: number) => boolean, meaning: (bytes: Uint8Array) => string = quoted): this {
    const { rest } = this
    const end = rest.findIndex(stop)
    return this.take(end < 0 ? rest.length : end, name, meaning)
  }

  /** All fields; bytes that nothing explains are `extra`. */
  done(name = 'extra', meaning = 'nothing belongs here'): readonly PayloadField[] {
    this.take(this.rest.length, name, meaning)
    return this.#fields
  }

  #add(length: number, name: string, meaning: string): this {
    this.#fields.push({ length, name, meaning })
    this.#at += length
    return this
  }
}

/** The first byte of a payload where it says what the message is. */
export function verbField(
  reader: FieldReader,
  verbs: Readonly<Record<number, readonly [name: string, meaning: string]>>,
): number | undefined {
  const { next } = reader
  if (next === undefined) return undefined
  const [name, meaning] = verbs[next] ?? ['?', 'no verb of this option']
  reader.take(1, name, meaning)
  return next
}
