import type { DirectoryEntry } from '../../shared/wire/info.ts'
import type { Certificate } from '../../shared/wire/messages.ts'
import { addressText, parseAddress, parseQuery, type Address, type ParsedAddress } from '../address.ts'
import type { Ending } from '../transport/ending.ts'
import type { Layout } from './layout.svelte.ts'
import type { Memory } from './memory.ts'
import { Pins, type Pin } from './pins.svelte.ts'
import { SessionView, type SessionHost } from './session.svelte.ts'

/** What the page needs of the outside. */
export interface PageHost {
  /** Makes what a new session needs; each session has its own. `pin` is the digest of a certificate to be accepted. */
  readonly session: (pin: string | undefined) => SessionHost
  readonly directory: () => Promise<readonly DirectoryEntry[]>
  /** Notes the game in the page's address, or takes it away. */
  readonly remember: (address: Address | undefined) => void
  readonly memory: Memory
  /** Wall-clock time in ISO 8601, UTC. */
  readonly date: () => string
}

/** A game that shows a certificate which the proxy cannot verify: whether it is to be trusted is for a person to say. */
export interface Question {
  readonly address: Address
  readonly certificate: Certificate
  /** The certificate that was trusted until now, if the game shows another one. */
  readonly before: Pin | undefined
  /** Why it cannot be verified, in the proxy's words. */
  readonly message: string
}

/** The page: what is in the address field, the session being played, the one being opened, what went wrong. */
export class Page {
  readonly layout: Layout
  readonly pins: Pins
  readonly #host: PageHost

  text = $state('')
  error = $state<string>()
  question = $state.raw<Question>()
  directory = $state.raw<readonly DirectoryEntry[]>()
  directoryError = $state<string>()
  /** A session that has not been answered yet. */
  attempt = $state.raw<SessionView>()
  /** The session shown, also once it is over. */
  session = $state.raw<SessionView>()

  constructor(host: PageHost, layout: Layout) {
    this.#host = host
    this.layout = layout
    this.pins = new Pins(host.memory)
  }

  /** Reads the list of games and, if the page's address names one, connects to it. */
  async start(search: string): Promise<void> {
    const linked = parseQuery(search)
    if (linked) this.#take(linked)
    if (linked && 'error' in linked) this.text = linked.host ?? ''
    try {
      this.directory = await this.#host.directory()
    } catch (error) {
      this.directoryError = error instanceof Error ? error.message : String(error)
    }
  }

  /** Connects to what the address field says. */
  submit(): void {
    this.#take(parseAddress(this.text))
  }

  open(address: Address): void {
    this.#take({ address })
  }

  /** Opens the game of the session that is over once more. */
  again(): void {
    if (this.session) this.open(this.session.address)
  }

  /** Trusts the certificate that was asked about and connects, or leaves it. */
  answer(trusts: boolean): void {
    const { question } = this
    this.question = undefined
    if (!question || !trusts) return
    this.pins.trust(question.address, question.certificate, this.#host.date())
    this.open(question.address)
  }

  #take(parsed: ParsedAddress): void {
    this.error = undefined
    this.question = undefined
    if ('error' in parsed) {
      this.error = parsed.error
      return
    }
    const { address } = parsed
    this.text = addressText(address)
    this.attempt?.disconnect()
    this.session?.disconnect()
    // How the last one ended is old news beside what becomes of this one.
    this.session?.forgetEnding()
    this.#host.remember(address)
    const view: SessionView = new SessionView(
      address,
      this.#host.session(address.tls ? this.pins.of(address)?.certificate.sha256 : undefined),
      (ending) => {
        if (this.attempt === view) this.#failed(address, ending)
      },
      () => {
        this.attempt = undefined
        this.session = view
        // Its certificate can be verified now, so nobody has to vouch for it.
        if (view.opened?.tls?.authorized) this.pins.forget(address)
      },
    )
    this.attempt = view
  }

  #failed(address: Address, ending: Ending): void {
    this.attempt = undefined
    const { certificate, message, wanted } = ending
    if (certificate) this.question = { address, certificate, before: this.pins.of(address), message }
    else if (!wanted) this.error = endingText(ending)
  }

  /** Stops the attempt or the session; what was on the screen stays. */
  disconnect(): void {
    this.attempt?.disconnect()
    this.session?.disconnect()
    this.#host.remember(undefined)
  }

  /** Back to the start, once a session is over. */
  leave(): void {
    this.session = undefined
    this.error = undefined
    this.layout.sheet = false
    this.#host.remember(undefined)
  }
}

const LEGS = { 'page-proxy': 'Page to proxy', 'proxy-game': 'Proxy to game', game: 'Game' }

/** Why there is no connection, beginning with the leg that failed. */
export const endingText = (ending: Ending): string =>
  ending.wanted ? ending.message : `${LEGS[ending.leg]}: ${ending.message}`
