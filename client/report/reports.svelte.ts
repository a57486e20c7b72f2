import { SvelteMap } from 'svelte/reactivity'
import { readFingerprintLink } from '../../shared/fingerprint/link.ts'
import { readReportLink } from '../../shared/fingerprint/report-link.ts'
import type { KnownScans } from '../library/known-scans.ts'
import type { Library } from '../library/library.svelte.ts'
import { PART_MISSING } from '../part-missing.ts'
import type { OpenedFile, Opening } from './opened.ts'
import { addressRoute, openedRoute, routeOf } from './routes.ts'
import { addressesOf, type ShownFingerprint, type ShownScan } from './source.ts'

/** What the page shows. */
export type View =
  | { readonly kind: 'report'; readonly shown: ShownScan }
  | { readonly kind: 'fingerprint'; readonly shown: ShownFingerprint; readonly library: Library }
  | { readonly kind: 'kept'; readonly library: Library }
  | { readonly kind: 'address'; readonly ip: string; readonly servers: readonly ShownScan[] }
  | { readonly kind: 'open'; readonly opened: readonly ShownScan[] }
  /** One side, while the other is being chosen. */
  | { readonly kind: 'compare'; readonly sides: readonly ShownScan[]; readonly opened: readonly ShownScan[] }
  | { readonly kind: 'problem'; readonly title: string; readonly message: string }

const problem = (title: string, message: string): View => ({ kind: 'problem', title, message })
const CLOSED = 'This record is not kept in this browser, or not any more. Open its file again.'

/** What is wrong with records, links and files, and what they hold. */
export class Reports {
  readonly #source: KnownScans
  readonly #country: (ip: string) => Promise<string | undefined>
  readonly #go: (hash: string) => void
  #hash = ''

  view = $state.raw<View>()
  /** What became of the files opened last. */
  opening = $state.raw<Opening>()
  /** Countries that the scans themselves do not name, by address. */
  readonly countries = new SvelteMap<string, string>()

  /** `go` shows what another hash stands for. */
  constructor(
    source: KnownScans,
    country: (ip: string) => Promise<string | undefined>,
    go: (hash: string) => void,
  ) {
    this.#source = source
    this.#country = country
    this.#go = go
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
        return { kind: 'open', opened: await this.#source.list() }
      case 'opened': {
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
      shown: { scanned: read.scan, leftOut: read.leftOut, origin: { kind: 'link' }, notes: [] },
    }
  }

  async #fingerprint(shown: ShownFingerprint): Promise<View> {
    return { kind: 'fingerprint', shown, library: await this.#source.library() }
  }

  async #compared(names: readonly string[]): Promise<View> {
    const sides: ShownScan[] = []
    for (const name of names) {
      const view = name.startsWith('@')
        ? await this.#viewOf(openedRoute(name.slice(1)))
        : this.#linked(`#/r/${name}`)
      if (view.kind !== 'report') return view
      sides.push(view.shown)
    }
    return { kind: 'compare', sides, opened: await this.#source.list() }
  }

  /** Looks up where servers are that do not say so themselves. */
  async findCountries(scans: readonly ShownScan[]): Promise<void> {
    for (const ip of addressesOf(scans.filter(({ scanned }) => scanned.country === undefined))) {
      if (this.countries.has(ip)) continue
      const country = await this.#country(ip)
      if (country !== undefined) this.countries.set(ip, country)
    }
  }

  /** Opens files and shows what was in them. */
  async open(files: readonly OpenedFile[]): Promise<void> {
    const opening = await this.#source.open(files)
    const { scans, fingerprints, problems } = opening
    this.opening = opening
    const [ip = '', ...otherAddresses] = addressesOf(scans)
    const [first] = scans
    const [fingerprint] = fingerprints
    if (problems.length > 0 || scans.length + fingerprints.length === 0) this.#go('#/open')
    else if (first && fingerprints.length === 0 && scans.length === 1) this.#go(openedRoute(first.id ?? ''))
    else if (fingerprints.length === 0 && otherAddresses.length === 0) this.#go(addressRoute(ip))
    else if (fingerprint && scans.length + fingerprints.length === 1)
      this.view = await this.#fingerprint(fingerprint)
    else this.#go('#/open')
  }
}
