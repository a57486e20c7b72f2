import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { builtPage } from '../helpers/page-build.ts'
import { connectTo, expectAccessible, openPage, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const KIB = 1024
/** What the start page needs: two thirds of it are Svelte. */
const ENTRY_MAX = 31.25 * KIB
/** All that is loaded until a person can type to a game: the start, the engine and what is around the terminal... */
const TYPING_MAX = 104 * KIB
/** ...and with the terminal, of which xterm alone is 80 KiB. What reads compressed streams comes beside it. */
const PLAYING_MAX = 190 * KIB

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

/** The first script, and the start, which it asks for. */
const started = (): readonly string[] => [
  'index.html',
  ...Object.keys(manifest).filter((key) => /^_start-.*\.js$/.test(key)),
]

const gzipped = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0)

describe('the scripts', () => {
  beforeAll(() => {
    folder = builtPage()
    manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as typeof manifest
  })

  it('of the start are small', () => {
    expect(started()).toHaveLength(2)
    expect(gzipped(scriptsOf(started()))).toBeLessThanOrEqual(ENTRY_MAX)
  })

  it('of the start are named by the page, so that none waits for another', () => {
    const html = readFileSync(join(folder, 'index.html'), 'utf8')
    for (const file of scriptsOf(started())) expect(html).toContain(`"./${file}"`)
  })

  it('of a report wait for nothing but the first script', () => {
    const first = scriptsOf(['index.html'])
    expect(gzipped(first)).toBeLessThanOrEqual(2 * KIB)
    expect(first).not.toEqual(expect.arrayContaining([expect.stringContaining('start')]))
    expect(manifest['index.html']?.dynamicImports).toContain('report/open.ts')
  })

  it('that are loaded before the first key is struck are not many', () => {
    const typing = scriptsOf([...started(), 'player.ts'])
    expect(gzipped(typing)).toBeLessThanOrEqual(TYPING_MAX)
    const playing = scriptsOf(['terminal/terminal.ts'], new Set(typing))
    expect(gzipped(playing)).toBeLessThanOrEqual(PLAYING_MAX)
    for (const file of scriptsOf(['../shared/telnet/with-zlib.ts']).filter((name) => /zlib|pako/.test(name)))
      expect(playing).not.toContain(file)
  })

  it('of panels and dialogs come when they are wanted', () => {
    const loaded = scriptsOf([...started(), 'player.ts'])
    const later = Object.keys(manifest).filter((name) => /^(panels|ui)\/.*\.svelte$/.test(name))
    expect(later).toEqual(expect.arrayContaining(['panels/log/LogPanel.svelte', 'ui/ImportList.svelte']))
    for (const name of later) {
      expect(loaded).not.toContain(manifest[name]?.file)
      // What a report needs is not brought along for something small that a panel needs too.
      const brought = scriptsOf([name]).filter((file) => /assets\/(?:report|open)-/.test(file))
      if (!name.startsWith('ui/Share')) expect(brought, name).toEqual([])
    }
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
