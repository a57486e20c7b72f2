import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprintLink } from '../../shared/fingerprint/link.ts'
import type { ScanRecord } from '../../shared/fingerprint/record.ts'
import { reportLink } from '../../shared/fingerprint/make-report-link.ts'
import { recordText } from '../../shared/fingerprint/write.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { startGame } from '../helpers/page-game.ts'
import { startHost, startStatic, type Host } from '../helpers/page-host.ts'
import { connectTo, expectAccessible, openPage, untilShown } from '../helpers/page-open.ts'
import { recordWith, scanRecords } from '../helpers/scan-records.ts'

let host: Host
let browser: Browser

beforeAll(async () => {
  // No proxy: a report needs none.
  host = await startStatic()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await host.close()
})

const five = scanRecords().slice(0, 5)
const linkTo = (record: ScanRecord, country?: string): string =>
  reportLink(country === undefined ? { record } : { record, country })?.link ?? ''
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const files = (records: readonly ScanRecord[]) =>
  records.map((record, i) => ({
    name: `${i}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(recordText(record)),
  }))

async function openFiles(page: Page, records: readonly ScanRecord[]): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(files(records))
}

describe('a link to a report', () => {
  it('opens without a proxy, with headings to walk and a hash that was computed again', async () => {
    const { page, problems, close } = await openPage(browser, host.url + linkTo(five[0] as ScanRecord, 'US'))
    await heading(page, 'CoffeeMud (coffeemud.net:23)').waitFor()
    expect(await page.title()).toBe('CoffeeMud (coffeemud.net:23) – willdo')
    expect(await page.getByRole('heading').allInnerTexts()).toEqual([
      'CoffeeMud (coffeemud.net:23)',
      'Connection banner',
      'Server URLs',
      'Server Info',
      'Protocol Support',
      'Telnet Fingerprint',
      'How it was measured',
      'What the server says of itself',
      'Record',
    ])
    await page.getByText('The hash follows from these lists. Nobody has checked').waitFor()
    await page.getByRole('img', { name: 'United States' }).waitFor()
    const play = await page.getByRole('link', { name: 'Play in browser' }).getAttribute('href')
    expect(new URL(play ?? '').search).toBe('?host=coffeemud.net&port=23')
    expect(problems).toEqual([])
    await expectAccessible(page)
    await close()
  })

  it('shows markup as text, and no address of another kind as a link', async () => {
    const record = recordWith({
      banner_before_return: '<img src=x onerror=alert(1)>\x1b]0;x\x07',
      mssp: {
        NAME: '<b id=bold>Keep</b>',
        WEBSITE: 'javascript:alert(1)',
        DESCRIPTION: '<script>alert(1)</script>',
        LOCATION: 'a\u202eb\x00',
        DISCORD: 'data:text/html,<b>',
      },
    })
    const { page, problems, close } = await openPage(browser, host.url + linkTo(record))
    await heading(page, '<b id=bold>Keep</b> (coffeemud.net:6502)').waitFor()
    await page.getByText('<script>alert(1)</script>').first().waitFor()
    await page.locator('pre', { hasText: '<img src=x onerror=alert(1)>' }).waitFor()
    await page.getByText('a\\u202eb\\x00 (MSSP)').waitFor()
    expect(await page.locator('#bold, main img').count()).toBe(0)
    const schemes = await page
      .locator('a')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol))
    expect(new Set(schemes)).toEqual(new Set(['http:']))
    expect(problems).toEqual([])
    await expectAccessible(page)
    await close()
  })

  it('that is damaged is a sentence', async () => {
    const { page, problems, close } = await openPage(
      browser,
      `${host.url}${linkTo(five[0] as ScanRecord).slice(0, -9)}`,
    )
    await page.getByRole('alert').getByText('This link is damaged').waitFor()
    await page.goto(`${host.url}#/r/Aw`)
    await page.goto(`${host.url}#/nowhere/at/all`)
    await page.getByRole('alert').getByText('leads to no report').waitFor()
    expect(problems).toEqual([])
    await expectAccessible(page)
    await close()
  })

  it('draws bytes without a meaning by a guess that one key changes', async () => {
    const { page, close } = await openPage(browser, host.url + linkTo(five[4] as ScanRecord))
    const screen = page.locator('figure pre')
    await screen.getByText('HIT RETURN:╟╟╟╟╟╟').waitFor()
    await page.getByText('Drawn as CP437, a guess').waitFor()
    await page.getByRole('radio', { name: 'CP437' }).focus()
    await page.keyboard.press('ArrowUp')
    await screen.getByText('HIT RETURN:ÇÇÇÇÇÇ').waitFor()
    expect(await page.getByRole('radio', { name: 'ISO-8859-1' }).isChecked()).toBe(true)
    await expectAccessible(page)
    await close()
  })

  it('is handed on by keyboard alone, also as a QR code and as the fingerprint alone', async () => {
    const [mud] = five as [ScanRecord]
    const { page, close } = await openPage(browser, host.url + linkTo(mud, 'US'))
    await heading(page, /CoffeeMud/).waitFor()
    const share = page.getByRole('button', { name: 'Share…' })
    while (!(await share.evaluate((button) => button === document.activeElement)))
      await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    const link = page.getByLabel(/^The link/)
    expect(await link.inputValue()).toBe(host.url + linkTo(mud, 'US'))
    await page.getByRole('img', { name: 'QR code of the link' }).waitFor()
    await expectAccessible(page)
    await page.getByRole('radio', { name: 'The fingerprint alone' }).check()
    expect(await link.inputValue()).toBe(host.url + fingerprintLink(mud['server-probe']['fingerprint-data']))
    await page.keyboard.press('Escape')
    expect(await share.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.getByRole('link', { name: 'a7f16e7eba19a9ae' }).click()
    await heading(page, 'Telnet fingerprint').waitFor()
    expect(new URL(page.url()).hash).toBe(fingerprintLink(mud['server-probe']['fingerprint-data']))
    await expectAccessible(page)
    await close()
  })
})

