import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { connectTo, expectAccessible, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite((player) =>
  player.send('\xff\xfb\x56\xff\xfb\x2f\xff\xfd\x18\xff\xfd\x1fA quiet room.\r\n> \xff\xf9'),
)

const WIDE = { width: 1440, height: 900 }
const PHONE = { width: 390, height: 844 }
const SMALLEST = { width: 320, height: 568 }

/** Nothing sticks out to the right. */
async function expectNoOverflow(page: Page): Promise<void> {
  const { content, room } = await page.evaluate(() => ({
    content: Math.max(
      ...Array.from(
        document.querySelectorAll('button, input, h1, h2, th, td'),
        (e) => e.getBoundingClientRect().right,
      ),
    ),
    room: window.innerWidth,
  }))
  expect(content).toBeLessThanOrEqual(room)
}

for (const scheme of ['light', 'dark'] as const) {
  it(`has nothing for axe to find, wide, ${scheme}`, async () => {
    const { page, close } = await site.open({ ...WIDE, scheme })
    await page.getByRole('heading', { name: 'Games' }).waitFor()
    await expectAccessible(page)
    await connectTo(page, `127.0.0.1 ${site.game.port}`)
    await page.getByRole('row', { name: /^NAWS/ }).waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByText('You disconnected.').waitFor()
    await expectAccessible(page)
    await close()
  })

  it(`is usable on a phone, the inspector a sheet, ${scheme}`, async () => {
    const { page, close } = await site.open({ ...PHONE, scheme })
    await expectAccessible(page)
    await connectTo(page, `127.0.0.1 ${site.game.port}`)
    await untilShown(page, 'A quiet room.')
    expect(await page.getByRole('table').count()).toBe(0)
    await page.getByRole('button', { name: 'Inspector' }).click()
    await page
      .getByRole('dialog', { name: 'Inspector' })
      .getByRole('row', { name: /^KERMIT/ })
      .waitFor()
    await expectNoOverflow(page)
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Inspector')
    await expectAccessible(page)
    await close()
  })
}

it('fits the smallest phones', async () => {
  const { page, close } = await site.open(SMALLEST)
  await expectNoOverflow(page)
  await connectTo(page, `127.0.0.1 ${site.game.port}`)
  await untilShown(page, 'A quiet room.')
  await expectNoOverflow(page)
  await page.getByRole('button', { name: 'Inspector' }).click()
  await page.getByRole('row', { name: /^KERMIT/ }).waitFor()
  await expectNoOverflow(page)
  await close()
})

it('moves the splitter by keyboard and mouse, and remembers where it was', async () => {
  const { page, close } = await site.open(WIDE, site.query)
  const splitter = page.getByRole('separator', { name: 'Width of the terminal' })
  await splitter.focus()
  await page.keyboard.press('ArrowLeft')
  expect(await splitter.getAttribute('aria-valuenow')).toBe('58')
  const box = await splitter.boundingBox()
  if (!box) throw new Error('the splitter is not visible')
  expect(box.width).toBeGreaterThanOrEqual(24)
  // Wherever it is taken hold of, it goes as far as the pointer: 8 % of the width.
  await page.mouse.move(box.x + 22, 300)
  await page.mouse.down()
  await page.mouse.move(box.x + 22 - 115.2, 300)
  await page.mouse.up()
  expect(await splitter.getAttribute('aria-valuenow')).toBe('50')
  await page.reload()
  await expect.poll(() => splitter.getAttribute('aria-valuenow')).toBe('50')
  await splitter.focus()
  await page.keyboard.press('Alt+Shift+KeyI')
  await splitter.waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Inspector')
  await close()
})

it('connects to the game that its address names', async () => {
  const { page, close } = await site.open({}, `${site.query}&ssl=0`)
  await untilShown(page, 'A quiet room.')
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await expect.poll(() => new URL(page.url()).search).toBe('')
  await close()
})

it('can be used by keyboard alone', async () => {
  const { page, close } = await site.open(WIDE)
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const element = document.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
    })
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab')
      if (name.test(await focused())) return
    }
    throw new Error(`Tab does not lead to ${name.source}; it is at ${await focused()}`)
  }
  // The address field has the focus from the start.
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  await page.keyboard.type(`127.0.0.1:${site.game.port}`)
  await page.keyboard.press('Enter')
  await untilShown(page, 'A quiet room.')
  await page.keyboard.type('look')
  await page.keyboard.press('Enter')
  await site.game.players.at(-1)?.until('look\r\n')
  await page.keyboard.press('ArrowUp')
  expect(await page.getByLabel('Line to send').inputValue()).toBe('look')
  await page.getByRole('row', { name: /^NAWS/ }).waitFor()
  await tabTo(/^Send$/)
  await tabTo(/^Width of the terminal$/)
  await tabTo(/^NAWS/)
  await tabTo(/^Height of the upper panels$/)
  await tabTo(/^Save recording$/)
  await tabTo(/^Search the log$/)
  // Whichever row of the log is the last by now; its first rows come a moment after the panel.
  await page.locator('[data-row][tabindex="0"]').waitFor()
  const inLog = (): Promise<boolean> =>
    page.evaluate(() => !!document.activeElement?.closest('ol[role=list]'))
  for (let i = 0; i < 12 && !(await inLog()); i++) await page.keyboard.press('Tab')
  expect(await inLog()).toBe(true)
  await page.keyboard.press('Home')
  await page.keyboard.press('End')
  await page.getByRole('button', { name: 'Go to the end' }).waitFor({ state: 'detached' })
  await page.keyboard.press('Alt+Shift+KeyT')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('line')
  for (let i = 0; i < 4 && (await focused()) !== 'Disconnect'; i++) await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await page.getByText('You disconnected.').waitFor()
  await close()
})

it('follows the end of the log unless it was scrolled up', async () => {
  const { page, close } = await site.open(WIDE, site.query)
  const log = page.getByRole('region', { name: 'Log of the session' })
  const toEnd = page.getByRole('button', { name: 'Go to the end' })
  await untilShown(page, 'A quiet room.')
  const player = site.game.players.at(-1)
  for (let i = 0; i < 40; i++) {
    player?.send(`\xff\xf9line ${i}\r\n`)
    await log.getByText(`line ${i}`, { exact: true }).waitFor()
  }
  expect(await toEnd.count()).toBe(0)
  await log.locator('[data-row][tabindex="0"]').focus()
  await page.keyboard.press('Home')
  await toEnd.waitFor()
  await log.getByText('The proxy reached the game at 127.0.0.1.').waitFor()
  player?.send('\xff\xf9the last line\r\n')
  await untilShown(page, 'the last line')
  expect(await log.getByText('the last line').count()).toBe(0)
  await toEnd.click()
  await log.getByText('the last line').waitFor()
  await close()
})

it('saves the session as a recording', async () => {
  const { page, close } = await site.open(WIDE, site.query)
  await untilShown(page, 'A quiet room.')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save recording' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^127\.0\.0\.1-\d+-.*\.willdo\.jsonl$/)
  await close()
})
