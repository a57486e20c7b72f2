import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Player } from '../helpers/page-game.ts'
import { expectAccessible, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

// STATUS, LINEMODE with EDIT and TRAPSIG, NEW_ENVIRON with two names.
const site = useSite(async (player) => {
  player.send('\xff\xfb\x05\xff\xfd\x22\xff\xfd\x27')
  await player.until('\xff\xfb\x27')
  player.send('\xff\xfa\x22\x01\x03\xff\xf0\xff\xfa\x27\x01\x00MTTS\x00HOME\xff\xf0A quiet room.\r\n')
})

async function play(
  look = { width: 1440, height: 1000 },
): Promise<{ page: Page; player: Player; close: () => Promise<void> }> {
  const index = site.game.players.length
  const { page, close } = await site.open(look, site.query)
  const player = await site.game.player(index)
  await player.until('MTTS\x01')
  return { page, player, close }
}

async function open(page: Page, name: string): Promise<void> {
  const row = page.getByRole('row', { name: new RegExp(`^${name}`) })
  await row.getByRole('button').click()
}

describe('what the rows of some options show', () => {
  it('STATUS: what the server sees otherwise, when it is asked', async () => {
    const { page, player, close } = await play()
    await open(page, 'STATUS')
    const view = page.getByRole('region', { name: 'The server’s view of the options' })
    await view.getByRole('button', { name: 'Ask the server for its view' }).click()
    await player.until('\xff\xfa\x05\x01\xff\xf0')
    player.send('\xff\xfa\x05\x00\xfb\x05\xfb\x01\xfd\x22\xfd\x27\xff\xf0')
    await view.getByText('the server saw 1 thing otherwise than this table').waitFor()
    expect(await view.getByRole('row', { name: /ECHO/ }).textContent()).toMatch(/Server does ECHO\s*off\s*on/)
    await expectAccessible(page)
    await close()
  })

  it('NEW_ENVIRON: what was asked and told, and a variable that is kept back from then on', async () => {
    const { page, player, close } = await play()
    await open(page, 'NEW_ENVIRON')
    const told = page.getByRole('region', { name: 'What the server is told' })
    await told
      .getByRole('row', { name: /^HOME asked for/ })
      .getByText('never', { exact: true })
      .waitFor()
    await expectAccessible(page)
    await told.getByRole('checkbox', { name: 'Tell MTTS' }).focus()
    await page.keyboard.press('Space')
    await player.until('\xff\xfa\x27\x02\x00MTTS\xff\xf0')
    await told.getByRole('row', { name: /^MTTS/ }).getByText('told that it is not set').waitFor()
    const next = site.game.players.length
    await page.reload()
    const again = await site.game.player(next)
    await again.until('\x00MTTS\x00HOME\xff\xf0')
    await close()
  })

  it('LINEMODE: the keys, which work in the line box', async () => {
    const { page, player, close } = await play()
    await open(page, 'LINEMODE')
    const keys = page.getByRole('region', { name: 'Line editing' })
    await keys
      .getByRole('row', { name: /^IP interrupt/ })
      .getByText('Ctrl+C')
      .waitFor()
    await expectAccessible(page)
    const line = page.getByLabel('Line to send')
    await line.fill('say some words')
    await line.press('Control+u')
    expect(await line.inputValue()).toBe('')
    await line.fill('kill rat')
    await line.press('Control+c')
    await player.until('\xff\xf4')
    expect(await line.inputValue()).toBe('')
    await page.getByRole('status').getByText('Sent: interrupt.').waitFor({ state: 'attached' })
    // What is selected is copied, as everywhere.
    await line.fill('look')
    await line.selectText()
    const before = player.received.length
    await line.press('Control+c')
    await line.press('Enter')
    await player.until('look\r\n')
    expect(player.received.slice(before)).toBe('look\r\n')
    await close()
  })
})

describe('the line box and the terminal do as the server asked', () => {
  it('LFLOW: Ctrl+S pauses the text, Ctrl+Q and two buttons let it go on', async () => {
    const { page, player, close } = await play()
    player.send('\xff\xfd\x21')
    await player.until('\xff\xfb\x21')
    await open(page, 'LFLOW')
    const panel = page.getByRole('region', { name: 'Stopping the text' })
    await panel.getByText('Ctrl+Q lets it go on').waitFor()
    const line = page.getByLabel('Line to send')
    const paused = page.getByRole('alert').getByText('The text is paused.')
    await line.press('Control+s')
    await paused.waitFor()
    player.send('Held back.\r\n\xff\xf1')
    await page.getByRole('region', { name: 'Log of the session' }).getByText('Held back.').waitFor()
    expect(await page.locator('.xterm-rows').textContent()).not.toContain('Held back.')
    await expectAccessible(page)
    await line.press('Control+q')
    await untilShown(page, 'Held back.')
    await paused.waitFor({ state: 'detached' })
    await panel.getByRole('button', { name: 'Pause the text' }).click()
    await page.getByRole('button', { name: 'Go on Ctrl+Q' }).focus()
    await page.keyboard.press('Enter')
    await paused.waitFor({ state: 'detached' })
    expect(await line.evaluate((field) => document.activeElement === field)).toBe(true)
    await close()
  })

  it('LINEMODE: a line goes out as far as it is typed; Tab leaves an empty box all the same', async () => {
    const { page, player, close } = await play()
    // Tab and the full stop.
    player.send(`\xff\xfa\x22\xfd\x02\x00\x40\x00\x00\x00\x02${'\x00'.repeat(10)}\xff\xf0`)
    await player.until('\xff\xfa\x22\xfb\x02\xff\xf0')
    await open(page, 'LINEMODE')
    await page.getByText('sent as far as it is typed at Ctrl+I, "."').waitFor()
    const line = page.getByLabel('Line to send')
    await line.click()
    await page.keyboard.type('one. tw')
    await player.until('one.')
    expect(await line.inputValue()).toBe(' tw')
    await page.keyboard.press('Tab')
    await player.until('one. tw\t')
    expect(await line.inputValue()).toBe('')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Send')
    await close()
  })
})

describe('what games are told', () => {
  it('is said in the menu, reaches the game at once, and what is wrong is said', async () => {
    const { page, player, close } = await play()
    await page.getByRole('button', { name: 'Menu' }).click()
    const form = page.getByRole('group', { name: 'What games are told' })
    await form.getByLabel('Screen reader').selectOption('Told that one is used')
    await player.until('\xff\xfa\x27\x02\x00MTTS\x01975')
    await form.getByLabel('Variables').fill('EDITOR vi')
    await form.getByLabel('Variables').press('Tab')
    await form.getByRole('alert').getByText('has no =').waitFor()
    await expectAccessible(page)
    await form.getByLabel('Variables').fill('HOME=here')
    await form.getByLabel('Location').fill('Attic')
    await form.getByLabel('Location').press('Tab')
    await player.until('\xff\xfa\x27\x02\x00HOME\x01here')
    player.send('\xff\xfd\x17')
    await player.until('\xff\xfb\x17\xff\xfa\x17Attic\xff\xf0')
    await expectAccessible(page)
    await close()
  })
})

it('sends commands by hand, and says which cannot be sent', async () => {
  const { page, player, close } = await play()
  await page.getByRole('button', { name: 'Send by hand' }).click()
  const hand = page.getByRole('form', { name: 'Send by hand' })
  await hand.getByRole('radio', { name: 'Command' }).check()
  await hand.getByText('a Synch is DM sent as TCP urgent data').waitFor()
  await hand
    .getByRole('combobox', { name: 'Command' })
    .selectOption({ label: 'BRK: the Break or Attention key was pressed' })
  await expectAccessible(page)
  await hand.getByRole('button', { name: 'Send' }).click()
  await player.until('\xff\xf3')
  await page.getByRole('region', { name: 'Log of the session' }).getByText('We sent a break.').waitFor()
  await close()
})

it('the rows with more to show fit a phone', async () => {
  const { page, close } = await play({ width: 320, height: 568 })
  await page.getByRole('button', { name: 'Inspector' }).click()
  for (const name of ['STATUS', 'LINEMODE', 'NEW_ENVIRON']) {
    await open(page, name)
    await page.locator('.detail').waitFor()
    const tooWide = await page.evaluate(() =>
      Array.from(document.querySelectorAll('.detail *'))
        .map((e) => [e.outerHTML.slice(0, 60), e.getBoundingClientRect().right] as const)
        .filter(([, right]) => right > window.innerWidth),
    )
    expect(tooWide).toEqual([])
    await expectAccessible(page)
    await open(page, name)
  }
  await close()
})
