import { describe, expect, it } from 'vitest'
import { connectTo, expectAccessible, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'

const site = useSite((player) => player.send('\xff\xfb\x2f\xff\xfd\x1fA quiet room.\r\n'))

describe('the inspector’s panes', () => {
  it('share the height as the splitter between them says, by keyboard and mouse', async () => {
    const { page, close } = await site.open({}, site.query)
    const splitter = page.getByRole('separator', { name: 'Height of the upper panels' })
    const height = async (): Promise<number> =>
      (await page.getByRole('region', { name: 'Telnet options' }).boundingBox())?.height ?? NaN
    await page.getByRole('row', { name: /^NAWS/ }).waitFor()
    const before = await height()
    await splitter.focus()
    await page.keyboard.press('ArrowUp')
    expect(await splitter.getAttribute('aria-valuenow')).toBe('58')
    expect(await height()).toBeLessThan(before)
    await page.keyboard.press('End')
    expect(await height()).toBeGreaterThan(before)
    const box = await splitter.boundingBox()
    if (!box) throw new Error('the splitter is not visible')
    await page.mouse.move(box.x + 40, box.y + 4)
    await page.mouse.down()
    await page.mouse.move(box.x + 40, 300)
    await page.mouse.up()
    await page.reload()
    await expect.poll(() => splitter.getAttribute('aria-valuenow')).toMatch(/^3\d$/)
    await expectAccessible(page)
    await close()
  })

  it('are tabs of one sheet on a phone; the arrows choose, and the choice is remembered', async () => {
    const look = { width: 390, height: 844 }
    const { page, close } = await site.open(look)
    await connectTo(page, `127.0.0.1 ${site.game.port}`)
    await untilShown(page, 'A quiet room.')
    await page.getByRole('button', { name: 'Inspector' }).click()
    const tab = (name: string) => page.getByRole('tab', { name, exact: true })
    const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '')
    await page
      .getByRole('tabpanel', { name: 'Options' })
      .getByRole('row', { name: /^KERMIT/ })
      .waitFor()
    await expect.poll(focused).toBe('Options')
    await page.keyboard.press('End')
    expect(await tab('Options').getAttribute('aria-selected')).toBe('false')
    await page.keyboard.press('Home')
    await page.getByRole('tabpanel', { name: 'Options' }).waitFor()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Home')
    await tab('Log').click()
    await page.getByRole('tabpanel', { name: 'Log' }).getByText('asked us to do NAWS').waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Inspector' }).click()
    await page.getByRole('tabpanel', { name: 'Log' }).waitFor()
    expect(await focused()).toBe('Log')
    await close()
  })

  it('say when a panel cannot be loaded, and try again', async () => {
    const { page, close } = await site.open()
    await page.route(/LogPanel.*\.js/, (route) => route.abort())
    await connectTo(page, `127.0.0.1 ${site.game.port}`)
    await page.getByRole('alert').getByText('could not load this panel').waitFor()
    await expectAccessible(page)
    await page.unroute(/LogPanel.*\.js/)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('region', { name: 'Log of the session' }).waitFor()
    await close()
  })
})
