import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startGame, type Player } from '../helpers/page-game.ts'
import { connectTo, expectAccessible, untilShown, type Look } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite()

const PHONE = { width: 320, height: 568 }
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const utf8 = (text: string): string => Buffer.from(text).toString('latin1')

/** The page playing a game that begins with `text`. */
async function play(text: string, look: Look = {}) {
  const game = await startGame((player) => player.send(text))
  const opened = await site.open(look)
  await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await connectTo(opened.page, `127.0.0.1 ${game.port}`)
  const player = await game.player(0)
  const close = async (): Promise<void> => {
    await opened.close()
    await game.close()
  }
  return { ...opened, player, close }
}

const openMenu = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('dialog', { name: 'Menu' }).getByRole('button', { name: 'Copy the screen' }).waitFor()
}
const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText())
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
  )
/** Answers once the terminal has taken in all that was sent before. */
async function untilParsed(player: Player): Promise<void> {
  const before = player.received.length
  player.send('\x1b[6n')
  await expect.poll(() => player.received.slice(before)).toMatch(/R/)
}

describe('the menu', () => {
  for (const look of [{ scheme: 'light' as const }, { ...PHONE, scheme: 'dark' as const }]) {
    it(`is reached and left by keyboard, ${look.scheme}`, async () => {
      const { page, problems, close } = await play('A quiet room.\r\n', look)
      await untilShown(page, 'A quiet room.')
      await page.keyboard.press('Alt+Shift+KeyM')
      await expect.poll(() => focused(page)).toMatch(/^Find in the text/)
      await expectAccessible(page)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.getByText('Copied one line.').waitFor()
      expect(await clipboard(page)).toBe('A quiet room.')
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width).toBeLessThanOrEqual('width' in look ? look.width : 1280)
      expect(problems).toEqual([])
      await close()
    })
  }

  it('changes colours, size and lines, and the page remembers', async () => {
    const { page, close } = await play('A quiet room.\r\n')
    await untilShown(page, 'A quiet room.')
    await openMenu(page)
    await page.getByLabel('Colours').selectOption('Amber screen')
    await page.getByLabel('Size').fill('24')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    const looks = (): Promise<string[]> =>
      page.evaluate(() => {
        const rows = document.querySelector('.xterm-rows')
        const stage = document.querySelector('.stage .terminal')
        return [
          rows ? getComputedStyle(rows).fontSize : '',
          stage ? getComputedStyle(stage).backgroundColor : '',
        ]
      })
    await expect.poll(looks).toEqual(['24px', 'rgb(20, 11, 2)'])
    await expectAccessible(page)
    await page.reload()
    await untilShown(page, 'A quiet room.')
    await expect.poll(looks).toEqual(['24px', 'rgb(20, 11, 2)'])
    await close()
  })

  it('saves a transcript', async () => {
    const { page, player, close } = await play('\x1b[31mA quiet room.\x1b[0m\r\n\r\n   map\r\n')
    await untilShown(page, 'map')
    await page.getByLabel('Line to send').fill('look')
    await page.keyboard.press('Enter')
    await player.until('look')
    await openMenu(page)
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save a transcript' }).click(),
    ])
    expect(saved.suggestedFilename()).toMatch(/^127\.0\.0\.1-\d+-[\d-]+\.txt$/)
    expect(readFileSync(await saved.path(), 'utf8')).toMatch(/\n\nA quiet room\.\n\n {3}map\nlook\n$/)
    await close()
  })
})

describe('finding', () => {
  it('counts, goes up and down, takes patterns, and gives the focus back', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => `Torch ${i} burns.\r\n`).join('')
    const { page, player, close } = await play(`${lines}A torch lies here.\r\n`)
    await untilShown(page, 'A torch lies')
    await page.keyboard.press('Control+Shift+KeyF')
    await page.keyboard.type('torch')
    const bar = page.getByRole('search')
    await bar.getByText('201 of 201').waitFor()
    await page.keyboard.press('Enter')
    await bar.getByText('200 of 201').waitFor()
    await page.keyboard.press('Shift+Enter')
    await bar.getByText('201 of 201').waitFor()
    await bar.getByLabel('Match case').check()
    await bar.getByText('1 of 1', { exact: true }).waitFor()
    await bar.getByLabel('Match case').uncheck()
    await bar.getByLabel('Pattern').check()
    await bar.getByLabel('Text to find').fill('torch 1\\d\\d burns(')
    await bar.getByText('Not a pattern').waitFor()
    await bar.getByLabel('Text to find').fill('torch 1\\d\\d burns')
    await bar.getByText(/of 100$/).waitFor()
    player.send('Torch 150 burns brightly.\r\n')
    await bar.getByText(/of 101$/).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await bar.waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('line')
    await close()
  })

  it('goes to the page also while every key goes to the game', async () => {
    const { page, player, close } = await play('\xff\xfb\x01\xff\xfb\x03login: ')
    await page.getByText('Every key goes to the game.').waitFor()
    await page.keyboard.press('Control+Shift+KeyF')
    await page.getByLabel('Text to find').waitFor()
    await page.keyboard.type('login')
    await page.getByRole('search').getByText('1 of 1').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.type('x')
    await player.until('x')
    expect(player.received).not.toContain('\x06')
    expect(player.received).not.toContain('login')
    await close()
  })
})

