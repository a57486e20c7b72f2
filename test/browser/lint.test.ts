import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../helpers/chromium.ts'
import { startGame, type Game } from '../helpers/page-game.ts'
import { startHost, type Host } from '../helpers/page-host.ts'
import { connectTo, expectAccessible, openPage, untilShown } from '../helpers/page-open.ts'

let host: Host
let browser: Browser

beforeAll(async () => {
  host = await startHost()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await host.close()
})

async function play(game: Game, look = {}) {
  const opened = await openPage(browser, host.url, look)
  await connectTo(opened.page, `127.0.0.1 ${game.port}`)
  await untilShown(opened.page, 'Welcome.')
  return opened
}

const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name })
const region = (page: Page) => page.getByRole('region', { name: 'What this server could do better' })

/** What the page copies is kept by the page, for the test to read. */
const keepCopies = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const copies: string[] = []
    Object.assign(window, { copies })
    navigator.clipboard.writeText = (text) => Promise.resolve(void copies.push(text))
  })
const copies = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { copies: string[] }).copies)

const WRONG = '\xff\xfb\x1f\xff\xfc\x01one\n\rtwo\n\rWelcome.\r\n'

describe('what a server could do better', () => {
  it('is a tab with a number once there is something, not before', async () => {
    const game = await startGame((player) => player.send('\xff\xfd\x18Welcome.\r\n'))
    const { page, close } = await play(game)
    await page.getByRole('row', { name: /^TTYPE/ }).waitFor()
    expect(await tab(page, /^Lint/).count()).toBe(0)
    game.players[0]?.send('\xff\xfc\x01')
    await tab(page, /^Lint\s*1$/).waitFor()
    game.players[0]?.send('one\n\rtwo\r\n')
    await tab(page, /^Lint\s*2$/).waitFor()
    await close()
    await game.close()
  })

  it('opens by the keyboard to the reason, the rule, the fix and the bytes, and leads to the log', async () => {
    const game = await startGame((player) => player.send(WRONG))
    const { page, problems, close } = await play(game)
    await tab(page, /^Options/).focus()
    await page.keyboard.press('End')
    await region(page).waitFor()
    const row = region(page).getByRole('button', { name: /^The server says WILL for NAWS.*once$/ })
    await row.focus()
    await page.keyboard.press('Enter')
    expect(await row.getAttribute('aria-expanded')).toBe('true')
    const text = await region(page).innerText()
    for (const part of [
      'Send DO in place of WILL.',
      'RFC 854, General considerations',
      'IAC WILL NAWS',
      'ff fb 1f',
      'wrong-way',
    ])
      expect(text).toContain(part)
    expect(await region(page).getByRole('link', { name: 'RFC 854' }).getAttribute('href')).toMatch(/rfc854$/)
    const log = page.getByRole('region', { name: 'Log of the session' })
    await log.locator('[data-row][aria-expanded=true]', { hasText: 'offered to do NAWS' }).waitFor()
    await region(page).getByRole('button', { name: /LF CR/ }).click()
    await region(page).getByText("'one' 10 13 'two'").first().waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    expect(await region(page).getByText("'one' 10 13 'two'").count()).toBe(0)
    expect(problems).toEqual([])
    await close()
    await game.close()
  })

  it('is copied as text for a bug report', async () => {
    const game = await startGame((player) => player.send(WRONG))
    const { page, close } = await play(game)
    await keepCopies(page)
    await tab(page, /^Lint/).click()
    await page.getByRole('button', { name: 'Copy as text' }).click()
    await page.getByRole('status').getByText('Copied everything as text.').waitFor()
    const [report = ''] = await copies(page)
    expect(report.split('\n')[0]).toMatch(
      /^willdo saw \d things that the telnet server at 127\.0\.0\.1 \d+ could do better\.$/,
    )
    expect(report).toContain('The server says WILL for NAWS, which only a client can do. (wrong-way, once)')
    expect(report).toMatch(/behind byte 0: IAC WILL NAWS \(hex ff fb 1f\)\./)
    expect(report).toContain('The server ends lines with LF CR in place of CR LF. (lf-cr, twice)')
    await close()
    await game.close()
  })

  for (const width of [1280, 320]) {
    it(`is explained for all servers at an address of its own, ${width} wide`, async () => {
      const { page, problems, close } = await openPage(browser, `${host.url}#/lints`, { width })
      const book = page.getByRole('dialog', { name: 'What a server could do better' })
      await book.waitFor()
      await book.locator('summary', { hasText: 'LF CR' }).press('Enter')
      await book.getByText('The end of a line is CR LF, in that order.').waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
      await expectAccessible(page)
      await page.keyboard.press('Escape')
      await book.waitFor({ state: 'detached' })
      expect(page.url()).toBe(host.url)
      // It opens again by its address, and by the panel's link.
      await page.evaluate(() => (location.hash = '#/lints'))
      await book.waitFor()
      await book.getByRole('button', { name: 'Close' }).click()
      await book.waitFor({ state: 'detached' })
      expect(problems).toEqual([])
      await close()
    })
  }

  it('is explained from the panel, and the focus comes back to where it was', async () => {
    const game = await startGame((player) => player.send(WRONG))
    const { page, close } = await play(game, { scheme: 'dark' })
    await tab(page, /^Lint/).click()
    await page.getByRole('link', { name: 'All lints explained' }).press('Enter')
    await page.getByRole('dialog', { name: 'What a server could do better' }).waitFor()
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.activeElement?.textContent === 'All lints explained')
    await expectAccessible(page)
    expect(page.url()).toContain(`port=${game.port}`)
    await close()
    await game.close()
  })
})
