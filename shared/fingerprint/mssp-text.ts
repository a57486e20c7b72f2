import { visible } from '../options/text.ts'
import type { MsspValues } from './record.ts'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

// ECMA-48: control sequences, strings up to their end, and two-character escapes.
const ESCAPES =
  // eslint-disable-next-line no-control-regex -- escape sequences begin with one
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])/g

/** UTF-8 that was read as ISO 8859-1, one character a byte, read rightly. */
export function repaired(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text
  try {
    return strict.decode(Uint8Array.from(text, (char) => char.charCodeAt(0)))
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return text
  }
}

/** A value as people read it: on one line, without colours, letters right, and nothing unseen in it. */
export const plain = (text: string): string =>
  visible(repaired(text).replace(ESCAPES, '').replace(/\s+/g, ' ').trim())

/** What a server says of itself, by name in capitals; servers write blanks and underscores. */
export class MsspText {
  readonly #values = new Map<string, readonly string[]>()

  constructor(values: MsspValues | undefined) {
    for (const [name, value] of Object.entries(values ?? {})) {
      const key = name.trim().toUpperCase().replaceAll('_', ' ')
      if (!this.#values.has(key)) this.#values.set(key, typeof value === 'string' ? [value] : value)
    }
  }

  get known(): boolean {
    return this.#values.size > 0
  }

  /** The value as it was sent; of several the first. */
  sent(name: string): string | undefined {
    return this.#values.get(name)?.[0]
  }

  /** The value as people read it, several with commas; undefined if there is none. */
  text(name: string): string | undefined {
    const text = (this.#values.get(name) ?? []).map(plain).filter((value) => value !== '')
    return text.length === 0 ? undefined : text.join(', ')
  }

  /** A whole number; undefined for anything else. */
  number(name: string): number | undefined {
    const sent = this.sent(name)?.trim() ?? ''
    return /^-?\d{1,15}$/.test(sent) ? Number(sent) : undefined
  }

  entries(): readonly (readonly [string, readonly string[]])[] {
    return [...this.#values]
  }
}