describe('links', () => {
  const TEXT =
    'See https://example.org/map?room=7 and ' +
    '\x1b]8;;https://xn--e1afmkfd.example@mud.example/door\x07the door\x1b]8;;\x07, ' +
    '\x1b]8;;javascript:alert(1)\x07this\x1b]8;;\x07, javascript:alert(2), data:text/html,x\r\n' +
    `\x1b]8;;https://example.org/${'a'.repeat(5000)}\x07too long\x1b]8;;\x07\r\n`

  it('show where they lead, by keyboard too, and open nothing by themselves', async () => {
    const { page, problems, close } = await play(TEXT)
    await untilShown(page, 'too long')
    await openMenu(page)
    await page.getByRole('button', { name: 'Links on the screen' }).press('Enter')
    const list = page.getByRole('dialog', { name: 'Links on the screen' })
    await list.getByRole('listitem').first().waitFor()
    expect(await list.getByRole('listitem').allInnerTexts()).toEqual([
      'https://example.org/map?room=7',
      expect.stringMatching(/^the door\s+mud\.example$/),
    ])
    await expectAccessible(page)
    await list.getByRole('button', { name: 'the door' }).click()
    const dialog = page.getByRole('dialog', { name: 'mud.example' })
    await dialog.getByText('What stands in front of the @ is not where it leads.').waitFor()
    await expectAccessible(page)
    expect(await focused(page)).toBe('Cancel')
    const open = dialog.getByRole('link', { name: 'Open mud.example in a new tab' })
    expect(await open.getAttribute('href')).toBe('https://xn--e1afmkfd.example@mud.example/door')
    expect(await open.getAttribute('rel')).toBe('noopener noreferrer')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(page.context().pages()).toHaveLength(1)
    expect(problems).toEqual([])
    await close()
  })

  it('can be clicked; what is no web address cannot', async () => {
    const { page, close } = await play(TEXT)
    await untilShown(page, 'too long')
    const at = async (text: string): Promise<{ x: number; y: number }> =>
      page.evaluate((wanted) => {
        const walker = document.createTreeWalker(
          document.querySelector('.xterm-rows') as Node,
          NodeFilter.SHOW_TEXT,
        )
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const index = node.textContent?.indexOf(wanted) ?? -1
          if (index < 0) continue
          const range = document.createRange()
          range.setStart(node, index)
          range.setEnd(node, index + wanted.length)
          const { left, width, top, height } = range.getBoundingClientRect()
          return { x: left + width / 2, y: top + height / 2 }
        }
        throw new Error(`${wanted} is not on the screen`)
      }, text)
    const click = async (text: string): Promise<void> => {
      const { x, y } = await at(text)
      await page.mouse.move(x - 1, y)
      await page.mouse.move(x, y)
      await page.mouse.click(x, y)
    }
    for (const dead of ['this', 'javascript', 'too long']) await click(dead)
    await click('example.org/map')
    await page.getByRole('dialog', { name: 'example.org' }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(1)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await click('door')
    await page.getByRole('dialog', { name: 'mud.example' }).waitFor()
    await close()
  })
})

