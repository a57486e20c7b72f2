import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startGame, type Game } from '../helpers/page-game.ts'
import { connectTo, expectAccessible, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite()

const gmcp = (message: string): string => `\xff\xfa\xc9${message}\xff\xf0`
const msdp = (payload: string): string => `\xff\xfa\x45${payload}\xff\xf0`
const VITALS = gmcp('Char.Vitals {"hp":"30","maxhp":"40"}')
const ROOM = gmcp('Room.Info {"num":3,"name":"<b>Hall</b>","exits":{"n":4,"w\\r\\nquit":5}}')
const CHAT = gmcp(
  'Comm.Channel.Text {"channel":"chat","talker":"Ann","text":"<i>hi</i> javascript:alert(1)"}',
)

async function play(game: Game, look = {}) {
  const opened = await site.open(look)
  await connectTo(opened.page, `127.0.0.1 ${game.port}`)
  await untilShown(opened.page, 'Welcome.')
  return opened
}

const openData = (page: Page) => page.getByRole('tab', { name: 'Data', exact: true }).click()

describe('beside the terminal', () => {
  it('stand pinned values, the room whose exits send what they show, and channels; kept for the game', async () => {
    const game = await startGame((player) => player.send(`\xff\xfb\xc9${VITALS}${ROOM}${CHAT}Welcome.\r\n`))
    const { page, problems, close } = await play(game)
    await openData(page)
    await page.getByRole('button', { name: 'Add bars: hp' }).click()
    const pinned = page.getByRole('list', { name: 'Pinned values' })
    await pinned.getByText('30 of 40').waitFor()
    game.players[0]?.send(gmcp('Char.Vitals {"hp":"4","maxhp":"40"}'))
    await pinned.getByText('4 of 40, low').waitFor()

    await page.getByRole('checkbox', { name: 'Room', exact: true }).focus()
    await page.keyboard.press('Space')
    const room = page.getByRole('region', { name: 'Room' })
    await room.getByText('<b>Hall</b>').waitFor()
    expect(await room.getByRole('button').allInnerTexts()).toEqual(['n'])
    await room.getByRole('button', { name: 'n', exact: true }).click()
    await game.players[0]?.until('n\r\n')

    await page.getByRole('checkbox', { name: 'Channels', exact: true }).focus()
    await page.keyboard.press('Space')
    const said = page.getByRole('list', { name: 'Said on channels' })
    await said.getByText('<i>hi</i> javascript:alert(1)').waitFor()
    expect(await page.locator('.play').locator('a, i, b').count()).toBe(0)
    await expectAccessible(page)

    await page.getByRole('treeitem', { name: /^num 3/ }).click()
    await page.getByRole('button', { name: 'Pin', exact: true }).click()
    await page.getByText('Room.Info.num is now beside the terminal. Give it a maximum').waitFor()
    await page.getByLabel('Maximum of num').fill('9')
    await page.getByLabel('Maximum of num').press('Enter')
    await pinned.getByText('3 of 9').waitFor()
    await page.getByRole('button', { name: 'Take num away' }).click()
    await pinned.getByText('3 of 9').waitFor({ state: 'detached' })

    await page.reload()
    await pinned.getByText('30 of 40').waitFor()
    await said.getByText('<i>hi</i>').waitFor()
    await expectAccessible(page)
    expect(problems).toEqual([])
    await close()
    await game.close()
  })

  it('is room on a phone for all of it', async () => {
    const game = await startGame((player) => player.send(`\xff\xfb\xc9${VITALS}${ROOM}${CHAT}Welcome.\r\n`))
    const { page, close } = await play(game, { width: 320, height: 640 })
    await page.getByRole('button', { name: 'Inspector' }).click()
    await openData(page)
    await page.getByRole('button', { name: 'Add bars: hp' }).click()
    for (const name of ['Room', 'Channels']) await page.getByRole('checkbox', { name, exact: true }).check()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await page.getByRole('list', { name: 'Pinned values' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await expectAccessible(page)
    await close()
    await game.close()
  })
})

describe('MSDP', () => {
  it('is asked for by a click, by itself or inside GMCP, and shown as a tree', async () => {
    const game = await startGame((player) =>
      player.send(
        `\xff\xfb\xc9\xff\xfb\x45${msdp('\x01REPORTABLE_VARIABLES\x02\x05\x02HEALTH\x02ROOM\x06')}Welcome.\r\n`,
      ),
    )
    const { page, problems, close } = await play(game)
    await game.players[0]?.until(msdp('\x01LIST\x02REPORTABLE_VARIABLES'))
    await openData(page)
    await page.locator('summary', { hasText: 'Ask for variables' }).click()
    await page.getByRole('checkbox', { name: 'HEALTH' }).check()
    await game.players[0]?.until(msdp('\x01REPORT\x02HEALTH'))
    await page.getByRole('radio', { name: 'GMCP MSDP' }).check()
    await page.getByRole('checkbox', { name: 'ROOM' }).check()
    await game.players[0]?.until(gmcp('MSDP {"REPORT":"ROOM"}'))
    game.players[0]?.send(
      msdp('\x01HEALTH\x0240') + msdp('\x01HEALTH\x0238\x01ROOM\x02\x03\x01NAME\x02Pier\x04'),
    )
    await page.getByRole('treeitem', { name: /^HEALTH "38" changed was "40"/ }).waitFor()
    await page.getByRole('treeitem', { name: /^NAME "Pier"/ }).waitFor()
    await expectAccessible(page)
    expect(problems).toEqual([])
    await close()
    await game.close()
  })
})

describe('a login over GMCP', () => {
  it('is offered as a form, and nothing that is kept or shown holds what was sent', async () => {
    const game = await startGame((player) =>
      player.send(`\xff\xfb\xc9${gmcp('Char.Login.Default {"type":["password-credentials"]}')}Welcome.\r\n`),
    )
    const { page, problems, close } = await play(game)
    await page.getByRole('button', { name: 'Log in…' }).click()
    await page.keyboard.type('zoe')
    await page.keyboard.press('Tab')
    await page.keyboard.type('lantern')
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await game.players[0]?.until(gmcp('Char.Login.Credentials {"account":"zoe","password":"lantern"}'))
    game.players[0]?.send(gmcp('Char.Login.Result {"success":false,"message":"<b>no</b>"}'))
    await page.getByText('The game said no: <b>no</b>').waitFor()
    await page.getByText('We sent a name and a password (Char.Login), which are not kept.').waitFor()
    game.players[0]?.send(gmcp('Char.Login.Result {"success":true}'))
    await page.getByRole('region', { name: 'Log in' }).waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('line')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save recording' }).click(),
    ])
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    const bytes = Buffer.concat(chunks)
      .toString()
      .split('\n')
      .map((line) => /^\[\d+,">","([^"]+)"/.exec(line)?.[1] ?? '')
      .map((base64) => Buffer.from(base64, 'base64').toString('latin1'))
      .join('')
    expect(bytes).toContain('Char.Login.Credentials ***')
    expect(bytes).not.toMatch(/zoe|lantern/)
    expect(problems).toEqual([])
    await close()
    await game.close()
  })
})

describe('mssp-request', () => {
  it('is typed when a person says so, and its answer is shown as MSSP', async () => {
    const game = await startGame(async (player) => {
      player.send('Welcome.\r\n')
      await player.until('mssp-request\r\n')
      player.send('\r\nMSSP-REPLY-START\r\nNAME\tZoo\r\nGMCP\t1\r\nMSSP-REPLY-END\r\n')
    })
    const { page, problems, close } = await play(game)
    await openData(page)
    await page.getByRole('button', { name: /^Type/ }).click()
    const data = page.getByRole('region', { name: 'Data from the game' })
    await data.getByText('Zoo').waitFor()
    await data.getByText('not offered so far').waitFor()
    await expectAccessible(page)
    expect(problems).toEqual([])
    await close()
    await game.close()
  })
})
