import type { ProxyFacts } from '../../shared/wire/info.ts'
import type { Certificate } from '../../shared/wire/messages.ts'
import { addressText, parseAddress, parseQuery, type Address, type ParsedAddress } from '../address.ts'
import type { Card } from '../directory/card.ts'
import { gameOf, samePlace, type Game } from '../directory/game.ts'
import { PUBLIC_GAMES } from '../directory/public-games.ts'
import { isOpen, whyNotReached } from '../directory/reach.ts'
import { PART_MISSING } from '../part-missing.ts'
import type { Library } from '../library/library.svelte.ts'
import { parseProxy } from '../proxy-address.ts'
import type { Ending } from '../transport/ending.ts'
import { Games } from './games.svelte.ts'
import type { Layout } from './layout.svelte.ts'
import type { Memory } from './memory.ts'
import { Pins, type Pin } from './pins.svelte.ts'
import type { SessionView } from './session.svelte.ts'

/** The part of the page that plays: engine and terminal. It is loaded apart, so that the start is there at once. */
export interface Player {
  /** Begins a session; `pin` is the digest of a certificate to be accepted. */
  readonly open: (
    address: Address,
    pin: string | undefined,
    ended: (ending: Ending) => void,
    opened: () => void,
  ) => SessionView
  /** What the game has said of itself. */
  readonly card: (view: SessionView) => Card | undefined
}

/** The part of the page that scans, as far as the rest of the page knows it. */
export interface Scanner {
  /** Shows a server and scans nothing; `delay` is what the server has said of how often it wants to be visited. */
  readonly show: (address: Address, delay: string | undefined) => void
  /** The same for a person who wants it scanned. */
  readonly want: (address: Address, delay: string | undefined) => void
}

/** What the page needs of the outside. */
export interface PageHost {
  readonly player: () => Promise<Player>
  /** What this browser keeps of servers; loaded apart, as few need it. */
  readonly library: () => Promise<Library>
  readonly scanner: (pins: Pins) => Promise<Scanner>
  /** Puts the server to be scanned into the page's address, as a step that can be gone back. */
  readonly goToScan: (address: Address) => void
  /** Takes it away again. */
  readonly leaveScan: () => void
  /** What the proxy allows; rejects with a sentence. */
  readonly facts: () => Promise<ProxyFacts>
  /** Notes the game in the page's address, or takes it away. */
  readonly remember: (address: Address | undefined) => void
  /** The address of a page that plays this game at once. */
  readonly link: (address: Address) => string
  /** The proxy, if it is another one than the page comes from. */
  readonly proxy: string | undefined
  /** Goes on with that proxy. */
  readonly useProxy: (proxy: string) => void
  readonly memory: Memory
  /** Wall-clock time in ISO 8601, UTC. */
  readonly date: () => string
}

/** A session that has not been answered yet. */
export interface Attempt {
  readonly game: Game
  /** Undefined while the part that plays is being loaded. */
  view: SessionView | undefined
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
  readonly games: Games
  readonly #host: PageHost
  #player: Player | undefined
  #library: Promise<Library> | undefined
  /** The game of the session, with what the lists say of it. */
  #game: Game | undefined
  /** What is to be shown once the part that scans is loaded. */
  #scan: ((scanner: Scanner) => void) | undefined

  text = $state('')
  error = $state<string>()
  question = $state.raw<Question>()
  facts = $state.raw<ProxyFacts>()
  /** Why it is not known what the proxy allows. */
  factsError = $state<string>()
  attempt = $state.raw<Attempt>()
  /** True while a scan is shown in the place of all else; a session goes on behind it. */
  scanning = $state(false)
  /** The session shown, also once it is over. */
  session = $state.raw<SessionView>()

  /** The one game there is, where the proxy serves no other. */
  readonly single = $derived(
    this.facts && this.facts.modes.includes('single') && !isOpen(this.facts)
      ? this.facts.directory[0]
      : undefined,
  )
  /** False where the proxy serves its list alone, so that there is nothing to type. */
  readonly takesAddresses = $derived(!this.facts || isOpen(this.facts))

  constructor(host: PageHost, layout: Layout) {
    this.#host = host
    this.layout = layout
    this.pins = new Pins(host.memory)
    this.games = new Games(host.memory)
  }

  /** Asks the proxy what it allows and, if the page's address names a game, connects to it. */
  async start(search: string): Promise<void> {
    const linked = parseQuery(search)
    if (linked) this.#take(linked)
    if (linked && 'error' in linked) this.text = linked.host ?? ''
    try {
      this.facts = await this.#host.facts()
    } catch (error) {
      this.factsError = error instanceof Error ? error.message : String(error)
    }
  }

  /** Scans a server, or the one in the address field, because a person wants that. */
  scan(address?: Address): void {
    const wanted = this.#checked(address ? { address } : parseAddress(this.text))
    if (!wanted) return
    this.#host.goToScan(wanted)
    this.#showScan((scanner) => scanner.want(wanted, this.#crawlDelay(wanted)))
  }

