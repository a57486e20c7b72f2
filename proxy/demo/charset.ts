import { charset } from '../../shared/options/charset.ts'
import { isMalformed } from '../../shared/options/module.ts'

/** What the demo can write and read, best first. */
export const CHARSETS = ['UTF-8', 'ISO-8859-1', 'US-ASCII'] as const
type Name = (typeof CHARSETS)[number]

/** RFC 2066: tables are offered with 4 and turned down with 5. */
const TTABLE_IS = 4
const TTABLE_REJECTED = 5

/** Which character set the text of one connection is in (RFC 2066). UTF-8 until something else is agreed. */
export class Charset {
  readonly #send: (payload: Uint8Array) => void
  #open = false
  name: Name = 'UTF-8'
  agreed = false

  constructor(send: (payload: Uint8Array) => void) {
    this.#send = send
  }

  /** The client lets us ask: we ask. */
  begin(): void {
    this.#open = true
    this.#send(charset.encode({ kind: 'request', separator: ';', names: CHARSETS }))
  }

  /** CHARSET is off on both sides. */
  clear(): void {
    this.#open = false
    this.agreed = false
    this.name = 'UTF-8'
  }

  receive(payload: Uint8Array): void {
    const message = charset.decode(payload, 'client')
    if (isMalformed(message)) return
    if (message.kind === 'table') {
      if (message.code === TTABLE_IS) this.#send(Uint8Array.of(TTABLE_REJECTED))
    } else if (message.kind === 'request') {
      // RFC 2066: of two requests that cross, the server's counts.
      const ours = this.#open ? undefined : known(message.names)
      const theirs = message.names.find((name) => name.toUpperCase() === ours)
      this.#send(
        charset.encode(theirs === undefined ? { kind: 'rejected' } : { kind: 'accepted', name: theirs }),
      )
      if (ours) this.#use(ours)
    } else if (this.#open) {
      this.#open = false
      const ours = message.kind === 'accepted' ? known([message.name]) : undefined
      if (ours) this.#use(ours)
    }
  }

  /** A character that the set lacks loses its accent, or becomes a question mark. */
  encode(text: string): Uint8Array {
    if (this.name === 'UTF-8') return new TextEncoder().encode(text)
    const top = this.name === 'ISO-8859-1' ? 0xff : 0x7f
    const fits = (code: number | undefined): code is number => code !== undefined && code <= top
    return Uint8Array.from(
      Array.from(text, (character) => {
        const code = character.codePointAt(0)
        if (fits(code)) return code
        const plain = character.normalize('NFD').codePointAt(0)
        return fits(plain) ? plain : 0x3f
      }),
    )
  }

  #use(name: Name): void {
    this.name = name
    this.agreed = true
  }
}

/** The first of ours that is among `names`, which are case-blind. */
function known(names: readonly string[]): Name | undefined {
  const upper = names.map((name) => name.toUpperCase())
  return CHARSETS.find((name) => upper.includes(name))
}
