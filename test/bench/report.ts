import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { fingerprintLink } from '../../shared/fingerprint/link.ts'
import { reportLink } from '../../shared/fingerprint/make-report-link.ts'
import { LINK_MAX } from '../../shared/fingerprint/report-link.ts'
import type { FingerprintData, ScanRecord } from '../../shared/fingerprint/record.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { startStatic } from '../helpers/page-host.ts'
import { scriptedServers } from '../helpers/sim-specs.ts'
import { median, type Bench, type BenchResult } from './bench.ts'

const VECTORS = resolve(import.meta.dirname, '../../test/vectors')
const ROUNDS = 15
const GOAL_MS = 300
const GOAL_LETTERS = 80

declare global {
  interface Window {
    /** When the report was painted, in milliseconds since the page was asked for. */
    painted: Promise<number>
  }
}

/** How long links are, and how long the longest takes to open. */
export const reportBench: Bench = {
  name: 'report',
  about: 'links that carry reports: their length, and the time until one is on the screen',
  async run() {
    const host = await startStatic()
    const browser = await launchChromium()
    try {
      const link = longestLink()
      const first: number[] = []
      const again: number[] = []
      for (let round = -1; round < ROUNDS; round++) {
        const [cold, warm] = await open(browser, host.url + link)
        if (round < 0) continue
        first.push(cold)
        again.push(warm)
      }
      return resultOf(link.length, median(first), median(again), lengths())
    } finally {
      await browser.close()
      await host.close()
    }
  },
}

function records(): readonly ScanRecord[] {
  const text = readFileSync(resolve(VECTORS, 'records.json'), 'utf8')
  return (JSON.parse(text) as { records: { record: ScanRecord }[] }).records.map(({ record }) => record)
}

/** A record whose banner, drawn in colours, fills the link. */
function longestLink(): string {
  const [record] = records()
  if (!record) throw new Error('there are no records')
  const probe = record['server-probe']
  let longest = ''
  let seed = 1
  let banner = ''
  for (;;) {
    for (let i = 0; i < 20; i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      banner += `\x1b[1;3${seed % 8}m${(seed >>> 8).toString(36)}${i === 19 ? '\r\n' : ''}`
    }
    const session_data = { ...probe.session_data, banner_before_return: banner }
    const made = reportLink({
      record: { ...record, 'server-probe': { ...probe, session_data } },
      country: 'US',
    })
    if (!made || made.leftOut.length > 0) return longest
    longest = made.link
  }
}

/** In a fresh profile, and once more with the scripts in the browser's cache. */
async function open(browser: Browser, url: string): Promise<readonly [number, number]> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.addInitScript(() => {
    window.painted = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector('main h1') || !document.querySelector('figure pre .row')) return
        observer.disconnect()
        // A task of its own comes after the frame.
        requestAnimationFrame(() => {
          const channel = new MessageChannel()
          channel.port1.onmessage = () => resolve(performance.now())
          channel.port2.postMessage(0)
        })
      })
      observer.observe(document, { childList: true, subtree: true })
    })
  })
  const times: number[] = []
  for (let i = 0; i < 2; i++) {
    await page.goto('about:blank')
    await page.goto(url)
    times.push(await page.evaluate(() => window.painted))
  }
  await context.close()
  return [times[0] ?? 0, times[1] ?? 0]
}

/** How long the links to fingerprints are, by what they are of. */
function lengths(): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  const add = (group: string, data: FingerprintData): void => {
    found.set(group, [...(found.get(group) ?? []), fingerprintLink(data)?.length ?? Infinity])
  }
  const text = readFileSync(resolve(VECTORS, 'hash_vectors.json'), 'utf8')
  const { vectors } = JSON.parse(text) as {
    vectors: { kind: string; schema: string; data: FingerprintData }[]
  }
  for (const { kind, schema, data } of vectors) if (kind === 'fingerprint') add(`vectors, ${schema}`, data)
  for (const { expected } of scriptedServers(pathToFileURL(`${VECTORS}/`)))
    for (const schema of ['five-key', 'eight-key'] as const)
      add(`scripted servers, ${schema}`, expected[schema]['fingerprint-data'])
  return found
}

function resultOf(
  letters: number,
  first: number,
  again: number,
  fingerprints: ReadonlyMap<string, readonly number[]>,
): BenchResult {
  const reached = (yes: boolean): string => (yes ? 'yes' : 'no')
  const reports = records().map((record) => reportLink({ record })?.link.length ?? Infinity)
  const time = (what: string, ms: number): string[] => [
    what,
    ms.toFixed(0),
    `< ${GOAL_MS}`,
    reached(ms < GOAL_MS),
  ]
  return {
    table: [
      ['', 'found', 'goal', 'reached'],
      time('a report of the longest link painted, ms, nothing cached', first),
      time('the same, scripts cached, ms', again),
      ...[...fingerprints].map(([group, list]) => [
        `letters of a fingerprint's link: ${group} (${list.length})`,
        `${Math.min(...list)} to ${Math.max(...list)}`,
        `<= ${GOAL_LETTERS}`,
        reached(Math.max(...list) <= GOAL_LETTERS),
      ]),
    ],
    notes: [
      `Times from the request of the page, medians of ${ROUNDS}; the link has ${letters} of ${LINK_MAX} letters, most of it a banner in colours.`,
      `Reports of the vectors: ${Math.min(...reports)} to ${Math.max(...reports)} letters.`,
    ],
    figures: { first, again, letters, fingerprints: Object.fromEntries(fingerprints), reports },
    sound: [...fingerprints.values(), reports].flat().every(Number.isFinite),
  }
}
