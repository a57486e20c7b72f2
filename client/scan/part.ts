import type { Library } from '../library/library.svelte.ts'
import type { ReportPart } from '../report/open.ts'
import type { Memory } from '../state/memory.ts'
import type { Pins } from '../state/pins.svelte.ts'
import { connectUrl } from '../transport/connection.ts'
import type { StartScan } from './job.svelte.ts'
import type { FromScan, ToScan } from './messages.ts'
import ScanPage from './ScanPage.svelte'
import { Scans } from './scans.svelte.ts'

/** The part of the page that scans. */
export interface ScanPart {
  readonly scans: Scans
  readonly ScanPage: typeof ScanPage
  /** What shows a result. */
  readonly loadReports: () => Promise<ReportPart>
}

interface Surroundings extends Pick<ScanPart, 'loadReports'> {
  /** Where the proxy is: the page's own address, or a proxy's. */
  readonly place: URL | Location
  readonly memory: Memory
  readonly pins: Pins
  readonly library: () => Promise<Library>
}

export const scanPart = ({ place, memory, pins, library, loadReports }: Surroundings): ScanPart => ({
  ScanPage,
  loadReports,
  scans: new Scans({
    start: startWorker,
    url: (address, pin) => connectUrl(place, address, pin),
    keep: async (text, extras) => (await library()).keep(text, 'scanned', extras),
    memory,
    pins,
    now: () => Date.now(),
    date: () => new Date().toISOString(),
  }),
})

/** In a worker, so that timers keep their time while the page is hidden. */
const startWorker: StartScan = (told, failed) => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<FromScan>) => told(data)
  worker.onerror = (event) => {
    console.error('The scan’s worker failed:', event.message)
    failed()
  }
  return { send: (message: ToScan) => worker.postMessage(message), end: () => worker.terminate() }
}
