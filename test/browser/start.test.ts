import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startGame } from '../helpers/page-game.ts'
import { startHost, startStatic } from '../helpers/page-host.ts'
import { connectTo, expectAccessible, openPage, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const MSSP =
  '\xff\xfb\x46\xff\xfa\x46\x01NAME\x02<b>A MUD</b>\x01PLAYERS\x0215\x01CODEBASE\x02Own 1\x01WEBSITE\x02https://mud.example/\xff\xf0'

const site = useSite((player) => player.send(`${MSSP}A quiet room.\r\n`))

const SMALLEST = { width: 320, height: 568 }
const PHONE = { width: 390, height: 844 }

async function leave(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await page.getByRole('button', { name: 'willdo' }).click()
  await page.getByRole('heading', { name: 'Games' }).waitFor()
}

const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

describe('the start', () => {
  it.each([undefined, PHONE, SMALLEST])('teaches in a sentence and fits, %o', async (look) => {
    const { page, problems, close } = await site.open(look)
    await page.getByText('Games you play come here').waitFor()
    await page.getByRole('button', { name: /^Demo/ }).waitFor()
    await page.getByRole('button', { name: /^Xibalba/ }).waitFor()
    const wide = await page.locator('main').evaluate((main) => main.scrollWidth - main.clientWidth)
    expect(wide).toBe(0)
    await expectAccessible(page)
    expect(problems).toEqual([])
    await close()
  })

  it('shows a game played before with what it said of itself, as text', async () => {
    const { page, close } = await site.open()
    await connectTo(page, `127.0.0.1 ${site.game.port}`)
    await untilShown(page, 'A quiet room.')
    await page.getByRole('row', { name: /^MSSP/ }).getByText('on', { exact: true }).waitFor()
    await leave(page)
    const recent = section(page, 'Played lately')
    await recent.getByRole('button', { name: /^<b>A MUD<\/b>/ }).waitFor()
    expect(await recent.innerText()).toContain('15 players, Own 1')
    const link = recent.getByRole('link', { name: 'https://mud.example/' })
    expect(await link.getAttribute('rel')).toBe('noreferrer')
    await expectAccessible(page)

    // It is there on the next visit too, and plays at a press.
    await page.reload()
    await recent.getByRole('button', { name: /^<b>A MUD<\/b>/ }).click()
    await untilShown(page, 'A quiet room.')
    await close()
  })

  it('keeps favourites and lets go of them, by keyboard', async () => {
    const { page, close } = await site.open()
    const focused = (): Promise<string> =>
      page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      )
    await page.getByRole('button', { name: 'Favourite: MUME' }).focus()
    await page.keyboard.press('Enter')
    const favourites = section(page, 'Favourites')
    await favourites.getByRole('button', { name: /^MUME/ }).waitFor()
    await page.getByRole('button', { name: 'Favourite: Genesis' }).focus()
    await page.keyboard.press('Space')
    await favourites.getByRole('button', { name: /^Genesis/ }).waitFor()
    expect(await focused()).toBe('Favourite: Genesis')
    await expectAccessible(page)
    await page.reload()
    await favourites.getByRole('button', { name: 'Favourite: MUME' }).focus()
    await page.keyboard.press('Enter')
    await favourites.getByRole('button', { name: /^MUME/ }).waitFor({ state: 'detached' })
    // The row is gone; the focus is at its heading, not lost.
    await expect.poll(focused).toBe('Favourites')
    await close()
  })

  it('filters a long list as one types', async () => {
    const { page, close } = await site.open()
    const games = section(page, 'Well-known MUDs and BBSs')
    await games.getByRole('searchbox').fill('german')
    await games.getByRole('button', { name: /^MUME/ }).waitFor({ state: 'detached' })
    expect(await games.getByRole('listitem').count()).toBe(1)
    await games.getByRole('searchbox').fill('nothing like it')
    await games.getByText('No game here has “nothing like it” in it.').waitFor()
    await expectAccessible(page)
    await close()
  })

  it('takes a list from a file or pasted, names the lines it leaves out, and removes it', async () => {
    const { page, close } = await site.open()
    await page.getByRole('button', { name: 'Import a list' }).click()
    const dialog = page.getByRole('dialog', { name: 'Import a list of games' })
    await dialog
      .getByLabel('Or paste it')
      .fill(`# mine\n127.0.0.1 ${site.game.port} utf-8 # <i>Home</i>\nmud.example\n`)
    await dialog.getByRole('button', { name: 'Import what is pasted' }).click()
    await dialog.getByText('1 game is on your list.').waitFor()
    await dialog.getByText('Line 3: “mud.example” has no port.').waitFor()
    await expectAccessible(page)
    await dialog.getByLabel('From a file').setInputFiles({
      name: 'list.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(Array.from({ length: 900 }, (_, i) => `m${i}.example 23`).join('\n')),
    })
    await dialog.getByText('900 games are on your list.').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    const list = section(page, 'Your list')
    expect(await list.getByRole('listitem').count()).toBe(40)
    await list.getByRole('button', { name: 'Show more (860)' }).click()
    expect(await list.getByRole('listitem').count()).toBe(240)
    await list.getByRole('searchbox').fill('m899')
    await list.getByRole('button', { name: /^m899/ }).waitFor()
    await page.reload()
    await list.getByRole('button', { name: /^m0\.example/ }).waitFor()
    await page.getByRole('button', { name: 'Remove your list' }).click()
    await list.waitFor({ state: 'detached' })
    await close()
  })

  it.each([undefined, PHONE])(
    'plays a listed game in its encoding and as wide as it says, %o',
    async (look) => {
      const board = await startGame((player) => player.send('\xff\xfd\x1f\xda\xc4\xbf\r\n'))
      /** What the game was told: columns and rows. */
      const sizes = async (): Promise<number[][]> =>
        (await board.player(0)).received
          .split('\xff\xfa\x1f')
          .slice(1)
          .map((size) => [size.charCodeAt(1), size.charCodeAt(3)])
      const { page, close } = await site.open(look)
      await page.getByRole('button', { name: 'Import a list' }).click()
      await page.getByLabel('Or paste it').fill(`127.0.0.1 ${board.port} cp437 80 # Board`)
      await page.getByRole('button', { name: 'Import what is pasted' }).click()
      await page.getByText('1 game is on your list.').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^Board/ }).click()
      await untilShown(page, '┌─┐')
      // Before the terminal is there the game is told of 24 rows.
      await expect.poll(async () => (await sizes()).at(-1)?.[1] ?? 24).not.toBe(24)
      expect(new Set((await sizes()).map(([columns]) => columns))).toEqual(new Set([80]))
      await page.getByRole('button', { name: 'Menu' }).click()
      await page.getByLabel('Width', { exact: true }).selectOption('As there is room')
      await expectAccessible(page)
      await expect.poll(async () => (await sizes()).at(-1)?.[0]).not.toBe(80)
      await close()
      await board.close()
    },
  )

  it('shares a link that plays the game', async () => {
    const { page, close } = await site.open()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await connectTo(page, `127.0.0.1 ${site.game.port}`)
    await untilShown(page, 'A quiet room.')
    await page.getByRole('button', { name: 'Share' }).click()
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await page.getByText('Copied.').waitFor()
    await expectAccessible(page)
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toBe(site.url + site.query)
    await page.goto('about:blank')
    await page.goto(link)
    await untilShown(page, 'A quiet room.')
    await close()
  })

  it('works where the browser keeps nothing', async () => {
    const { page, close } = await openPage(site.browser, 'about:blank')
    await page.addInitScript(() =>
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('blocked', 'SecurityError')
        },
      }),
    )
    await page.goto(site.url)
    await page.getByRole('button', { name: 'Favourite: MUME' }).click()
    await section(page, 'Favourites').getByRole('button', { name: /^MUME/ }).waitFor()
    await page.getByText('what you keep now is gone when the page is closed').waitFor()
    await expectAccessible(page)
    await close()
  })
})

