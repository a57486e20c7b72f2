import { constants, deflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startGame, type Player } from '../helpers/page-game.ts'
import { expectAccessible, openPage, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite((player) => player.send('\xff\xfb\xc9\xff\xfd\x1fA quiet room.\r\n\xff\xf9'))

async function play(): Promise<{ page: Page; player: Player; close: () => Promise<void> }> {
  const index = site.game.players.length
  const look = { width: 1440, height: 900 }
  const { page, close } = await site.open(look, site.query)
  await untilShown(page, 'A quiet room.')
  await page.getByRole('button', { name: /The server marked the end of a prompt/ }).waitFor()
  return { page, player: await site.game.player(index), close }
}

const log = (page: Page) => page.getByRole('region', { name: 'Log of the session' })
const sentences = (page: Page): Promise<string[]> => log(page).locator('.sentence').allTextContents()
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.querySelector('.sentence')?.textContent ?? '')

/** Sends so many lines, each a row, and waits until the last one is there. */
async function fill(page: Page, player: Player, lines: number): Promise<void> {
  player.send(Array.from({ length: lines }, (_, i) => `\xff\xf9line ${i}\r\n`).join(''))
  await log(page)
    .getByText(`line ${lines - 1}`, { exact: true })
    .waitFor()
}

/** Compresses three MiB that show as nothing and ask for an answer: rows that are dear to make. */
function dear(): Buffer {
  const bytes = Buffer.alloc(3 << 20)
  bytes.write('\xff\xfd\x06', bytes.length - 3, 'latin1')
  return deflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
}

