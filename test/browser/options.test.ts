import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Game } from '../helpers/page-game.ts'
import { expectAccessible, type OpenPage } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

// KERMIT, ECHO asked of us, NAWS, then a message nobody agreed on.
const site = useSite((player) =>
  player.send('\xff\xfb\x2f\xff\xfd\x01\xff\xfd\x1f\xff\xfa\xc8hello\xff\xf0A quiet room.\r\n'),
)

const WIDE = { width: 1440, height: 1000 }
const play = async (look = WIDE): Promise<OpenPage & { player: Awaited<ReturnType<Game['player']>> }> => {
  const index = site.game.players.length
  const opened = await site.open(look, site.query)
  await opened.page.getByRole('row', { name: /^NAWS/ }).waitFor()
  return { ...opened, player: await site.game.player(index) }
}

const names = (page: Page): Promise<string[]> => page.locator('tbody .name').allTextContents()
const form = (page: Page) => page.getByRole('form', { name: 'Send by hand' })

describe('the table of options', () => {
  it('shows only those agreed, refused or open, in the order chosen', async () => {
    const { page, close } = await play()
    expect(await names(page)).toEqual(['KERMIT', 'ECHO', 'NAWS'])
    await page.getByLabel('Order of the options').selectOption('by number')
    expect(await names(page)).toEqual(['ECHO', 'NAWS', 'KERMIT'])
    await page.getByRole('radio', { name: /^Refused/ }).check()
    expect(await names(page)).toEqual(['ECHO', 'KERMIT'])
    await page.keyboard.press('ArrowLeft')
    expect(await names(page)).toEqual(['NAWS'])
    await expectAccessible(page)
    await page.getByRole('radio', { name: /^Open/ }).check()
    await page.getByText('No option is open now.').waitFor()
    await expectAccessible(page)
    await close()
  })

  it('opens a row to its story, by keyboard, and says why we refused', async () => {
    const { page, player, close } = await play()
    const opener = page.getByRole('button', { name: /^ECHO/ })
    await opener.focus()
    await page.keyboard.press('Enter')
    expect(await opener.getAttribute('aria-expanded')).toBe('true')
    const story = page.locator('#story-1')
    await story.getByText('The server asked us to do ECHO. The server spoke of it first.').waitFor()
    await story.getByText('two ends that both echo').waitFor()
    expect(await story.getByRole('link', { name: 'RFC 857' }).getAttribute('href')).toMatch(/rfc857$/)
    await expectAccessible(page)
    player.send('\xff\xfb\x01')
    await story.getByText('The server offered to do ECHO.').waitFor()
    await story
      .getByRole('button', { name: /0\.\d+ s/ })
      .first()
      .click()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    expect(await opener.evaluate((e) => e === document.activeElement)).toBe(true)
    await page.keyboard.press('Space')
    await story.waitFor({ state: 'detached' })
    await close()
  })

  it('asks for what a person wants from the story, and says when that must wait', async () => {
    const { page, player, close } = await play()
    await page.getByRole('button', { name: /^KERMIT/ }).click()
    const story = page.locator('#story-47')
    await story.getByRole('button', { name: 'Ask the server to do it' }).click()
    await player.until('\xff\xfd\x2f')
    await story.getByRole('status').getByText('Sent: DO KERMIT.').waitFor()
    await page
      .getByRole('row', { name: /^KERMIT/ })
      .getByText('asked, waiting')
      .waitFor()
    await story.getByRole('button', { name: 'Ask it to stop' }).click()
    await story.getByRole('status').getByText('DONT KERMIT waits').waitFor()
    await story.getByRole('button', { name: 'Send it all the same' }).click()
    await player.until('\xff\xfd\x2f\xff\xfe\x2f')
    await expectAccessible(page)
    await close()
  })

  it('keeps a rule for the server, in words in the row, beyond a reload', async () => {
    const { page, player, close } = await play()
    const row = page.getByRole('row', { name: /^NAWS/ })
    await row.getByText('on', { exact: true }).waitFor()
    await row.getByRole('button').click()
    await page.getByLabel('When it is asked for').selectOption('always refuse')
    await player.until('\xff\xfc\x1f')
    await page.getByRole('status').getByText('Sent: WONT NAWS.').waitFor()
    await row.getByText('Your rule: always refuse to do it.').waitFor()
    await expectAccessible(page)
    await page.reload()
    await row.getByText('refused by us').waitFor()
    await row.getByText('Your rule: always refuse to do it.').waitFor()
    await row.getByRole('button').click()
    await page.getByText('You chose to refuse it on this server.').waitFor()
    await page.getByLabel('When it is asked for').selectOption('answer requests as usual')
    await row.getByText('Your rule').waitFor({ state: 'detached' })
    await close()
  })
})

