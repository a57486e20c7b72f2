import type { Settings } from './settings.svelte.ts'

const KIB = 1024
/** More than this is not put on a clipboard. */
export const CLIPBOARD_MAX = 64 * KIB
const TITLE_MAX = 200
/** So many requests are listed in the log; a game that goes on is not worth more lines. */
const LISTED_MAX = 20
/** Who said no so often is not asked again in this session. */
const REFUSALS_MAX = 3

/** Text that a game wants on the clipboard. */
export interface Wish {
  readonly text: string
  /** How often it asked again since; what it wanted then is not looked at. */
  readonly more: number
}

export interface RequestsHost {
  /** Puts text on the clipboard; false where the browser does not let it. */
  readonly copy: (text: string) => Promise<boolean>
  /** Makes a line in the session's log. */
  readonly list: (sentence: string) => void
  /** Calls `publish` soon. */
  readonly changed: () => void
}

/**
 * What a game asks of the page beyond showing text: the clipboard (OSC 52) and a title (OSC 0 and 2). Nothing is done
 * that a person did not allow; reading the clipboard never is.
 */
export class GameRequests {
  readonly #settings: Settings
  readonly #address: { readonly host: string; readonly port: number }
  readonly #host: RequestsHost
  #listed = 0
  #refusals = 0
  #title = ''

  /** What a person is asked about; stays as it is until the answer, whatever else the game wants meanwhile. */
  wish = $state.raw<Wish>()
  /** How long the text is that was put on the clipboard without asking, the first time in the session. */
  copied = $state.raw<number>()
  /** How the game calls itself, as last published. */
  title = $state('')

  constructor(
    settings: Settings,
    address: { readonly host: string; readonly port: number },
    host: RequestsHost,
  ) {
    this.#settings = settings
    this.#address = address
    this.#host = host
  }

  hear(what: 'title' | 'clipboard', text: string): void {
    if (what === 'clipboard') return void this.hearClipboard(text)
    // A game may name itself a thousand times a second; the name is taken over with the next frame.
    this.#title = text
    this.#host.changed()
  }

  publish(): void {
    this.title = this.#settings.choices.titles === 'off' ? '' : cleanTitle(this.#title)
  }

  /** What stands behind `OSC 52 ;`: a selection, and text in base64 or a question mark. */
  async hearClipboard(request: string): Promise<void> {
    const data = request.slice(request.indexOf(';') + 1)
    if (data === '?') return this.#list('The game asked to read the clipboard, and was told nothing.')
    if (this.#policy === 'never')
      return this.#list('The game wanted to use the clipboard; that is not allowed here.')
    const text = decodeText(data)
    if (text === undefined)
      return this.#list(
        'The game wanted to use the clipboard, with text that is empty, damaged or over 64 KiB.',
      )
    if (this.#policy === 'always' && (await this.#host.copy(text))) {
      this.#list(`The game put ${countText(text)} on the clipboard, as you allow it.`)
      this.copied ??= text.length
      return
    }
    if (this.#refusals >= REFUSALS_MAX)
      return this.#list('The game wanted to use the clipboard again; you were not asked.')
    this.wish = this.wish ? { ...this.wish, more: this.wish.more + 1 } : { text, more: 0 }
  }

  /** A person's answer. `always` and `never` hold for this game from now on. */
  async answer(answer: 'copy' | 'always' | 'ignore' | 'never'): Promise<boolean> {
    const { wish } = this
    this.wish = undefined
    if (answer === 'always' || answer === 'never')
      this.#settings.changeGame(this.#address, { clipboard: answer })
    if (!wish) return true
    if (answer === 'copy' || answer === 'always') {
      this.#refusals = 0
      const done = await this.#host.copy(wish.text)
      this.#list(
        done
          ? `You let the game put ${countText(wish.text)} on the clipboard.`
          : 'The browser did not let the page use the clipboard.',
      )
      return done
    }
    this.#refusals++
    this.#list('The game wanted to use the clipboard; you said no.')
    return true
  }

  /** True when one more refusal is the last: then the person is told. */
  get lastAsked(): boolean {
    return this.#refusals === REFUSALS_MAX - 1
  }

  get #policy(): 'ask' | 'always' | 'never' {
    return this.#settings.game(this.#address).clipboard ?? this.#settings.choices.clipboard
  }

  #list(sentence: string): void {
    this.#listed++
    if (this.#listed <= LISTED_MAX) this.#host.list(sentence)
    else if (this.#listed === LISTED_MAX + 1)
      this.#host.list('The game goes on asking; no more of it is listed.')
  }
}

export const countText = (text: string): string => {
  const count = [...text].length
  return count === 1 ? 'one character' : `${count} characters`
}

/** A title as plain text of one line: no controls, nothing that turns the direction of writing. */
export function cleanTitle(title: string): string {
  const plain = title
    .slice(0, 4 * TITLE_MAX)
    // eslint-disable-next-line no-control-regex -- those are meant
    .replace(/[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const characters = [...plain]
  return characters.length > TITLE_MAX ? `${characters.slice(0, TITLE_MAX - 1).join('')}…` : plain
}

/** The text of base64, its controls but tab and line end taken out; undefined if it is none, empty or too much. */
function decodeText(base64: string): string | undefined {
  if (base64.length === 0 || base64.length > Math.ceil(CLIPBOARD_MAX / 3) * 4) return undefined
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 === 1) return undefined
  const bytes = Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0))
  if (bytes.length > CLIPBOARD_MAX) return undefined
  const text = new TextDecoder().decode(bytes)
  // eslint-disable-next-line no-control-regex -- those are meant
  return text.replace(/\r\n?/g, '\n').replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '') || undefined
}