describe('a proxy that serves', () => {
  it('a list alone offers nothing else', async () => {
    const own = await startHost(['--mode', 'list', '--no-demo', '--game', `Home=127.0.0.1:${site.game.port}`])
    const { page, close } = await openPage(site.browser, own.url)
    await page.getByText('This proxy connects to the games on its list.').waitFor()
    expect(await page.getByLabel('Address').count()).toBe(0)
    expect(await page.getByRole('heading', { name: 'Well-known MUDs and BBSs' }).count()).toBe(0)
    await expectAccessible(page)
    await page.getByRole('button', { name: /^Home/ }).click()
    await untilShown(page, 'A quiet room.')
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('button', { name: 'Connect again' }).click()
    await page.getByLabel('Line to send').waitFor()
    await close()
    await own.close()
  })

  it('one game has one button, and may be scanned', async () => {
    const own = await startHost([
      '--mode',
      'single',
      '--no-demo',
      '--game',
      `Home=127.0.0.1:${site.game.port}`,
    ])
    const { page, close } = await openPage(site.browser, own.url, PHONE)
    const button = page.getByRole('button', { name: 'Play Home' })
    await button.waitFor()
    expect(await page.getByRole('button').allInnerTexts()).toEqual(['Play Home', 'Scan it'])
    await expectAccessible(page)
    await button.click()
    await untilShown(page, 'A quiet room.')
    await close()
    await own.close()
  })

  it('public games only says so of others before it is asked', async () => {
    const own = await startHost(['--demo-port', '0'])
    const { page, close } = await openPage(site.browser, own.url)
    await page.getByRole('button', { name: /^Demo/ }).waitFor()
    await connectTo(page, 'mail.example 25')
    await page.getByRole('alert').getByText('This proxy does not connect to port 25.').waitFor()
    await expectAccessible(page)
    await close()
    await own.close()
  })
})

