import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { builtPage } from '../helpers/page-build.ts'
import { connectTo, expectAccessible, openPage, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const KIB = 1024
/** What the start page needs. */
const ENTRY_MAX = 31 * KIB
/** All that is loaded until a person can type to a game... */
const TYPING_MAX = 135 * KIB
/** ...and with the terminal, of which xterm alone is 80 KiB. */
const PLAYING_MAX = 170 * KIB

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
}

interface Shifts {
  readonly sum: number
  readonly what: readonly string[]
}

let folder: string
let manifest: Readonly<Record<string, Chunk>>

/** The scripts that are loaded for a chunk: its own and those it imports at once. */
function scriptsOf(names: readonly string[], seen = new Set<string>()): readonly string[] {
  for (const name of names) {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`the manifest has no ${name}`)
    if (seen.has(chunk.file)) continue
    seen.add(chunk.file)
    scriptsOf(chunk.imports ?? [], seen)
  }
  return [...seen].filter((file) => file.endsWith('.js'))
}

const gzipped = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0)

describe('the scripts', () => {
  beforeAll(() => {
    folder = builtPage()
    manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as typeof manifest
  })

  it('of the start are small', () => {
    expect(gzipped(scriptsOf(['index.html']))).toBeLessThanOrEqual(ENTRY_MAX)
  })

  it('that are loaded before the first key is struck are not many', () => {
    const typing = scriptsOf(['index.html', 'player.ts'])
    expect(gzipped(typing)).toBeLessThanOrEqual(TYPING_MAX)
    expect(gzipped(scriptsOf(['terminal/terminal.ts'], new Set(typing)))).toBeLessThanOrEqual(PLAYING_MAX)
  })

  it('of panels and dialogs come when they are wanted', () => {
    const loaded = scriptsOf(['index.html', 'player.ts'])
    const later = Object.keys(manifest).filter((name) => /^(panels|ui)\/.*\.svelte$/.test(name))
    expect(later).toEqual(expect.arrayContaining(['panels/log/LogPanel.svelte', 'ui/ImportList.svelte']))
    for (const name of later) expect(loaded).not.toContain(manifest[name]?.file)
  })
})

describe('on connecting', () => {
  const site = useSite((player) => player.send('\xff\xfb\x56\xff\xfd\x1f\xff\xfd\x18A quiet room.\r\n'))

  /** What moved since the page was opened, as the browser counts it; a person's own pressing is no excuse here. */
  async function watchShifts(page: Page): Promise<() => Promise<Shifts>> {
    await page.addInitScript(() => {
      const shifts = { sum: 0, what: [] as string[] }
      Object.assign(window, { shifts })
      type Shift = PerformanceEntry & { value: number; sources: readonly { node?: Node }[] }
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as Shift[]) {
          const what = entry.sources.map(({ node }) =>
            node instanceof Element ? node.outerHTML.slice(0, 80) : '',
          )
          shifts.sum += entry.value
          shifts.what.push(`${entry.value}: ${what.join(' ')}`)
        }
      }).observe({ type: 'layout-shift', buffered: true })
    })
    return () => page.evaluate(() => (window as unknown as { shifts: Shifts }).shifts)
  }

  /** A number at the right edge may grow a digit to the left; that is as much as may move. */
  function expectStill({ sum, what }: Shifts): void {
    expect(sum, what.join('\n')).toBeLessThan(0.001)
  }

  async function played(page: Page): Promise<void> {
    await untilShown(page, 'A quiet room.')
    await page.getByLabel('Line to send').waitFor()
    // Two frames: what moves is counted when it is painted.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  }

  it.each([
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ])('nothing moves, $width wide', async (look) => {
    const { page, close } = await openPage(site.browser, 'about:blank', look)
    const shifts = await watchShifts(page)
    await page.goto(site.url + site.query)
    await played(page)
    if (look.width > 800) await page.getByRole('row', { name: /^NAWS/ }).waitFor()
    expectStill(await shifts())
    await page.goto(site.url)
    await page.getByRole('button', { name: /^Demo/ }).waitFor()
    await connectTo(page, `127.0.0.1 ${site.game.port}`)
    await played(page)
    expectStill(await shifts())
    await expectAccessible(page)
    await close()
  })
})
