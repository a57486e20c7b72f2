import { functionMeaning, SLC } from '../../shared/options/slc.ts'
import { XOFF, XON } from '../../shared/session/flow-control.ts'
import type { LineKey } from '../../shared/session/line-mode.ts'
import { isPageKey } from '../terminal/page-keys.ts'

interface LineKeysHost {
  /** What a control character does now. */
  readonly key: (character: number) => LineKey | undefined
  readonly send: (bytes: Uint8Array) => void
  /** Ctrl+S stops the text and Ctrl+Q lets it go on. */
  readonly flows: () => boolean
  readonly stop: (stop: boolean) => void
  /** Characters that send the line as far as it is typed. */
  readonly forwarding: () => ReadonlySet<number>
  readonly forward: (text: string) => void
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

/** Keys that are characters without Ctrl, and that no text has. */
const BARE: Readonly<Record<string, number>> = { Tab: 9, Escape: 27 }

/** Where in a line the part ends that is not to wait: behind the last of these characters. */
export function forwardEnd(text: string, characters: ReadonlySet<number>): number {
  let end = text.length
  while (end > 0 && !characters.has(text.charCodeAt(end - 1))) end--
  return end
}

/** The keys of the line box that LFLOW and LINEMODE gave a meaning (RFC 1372, RFC 1184). */
export class LineKeys {
  readonly #host: LineKeysHost

  constructor(host: LineKeysHost) {
    this.#host = host
  }

  /** True when the key had a meaning, which was done. */
  take(event: KeyboardEvent): boolean {
    if (event.altKey || event.metaKey || event.isComposing || isPageKey(event)) return false
    const field = event.target as HTMLInputElement
    const took = event.ctrlKey
      ? this.#control(field, event.key)
      : !event.shiftKey && this.#bare(field, event.key)
    if (took) event.preventDefault()
    return took
  }

  #control(field: HTMLInputElement, name: string): boolean {
    const character = controlCharacter(name)
    if (character === undefined) return false
    if ((character === XOFF || character === XON) && this.#host.flows()) {
      this.#host.stop(character === XOFF)
      return true
    }
    // What is selected is copied, cut or replaced, as everywhere.
    if ((field.selectionStart ?? 0) < (field.selectionEnd ?? 0)) return false
    const key = this.#host.key(character)
    if (!key) return this.#forward(field, character)
    if (key.kind === 'erase') this.#erase(field, key.what)
    // The end of the file is the end of an empty line; behind text it would be lost on the way.
    else if (key.code !== SLC.EOF || field.value === '') this.#signal(field, key)
    return true
  }

  /** Tab leaves an empty line box as it leaves every field: nobody is caught in it. */
  #bare(field: HTMLInputElement, name: string): boolean {
    const character = BARE[name]
    return character !== undefined && field.value !== '' && this.#forward(field, character)
  }

  #forward(field: HTMLInputElement, character: number): boolean {
    if (!this.#host.forwarding().has(character)) return false
    this.#host.forward(field.value + String.fromCharCode(character))
    this.#put(field, '', 0)
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
