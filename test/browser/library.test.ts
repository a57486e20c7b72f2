import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../helpers/chromium.ts'
import { startStatic, type Host } from '../helpers/page-host.ts'
import { expectAccessible, openPage } from '../helpers/page-open.ts'
import { madeFolder, madeText } from '../helpers/records.ts'

let host: Host
let browser: Browser

beforeAll(async () => {
  // Nothing of this needs a proxy.
  host = await startStatic()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await host.close()
})

const fingerprints = (): string => `${host.url}#/fingerprints`
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer })
const zipped = (files: Record<string, string>): Buffer =>
  Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))))

async function choose(page: Page, ...files: ReturnType<typeof file>[]): Promise<void> {
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByLabel('Files or a zip').focus()
  await page.getByLabel('Files or a zip').setInputFiles(files)
}
/** Ten thousand records take a while on a busy machine. */
const LONG = 120_000

async function importAll(page: Page, ...files: ReturnType<typeof file>[]): Promise<void> {
  await choose(page, ...files)
  await page.getByRole('button', { name: /^Keep/ }).click({ timeout: LONG })
  await page.getByText(/kept\.$/).waitFor({ timeout: LONG })
  await page.getByRole('button', { name: 'Close' }).click()
}
const rows = (page: Page) => page.getByRole('list', { name: 'Servers' }).getByRole('listitem')
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

