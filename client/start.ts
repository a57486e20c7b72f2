import { mount } from 'svelte'
import { queryOf, type Address } from './address.ts'
import { fetchFacts } from './info.ts'
import { proxyInQuery } from './proxy-address.ts'
import { Layout } from './state/layout.svelte.ts'
import { memoryOf } from './state/memory.ts'
import { PART_MISSING } from './part-missing.ts'
import type { ReportPart } from './report/open.ts'
import { isRoute } from './report/is-route.ts'
import { scanOf, scanRoute } from './scan/route.ts'
import type { ScanPart } from './scan/part.ts'
import type { Pins } from './state/pins.svelte.ts'
import { Page } from './state/page.svelte.ts'
import App from './ui/App.svelte'
import { whenIdle } from './ui/idle.ts'
import './ui/tokens.css'
import './ui/base.css'
import './ui/print.css'

const { location } = window
const named = proxyInQuery(location.search)
const proxy = named && 'proxy' in named ? named.proxy : undefined
const proxyQuery = proxy === undefined ? '' : `proxy=${encodeURIComponent(proxy)}`

/** The query that opens a game again, or the start; through the same proxy. */
function pageQuery(address: Address | undefined): string {
  const parts = [address ? queryOf(address).slice(1) : '', proxyQuery].filter((part) => part !== '')
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

const memory = memoryOf(() => window.localStorage)
const date = (): string => new Date().toISOString()
const load = () => import('./player.ts')

let scanner: Promise<ScanPart> | undefined
const loadScanner = (pins: Pins): Promise<ScanPart> =>
  (scanner ??= import('./scan/part.ts').then(
    ({ scanPart }) =>
      scanPart({
        place: proxy === undefined ? location : new URL(proxy),
        memory,
        pins,
        library: () => page.library(),
        loadReports,
      }),
    (error: unknown) => {
      scanner = undefined
      throw error
    },
  ))

const page = new Page(
  {
    scanner: async (pins) => (await loadScanner(pins)).scans,
    goToScan: (address) => {
      const hash = scanRoute(address)
      if (location.hash !== hash) history.pushState(null, '', location.pathname + location.search + hash)
    },
    leaveScan: () => history.replaceState(null, '', location.pathname + location.search),
    player: async () =>
      (await load()).playerAt(proxy === undefined ? location : new URL(proxy), memory, date),
    library: async () => (await import('./library/open.ts')).browserLibrary(date, memory),
    facts: () => (named && 'error' in named ? Promise.reject(new Error(named.error)) : fetchFacts(proxy)),
    remember: (address) => history.replaceState(null, '', location.pathname + pageQuery(address)),
    link: (address) => new URL(pageQuery(address), location.href.split(/[?#]/, 1)[0]).href,
    proxy,
    useProxy: (chosen) => (location.search = `?proxy=${encodeURIComponent(chosen)}`),
    memory,
    date,
  },
  new Layout(memory),
)

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
const app = target

let begun = false
/** Shows the start, or what is played. */
function begin(): void {
  app.inert = false
  if (begun) return
  begun = true
  mount(App, { target: app, props: { page, load, loadScanner } })
  void page.start(location.search)
  // By the time a game is chosen, what plays it is there.
  whenIdle(() => {
    page.prepare().catch((error: unknown) => console.info('What plays is loaded when it is wanted:', error))
  })
}

const base = location.href.split(/[?#]/, 1).join('')
let reports: Promise<ReportPart> | undefined
const loadReports = (): Promise<ReportPart> =>
  (reports ??= import('./report/open.ts').then(
    ({ reportPart }) =>
      reportPart({
        play: (address) => page.link(address),
        library: () => page.library(),
        session: () => page.session,
        base,
      }),
    (error: unknown) => {
      reports = undefined
      throw error
    },
  ))

/**
 * What follows the # may be a report, or a scan: it is shown in the place of all else, and a game goes on behind it. The book
 * of lints opens over whatever there is.
 */
function route(): void {
  const { hash } = location
  if (hash === '#/lints') {
    begin()
    load()
      .then(({ openLints }) => openLints())
      .catch(() => (page.error = PART_MISSING))
    return
  }
  if (isRoute(hash)) {
    if (!app.inert) showReport()
    return
  }
  if (!begun) begin()
  page.followScan(scanOf(hash))
}

function showReport(): void {
  const focused = document.activeElement
  app.inert = true
  loadReports()
    .then((part) =>
      part.show(document.body, () => {
        begin()
        // Whoever looked at a report goes on where they were.
        if (focused instanceof HTMLElement) focused.focus()
      }),
    )
    .catch((error: unknown) => {
      console.error(error)
      begin()
      page.error = PART_MISSING
    })
}
window.addEventListener('hashchange', route)
route()
window.addEventListener('pagehide', () => page.rest())
