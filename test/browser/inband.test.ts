import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { expectAccessible, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite()

async function enter(page: Page, text: string): Promise<void> {
  await page.getByLabel('Line to send').fill(text)
  await page.keyboard.press('Enter')
}

async function play(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Demo/ }).click()
  await enter(page, 'Ann')
  await page.getByLabel(/Hidden line/).fill('lantern')
  await page.keyboard.press('Enter')
  await untilShown(page, 'Exits: north')
}

/** Clicks words that stand by themselves in the terminal, as a link does. */
async function clickWords(page: Page, words: string): Promise<void> {
  const found = page.locator('.xterm-rows').getByText(words, { exact: true }).last()
  // The rows are drawn anew while text comes.
  await expect.poll(() => found.boundingBox()).not.toBeNull()
  const box = await found.boundingBox()
  if (!box) throw new Error(`${words} is not on the screen`)
  await page.mouse.move(box.x + 1, box.y + box.height / 2)
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.locator('.xterm-cursor-pointer').waitFor()
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
}

describe('markup in the text', () => {
  it('becomes links that say what they send; a menu and a prompt ask first', async () => {
    const { page, problems, close } = await site.open()
    await play(page)
    await enter(page, 'mxp')
    await untilShown(page, 'your health is 40 of 40')
    expect(await page.locator('.xterm-rows').innerText()).not.toMatch(/<SEND|&lt;|ENTITY/)

    await clickWords(page, 'look')
    await page.getByRole('status').getByText('Sent: look').waitFor()

    await clickWords(page, 'north')
    const dialog = page.getByRole('dialog', { name: 'Words for the game' })
    await dialog.getByRole('button', { name: /Look north/ }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    await clickWords(page, 'Hello')
    await page.getByRole('button', { name: /say Hello,/ }).press('Enter')
    await expect.poll(() => page.getByLabel('Line to send').inputValue()).toBe('say Hello, ')
    expect(problems).toEqual([])
    await close()
  })

  it('is listed in a panel: values, bars, tags, sounds in words, packages', async () => {
    const { page, problems, close } = await site.open({ scheme: 'dark' })
    await play(page)
    for (const command of ['mxp', 'sound', 'page']) await enter(page, command)
    await untilShown(page, 'told of a page')
    await page.getByRole('tab', { name: 'In text' }).click()
    const panel = page.getByRole('tabpanel', { name: 'In text' })
    for (const words of [
      '40 of 40',
      '<send>',
      'Sound: bell.wav, misc, volume 60, 2 times',
      'The lamps are lit.',
    ])
      await panel.getByText(words, { exact: true }).waitFor()
    await panel.getByRole('link', { name: 'https://www.rfc-editor.org/rfc/rfc854' }).waitFor()
    await expectAccessible(page)
    await panel.getByLabel('Filter').fill('simpleedit')
    await panel.getByText('40 of 40', { exact: true }).waitFor({ state: 'detached' })
    await panel.getByText('dns-org-mud-moo-simpleedit').waitFor()
    expect(problems).toEqual([])
    await close()
  })

  it('brings a text to edit, which goes back when it is saved; by keyboard', async () => {
    const { page, problems, close } = await site.open({ width: 390, height: 844 })
    await play(page)
    await enter(page, 'edit')
    await page.getByRole('button', { name: 'Open the editor' }).press('Enter')
    const text = page.getByRole('dialog', { name: /^Edit Your description/ }).getByLabel('The text')
    await expect.poll(() => text.evaluate((field) => field === document.activeElement)).toBe(true)
    await expectAccessible(page)
    await page.keyboard.press('Control+End')
    await page.keyboard.type('\nA third line.')
    await page.keyboard.press('Control+Enter')
    await untilShown(page, 'Your description is now 3 lines')
    await expect
      .poll(() => page.getByLabel('Line to send').evaluate((field) => field === document.activeElement))
      .toBe(true)
    expect(problems).toEqual([])
    await close()
  })
})