  /** Shows what the page's address says is to be scanned, or goes back from there. It never scans by itself. */
  followScan(linked: ParsedAddress | undefined): void {
    if (!linked) this.#hideScan()
    else if ('error' in linked) this.error = linked.error
    else this.#showScan((scanner) => scanner.show(linked.address, this.#crawlDelay(linked.address)))
  }

  leaveScan(): void {
    this.#hideScan()
    this.#host.leaveScan()
  }

  #hideScan(): void {
    this.#scan = undefined
    this.scanning = false
  }

  #showScan(begin: (scanner: Scanner) => void): void {
    this.#scan = begin
    this.#host.scanner(this.pins).then(
      (scanner) => {
        // Gone back meanwhile, or on to another server.
        if (this.#scan !== begin) return
        begin(scanner)
        this.scanning = true
      },
      (error: unknown) => {
        console.error(error)
        this.leaveScan()
        this.error = PART_MISSING
      },
    )
  }

  /** What the server said, in the session or when it was played last. */
  #crawlDelay(address: Address): string | undefined {
    const { session } = this
    const now = session && samePlace(session.address, address) ? this.#player?.card(session) : undefined
    return (now ?? this.games.visitOf(address)?.card)?.crawlDelay
  }

  /** Loads the part that plays, so that it is there when it is wanted. */
  async prepare(): Promise<Player> {
    this.#player ??= await this.#host.player()
    return this.#player
  }

  /** What this browser keeps of servers. */
  library(): Promise<Library> {
    return (this.#library ??= this.#host.library())
  }

  get proxy(): string | undefined {
    return this.#host.proxy
  }

  /** Says what is wrong with the address of a proxy, or goes on with that proxy. */
  useProxy(text: string): string | undefined {
    const parsed = parseProxy(text)
    if ('error' in parsed) return parsed.error
    this.#host.useProxy(parsed.proxy)
    return undefined
  }

  link(address: Address): string {
    return this.#host.link(address)
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

  /** Why the proxy will not connect to an address, if it has said so much. */
  whyNot(address: Address): string | undefined {
    return this.facts && whyNotReached(this.facts, address)
  }

  /** Trusts the certificate that was asked about and connects, or leaves it. */
  answer(trusts: boolean): void {
    const { question } = this
    this.question = undefined
    if (!question || !trusts) return
    this.pins.trust(question.address, question.certificate, this.#host.date())
    this.open(question.address)
  }

  /** The address, if there is nothing wrong with it. */
  #checked(parsed: ParsedAddress): Address | undefined {
    this.question = undefined
    this.error = 'error' in parsed ? parsed.error : this.whyNot(parsed.address)
    return 'error' in parsed || this.error !== undefined ? undefined : parsed.address
  }

  #take(parsed: ParsedAddress): void {
    const address = this.#checked(parsed)
    if (!address) return
    const game = this.#known(address)
    this.text = addressText(game)
    this.#drop()
    // How the last one ended is old news beside what becomes of this one.
    this.session?.forgetEnding()
    this.#host.remember(game)
    const attempt: Attempt = { game, view: undefined }
    this.attempt = attempt
    if (this.#player) this.#dial(attempt, this.#player)
    else
      this.prepare().then(
        (player) => this.attempt === attempt && this.#dial(attempt, player),
        (error: unknown) => this.attempt === attempt && this.#unloaded(error),
      )
  }

  /** The address with what lists say of it; what came with the address itself goes first. */
  #known(address: Address): Game {
    const { directory = [] } = this.facts ?? {}
    const { favourites, list, recent } = this.games
    const known = [directory, favourites, recent, list, PUBLIC_GAMES]
      .flat()
      .find((game) => samePlace(game, address))
    return gameOf({ ...known, ...address })
  }

  #dial(attempt: Attempt, player: Player): void {
    const { game } = attempt
    const pin = game.tls ? this.pins.of(game)?.certificate.sha256 : undefined
    const ended = (ending: Ending): void => {
      if (this.attempt === attempt) this.#failed(game, ending)
      else this.rest()
    }
    const opened = (): void => {
      this.attempt = undefined
      this.session = attempt.view
      this.#game = game
      this.rest()
      // Its certificate can be verified now, so nobody has to vouch for it.
      if (attempt.view?.opened?.tls?.authorized) this.pins.forget(game)
    }
    attempt.view = player.open(game, pin, ended, opened)
  }

  #unloaded(error: unknown): void {
    console.error(error)
    this.attempt = undefined
    this.error = PART_MISSING
  }

  #failed(address: Game, ending: Ending): void {
    this.attempt = undefined
    const { certificate, message, wanted } = ending
    if (certificate) this.question = { address, certificate, before: this.pins.of(address), message }
    else if (!wanted) this.error = endingText(ending)
  }

  #drop(): void {
    const { attempt } = this
    this.attempt = undefined
    attempt?.view?.disconnect()
    this.session?.disconnect()
  }

  /** Stops the attempt or the session; what was on the screen stays. */
  disconnect(): void {
    this.#drop()
    this.#host.remember(undefined)
  }

  /** Keeps that the game is played and what it has said of itself by now: the page may be closed at any time. */
  rest(): void {
    if (this.session && this.#game) {
      this.games.visited(this.#game, this.#host.date(), this.#player?.card(this.session))
    }
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
