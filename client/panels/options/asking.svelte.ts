import type { Intent } from '../../../shared/session/intent.ts'
import { encodeVerb } from '../../../shared/telnet/encode.ts'
import { optionName } from '../../../shared/telnet/codes.ts'
import type { SessionView } from '../../state/session.svelte.ts'

/** Asks something of a session and keeps, in words, what became of it. */
export class Asking {
  readonly #view: SessionView
  /** What became of the last request; empty before any. */
  answer = $state('')
  /** What was held back and could be sent all the same. */
  anyway = $state.raw<Intent>()

  constructor(view: SessionView) {
    this.#view = view
  }

  /** `what` names it in the answer, such as `DO GMCP`. */
  ask(intent: Intent, what: string): void {
    const outcome = this.#view.ask(intent)
    this.anyway = undefined
    switch (outcome) {
      case 'sent':
        this.answer = `Sent: ${what}.`
        break
      case 'over':
        this.answer = 'Not sent: the session is over.'
        break
      case 'queued':
        this.answer = `${what} waits: it goes out once the server has answered the request before it.`
        this.anyway = raw(intent)
        break
      case 'needless':
        this.answer = `${what} was not sent: it is so already, or it was asked for and is not answered yet.`
        this.anyway = raw(intent)
    }
  }

  /** Sends what was held back, whatever RFC 1143 says. */
  sendAnyway(): void {
    const { anyway } = this
    if (anyway) this.ask(anyway, 'the request, although it was needless or early')
  }

  /** Makes a rule; what it ends is said. */
  rule(intent: Extract<Intent, { kind: 'rule' }>): void {
    const { rule, performer, option } = intent
    const outcome = this.#view.ask(intent)
    const name = optionName(option)
    const verb = performer === 'server' ? 'DONT' : 'WONT'
    const kept = `Kept for this server: ${RULE_ANSWERS[rule](name, performer === 'server')}.`
    this.anyway = undefined
    this.answer =
      outcome === 'over'
        ? 'The session is over: nothing was changed.'
        : outcome === 'sent'
          ? `${kept} Sent: ${verb} ${name}.`
          : outcome === 'queued'
            ? `${kept} ${verb} ${name} goes out once the server has answered.`
            : kept
  }
}

const RULE_ANSWERS = {
  usual: (name: string) => `${name} is answered as usual`,
  accept: (name: string, server: boolean) =>
    `we agree to ${server ? `${name} from the server` : `do ${name}`}`,
  refuse: (name: string, server: boolean) =>
    `we refuse ${server ? `${name} from the server` : `to do ${name}`}`,
}

const raw = (intent: Intent): Intent | undefined =>
  intent.kind === 'verb' ? { kind: 'raw', bytes: encodeVerb(intent.verb, intent.option) } : undefined