describe('the fingerprints that are kept', () => {
  it('begin with nothing but what was published', async () => {
    const { page, problems, close } = await openPage(browser, fingerprints())
    await page.getByText('Nothing is kept yet.').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Show known fingerprints' }).click()
    const first = page.getByRole('list', { name: 'Fingerprints' }).getByRole('listitem').first()
    await first.getByText('census: 5').waitFor()
    await expectAccessible(page)
    await first.getByRole('link', { name: 'a7f16e7eba19a9ae' }).click()
    await page.getByText('known here; census of April 2026: 5').waitFor()
    await page.getByText('4 servers have this fingerprint.').waitFor()
    await expectAccessible(page)
    expect(problems).toEqual([])
    await close()
  })

  it('come back from an export to the byte', async () => {
    const odd = `\ufeff${JSON.stringify(JSON.parse(madeText({ host: 'odd.example' }, ['ECHO'])))}\r\n`
    const broken = madeText({ host: 'broken.example' }, ['SGA']).replace('"sessions": [', '"sessions": [[')
    const texts = [...Object.values(madeFolder(30)), odd, broken].sort()
    const zip = zipped({
      ...Object.fromEntries(texts.map((text, i) => [`data/server/${i}.json`, text])),
      'data/fingerprint_names.json': '{"a7f16e7eba19a9ae": "<b>Coffee</b>"}',
    })
    const { page, problems, close } = await openPage(browser, fingerprints())
    await choose(page, file('data.zip', zip))
    await page.getByText('1 record is damaged').click()
    await page.getByText('only its fingerprint could be read').waitFor()
    await expectAccessible(page)
    // Nothing is kept before it is agreed to.
    expect(await page.getByText('Nothing is kept yet.').count()).toBe(1)
    await page.getByRole('button', { name: 'Keep 32 records' }).click()
    await page.getByText('32 records are kept.').waitFor()
    await page.getByRole('button', { name: 'Close' }).click()

    const exported = async (from: Page): Promise<{ zip: Buffer; texts: string[]; names: string[] }> => {
      const download = from.waitForEvent('download')
      await from.getByRole('button', { name: 'Export all' }).click()
      const bytes = readFileSync(await (await download).path())
      const files = Object.entries(unzipSync(bytes)).map(
        ([name, text]) => [name, Buffer.from(text).toString()] as const,
      )
      const records = files.filter(([name]) => name.startsWith('server/'))
      return { zip: bytes, texts: records.map(([, text]) => text).sort(), names: files.map(([name]) => name) }
    }
    const first = await exported(page)
    expect(first.texts).toEqual(texts)
    expect(first.names).toContain('fingerprint_names.json')
    for (const name of first.names.filter((name) => name !== 'fingerprint_names.json'))
      expect(name).toMatch(/^server\/[0-9a-f]{16}\/[0-9a-f]{16}\.json$/)
    expect(problems).toEqual([])
    await close()

    const other = await openPage(browser, fingerprints())
    await importAll(other.page, file('again.zip', first.zip))
    const second = await exported(other.page)
    expect(second.texts).toEqual(texts)
    expect(second.names.sort()).toEqual(first.names.sort())
    // What is kept already is said to be.
    await choose(other.page, file('again.zip', first.zip))
    await other.page.getByText('32 kept here already').waitFor()
    await expectAccessible(other.page)
    await other.close()
  })

  it('show names as text, lead to reports, addresses and neighbours, and stay over a reload', async () => {
    const name = '<img src=x onerror="document.title=1"> & <b>MUD</b>'
    const { page, problems, close } = await openPage(browser, fingerprints(), {
      width: 390,
      height: 844,
      scheme: 'dark',
    })
    const files = [
      madeText({ host: 'one.example' }, ['ECHO', 'SGA'], name),
      madeText({ host: 'two.example' }, ['ECHO', 'SGA'], 'Two'),
      madeText({ host: 'two.example', port: 4001 }, ['ECHO'], 'Two more'),
    ]
    await importAll(page, ...files.map((text, i) => file(`${i}.json`, Buffer.from(text))))
    await page.reload()
    await page.getByText('3 servers', { exact: true }).waitFor()
    expect(await page.locator('img').count()).toBe(0)
    await expectAccessible(page)
    await page.getByRole('link', { name }).click()
    await page.getByText('This fingerprint is shared by 1 other server.').waitFor()
    await page.getByText('known here', { exact: true }).waitFor()
    await page.getByText('Kept in your fingerprints').waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: '192.0.2.1' }).click()
    await page.getByText('3 servers at this address.').waitFor()
    await page.goBack()
    await page.goBack()
    await page.getByRole('link', { name: 'Two more' }).click()
    await page.getByText('This fingerprint is unique to this server.').waitFor()
    expect(problems).toEqual([])
    await close()
  })

  it('come from a folder too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'willdo-records-'))
    mkdirSync(join(folder, 'server/a7f16e7eba19a9ae'), { recursive: true })
    writeFileSync(join(folder, 'server/a7f16e7eba19a9ae/one.json'), madeText())
    writeFileSync(join(folder, 'fingerprint_names.json'), '{"a7f16e7eba19a9ae": "Coffee"}')
    writeFileSync(join(folder, 'notes.txt'), 'hello')
    const { page, close } = await openPage(browser, fingerprints())
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByLabel('Or a folder').setInputFiles(folder)
    await page.getByText('1 name of fingerprints').waitFor()
    await page.getByText('1 file of other kinds left out').waitFor()
    await page.getByRole('button', { name: 'Keep 1 record' }).press('Enter')
    await page.getByText('1 record is kept.').waitFor()
    await expectAccessible(page)
    await close()
    rmSync(folder, { recursive: true })
  })

  it('take a name from a person, by keyboard, and show it as text', async () => {
    const { page, close } = await openPage(browser, `${host.url}#/f/c2dd7d4e76383b41`)
    await page.getByRole('button', { name: 'Give it a name' }).press('Enter')
    await page.keyboard.type('<i>Hangs up</i>')
    await page.keyboard.press('Enter')
    await page.getByText('<i>Hangs up</i>').waitFor()
    await expect.poll(() => focused(page)).toBe('Rename')
    await expectAccessible(page)
    await page.reload()
    await page.getByText('<i>Hangs up</i>').waitFor()
    await close()
  })
})

describe('a link', () => {
  it('keeps nothing before Keep is pressed', async () => {
    const { page, close } = await openPage(browser, `${host.url}#/open`)
    const record = file('one.json', Buffer.from(madeText({ host: 'linked.example' }, ['GMCP'], 'Linked')))
    await page.getByLabel(/^JSON records/).setInputFiles(record)
    await page.getByRole('button', { name: 'Share…' }).click()
    const link = await page.getByLabel(/^The link, /).inputValue()
    // A file that was opened is kept, and found again when the page is loaded anew.
    await page.reload()
    await page.getByRole('heading', { name: /^Linked/ }).waitFor()
    await close()

    const fresh = await openPage(browser, link)
    await fresh.page.getByRole('button', { name: 'Keep', exact: true }).waitFor()
    await expectAccessible(fresh.page)
    await fresh.page.goto(fingerprints())
    await fresh.page.getByText('Nothing is kept yet.').waitFor()
    await fresh.page.goBack()
    await fresh.page.getByRole('button', { name: 'Keep', exact: true }).press('Enter')
    await fresh.page.getByRole('link', { name: 'your fingerprints' }).click()
    await rows(fresh.page).getByText('from a link').waitFor()
    await fresh.close()
  })
})

