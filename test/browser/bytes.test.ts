import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { connectTo, expectAccessible, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite((player) => player.send('\xff\xfd\x1fPassword: \xff\xfb\x01'))

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent ?? '')

async function open(look = {}) {
  const opened = await site.open(look)
  const { page } = opened
  await connectTo(page, `127.0.0.1 ${site.game.port}`)
  await untilShown(page, 'Password:')
  if ('width' in look) await page.getByRole('button', { name: 'Inspector' }).click()
  await page.getByRole('tab', { name: 'Bytes' }).click()
  await page.getByText(/^Row \d+,/).waitFor()
  return opened
}

/** Goes back until the panel speaks of a row that begins so. */
async function backTo(page: Page, sentence: RegExp): Promise<void> {
  const back = page.getByRole('button', { name: 'Previous row' })
  while ((await page.locator('p', { hasText: sentence }).count()) === 0) await back.press('Enter')
}

it('names each byte of a row, and its field shows which bytes it is', async () => {
  const { page, problems, close } = await open()
  await backTo(page, /We said the window is \d+ columns/)
  const columns = page.getByRole('row', { name: /columns/ })
  await page.getByRole('button', { name: 'IAC' }).first().focus()
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe('columns')
  const marked = page.locator('[data-field].active').first()
  expect((await marked.innerText()).trim()).toBe((await columns.locator('td').first().innerText()).trim())
  await page.keyboard.press('End')
  expect(await focused(page)).toBe('SE')
  await page.locator('[data-field="4"]').first().hover()
  expect(await page.locator('tr.active').innerText()).toContain('rows')
  await expectAccessible(page)
  expect(problems).toEqual([])
  await close()
})

it('goes with the latest row until one is chosen, and back', async () => {
  const { page, close } = await open()
  const latest = page.getByRole('button', { name: 'Latest' })
  expect(await latest.getAttribute('aria-pressed')).toBe('true')
  await backTo(page, /The server asked us to do NAWS/)
  expect(await latest.getAttribute('aria-pressed')).toBe('false')
  site.game.players.at(-1)?.send('more text\r\n')
  await untilShown(page, 'more text')
  await page.getByText('The server asked us to do NAWS').last().waitFor()
  await latest.click()
  await page.getByRole('row', { name: /more text/ }).waitFor()
  await close()
})

it('shows what was typed unseen as stars, says why, and copies no more than that', async () => {
  const { page, close } = await open()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByLabel(/Hidden line/).fill('lantern')
  await page.keyboard.press('Enter')
  await page.getByText('Stars stand for what you typed').waitFor()
  await page.getByRole('row', { name: /hidden text/ }).waitFor()
  await page.getByRole('button', { name: 'Copy as Python bytes' }).click()
  await page.getByText('Copied 9 bytes as Python bytes.').waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("b'*******\\x0d\\x0a'")
  await expectAccessible(page)
  await close()
})

it('shows compressed bytes as they were and unpacked', async () => {
  const { page, close } = await site.open()
  await page.getByRole('button', { name: /^Demo/ }).click()
  await page.getByLabel('Line to send').fill('Ann')
  await page.keyboard.press('Enter')
  await untilShown(page, 'Password')
  await page.getByRole('tab', { name: 'Bytes' }).click()
  await backTo(page, /The server sent \d+ bytes of text/)
  await page.getByRole('row', { name: /text/ }).first().waitFor()
  await page.getByRole('button', { name: 'Wire' }).click()
  await page.getByRole('row', { name: /compressed .* which unpack to/ }).waitFor()
  await expectAccessible(page)
  await close()
})

for (const look of [
  { width: 390, height: 844, scheme: 'light' },
  { width: 320, height: 568, scheme: 'dark' },
] as const)
  it(`fits a page ${look.width} px wide, every tab in reach, ${look.scheme}`, async () => {
    const { page, close } = await open(look)
    await backTo(page, /The server asked us to do NAWS/)
    for (const name of ['Options', 'Data', 'Log', 'Bytes']) await page.getByRole('tab', { name }).click()
    await page.getByRole('row', { name: /NAWS/ }).waitFor()
    const widest = await page.evaluate(() =>
      Math.max(
        ...Array.from(
          document.querySelectorAll('.inspector button, td'),
          (e) => e.getBoundingClientRect().right,
        ),
      ),
    )
    expect(widest).toBeLessThanOrEqual(look.width)
    await expectAccessible(page)
    await close()
  })