describe('what a game asks of the page', () => {
  it('the clipboard: is shown and asked, once through a flood', async () => {
    const asks = Array.from({ length: 300 }, (_, i) => `\x1b]52;c;${base64(`wish ${i}`)}\x07`).join('')
    const { page, player, close } = await play(`\x1b]52;c;?\x07${asks}done\r\n`)
    await untilShown(page, 'done')
    await page.getByText('The game wants to put 6 characters on your clipboard.').waitFor()
    await page.getByText('It has asked 299 times more since.').waitFor()
    expect(await page.getByLabel('The text').innerText()).toBe('wish 0')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('line')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Copy it' }).click()
    await page.getByText('Copied.').waitFor()
    expect(await clipboard(page)).toBe('wish 0')
    await untilParsed(player)
    expect(player.received).not.toContain('\x1b]52')
    await page
      .getByRole('region', { name: 'Log of the session' })
      .getByText(/asked to read the clipboard/)
      .waitFor()
    await close()
  })

  it('the clipboard: line ends, which a shell obeys, are told', async () => {
    const { page, close } = await play(`\x1b]52;c;${base64('rm -r x\n')}\x07`)
    await page.getByRole('alert').getByText('It has line ends').waitFor()
    await close()
  })

  it('the clipboard: the question goes with the game', async () => {
    const { page, player, close } = await play(`\x1b]52;c;${base64('look')}\x07`)
    await page.getByRole('button', { name: 'Copy it' }).focus()
    player.leave()
    await page.getByRole('button', { name: 'Copy it' }).waitFor({ state: 'detached' })
    await expect.poll(() => focused(page)).toBe('Connect again')
    await expectAccessible(page)
    await close()
  })

  it('a title: is shown as text, and names the tab only if that is allowed', async () => {
    const { page, player, close } = await play('\x1b]2;<b>The Inn</b>\x07here\r\n')
    await page.getByText('<b>The Inn</b>').waitFor()
    expect(await page.title()).toMatch(/^127\.0\.0\.1/)
    await openMenu(page)
    await page.getByLabel('Give itself a title').selectOption('There and for the tab')
    await expect.poll(() => page.title()).toBe('<b>The Inn</b> – willdo')
    player.send(`\x1b]0;${'x'.repeat(100_000)}\x07\x1b[21t`)
    await expect.poll(() => page.title()).toMatch(/^x{199}… – willdo$/)
    await page.getByLabel('Give itself a title').selectOption('No')
    await expect.poll(() => page.title()).toMatch(/^127\.0\.0\.1/)
    await untilParsed(player)
    expect(player.received).not.toContain('xxx')
    await close()
  })

  it('a bell: is shown, a flood of them as one', async () => {
    const { page, player, close } = await play('here\r\n')
    await untilShown(page, 'here')
    await page.locator('.bell').waitFor({ state: 'attached' })
    player.send('\x07'.repeat(20_000))
    await page.getByText('Bell', { exact: true }).waitFor()
    await page.getByText('Bell', { exact: true }).waitFor({ state: 'hidden' })
    await openMenu(page)
    await page.getByLabel('Ring the bell').selectOption('Sound')
    await page.keyboard.press('Escape')
    player.send('\x07'.repeat(1000))
    await untilParsed(player)
    await close()
  })
})

describe('an encoding', () => {
  it('is chosen in the menu: the screen is read anew, and nothing in it acts again', async () => {
    const { page, player, close } = await play(
      `\xda\xc4\xbf \x1b[c\x07\x1b]52;c;${base64('x')}\x07caf\x82\r\n`,
    )
    await untilShown(page, 'caf')
    await page.getByRole('button', { name: 'Ignore' }).click()
    await untilParsed(player)
    await openMenu(page)
    await page.getByLabel('Text is in').selectOption('CP437 (IBM PC, BBS art)')
    await page.keyboard.press('Escape')
    await untilShown(page, '┌─┐ café')
    await untilParsed(player)
    expect(player.received.split('\x1b[?1;2c')).toHaveLength(2)
    expect(await page.getByText(/on your clipboard/).count()).toBe(0)
    await page.getByLabel('Line to send').fill('naïve łódź')
    await page.getByText(/^“ł”, “ź” are not in CP437/).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await page.getByLabel('Line to send').fill('naïve')
    await page.keyboard.press('Enter')
    await player.until('na\x8bve\r\n')
    expect(player.received).not.toContain('d\x81')
    await untilShown(page, 'naïve')
    await close()
  })

  it('gives wide characters and accents their room', async () => {
    const { page, close } = await play(utf8('漢字|\r\ne\u0301|\r\n👩‍🚀|\r\n'))
    await untilShown(page, '漢字|')
    await openMenu(page)
    await page.getByRole('button', { name: 'Copy everything' }).click()
    await page.getByText('Copied 3 lines.').waitFor()
    expect(await clipboard(page)).toBe('漢字|\ne\u0301|\n👩‍🚀|')
    await close()
  })
})