describe('ten thousand records', () => {
  it('are imported, searched, sorted, walked by keyboard and deleted', async () => {
    const { page, problems, close } = await openPage(browser, fingerprints())
    await importAll(page, file('all.zip', zipped(madeFolder(10_000))))
    await page.getByText('10,000 servers', { exact: true }).waitFor()
    expect(await rows(page).count()).toBeLessThan(60)
    await page.getByLabel('Sort by').selectOption('address')
    await page.getByRole('link', { name: 'Realm 0', exact: true }).focus()
    await page.keyboard.press('End')
    await expect.poll(() => focused(page)).toBe('Realm 9999')
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => focused(page)).toBe('Realm 9998')
    // Tab leads to what can be done with this row; after that the focus is at the row that follows.
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('mud9998.example:4003 is deleted.').waitFor()
    await expect.poll(() => focused(page)).toBe('Realm 9999')
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await page.getByText('10,000 servers', { exact: true }).waitFor()

    const search = page.getByRole('searchbox')
    await search.fill('mud77.example')
    await page.getByText('1 of 10,000 servers', { exact: true }).waitFor()
    await search.fill('offered:ECHO refused:BINARY realm')
    await page.getByText(/^\d,?\d+ of 10,000 servers$/).waitFor()
    await search.fill('mud12')
    await page.getByRole('button', { name: /^Delete these/ }).click()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Cancel' }).press('Enter')
    await page.getByRole('button', { name: /^Delete these/ }).click()
    await page.getByRole('button', { name: 'Delete 111 records' }).click()
    await page.getByText('9,889 servers', { exact: true }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search')
    await search.fill('nothing like it')
    await page.getByText('Nothing here has “nothing like it” in it.').waitFor()
    await expectAccessible(page)
    expect(problems).toEqual([])
    await close()
  }, 240_000)
})

describe('what cannot be imported', () => {
  it('is said in a sentence: a zip bomb, no records, damage', async () => {
    const { page, close } = await openPage(browser, fingerprints(), { width: 320, height: 568 })
    await choose(page, file('bomb.zip', zipped({ 'bomb.json': '0'.repeat(6 * 1024 * 1024) })))
    await page.getByText(/^bomb\.json in bomb\.zip unpacks to far more than a record is\./).waitFor()
    // What was pressed is gone, the focus is not.
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('status')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Choose other files' }).press('Enter')
    await page
      .getByLabel('Files or a zip')
      .setInputFiles([
        file('notes.txt', Buffer.from('hello')),
        file('package.json', Buffer.from('{"name":"<b>x</b>"}')),
      ])
    await page.getByText('There is no record in it.').waitFor()
    await page.getByText('1 file of other kinds left out').waitFor()
    await page.getByText('1 file cannot be kept').click()
    await page.getByText('it has no "server-probe"').waitFor()
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(wide).toBeLessThanOrEqual(0)
    await expectAccessible(page)
    await close()
  })

  it('or kept at all, where the browser keeps nothing, is said too', async () => {
    const { page, close } = await openPage(browser, 'about:blank')
    await page.addInitScript(() => {
      Object.defineProperty(window, 'indexedDB', { value: undefined })
      IDBFactory.prototype.open = () => {
        throw new DOMException('denied', 'SecurityError')
      }
    })
    await page.goto(fingerprints())
    await page.getByText(/^This browser keeps nothing for this page/).waitFor()
    await importAll(page, file('one.json', Buffer.from(madeText())))
    expect(await rows(page).count()).toBe(1)
    await expectAccessible(page)
    await close()
  })
})
