import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../helpers/chromium.ts'
import { closedPort, startGame } from '../helpers/page-game.ts'
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

describe('the page', () => {
  it('plays the demo from one click through the login, and shows what was agreed', async () => {
    const { page, problems, close } = await openPage(browser, host.url)
    await page.getByRole('button', { name: /demo/i }).click()
    const line = page.getByLabel('Line to send')
    await line.fill('Ann')
    await line.press('Enter')
    const hidden = page.getByLabel(/Hidden line/)
    await hidden.waitFor()
    expect(await hidden.getAttribute('type')).toBe('password')
    await page.getByRole('button', { name: 'Not a password' }).click()
    await page.getByRole('button', { name: 'Hide it again' }).click()
    await hidden.fill('lantern')
    await hidden.press('Enter')
    await line.waitFor()
    await line.fill('look')
    await line.press('Enter')
    await untilShown(page, 'Exits')
    expect(await page.locator('body').innerText()).not.toContain('lantern\n')

    const row = page.getByRole('row', { name: /^MCCP2/ })
    await row.getByText('on', { exact: true }).waitFor()
    await page.getByRole('row', { name: /^NAWS/ }).getByText('on', { exact: true }).waitFor()
    await page.getByText(/^compressed \(MCCP2\)/).waitFor()
    await page
      .getByRole('region', { name: 'Log of the session' })
      .getByText(/prompt \(EOR\)/)
      .last()
      .waitFor()
    await page
      .getByRole('log', { name: 'Game text' })
      .getByText(/Exits/)
      .first()
      .waitFor({ state: 'attached' })
    await expectAccessible(page)
    expect(problems).toEqual([])
    await close()
  })

  it('shows who refused an option', async () => {
    const game = await startGame((player) => player.send('\xff\xfb\x5b\xff\xfd\x20\xff\xfc\x03hello\r\n'))
    const { page, close } = await openPage(browser, host.url)
    await connectTo(page, `127.0.0.1:${game.port}`)
    await page.getByRole('row', { name: /^MXP/ }).getByText('refused by us').waitFor()
    await page
      .getByRole('row', { name: /^TSPEED/ })
      .getByText('refused by us')
      .waitFor()
    await page.getByRole('row', { name: /^SGA/ }).getByText('off', { exact: true }).waitFor()
    await close()
    await game.close()
  })

  it('sends every key in character mode, and gives the keyboard back on request', async () => {
    const game = await startGame((player) => player.send('\xff\xfb\x01\xff\xfb\x03login: '))
    const { page, close } = await openPage(browser, host.url)
    await connectTo(page, `127.0.0.1 ${game.port}`)
    await page.getByText('Every key goes to the game.').waitFor()
    await untilShown(page, 'login:')
    await page.keyboard.type('ab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Escape')
    await page.keyboard.press('ArrowUp')
    const player = await game.player(0)
    await player.until('ab\r\0\t\x1b\x1b[A')
    await page.keyboard.press('Alt+Shift+KeyP')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Leave the terminal')
    await page.keyboard.type('x')
    await page.keyboard.press('Alt+Shift+KeyT')
    await page.keyboard.type('y')
    await player.until('y')
    expect(player.received).not.toContain('x')
    await expectAccessible(page)

    player.send('\xff\xfc\x01\xff\xfc\x03\r\nline mode\r\n')
    await page.getByLabel('Line to send').waitFor()
    await page.keyboard.type('back')
    await page.keyboard.press('Enter')
    await player.until('back\r\n')
    await close()
    await game.close()
  })

  it('answers a device report as the terminal, not as typing', async () => {
    const game = await startGame((player) => player.send('\x1b[6n\x1b[c'))
    const { page, close } = await openPage(browser, host.url)
    await connectTo(page, `127.0.0.1 ${game.port}`)
    await (await game.player(0)).until('\x1b[?1;2c')
    expect((await game.player(0)).received).toContain('\x1b[1;1R')
    await page.getByLabel('Line to send').waitFor()
    await close()
    await game.close()
  })

  it('shows a line of invalid UTF-8 as windows-1252 and markup as text', async () => {
    const game = await startGame((player) => player.send('caf\xe9 <b id="x">bold</b>\r\ncaf\xc3\xa9 too\r\n'))
    const { page, close } = await openPage(browser, host.url)
    await connectTo(page, `127.0.0.1 ${game.port}`)
    await untilShown(page, 'café <b id="x">bold</b>')
    await untilShown(page, 'café too')
    expect(await page.locator('#x').count()).toBe(0)
    await close()
    await game.close()
  })

  it('tells the game its window size, and again when it changes', async () => {
    const game = await startGame((player) => player.send('\xff\xfd\x1f'))
    const { page, close } = await openPage(browser, host.url)
    await connectTo(page, `127.0.0.1 ${game.port}`)
    const player = await game.player(0)
    await player.until('\xff\xfb\x1f\xff\xfa\x1f\0')
    await player.until('\xff\xf0')
    const before = player.received.length
    await page.setViewportSize({ width: 1000, height: 500 })
    await expect
      .poll(() => player.received.slice(before))
      // eslint-disable-next-line no-control-regex -- 31 is NAWS
      .toMatch(/^\xff\xfa\x1f\0[^]\0[^]\xff\xf0$/)
    await close()
    await game.close()
  })
})

