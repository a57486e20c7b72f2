import { mount, unmount } from 'svelte'
import { KnownScans } from '../library/known-scans.ts'
import { isScan } from '../scan/route.ts'
import type { ReportHost } from './host.ts'
import { OpenedScans } from './opened.ts'
import ReportApp from './ReportApp.svelte'
import { Reports } from './reports.svelte.ts'
import ReportView from './ReportView.svelte'
import { isRoute } from './is-route.ts'

/** The part of the page that shows reports; what is opened in it stays while the page does. */
export interface ReportPart {
  /** Shows what the page's address says, until that is no report any more. */
  show(target: HTMLElement, left: () => void): void
  /** To show a report as a part of something else. */
  readonly reports: Reports
  readonly host: ReportHost
  readonly ReportView: typeof ReportView
}

export function reportPart(host: ReportHost): ReportPart {
  const reports = new Reports(
    new KnownScans(new OpenedScans(), host.library),
    async (ip) => (await import('./country.ts')).countryOf(ip),
    (hash) => (location.hash = hash),
    async () => {
      const view = host.session()
      return view && (await import('./live-game.ts')).liveGame(view)
    },
  )
  return {
    reports,
    host,
    ReportView,
    show(target, left) {
      // Its address may have changed while this was being loaded.
      if (!isRoute(location.hash)) return left()
      const { title } = document
      const app = mount(ReportApp, { target, props: { reports, host } })
      const follow = (): void => {
        if (isRoute(location.hash)) return
        window.removeEventListener('hashchange', follow)
        if (!isScan(location.hash)) history.replaceState(null, '', location.pathname + location.search)
        document.title = title
        void unmount(app)
        left()
      }
      window.addEventListener('hashchange', follow)
    },
  }
}
