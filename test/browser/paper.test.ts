import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { connectTo, expectAccessible, untilShown, type Look, type OpenPage } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite((player) => player.send('\xff\xfb\xc9\x1b[31mA quiet <b>room</b>.\x1b[m\r\n'))

async function play(look: Look = {}): Promise<OpenPage> {
  const opened = await site.open(look)
  await connectTo(opened.page, `127.0.0.1 ${site.game.port}`)
  await untilShown(opened.page, 'A quiet')
  await opened.page.getByRole('row', { name: /GMCP/ }).waitFor()
  await opened.page.getByRole('button', { name: /The server offered to do GMCP/ }).waitFor()
  return opened
}

/** The page as it is while it is being printed. */
async function print(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
}

describe('a session on paper', () => {
  it('is the text of the game and what the panels show, and nothing to press', async () => {
    const { page, close } = await play({ scheme: 'dark' })
    await print(page)
    const text = await page.evaluate(() => document.body.innerText)
    expect(text).toContain('A quiet <b>room</b>.')
    expect(text).toContain('the game as data')
    expect(text).toContain('The server offered to do GMCP.')
    for (const word of ['Disconnect', 'Menu', 'Send', 'Save recording', 'Connected', 'Filter'])
      expect(text).not.toContain(word)
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(26, 31, 35)')
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
    expect(await page.locator('.paper').textContent()).toBe('')
    await close()
  })

  it('names the bytes of the row that is shown', async () => {
    const { page, close } = await play()
    await page.getByRole('tab', { name: 'Bytes' }).click()
    await page.getByRole('cell', { name: 'a command follows' }).first().waitFor()
    await print(page)
    expect(await page.getByText('a command follows').first().isVisible()).toBe(true)
    await close()
  })

  it('has the panels on a sheet narrower than the screen', async () => {
    const { page, close } = await play()
    await print(page)
    await page.setViewportSize({ width: 640, height: 900 })
    await page.getByRole('row', { name: /GMCP/ }).waitFor()
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('row', { name: /GMCP/ }).waitFor({ state: 'detached' })
    await close()
  })

  it('cuts nothing off: no part scrolls', async () => {
    const { page, close } = await play({ height: 400 })
    await print(page)
    const cut = await page.evaluate(() =>
      Array.from(document.querySelectorAll('#app *'))
        .filter((e) => e.clientHeight > 1 && e.scrollHeight > e.clientHeight + 4 && e.checkVisibility())
        .map((e) => `${e.tagName}.${e.className}`),
    )
    expect(cut).toEqual([])
    await close()
  })
})

it('the start on paper is its lists, and nothing to fill in', async () => {
  const { page, close } = await site.open()
  await page.getByRole('heading', { name: 'Well-known MUDs and BBSs' }).waitFor()
  await print(page)
  expect(await page.getByText('Aardwolf').isVisible()).toBe(true)
  expect(await page.locator('input:visible').count()).toBe(0)
  for (const name of ['Connect', 'Favourite: Aardwolf', 'Import a list'])
    expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0)
  await close()
})

describe('forced colours', () => {
  it('leave what is chosen apart from what is not, and the game its colours', async () => {
    const { page, close } = await play()
    await page.emulateMedia({ forcedColors: 'active' })
    const background = (selector: string): Promise<string> =>
      page
        .locator(selector)
        .first()
        .evaluate((e) => getComputedStyle(e).backgroundColor)
    expect(await background('[role=tab][aria-selected=true]')).not.toBe(
      await background('[role=tab][aria-selected=false]'),
    )
    expect(await background('.chip:has(:checked)')).not.toBe(await background('.chip:not(:has(:checked))'))
    const colours = await page
      .locator('.xterm-rows span', { hasText: 'A quiet' })
      .first()
      .evaluate((e) => [getComputedStyle(e).color, getComputedStyle(e.closest('.xterm') as Element).color])
    expect(colours[0]).not.toBe(colours[1])
    const lane = (name: RegExp): Promise<string> =>
      page.getByRole('button', { name }).evaluate((e) => getComputedStyle(e).borderLeftStyle)
    expect(await lane(/The server offered to do GMCP/)).not.toBe(await lane(/We agreed that the server does/))
    await expectAccessible(page)
    await close()
  })
})
