import type { Memory } from '../state/memory.ts'
import { connectUrl } from '../transport/connection.ts'
import type { Pins } from '../state/pins.svelte.ts'
import type { StartScan } from './job.svelte.ts'
import type { FromScan, ToScan } from './messages.ts'
import ScanPage from './ScanPage.svelte'
import { Scans } from './scans.svelte.ts'

/** The part of the page that scans. */
export interface ScanPart {
  readonly scans: Scans
  readonly ScanPage: typeof ScanPage
}

/** Scans through the proxy at `place`: the page's own address or that of a proxy elsewhere. */
export const scanPart = (place: URL | Location, memory: Memory, pins: Pins): ScanPart => ({
  ScanPage,
  scans: new Scans({
    start: startWorker,
    url: (address, pin) => connectUrl(place, address, pin),
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
