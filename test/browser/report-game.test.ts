import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordText } from '../../shared/fingerprint/write.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { madeScan, textOf, VISIT, WHERE } from '../helpers/made-recordings.ts'
import { startGame } from '../helpers/page-game.ts'
import { startHost, startStatic, type Host } from '../helpers/page-host.ts'
import { connectTo, expectAccessible, openPage, untilShown } from '../helpers/page-open.ts'
import { scanRecords } from '../helpers/scan-records.ts'

let host: Host
let browser: Browser

beforeAll(async () => {
  host = await startStatic()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await host.close()
})

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const file = (name: string, text: string) => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(text),
})
const open = (page: Page, ...files: ReturnType<typeof file>[]) =>
  page.locator('input[type=file]').first().setInputFiles(files)
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement!.textContent)
const bodyText = (page: Page): Promise<string> => page.evaluate(() => document.body.innerText)

describe('the report of a game', () => {
  it('opens from the menu, holds nothing that was typed, and leads back to where one typed', async () => {
    const served = await startHost()
    const game = await startGame((player) => player.send('\xff\xfb\xc9\xff\xfb\x2fA quiet room.\r\nName: '))
    const { page, problems, close } = await openPage(browser, served.url)
    await connectTo(page, `127.0.0.1 ${game.port}`)
    await untilShown(page, 'A quiet room.')
    await page.getByLabel('Line to send').fill('Frodo')
    await page.keyboard.press('Enter')
    const player = await game.player(0)
    await player.until('Frodo')
    player.send('Frodo, your password: \xff\xfb\x01')
    await page.getByLabel(/Hidden line/).fill('mellon')
    await page.keyboard.press('Enter')
    await player.until('mellon')
    player.send('\xff\xfc\x01Hello Frodo, friend of mellon.\r\n')
    await untilShown(page, 'friend of mellon')
    await page.keyboard.press('Alt+Shift+KeyM')
    await page.getByRole('button', { name: 'Report', exact: true }).press('Enter')
    await heading(page, `127.0.0.1:${game.port}`).waitFor()
    await page.getByRole('row', { name: /^GMCP .* agreed/ }).waitFor()
    await page.getByRole('row', { name: /^KERMIT .* refused by willdo/ }).waitFor()
    await page.locator('figure pre', { hasText: 'A quiet room.' }).waitFor()
    expect(await focused(page)).toBe(`127.0.0.1:${game.port}`)
    expect(await page.title()).toBe(`127.0.0.1:${game.port} – willdo`)
    expect(await page.locator('main').last().innerText()).not.toMatch(/Frodo|mellon|\*{3}/)
    await expectAccessible(page)

    const scan = page.getByRole('link', { name: 'Scan this server' }).first()
    expect(await scan.getAttribute('href')).toBe(`#/scan?host=127.0.0.1&port=${game.port}`)
    await page.goBack()
    const line = page.getByLabel('Line to send')
    await line.waitFor()
    await expect.poll(() => line.evaluate((box) => box === document.activeElement)).toBe(true)

    player.leave()
    await page.getByRole('link', { name: 'Report', exact: true }).click()
    await page.getByText(/^Played here on/).waitFor()
    await page.getByRole('link', { name: 'Scan this server' }).first().click()
    await heading(page, /^Scan of/).waitFor()
    expect(game.players).toHaveLength(1)
    expect(problems).toEqual([])
    await close()
    await game.close()
    await served.close()
  })

  it('opens from a recording, which is saved again as it was', async () => {
    const { page, problems, close } = await openPage(browser, `${host.url}#/open`)
    await open(page, file('visit.willdo.jsonl', textOf(VISIT)))
    await heading(page, 'The Mud (mud.example:4000)').waitFor()
    await page.getByText('for 1 minute. Opened from the file visit.willdo.jsonl.').waitFor()
    await page.getByRole('img', { name: 'Norway' }).or(page.getByText('Norway (GeoIP)')).first().waitFor()
    expect(await bodyText(page)).not.toMatch(/Frodo|mellon/)
    await page.getByText('A scan asks for every option').waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Open a scan' }).click()
    await page.getByRole('link', { name: 'mud.example:4000' }).waitFor()
    await open(page, file('bad.willdo.jsonl', '{"willdo":1}\nnonsense\n[0,".","x"]\n'))
    await page.getByText('bad.willdo.jsonl: Line 2 of the recording is not JSON.').waitFor()
    await expectAccessible(page)
    await page.goto(`${host.url}#/session`)
    await page.getByText('Connect to a game first').waitFor()
    expect(problems).toEqual([])
    await close()
  })

  it.each([320, 390])('fits on %i px', async (width) => {
    const { page, close } = await openPage(browser, `${host.url}#/open`, {
      width,
      height: 700,
      scheme: 'dark',
    })
    await open(page, file('visit.willdo.jsonl', textOf(VISIT)))
    await heading(page, /The Mud/).waitFor()
    const over = await page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)
    expect(over).toBe(0)
    await expectAccessible(page)
    await close()
  })
})

