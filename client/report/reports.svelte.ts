import { SvelteMap } from 'svelte/reactivity'
import { readFingerprintLink } from '../../shared/fingerprint/link.ts'
import type { ServerFacts } from '../../shared/fingerprint/report.ts'
import { PREFIX, readReportLink } from '../../shared/fingerprint/report-link.ts'
import type { KnownScans } from '../library/known-scans.ts'
import type { Library } from '../library/library.svelte.ts'
import { PART_MISSING } from '../part-missing.ts'
import type { OpenedFile, Opening } from './opened.ts'
import { addressRoute, openedRoute, routeOf, sideRoute } from './routes.ts'
import { addressesOf, type ShownFingerprint, type ShownGame, type ShownScan } from './source.ts'

/** What the page shows. */
export type View =
  | { readonly kind: 'report'; readonly shown: ShownScan }
  | { readonly kind: 'fingerprint'; readonly shown: ShownFingerprint; readonly library: Library }
  | { readonly kind: 'kept'; readonly library: Library }
  | { readonly kind: 'address'; readonly ip: string; readonly servers: readonly ShownScan[] }
  | { readonly kind: 'game'; readonly shown: ShownGame }
  | { readonly kind: 'open'; readonly opened: readonly ShownScan[]; readonly games: readonly ShownGame[] }
  /** One side, while the other is being chosen. */
  | { readonly kind: 'compare'; readonly sides: readonly ShownScan[]; readonly library: Library }
  | { readonly kind: 'problem'; readonly title: string; readonly message: string }

const problem = (title: string, message: string): View => ({ kind: 'problem', title, message })
const NOT_PLAYING =
  'A game’s report is shown while it is on the page. Connect to a game first, or open its recording.'
const CLOSED = 'This record is not kept in this browser, or not any more. Open its file again.'

/** What is wrong with records, links and files, and what they hold. */
export class Reports {
  readonly #source: KnownScans
  readonly #country: (ip: string) => Promise<string | undefined>
  readonly #go: (hash: string) => void
  readonly #playing: () => Promise<ShownGame | undefined>
  #hash = ''

  view = $state.raw<View>()
  /** What became of the files opened last. */
  opening = $state.raw<Opening>()
  /** Countries that the scans themselves do not name, by address. */
  readonly countries = new SvelteMap<string, string>()

  /** `go` shows what another hash stands for; `playing` is the game that is played on this page. */
  constructor(
    source: KnownScans,
    country: (ip: string) => Promise<string | undefined>,
    go: (hash: string) => void,
    playing: () => Promise<ShownGame | undefined>,
  ) {
    this.#source = source
    this.#country = country
    this.#go = go
    this.#playing = playing
  }

  /** The page that plays a server at LociTerm, if it is on the list that was imported. */
  async lociterm({
    host,
    port,
    urls,
  }: Pick<ServerFacts, 'host' | 'port' | 'urls'>): Promise<string | undefined> {
    const secure = /:(\d+)$/.exec(urls.find(({ kind }) => kind === 'tls')?.address ?? '')?.[1]
    const { lociterm } = await this.#source.library()
    return lociterm.linkTo(host, port, secure === undefined ? undefined : Number(secure))
  }

  get source(): KnownScans {
    return this.#source
  }