describe('opened records', () => {
  it('of one address are its page, each can be shown alone, and two compared', async () => {
    const { page, problems, close } = await openPage(browser, `${host.url}#/open`)
    await openFiles(page, five)
    await heading(page, '192.0.2.49 (coffeemud.net)').waitFor()
    expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'CoffeeMud (coffeemud.net:23)',
      'CoffeeMud PVP (coffeemud.net:2324)',
      'CoffeeMud HardCore (coffeemud.net:2325)',
      'CoffeeMud Classic (coffeemud.net:2327)',
      'coffeemud.net:6502',
    ])
    expect(new URL(page.url()).hash).toBe('#/ip/192.0.2.49')
    await page.getByText('This fingerprint is shared by 3 other servers.').first().waitFor()
    await page.getByRole('button', { name: 'coffeemud.net:6502', exact: true }).click()
    const focused = await page.evaluate(() => document.activeElement?.textContent)
    expect(focused).toBe('coffeemud.net:6502')
    await expectAccessible(page)

    await page.getByRole('link', { name: 'Compare…' }).first().click()
    await page.getByRole('searchbox', { name: 'Search' }).fill('classic')
    await page.getByText('1 of 4 servers').waitFor()
    await expectAccessible(page)
    await page.getByRole('link', { name: /^CoffeeMud Classic \(coffeemud.net:2327\)/ }).click()
    await page.getByText('They differ in').waitFor()
    await page.getByRole('row', { name: 'RACES 22 7' }).waitFor()
    expect(await page.getByRole('row', { name: /^AREAS/ }).count()).toBe(0)
    await page.getByLabel('Also show what is alike').check()
    await page.getByRole('row', { name: /^AREAS/ }).waitFor()
    expect(problems).toEqual([])
    await expectAccessible(page)
    await close()
  })

  it('are saved as they were read, byte for byte', async () => {
    const { page, close } = await openPage(browser, host.url + linkTo(five[4] as ScanRecord))
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save JSON' }).click(),
    ])
    expect(readFileSync(await saved.path(), 'utf8')).toBe(recordText(five[4] as ScanRecord))
    expect(saved.suggestedFilename()).toBe('coffeemud.net-6502-c2dd7d4e76383b41.json')
    await page.getByText('Show JSON').click()
    await page.getByRole('region', { name: 'JSON record' }).getByText('"probed-protocol": "server"').waitFor()
    await expectAccessible(page)
    await close()
  })

  it('that cannot be read are named, and the page stays', async () => {
    const { page, close } = await openPage(browser, `${host.url}#/open`)
    await page.locator('input[type=file]').setInputFiles({
      name: 'bad.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"server-probe": 3}'),
    })
    await page.getByText(/^bad\.json: /).waitFor()
    await page.goto(`${host.url}#/open/7`)
    await page.getByText('Open its file again.').waitFor()
    await expectAccessible(page)
    await close()
  })
})

describe('reports', () => {
  it.each([320, 390])('fit on %i px', async (width) => {
    const { page, close } = await openPage(browser, `${host.url}#/open`, {
      width,
      height: 700,
      scheme: 'dark',
    })
    await openFiles(page, five)
    await heading(page, /192/).waitFor()
    const over = await page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)
    expect(over).toBe(0)
    await expectAccessible(page)
    await close()
  })

  it('on paper have nothing to press, and all of it', async () => {
    const { page, close } = await openPage(browser, host.url + linkTo(five[0] as ScanRecord), {
      scheme: 'dark',
    })
    await heading(page, /CoffeeMud/).waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('button').count()).toBe(0)
    const text = await page.evaluate(() => document.body.innerText)
    expect(text).toContain('Options requested from client')
    expect(text).not.toContain('Open a scan')
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(26, 31, 35)')
    const cut = await page.locator('main').evaluate((main) => main.scrollHeight > main.clientHeight + 4)
    expect(cut).toBe(false)
    await close()
  })

  it('leave a game behind them running, at its size', async () => {
    const served = await startHost()
    const game = await startGame((player) => player.send('\xff\xfd\x1fA quiet room.\r\n'))
    const { page, close } = await openPage(browser, served.url)
    await connectTo(page, `127.0.0.1 ${game.port}`)
    await untilShown(page, 'A quiet room.')
    const player = await game.player(0)
    await player.until('\xff\xf0')
    const sized = player.received
    await page.evaluate((hash) => (location.hash = hash), linkTo(five[0] as ScanRecord, 'US'))
    await heading(page, 'CoffeeMud (coffeemud.net:23)').waitFor()
    player.send('Somebody arrives.\r\n')
    await page.getByRole('link', { name: 'willdo', exact: true }).first().click()
    await untilShown(page, 'Somebody arrives.')
    await page.getByLabel('Line to send').fill('look')
    await page.keyboard.press('Enter')
    await player.until('look')
    expect(player.received).toBe(`${sized}look\r\n`)
    expect(new URL(page.url()).hash).toBe('')
    await expectAccessible(page)
    await close()
    await game.close()
    await served.close()
  })

  it('give way to the start', async () => {
    const { page, close } = await openPage(browser, host.url + linkTo(five[0] as ScanRecord))
    await page.getByRole('link', { name: 'willdo', exact: true }).first().click()
    await page.getByLabel('Address').waitFor()
    expect(await page.title()).toBe('willdo')
    await close()
  })
})