describe('the log', () => {
  it('makes each row on the screen, however dear, while nothing else happens', async () => {
    const squeezed = await startGame((player) => player.send('A quiet room.\r\n\xff\xfb\x56'))
    const address = `${site.url}?host=127.0.0.1&port=${squeezed.port}`
    const { page, close } = await openPage(site.browser, address, { width: 390, height: 844 })
    const player = await squeezed.player(0)
    await player.until('\xff\xfd\x56')
    const piece = dear()
    for (let i = 1; i <= 10; i++) {
      player.send(
        i === 1 ? Buffer.concat([Buffer.from('\xff\xfa\x56\xff\xf0', 'latin1'), piece]) : piece.subarray(2),
      )
      await player.until('\xff\xfb\x06'.repeat(i))
    }
    await page.getByRole('button', { name: 'Inspector' }).click()
    await page.getByRole('tab', { name: 'Log' }).click()
    await log(page).locator('[data-row]').first().waitFor()
    await expect.poll(() => log(page).locator('[data-row]:not(:has(.sentence))').count()).toBe(0)
    await expectAccessible(page)
    await close()
    await squeezed.close()
  })

  it('is walked by keyboard: one stop for Tab, arrows, Home and End, Enter opens', async () => {
    const { page, player, close } = await play()
    await fill(page, player, 300)
    await page.getByRole('button', { name: 'Copy the rows shown' }).focus()
    await page.keyboard.press('Tab')
    expect(await focused(page)).toContain('line 299')
    await page.keyboard.press('Home')
    await expect.poll(() => focused(page)).toContain('The proxy reached the game')
    for (let row = await focused(page); row !== 'The server offered to do GMCP.'; row = await focused(page)) {
      await page.keyboard.press('ArrowDown')
      await expect.poll(() => focused(page)).not.toBe(row)
    }
    await page.keyboard.press('Enter')
    await log(page).getByText('IAC WILL GMCP', { exact: true }).waitFor()
    await log(page).getByText('ff fb c9', { exact: true }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Copy row')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Space')
    await log(page).getByText('ff fb c9', { exact: true }).waitFor({ state: 'detached' })
    await page.keyboard.press('End')
    await expect.poll(() => focused(page)).toContain('line 299')
    await page.keyboard.press('PageUp')
    await expect.poll(() => focused(page)).not.toContain('line 299')
    await page.getByRole('button', { name: 'Go to the end' }).waitFor()
    await close()
  })

  it('scrolls so far that what a row opens to is seen', async () => {
    const { page, player, close } = await play()
    await fill(page, player, 100)
    await log(page)
      .getByRole('button', { name: /line 97$/ })
      .click()
    const bottom = async (): Promise<number> => {
      const [row, region] = await Promise.all([
        log(page).getByRole('button', { name: 'Copy row' }).boundingBox(),
        log(page).boundingBox(),
      ])
      return (region?.y ?? NaN) + (region?.height ?? NaN) - (row?.y ?? NaN) - (row?.height ?? NaN)
    }
    await expect.poll(bottom).toBeGreaterThanOrEqual(0)
    await close()
  })

  it('keeps the focus where it is while rows come and one scrolls away', async () => {
    const { page, player, close } = await play()
    await fill(page, player, 100)
    const row = log(page).getByRole('button', { name: /line 90$/ })
    await row.focus()
    await page.keyboard.press('ArrowUp')
    const before = await focused(page)
    await log(page).evaluate((element) => (element.scrollTop = 0))
    await log(page).getByText('The proxy reached the game').waitFor()
    player.send('one more line\r\n')
    await untilShown(page, 'one more line')
    expect(await focused(page)).toBe(before)
    await close()
  })

  it('is narrowed by group, side, option and words, and says how much is left', async () => {
    const { page, player, close } = await play()
    player.send('\xff\xfa\xc9Room.Info {"name":"Harbour"}\xff\xf0\x1b[1mThe har\x1b[0mbour.\r\n')
    await untilShown(page, 'The harbour.')
    const search = page.getByLabel('Search the log')
    await search.fill('HARBOUR')
    await page
      .getByText(/^2 of \d+ rows$/)
      .first()
      .waitFor()
    expect(await sentences(page)).toEqual([
      'The server sent Room.Info: {"name":"Harbour"}.',
      expect.stringContaining('The harbour.'),
    ])
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByRole('checkbox', { name: 'Text' }).check()
    await page
      .getByText(/^1 of \d+ rows$/)
      .first()
      .waitFor()
    await expectAccessible(page)
    await search.fill('')
    await page.getByRole('checkbox', { name: 'Text' }).uncheck()
    await page.getByLabel('Sent by').selectOption('client')
    await page.getByLabel('About the option').selectOption('NAWS')
    await expect.poll(() => sentences(page)).toContainEqual(expect.stringMatching(/^We said the window is/))
    expect(
      (await sentences(page)).every((text) => /^We (agreed to do NAWS|said the window)/.test(text)),
    ).toBe(true)
    await search.fill('nothing like that')
    await page.getByText('No row fits the filter.').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Show all' }).click()
    await search.fill('')
    await page
      .getByText(/^\d+ rows$/)
      .first()
      .waitFor()
    await close()
  })

  it('shows the row that a story points to, also when the filter hides it', async () => {
    const { page, close } = await play()
    await page.getByLabel('Search the log').fill('quiet room')
    await page.getByText(/^1 of/).first().waitFor()
    await page.getByRole('row', { name: /^NAWS/ }).getByRole('button').click()
    await page.locator('#story-31').getByRole('button').first().click()
    await log(page).getByText('IAC DO NAWS', { exact: true }).waitFor()
    expect(await page.getByLabel('Search the log').inputValue()).toBe('')
    await close()
  })

  it('copies what is shown as lines of text', async () => {
    const { page, close } = await play()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByLabel('Search the log').fill('GMCP')
    await page
      .getByText(/ of \d+ rows$/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Copy the rows shown' }).click()
    await page
      .getByRole('status')
      .getByText(/^Copied \d+ rows\.$/)
      .waitFor()
    const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n')
    expect(lines[0]).toMatch(/^0\.\d\d s\tserver\tThe server offered to do GMCP\.\tIAC WILL GMCP$/)
    await close()
  })

  it('draws a silence', async () => {
    const { page, player, close } = await play()
    await page.clock.install()
    await page.clock.fastForward(12_000)
    player.send('after a while\r\n')
    await log(page).getByText('after a while').waitFor()
    await log(page)
      .getByText(/^1[0-9] s later$/)
      .waitFor()
    await expectAccessible(page)
    await close()
  })
})
