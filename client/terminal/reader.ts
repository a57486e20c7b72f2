import type { Step } from '../../shared/session/events.ts'
import { decoderFor, type Encoding } from './encodings.ts'
import { NvtText } from './nvt-text.ts'

/** Reads a session's entries as text, in one character set: what came, and what was typed where the server does not show it. */
export class Reader {
  readonly #server: NvtText
  readonly #client: NvtText

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
    return out
  }

  /** A line that was typed, as the screen shows it. What a person pasted must not move the cursor. */
  echo({ text, events }: Step): string {
    let out = ''
    for (const event of events) {
      if (event.kind === 'text' && event.side === 'client')
        out += this.#client.push(text, event.start, event.end)
    }
    // eslint-disable-next-line no-control-regex -- those are meant
    return out.replace(/\r\n$/, '').replace(/[\x00-\x1f\x7f-\x9f]/g, ' ') + '\r\n'
  }
}
