import { functionMeaning, SLC } from '../../shared/options/slc.ts'
import type { LineKey } from '../../shared/session/line-mode.ts'

interface LineKeysHost {
  /** What a control character does now. */
  readonly key: (character: number) => LineKey | undefined
  readonly send: (bytes: Uint8Array) => void
  readonly set: (text: string) => void
  /** Words for what a key did. */
  readonly said: (words: string) => void
}

/** What a key with Ctrl is as a character; undefined where it is none. */
export function controlCharacter(key: string): number | undefined {
  if (key === '?') return 127
  const code = key.toUpperCase().charCodeAt(0)
  return key.length === 1 && code >= 0x40 && code <= 0x5f ? code - 0x40 : undefined
}

/** The keys of the line box that LINEMODE gave a meaning (RFC 1184). */
export class LineKeys {
  readonly #host: LineKeysHost

  constructor(host: LineKeysHost) {
    this.#host = host
  }

  /** True when the key had a meaning, which was done. */
  take(event: KeyboardEvent): boolean {
    if (!event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return false
    const field = event.target as HTMLInputElement
    const character = controlCharacter(event.key)
    const key = character === undefined ? undefined : this.#host.key(character)
    // What is selected is copied, cut or replaced, as everywhere.
    if (!key || (field.selectionStart ?? 0) < (field.selectionEnd ?? 0)) return false
    event.preventDefault()
    if (key.kind === 'erase') this.#erase(field, key.what)
    // The end of the file is the end of an empty line; behind text it would be lost on the way.
    else if (key.code !== SLC.EOF || field.value === '') this.#signal(field, key)
    return true
  }

  #signal(field: HTMLInputElement, { code, bytes }: Extract<LineKey, { kind: 'send' }>): void {
    this.#host.send(bytes)
    this.#host.said(`Sent: ${functionMeaning(code)}.`)
    // An interrupt drops the line that was being typed.
    if (code === SLC.IP || code === SLC.ABORT || code === SLC.SUSP) this.#put(field, '', 0)
  }

  #erase(field: HTMLInputElement, what: 'character' | 'word' | 'line'): void {
    const at = field.selectionStart ?? field.value.length
    const before = field.value.slice(0, at)
    const kept = { character: before.replace(/.$/su, ''), word: before.replace(/\S*\s*$/, ''), line: '' }[
      what
    ]
    this.#put(field, kept + field.value.slice(at), kept.length)
    this.#host.said(what === 'line' && at > 0 ? 'The line is erased.' : '')
  }

  #put(field: HTMLInputElement, text: string, caret: number): void {
    field.value = text
    field.setSelectionRange(caret, caret)
    this.#host.set(text)
  }
}