describe('the recording of a scan', () => {
  it('is opened as the scan it was, kept with it, and saved from its report', async () => {
    const { page, problems, close } = await openPage(browser, `${host.url}#/open`)
    const text = textOf([WHERE, ...madeScan().entries])
    await open(page, file('scan.willdo.jsonl', text))
    await heading(page, 'mud.example:4000').waitFor()
    await page.getByText(/^Scanned on 2026-11-24 at 12:0\d UTC\. Opened from the file/).waitFor()
    await page.reload()
    await page.getByText(/Opened here on \d{4}-\d\d-\d\d\./).waitFor()
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save recording' }).click(),
    ])
    const chunks: Buffer[] = []
    for await (const chunk of await saved.createReadStream()) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString()).toBe(text)
    await page.getByRole('heading', { name: 'Connection log' }).waitFor()
    expect(problems).toEqual([])
    await expectAccessible(page)
    await close()
  })
})

describe('LociTerm’s list', () => {
  it('is imported among the fingerprints, and adds a link to its servers’ reports', async () => {
    const { page, problems, close } = await openPage(browser, `${host.url}#/fingerprints`)
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    const list = [{ host: 'mud.example', port: 4000, ssl: 0, up: 1, options: '[]' }]
    await page.getByLabel('Files or a zip').setInputFiles(file('telnetsupport.json', '[{"host"'))
    await page.getByText('1 file cannot be kept').click()
    await page.getByText('LociTerm’s list is damaged').waitFor()
    await page.getByRole('button', { name: 'Choose other files' }).click()
    await page.getByLabel('Files or a zip').setInputFiles(file('telnetsupport.json', JSON.stringify(list)))
    await page.getByText('1 server that LociTerm plays').waitFor()
    await page.getByRole('button', { name: 'Keep LociTerm’s list' }).press('Enter')
    await page.getByText('LociTerm’s list is kept').waitFor()
    await expectAccessible(page)
    await page.goto(`${host.url}#/open`)
    await open(page, file('visit.willdo.jsonl', textOf(VISIT)))
    const link = page.getByRole('link', { name: 'LociTerm', exact: true })
    expect(await link.getAttribute('href')).toBe('https://lociterm.com/play/?host=mud.example&port=4000')
    expect(problems).toEqual([])
    await expectAccessible(page)
    await close()
  })
})

describe('the views of reports', () => {
  it('each have a title and a heading that is read first, and Back goes through them', async () => {
    const { page, problems, close } = await openPage(browser, `${host.url}#/open`)
    await open(
      page,
      ...scanRecords()
        .slice(0, 5)
        .map((record, i) => file(`${i}.json`, recordText(record))),
    )
    await heading(page, '192.0.2.49 (coffeemud.net)').waitFor()
    const views = [
      ['#/open', 'Open a scan', 'Open a scan'],
      ['#/fingerprints', 'Fingerprints', 'Fingerprints'],
      ['#/f/a7f16e7eba19a9ae', 'Telnet fingerprint', 'Fingerprint a7f16e7eba19a9ae'],
      ['#/compare/@x', 'Not kept here', 'Not kept here'],
      ['#/session', 'No game here', 'No game here'],
      ['#/elsewhere', 'Nothing here', 'Nothing here'],
    ] as const
    const arrived = async ([hash, title, tab]: (typeof views)[number]): Promise<void> => {
      await heading(page, title).waitFor()
      expect(new URL(page.url()).hash).toBe(hash)
      await expect.poll(() => focused(page)).toBe(title)
      expect(await page.title()).toBe(`${tab} – willdo`)
    }
    for (const view of views) {
      await page.evaluate((hash) => (location.hash = hash), view[0])
      await arrived(view)
    }
    for (const view of [...views].reverse().slice(1)) {
      await page.goBack()
      await arrived(view)
    }
    expect(problems).toEqual([])
    await expectAccessible(page)
    await close()
  })

  it('are walked by keyboard alone: from an address to a server, its fingerprint, another server, a comparison', async () => {
    const { page, close } = await openPage(browser, `${host.url}#/open`)
    await open(
      page,
      ...scanRecords()
        .slice(0, 5)
        .map((record, i) => file(`${i}.json`, recordText(record))),
    )
    await heading(page, '192.0.2.49 (coffeemud.net)').waitFor()
    const tabTo = async (name: string | RegExp, role: 'link' | 'button'): Promise<void> => {
      const there = page.getByRole(role, { name }).first()
      await there.waitFor()
      for (let i = 0; i < 80; i++) {
        if (await there.evaluate((element) => element === document.activeElement)) break
        await page.keyboard.press('Tab')
      }
      await page.keyboard.press('Enter')
    }
    await tabTo('coffeemud.net:6502', 'button')
    expect(await focused(page)).toBe('coffeemud.net:6502')
    await tabTo('c2dd7d4e76383b41', 'link')
    await heading(page, 'Telnet fingerprint').waitFor()
    await tabTo('coffeemud.net:6502', 'link')
    await heading(page, 'coffeemud.net:6502').waitFor()
    await tabTo('Compare…', 'link')
    await heading(page, 'Two scans compared').waitFor()
    await tabTo(/^CoffeeMud Classic/, 'link')
    await page.getByText(/^They differ in/).waitFor()
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'Fingerprint',
      'Options',
      'Server',
      'What it says of itself (MSSP)',
      'Text',
    ])
    await expectAccessible(page)
    await close()
  })
})