  /** Shows what a hash stands for. */
  async show(hash: string): Promise<void> {
    this.#hash = hash
    const view = await this.#viewOf(hash).catch((error: unknown) => {
      console.error(error)
      return problem('This cannot be shown', PART_MISSING)
    })
    if (this.#hash !== hash) return
    this.view = view
    if (view.kind !== 'open') this.opening = undefined
    if (view.kind === 'report') await this.findCountries([view.shown])
    if (view.kind === 'address') await this.findCountries(view.servers)
    if (view.kind === 'game' && view.shown.played.country === undefined)
      await this.#findCountry(view.shown.played.ip)
  }

  async #viewOf(hash: string): Promise<View> {
    const route = routeOf(hash)
    switch (route.kind) {
      case 'report':
        return this.#linked(route.link)
      case 'fingerprint': {
        const read = readFingerprintLink(route.link)
        return 'problem' in read
          ? problem('A link that cannot be read', read.problem)
          : this.#fingerprint({ ...read, origin: { kind: 'link' }, notes: [] })
      }
      case 'known': {
        const shown = await this.#source.fingerprint(route.hash)
        if (shown) return this.#fingerprint(shown)
        return problem(
          route.hash,
          'No server with this fingerprint is known here, and the link does not say what its lists are.',
        )
      }
      case 'address': {
        const servers = await this.#source.atAddress(route.ip)
        if (servers.length > 0) return { kind: 'address', ip: route.ip, servers }
        return problem(
          route.ip,
          'No scan of a server at this address is known here. Open or import its record.',
        )
      }
      case 'kept':
        return { kind: 'kept', library: await this.#source.library() }
      case 'open':
        return { kind: 'open', opened: await this.#source.list(), games: this.#source.games }
      case 'session': {
        const shown = await this.#playing()
        return shown ? { kind: 'game', shown } : problem('No game here', NOT_PLAYING)
      }
      case 'opened': {
        const game = this.#source.game(route.id)
        if (game) return { kind: 'game', shown: game }
        const shown = await this.#source.get(route.id)
        return shown ? { kind: 'report', shown } : problem('Not kept here', CLOSED)
      }
      case 'compare':
        return this.#compared(route.sides)
      case 'nothing':
        return problem(
          'Nothing here',
          'The address of this page leads to no report. Look for a mistake in it.',
        )
    }
  }

  #linked(link: string): View {
    const read = readReportLink(link)
    if ('problem' in read) return problem('A link that cannot be read', read.problem)
    return {
      kind: 'report',
      shown: {
        scanned: read.scan,
        leftOut: read.leftOut,
        origin: { kind: 'link' },
        notes: [],
        link: link.slice(PREFIX.length),
      },
    }
  }

  async #fingerprint(shown: ShownFingerprint): Promise<View> {
    return { kind: 'fingerprint', shown, library: await this.#source.library() }
  }

  async #compared(names: readonly string[]): Promise<View> {
    const sides: ShownScan[] = []
    for (const name of names) {
      const view = await this.#viewOf(sideRoute(name))
      if (view.kind !== 'report') return view
      sides.push(view.shown)
    }
    return { kind: 'compare', sides, library: await this.#source.library() }
  }

  /** Looks up where servers are that do not say so themselves. */
  async findCountries(scans: readonly ShownScan[]): Promise<void> {
    for (const ip of addressesOf(scans.filter(({ scanned }) => scanned.country === undefined)))
      await this.#findCountry(ip)
  }

  async #findCountry(ip: string): Promise<void> {
    if (ip === '' || this.countries.has(ip)) return
    const country = await this.#country(ip)
    if (country !== undefined) this.countries.set(ip, country)
  }

  /** Opens files and shows what was in them. */
  async open(files: readonly OpenedFile[]): Promise<void> {
    const opening = await this.#source.open(files)
    const { scans, fingerprints, games, problems } = opening
    this.opening = opening
    const to = problems.length > 0 ? '#/open' : routeTo(scans, fingerprints, games)
    // What is shown already shows more now.
    if (to === this.#hash) await this.show(to)
    else this.#go(to)
  }
}

/** What shows them all: a page of one, that of their address, or the list. */
function routeTo(
  scans: readonly ShownScan[],
  fingerprints: readonly ShownFingerprint[],
  games: readonly ShownGame[],
): string {
  const [only] = [...scans, ...games]
  const [fingerprint] = fingerprints
  const [ip = '', ...otherAddresses] = addressesOf(scans)
  if (scans.length + games.length + fingerprints.length === 1)
    return only ? openedRoute(only.id ?? '') : `#/f/${fingerprint?.hash}`
  const oneAddress = ip !== '' && otherAddresses.length === 0
  return oneAddress && games.length + fingerprints.length === 0 ? addressRoute(ip) : '#/open'
}
