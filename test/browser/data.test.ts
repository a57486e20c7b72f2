import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startGame, type Game } from '../helpers/page-game.ts'
import { connectTo, expectAccessible, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite()

const gmcp = (message: string): string => `\xff\xfa\xc9${message}\xff\xf0`
const mssp = '\xff\xfa\x46\x01NAME\x02<b>Zoo</b>\x01GMCP\x021\x01WEBSITE\x02javascript:alert(1)\xff\xf0'

async function play(game: Game, look = {}) {
  const opened = await site.open(look)
  await connectTo(opened.page, `127.0.0.1 ${game.port}`)
  await untilShown(opened.page, 'Welcome.')
  return opened
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })
const line = (page: Page, name: RegExp) => page.getByRole('treeitem', { name })
const focused = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
  )

describe('the data of a game', () => {
  it('is a tree that marks what changed, lists, and messages; nothing of it is markup', async () => {
    const game = await startGame((player) =>
      player.send(
        `\xff\xfb\xc9\xff\xfb\x46${mssp}${gmcp('Char.Vitals {"hp":10,"max":20}')}${gmcp('Evil {"x":"<img src=x onerror=alert(1)>"}')}` +
          `${gmcp('Core.Goodbye bare <i>text</i>')}\xff\xfa\xf9\x01HEALTH\x025\xff\xf0Welcome.\r\n`,
      ),
    )
    const { page, problems, close } = await play(game)
    await tab(page, 'Data').click()
    await line(page, /^hp 10$/).waitFor()
    await line(page, /<img src=x onerror=alert\(1\)>/).waitFor()
    await line(page, /text, not JSON bare <i>text<\/i>/).waitFor()
    const data = page.getByRole('region', { name: 'Data from the game' })
    await data.getByText('<b>Zoo</b>').waitFor()
    await data.getByText('javascript:alert(1)').waitFor()
    expect(await data.locator('a, img, i, b').count()).toBe(0)
    game.players[0]?.send(gmcp('Char.Vitals {"hp":8,"max":20}'))
    await line(page, /^hp 8 changed was 10$/).waitFor()
    await line(page, /^Char\.Vitals changed inside 2 messages/).waitFor()
    expect(await line(page, /^max 20$/).count()).toBe(1)
    await expectAccessible(page)

    await page.locator('summary', { hasText: '0xf9' }).click()
    await data.getByText('01 48 45 41 4c 54 48 02 35', { exact: true }).waitFor()
    await data.getByRole('button', { name: /^Choose row/ }).click()
    await tab(page, 'Bytes').click()
    await page.getByRole('row', { name: /payload/ }).waitFor()
    await expectAccessible(page)

    await page.getByLabel('Filter').fill('vitals')
    await line(page, /^Evil/).waitFor({ state: 'detached' })
    expect(await line(page, /^hp 8/).count()).toBe(1)
    await page.getByLabel('Filter').fill('nothing of the kind')
    await page.getByText('Nothing here has “nothing of the kind” in it.').waitFor()
    await expectAccessible(page)
    expect(problems).toEqual([])
    await close()
    await game.close()
  })

  it('keeps what can be done with a row of one tree apart from the others', async () => {
    const long = JSON.stringify({ list: Array.from({ length: 60 }, (_, i) => i) })
    const game = await startGame((player) =>
      player.send(
        `\xff\xfb\xc9\xff\xfb\x45${gmcp(`A.Long ${long}`)}\xff\xfa\x45\x01HEALTH\x025\xff\xf0Welcome.\r\n`,
      ),
    )
    const { page, close } = await play(game)
    await tab(page, 'Data').click()
    await line(page, /^HEALTH/).waitFor()
    await line(page, /^A\.Long/).click()
    // The first tree's: it is pressed only where nothing lies over it.
    await page.getByRole('button', { name: 'Copy path' }).first().click({ timeout: 3000 })
    await page.getByText('A.Long', { exact: true }).first().waitFor()
    await close()
    await game.close()
  })

  it('is walked, opened and copied by keyboard alone', async () => {
    const long = JSON.stringify({ list: Array.from({ length: 300 }, (_, i) => i) })
    const game = await startGame((player) =>
      player.send(`\xff\xfb\xc9${gmcp('A.One {"a":{"b":"c"}}')}${gmcp(`B.Long ${long}`)}Welcome.\r\n`),
    )
    const { page, close } = await play(game)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await tab(page, 'Options').focus()
    await page.keyboard.press('ArrowRight')
    await line(page, /^A\.One/).waitFor()
    for (let i = 0; i < 6 && (await focused(page)) !== 'GMCP packages'; i++) await page.keyboard.press('Tab')
    const current = () => page.locator('[role=treeitem][aria-selected=true]').getAttribute('aria-level')
    const at = async (): Promise<string> => {
      const id = await page.getByRole('tree').getAttribute('aria-activedescendant')
      return (await page.locator(`[id="${id}"] .label`).textContent()) ?? ''
    }
    expect(await at()).toBe('A.One')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect([await at(), await current()]).toEqual(['b', '3'])
    await page.keyboard.press('Control+c')
    await page.getByText('Copied the value of A.One.a.b.').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('"c"')
    await page.keyboard.press('ArrowLeft')
    expect(await at()).toBe('a')
    await page.keyboard.press('ArrowLeft')
    await line(page, /^b/).waitFor({ state: 'detached' })
    await page.keyboard.press('b')
    expect(await at()).toBe('B.Long')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(await at()).toBe('list')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('End')
    await expect.poll(at).toBe('[299]')
    await expectAccessible(page)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Copied B.Long.list[299].').waitFor()
    await close()
    await game.close()
  })

  it('keeps the place in the tree and answers keys while thousands of messages come', async () => {
    const game = await startGame((player) =>
      player.send(`\xff\xfb\xc9${gmcp('Char.Vitals {"hp":0}')}Welcome.\r\n`),
    )
    const { page, close } = await play(game)
    await tab(page, 'Data').click()
    await line(page, /^hp 0$/).waitFor()
    await page.getByRole('tree').focus()
    await page.keyboard.press('ArrowDown')
    let hp = 0
    const burst = (): string =>
      Array.from({ length: 1000 }, () => gmcp(`Char.Vitals {"hp":${++hp}}`)).join('')
    for (let i = 0; i < 10; i++) game.players[0]?.send(burst())
    await page.getByLabel('Line to send').fill('look')
    await page.keyboard.press('Enter')
    await game.players[0]?.until('look\r\n')
    await line(page, /^hp 10000 changed was 9999$/).waitFor()
    await line(page, /^Char\.Vitals.*10,001 messages/).waitFor()
    expect(await page.locator('[role=treeitem][aria-selected=true]').innerText()).toContain('hp')
    await close()
    await game.close()
  })

  it('of a megabyte is shown piece by piece', async () => {
    const million = JSON.stringify(Array.from({ length: 140_000 }, (_, i) => i))
    const game = await startGame((player) => player.send(`\xff\xfb\xc9${gmcp(`Big ${million}`)}Welcome.\r\n`))
    const { page, close } = await play(game)
    await tab(page, 'Data').click()
    await line(page, /^Big/).click()
    await line(page, /^\[0\] 0$/).waitFor()
    expect(await line(page, /^\[/).count()).toBe(999)
    await page.getByRole('button', { name: 'Show more lines' }).click()
    await line(page, /^\[1500\]/).waitFor()
    await close()
    await game.close()
  })

  it('teaches in a sentence while there is none', async () => {
    const game = await startGame((player) => player.send('Welcome.\r\n'))
    const { page, close } = await play(game, { width: 390, height: 844 })
    await page.getByRole('button', { name: 'Inspector' }).click()
    await tab(page, 'Data').click()
    await page.getByText('No data yet.').waitFor()
    await expectAccessible(page)
    await close()
    await game.close()
  })
})

describe('the connection', () => {
  it('is listed from the status line, and the way to the game is measured when asked', async () => {
    const game = await startGame(async (player) => {
      player.send('Welcome.\r\n')
      await player.until('\xff\xfd\x06')
      player.send('\xff\xfb\x06')
    })
    const { page, problems, close } = await play(game)
    const button = page.getByRole('button', { name: 'Connection' })
    await button.focus()
    await page.keyboard.press('Enter')
    const list = page.getByRole('dialog', { name: 'Connection' })
    await list.getByText('not measured yet').last().waitFor()
    await list.getByText('10 B on the wire, 10 B decoded').waitFor()
    await expectAccessible(page)
    expect(game.players[0]?.received).toBe('')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('Measure the way to the game')
    await page.keyboard.press('Enter')
    await list.getByText(/ms, by a timing mark$/).waitFor()
    const counters = page.locator('footer > dl')
    await counters.getByText('Game', { exact: true }).waitFor()
    await counters.getByText('Proxy', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'detached' })
    expect(await focused(page)).toBe('Connection')
    expect(problems).toEqual([])
    await close()
    await game.close()
  })
})
