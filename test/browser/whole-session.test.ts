import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectAccessible, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite()

const TABS_MOST = 80

const hasFocus = (place: Locator): Promise<boolean> =>
  place.evaluate((element) => element === document.activeElement)

/** Presses Tab (or Shift+Tab) until that place has the focus. */
async function tabTo(page: Page, place: Locator, key = 'Tab'): Promise<void> {
  await place.waitFor()
  for (let i = 0; i < TABS_MOST; i++) {
    if (await hasFocus(place)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${TABS_MOST} times ${key} do not lead to ${String(place)}`)
}

async function type(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

describe('a whole session by keyboard, told by names alone', () => {
  it('connects, logs in, walks, opens each panel, filters and disconnects', async () => {
    const { page, problems, close } = await site.open()
    await expect.poll(() => hasFocus(page.getByLabel('Address'))).toBe(true)
    await expectAccessible(page)
    await tabTo(page, page.getByRole('button', { name: /^Demo/ }))
    await page.keyboard.press('Enter')

    const line = page.getByLabel('Line to send')
    await expect.poll(() => hasFocus(line)).toBe(true)
    await type(page, 'Ann')
    const hidden = page.getByLabel(/Hidden line/)
    await expect.poll(() => hasFocus(hidden)).toBe(true)
    await type(page, 'lantern')
    await expect.poll(() => hasFocus(line)).toBe(true)
    await type(page, 'north')
    await untilShown(page, 'The Signal House')

    await tabTo(page, page.getByRole('tab', { name: 'Options' }))
    await tabTo(page, page.getByRole('button', { name: /^NAWS/ }))
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^NAWS/, expanded: true }).waitFor()
    await expectAccessible(page)

    await tabTo(page, page.getByRole('tab', { name: 'Options' }), 'Shift+Tab')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('tabpanel', { name: 'Data' }).getByText('Room.Info', { exact: true }).waitFor()
    await expectAccessible(page)

    await tabTo(page, page.getByRole('tab', { name: 'Log' }))
    await tabTo(page, page.getByLabel('Search the log'))
    await page.keyboard.type('NAWS')
    await page
      .getByRole('status')
      .filter({ hasText: /^[1-9]\d* of \d+ rows/ })
      .waitFor({ state: 'attached' })
    await expectAccessible(page)

    await tabTo(page, page.getByRole('tab', { name: 'Log' }), 'Shift+Tab')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('tabpanel', { name: 'Bytes' }).getByRole('table').first().waitFor()
    await expectAccessible(page)

    await page.keyboard.press('Alt+Shift+KeyT')
    await expect.poll(() => hasFocus(line)).toBe(true)
    await tabTo(page, page.getByRole('button', { name: 'Disconnect' }), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByText('You disconnected.').first().waitFor()
    await tabTo(page, page.getByRole('button', { name: 'willdo' }), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Played lately').waitFor()
    await expectAccessible(page)
    expect(problems).toEqual([])
    await close()
  })
})