describe('a page on a static host', () => {
  it('asks for a proxy, goes on with it, and shares links that name it', async () => {
    const files = await startStatic()
    const own = await startHost([
      '--allow',
      '127.0.0.1',
      '--demo-port',
      '0',
      '--origin',
      new URL(files.url).origin,
    ])
    const proxy = own.url.replace(/^http/, 'ws')
    const { page, close } = await openPage(site.browser, files.url)
    await page.getByRole('alert').getByText('No proxy answers at this page’s address.').waitFor()
    await expectAccessible(page)
    const field = page.getByLabel('Proxy')
    await field.fill('https://proxy.example.org')
    await page.keyboard.press('Enter')
    await page.getByText('The address of a proxy begins with wss://').waitFor()
    await field.fill(proxy)
    await page.keyboard.press('Enter')
    await page.getByText(/^By way of the proxy/).waitFor()
    await expectAccessible(page)
    await connectTo(page, `127.0.0.1 ${site.game.port}`)
    await untilShown(page, 'A quiet room.')
    expect(new URL(page.url()).searchParams.get('proxy')).toBe(proxy)
    await page.getByRole('button', { name: 'Share' }).click()
    const link = await page.getByLabel('A link that plays this game').inputValue()
    expect(new URL(link).searchParams.get('proxy')).toBe(proxy)
    await page.goto('about:blank')
    await page.goto(link)
    await untilShown(page, 'A quiet room.')
    await close()
    await own.close()
    await files.close()
  })

  it('says so when the proxy does not serve its pages', async () => {
    const files = await startStatic()
    const { page, close } = await openPage(
      site.browser,
      `${files.url}?proxy=${site.url.replace(/^http/, 'ws')}`,
    )
    await page.getByRole('alert').getByText('or not serve pages of').waitFor()
    await page.getByLabel('Proxy').waitFor()
    await expectAccessible(page)
    await close()
    await files.close()
  })
})
