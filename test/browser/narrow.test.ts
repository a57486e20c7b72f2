import { deflateSync } from 'node:zlib'
import type { Page, WebSocketRoute } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { connectTo, expectAccessible, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite((player) => player.send('A quiet room.\r\n'))

const PHONE = { width: 390, height: 844 }
const SMALLEST = { width: 320, height: 568 }
const LONG = `${`${'n'.repeat(60)}.`.repeat(3)}an.example`

/** Lets connections to LONG hang until the returned function refuses the next one; all others go to the proxy. */
async function hangLongNames(page: Page): Promise<() => Promise<void>> {
  const hanging: WebSocketRoute[] = []
  const message = `${LONG} was not found.`
  await page.routeWebSocket(/\/connect/, (socket) => {
    if (!socket.url().includes(LONG)) socket.connectToServer()
    else hanging.push(socket)
  })
  await page.reload()
  return async () => {
    // What plays is loaded on demand, so the page may say that it connects before it does.
    await expect.poll(() => hanging.length).toBe(1)
    const refusal = { type: 'refused', code: 'unknown-host', leg: 'proxy-game', message }
    hanging.pop()?.send(JSON.stringify(refusal))
  }
}

/** Nothing is wider than its box, and the button is on the screen. */
async function expectFits(page: Page, button: string): Promise<void> {
  const tooWide = await page.evaluate(() =>
    Array.from(document.querySelectorAll('main, header, form, p'))
      .filter((e) => e.clientWidth > 1 && e.scrollWidth > e.clientWidth)
      .map((e) => `${e.tagName} ${e.scrollWidth} in ${e.clientWidth}`),
  )
  expect(tooWide).toEqual([])
  const box = await page.getByRole('button', { name: button, exact: true }).boundingBox()
  expect((box?.x ?? NaN) + (box?.width ?? NaN)).toBeLessThanOrEqual(await page.evaluate(() => innerWidth))
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

describe('a very long name', () => {
  it.each([PHONE, SMALLEST])('breaks on a page $width wide', async (look) => {
    const { page, close } = await site.open(look)
    const refuse = await hangLongNames(page)
    await connectTo(page, `${LONG} 4000`)
    await page.getByText(`Connecting to ${LONG} 4000…`).waitFor()
    await expectFits(page, 'Cancel')
    await refuse()
    await page.getByRole('alert').getByText('was not found.').waitFor()
    await expectFits(page, 'Connect')
    await expectAccessible(page)

    await connectTo(page, `127.0.0.1 ${site.game.port}`)
    await untilShown(page, 'A quiet room.')
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await connectTo(page, `${LONG} 4000`)
    await page.getByRole('button', { name: 'Cancel' }).waitFor()
    await refuse()
    await page.getByRole('alert').getByText('was not found.').waitFor()
    await expectFits(page, 'Connect')
    await close()
  })
})

describe('the inspector’s sheet', () => {
  async function openSheet(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Inspector' }).click()
    await page.getByRole('dialog', { name: 'Inspector' }).waitFor()
    // Its panels are loaded; then the focus goes in.
    await expect.poll(() => focused(page)).not.toBe('Inspector')
  }

  it('makes way when the session ends, and can be opened again', async () => {
    const { page, close } = await site.open(PHONE)
    await connectTo(page, `127.0.0.1 ${site.game.port}`)
    await untilShown(page, 'A quiet room.')
    await openSheet(page)
    site.game.players.at(-1)?.leave()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => focused(page)).toBe('Connect again')
    await expectAccessible(page)
    await openSheet(page)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await close()
  })

  it('makes way when reading stops', async () => {
    const { page, close } = await site.open(PHONE)
    await connectTo(page, `127.0.0.1 ${site.game.port}`)
    await untilShown(page, 'A quiet room.')
    await openSheet(page)
    const player = site.game.players.at(-1)
    player?.send('\xff\xfb\x56\xff\xfa\x56\xff\xf0')
    player?.send(deflateSync(new Uint8Array(12 << 20)))
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => focused(page)).toBe('Go on')
    await close()
  })
})

describe('the bar of a game', () => {
  for (const look of [PHONE, SMALLEST]) {
    it(`says where one is and how the game calls itself, ${look.width} px wide`, async () => {
      const { page, close } = await site.open(look)
      await connectTo(page, `127.0.0.1 ${site.game.port}`)
      await untilShown(page, 'A quiet room.')
      const where = page.getByRole('button', { name: /Playing at/ })
      const shown = where.getByText(`127.0.0.1 ${site.game.port}`)
      const isWhole = (): Promise<boolean> => shown.evaluate((e) => e.scrollWidth <= e.clientWidth)
      expect(await isWhole()).toBe(true)
      const before = await page.locator('header').boundingBox()
      site.game.players.at(-1)?.send('\x1b]0;The Inn\x07')
      await where.getByText('The Inn').waitFor()
      expect(await isWhole()).toBe(true)
      expect(await page.locator('header').boundingBox()).toEqual(before)
      await expectAccessible(page)
      await page.getByRole('button', { name: 'Menu' }).click()
      await page.getByRole('dialog', { name: 'Menu' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Disconnect' }).click()
      await page.getByText('You disconnected.').waitFor()
      await close()
    })
  }
})

describe('the address field', () => {
  it('has the focus at the start and after coming back', async () => {
    const { page, close } = await site.open()
    const field = page.getByLabel('Address')
    const isFocused = (): Promise<boolean> => field.evaluate((e) => e === document.activeElement)
    await expect.poll(isFocused).toBe(true)
    await connectTo(page, `127.0.0.1 ${site.game.port}`)
    await untilShown(page, 'A quiet room.')
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('button', { name: 'willdo' }).click()
    await page.getByRole('heading', { name: 'Games' }).waitFor()
    expect(await isFocused()).toBe(true)
    expect(await page.getByRole('alert').count()).toBe(0)
    await close()
  })

  it('holds the host of a link that names no port, which is said', async () => {
    const { page, close } = await site.open({}, '?host=mud.example')
    await page.getByRole('alert').getByText('The link names no port.').waitFor()
    expect(await page.getByLabel('Address').inputValue()).toBe('mud.example')
    await expectAccessible(page)
    await close()
  })
})