describe('what goes wrong', () => {
  it('is said by the address field, and the next try works at once', async () => {
    const { page, close } = await openPage(browser, host.url)
    const alert = page.getByRole('alert')
    await connectTo(page, 'mud.example.org 99999')
    await expect.poll(() => alert.innerText()).toMatch(/“99999” is not a port/)
    await connectTo(page, 'ssh://mud.example.org')
    await expect.poll(() => alert.innerText()).toMatch(/ssh:\/\/ addresses cannot be played here/)
    await connectTo(page, `127.0.0.1 ${await closedPort()}`)
    await expect.poll(() => alert.innerText()).toMatch(/^Proxy to game: Nothing listens/)
    await expectAccessible(page)
    const game = await startGame((player) => player.send('here\r\n'))
    await connectTo(page, `127.0.0.1 ${game.port}`)
    await untilShown(page, 'here')
    await close()
    await game.close()
  })

  it('is said when the game hangs up, and one can connect again', async () => {
    const game = await startGame((player) => player.send(`visit\r\n`))
    const { page, close } = await openPage(browser, host.url)
    await connectTo(page, `127.0.0.1 ${game.port}`)
    await untilShown(page, 'visit')
    const first = await game.player(0)
    first.leave()
    await page.getByText('Game: The game ended the connection.').waitFor()
    await untilShown(page, 'visit')
    await page.getByRole('button', { name: 'Connect again' }).click()
    await expect.poll(() => game.players.length).toBe(2)
    await page.getByLabel('Line to send').waitFor()
    await page.keyboard.type('hello')
    await page.keyboard.press('Enter')
    await (await game.player(1)).until('hello\r\n')
    await close()
    await game.close()
  })

  it('is said when the proxy is gone', async () => {
    const gone = await startHost()
    const game = await startGame((player) => player.send('visit\r\n'))
    const { page, close } = await openPage(browser, gone.url)
    await connectTo(page, `127.0.0.1 ${game.port}`)
    await untilShown(page, 'visit')
    await gone.close()
    await page.getByRole('button', { name: 'Connect again' }).click()
    await page.getByText(/^Page to proxy: The page cannot reach its proxy/).waitFor()
    // Of the ending before it nothing is left; the next try is a key away.
    expect(await page.getByRole('button', { name: 'Connect again' }).count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Connect')
    await page.getByText(/^was not compressed$/).waitFor()
    await close()
    await game.close()
  })
})
