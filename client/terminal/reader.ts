import type { Step } from '../../shared/session/events.ts'
import { decoderFor, type Encoding } from './encodings.ts'
import { NvtText } from './nvt-text.ts'

const BS = 8
const TAB = 9
const LF = 10
const CR = 13
const DEL = 127

/** Reads a session's entries as text, in one character set: what came, and what was typed where the server does not show it. */
export class Reader {
  readonly #server: NvtText
  readonly #client: NvtText
  /** How many characters of what was typed stand behind the server's last text: what can be taken back. */
  #struck = 0

  constructor(encoding: Encoding) {
    this.#server = new NvtText(decoderFor(encoding))
    this.#client = new NvtText(decoderFor(encoding))
  }

  /** The server's text in an entry. */
  text({ text, events }: Step): string {
    let out = ''
    for (const event of events) {
      if (event.kind === 'text' && event.side === 'server')
        out += this.#server.push(text, event.start, event.end)
      // Nothing follows a prompt soon: half a character there is a whole one of another set.
      else if (event.kind === 'prompt') out += this.#server.flush()
    }
    if (out !== '') this.#struck = 0
    return out
  }

  /** What was typed, as the screen shows it. What a person pasted must not move the cursor. */
  echo({ text, events }: Step): string {
    let typed = ''
    for (const event of events) {
      if (event.kind === 'text' && event.side === 'client')
        typed += this.#client.push(text, event.start, event.end)
    }
    let out = ''
    for (const character of typed) out += this.#echo(character)
    return out
  }

  #echo(character: string): string {
    const code = character.codePointAt(0) ?? 0
    // A line end is two characters here, or a CR alone where keys are sent one by one.
    if (code === LF) return ''
    if (code === CR) {
      this.#struck = 0
      return '\r\n'
    }
    if (code === BS || code === DEL) {
      if (this.#struck === 0) return ''
      this.#struck--
      return '\b \b'
    }
    const shown = code < 32 && code !== TAB ? `^${String.fromCharCode(code + 64)}` : character
    this.#struck += shown.length
    return code === TAB || (code > DEL && code < 160) ? ' ' : shown
  }
}
