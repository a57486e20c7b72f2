import type { Mssp } from '../../../shared/options/mssp.ts'
import { MSSP_REQUEST, readMsspText } from '../../../shared/options/mssp-text.ts'
import type { SessionView } from '../../state/session.svelte.ts'

const WAIT = 10_000
/** An answer is a few KiB; in more text than this it is not looked for. */
const LOOKED_AT = 256 * 1024

/** Asks for MSSP by typing `mssp-request`, when a person says so, and looks for the answer in the text. */
export class MsspQuestion {
  readonly #view: SessionView
  #askedAt: number | undefined
  #decoded = 0
  answer = $state.raw<Mssp>()
  state = $state<'unasked' | 'waiting' | 'answered' | 'silent'>('unasked')

  constructor(view: SessionView) {
    this.#view = view
    $effect(() => {
      if (this.state === 'waiting') this.#look(view.at)
    })
  }

  ask(): void {
    this.#decoded = this.#view.snapshot.bytes.decodedIn
    this.#askedAt = this.#view.at
    this.state = 'waiting'
    this.#view.line(MSSP_REQUEST, false)
  }

  #look(at: number): void {
    const since = this.#view.snapshot.bytes.decodedIn - this.#decoded
    if (since > 0 && since <= LOOKED_AT)
      this.answer = readMsspText(this.#view.textSince(since)) ?? this.answer
    if (this.answer) this.state = 'answered'
    else if (at - (this.#askedAt ?? 0) > WAIT || since > LOOKED_AT || this.#view.phase === 'ended')
      this.state = 'silent'
  }
}