describe('sending by hand', () => {
  it('sends a request, a subnegotiation and raw bytes, shown in words before', async () => {
    const { page, player, close } = await play()
    await page.getByRole('button', { name: 'Send by hand' }).click()
    const hand = form(page)
    await hand.getByLabel('Verb').selectOption('WILL')
    await hand.getByLabel('Option').fill('charset')
    await hand.getByText('ff fb 2a').waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await player.until('\xff\xfb\x2a')
    await hand.getByRole('status').getByText('Sent: IAC WILL CHARSET.').waitFor()
    await page
      .getByRole('row', { name: /^CHARSET/ })
      .getByText('asked, waiting')
      .waitFor()

    await hand.getByLabel('Subnegotiation').check()
    await hand.getByLabel('Option').fill('201')
    await hand.getByLabel('Payload', { exact: true }).fill(String.raw`Core.Ping\xff`)
    await hand.getByText("IAC SB GMCP 'Core.Ping' 255 255 IAC SE").waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await player.until('\xff\xfa\xc9Core.Ping\xff\xff\xff\xf0')
    await hand.getByLabel('Payload as').selectOption('hex')
    await hand.getByLabel('Payload', { exact: true }).fill('41 42')
    await hand.getByRole('button', { name: 'Send' }).click()
    await player.until('\xff\xfa\xc9AB\xff\xf0')

    await hand.getByLabel('Raw bytes').check()
    await hand.getByText('These bytes go out exactly as they are').waitFor()
    await hand.getByLabel('Bytes in hex').fill('0xff, f6')
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await player.until('\xff\xf6')
    await page
      .getByRole('region', { name: 'Log of the session' })
      .getByText('We asked "are you there?".')
      .waitFor()
    await close()
  })

  it.each([
    ['Request', 'Option', '256', 'There is no option "256"'],
    ['Request', 'Option', '', 'Say which option'],
    ['Raw bytes', 'Bytes in hex', 'fff', 'odd number of digits'],
    ['Raw bytes', 'Bytes in hex', 'zz', '"z" is no hex digit'],
    ['Raw bytes', 'Bytes in hex', '', 'Write the bytes in hex'],
  ])('says what is wrong: %s, %s "%s"', async (kind, label, text, sentence) => {
    const { page, player, close } = await play()
    await page.getByRole('button', { name: 'Send by hand' }).click()
    const hand = form(page)
    const before = player.received.length
    await hand.getByLabel(kind).check()
    const field = hand.getByLabel(label, { exact: true })
    await field.fill(text)
    await page.keyboard.press('Enter')
    await hand.getByRole('alert').getByText(sentence).waitFor()
    expect(await field.evaluate((e) => e === document.activeElement)).toBe(true)
    await expectAccessible(page)
    await field.fill('31')
    expect(await hand.getByRole('alert').count()).toBe(0)
    expect(player.received.length).toBe(before)
    await close()
  })

  it('brings a story into view that opens below the edge', async () => {
    const { page, close } = await play({ width: 1440, height: 520 })
    await page.getByRole('button', { name: /^NAWS/ }).focus()
    await page.keyboard.press('Enter')
    const inView = (place: ReturnType<Page['locator']>): Promise<boolean> =>
      place.evaluate((element) => {
        const { top, height } = element.getBoundingClientRect()
        const { top: from, bottom: to } = element.closest('.scroll')!.getBoundingClientRect()
        return top >= from && top + Math.min(height, 40) <= to
      })
    await expect.poll(() => inView(page.locator('#story-31'))).toBe(true)
    expect(await inView(page.getByRole('button', { name: /^NAWS/ }))).toBe(true)
    await close()
  })

  it('fits a phone', async () => {
    const look = { width: 320, height: 568 }
    const opened = await site.open(look, site.query)
    const { page } = opened
    await page.getByRole('button', { name: 'Inspector' }).click()
    await page.getByRole('row', { name: /^NAWS/ }).getByRole('button').click()
    await page.getByRole('button', { name: 'Send by hand' }).click()
    await form(page).getByLabel('Subnegotiation').check()
    const tooWide = await page.evaluate(() =>
      Array.from(document.querySelectorAll('.sheet button, .sheet input, .sheet select, .sheet p'))
        .map((e) => [e.outerHTML.slice(0, 60), e.getBoundingClientRect().right] as const)
        .filter(([, right]) => right > window.innerWidth),
    )
    expect(tooWide).toEqual([])
    await expectAccessible(page)
    await opened.close()
  })
})
