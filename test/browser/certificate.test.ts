import type { Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { connectTo, expectAccessible, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'
import { CERTIFICATE, KEY, RENEWED_CERTIFICATE, RENEWED_KEY } from '../helpers/proxy-certificate.ts'
import { TestGame } from '../helpers/proxy-game.ts'

const site = useSite()

let game: TestGame | undefined
afterEach(async () => {
  await game?.close()
  game = undefined
})

const OWN = { cert: CERTIFICATE, key: KEY }
const RENEWED = { cert: RENEWED_CERTIFICATE, key: RENEWED_KEY }
const PHONE = { width: 320, height: 568 }

async function play(tls: typeof OWN, port?: number): Promise<TestGame> {
  game = await TestGame.start((socket) => socket.write('A quiet room.\r\n'), tls, port)
  return game
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press('Tab')
    if ((await focused(page)) === name) return
  }
  throw new Error(`Tab does not lead to ${name}; it is at ${await focused(page)}`)
}

const fieldHasFocus = (page: Page): Promise<boolean> =>
  page.getByLabel('Address').evaluate((field) => field === document.activeElement)

it('that nobody vouches for is shown, trusted, kept, and forgotten again, by keyboard alone', async () => {
  const { port } = await play(OWN)
  const { page, close } = await site.open()
  const question = page.getByRole('dialog', { name: 'Do you trust this game’s certificate?' })

  // Nothing is pressed by mistake: the focus begins at the heading.
  await connectTo(page, `telnets://127.0.0.1:${port}`)
  await question.waitFor()
  expect(await focused(page)).toBe('Do you trust this game’s certificate?')
  await expectAccessible(page)
  const shown = await question.innerText()
  expect(shown).toContain('signed by itself only')
  expect(shown).toContain('tls.example, Test game')
  const day = await page.evaluate(() =>
    new Intl.DateTimeFormat(undefined, { dateStyle: 'long' }).format(Date.parse('2026-11-22T22:39:49Z')),
  )
  expect(shown).toContain(day)
  expect(shown).toMatch(/([0-9A-F]{4}\s+){15}[0-9A-F]{4}/)

  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'detached' })
  expect(await fieldHasFocus(page)).toBe(true)
  await page.keyboard.press('Enter')
  await question.waitFor()
  await tabTo(page, 'Trust this certificate and connect')
  await page.keyboard.press('Enter')
  await untilShown(page, 'A quiet room.')

  // The next visit is not asked.
  await page.reload()
  await untilShown(page, 'A quiet room.')
  const lock = page.getByRole('button', { name: /TLS, trusted by you/ })
  await lock.focus()
  await page.keyboard.press('Enter')
  const details = page.getByRole('dialog', { name: `telnets://127.0.0.1:${port}` })
  await details.getByText('Reached at 127.0.0.1.').waitFor()
  await expectAccessible(page)
  await tabTo(page, 'Forget this certificate')
  await page.keyboard.press('Enter')
  await details.getByText('It is forgotten').waitFor()
  expect(await focused(page)).toBe('Close')
  await page.keyboard.press('Enter')
  await details.waitFor({ state: 'detached' })
  expect(await lock.evaluate((element) => element === document.activeElement)).toBe(true)

  await page.reload()
  await question.waitFor()
  await close()
})

it('that is another one than before is warned of, and both are shown', async () => {
  const first = await play(OWN)
  const { page, close } = await site.open(PHONE)
  await connectTo(page, `telnets://127.0.0.1:${first.port}`)
  await page.getByRole('button', { name: 'Trust this certificate and connect' }).click()
  await untilShown(page, 'A quiet room.')
  await first.close()
  await page.getByRole('button', { name: 'Connect again' }).waitFor()

  await play(RENEWED, first.port)
  await page.getByRole('button', { name: 'Connect again' }).click()
  const warning = page.getByRole('alertdialog', { name: 'The certificate of this game has changed' })
  await warning.waitFor()
  const shown = await warning.innerText()
  expect(shown).toContain('somebody between the proxy and the game')
  expect(shown).toContain('Test game, renewed')
  expect(shown.match(/([0-9A-F]{4}\s+){15}[0-9A-F]{4}/g)).toHaveLength(2)
  expect(
    await warning.evaluate((dialog) => dialog.scrollWidth <= dialog.clientWidth),
    'the dialog is wider than a small phone',
  ).toBe(true)
  await expectAccessible(page)

  // Cancel is what Enter does.
  expect(await focused(page)).toBe('Cancel')
  await page.keyboard.press('Enter')
  await warning.waitFor({ state: 'detached' })
  expect(await fieldHasFocus(page)).toBe(true)
  await page.keyboard.press('Enter')
  await warning.waitFor()
  await tabTo(page, 'Trust the new one')
  await page.keyboard.press('Enter')
  await untilShown(page, 'A quiet room.')
  await close()
})

it('that the game renewed after it ran out is said to be likely', async () => {
  const { port } = await play(OWN)
  const { page, close } = await site.open()
  const certificate = {
    subject: 'old',
    issuer: 'old',
    validFrom: 'Jan  1 00:00:00 2020 GMT',
    validTo: 'Jan  1 00:00:00 2021 GMT',
    sha256: 'ab'.repeat(32),
  }
  await page.evaluate(
    ([place, pin]) => localStorage.setItem('willdo.pins', JSON.stringify({ [String(place)]: pin })),
    [`127.0.0.1 ${port}`, { certificate, since: '2020-02-01T00:00:00.000Z' }] as const,
  )
  await page.reload()
  await connectTo(page, `telnets://127.0.0.1:${port}`)
  await page.getByText(/ran out on .*202[01], so the game may/).waitFor()
  await expectAccessible(page)
  await close()
})

it('is not there without TLS, which the bar says in words', async () => {
  const plain = await TestGame.start((socket) => socket.write('A quiet room.\r\n'))
  const { page, close } = await site.open()
  await connectTo(page, `127.0.0.1 ${plain.port}`)
  await page.getByRole('button', { name: /Not encrypted to the game/ }).click()
  const details = page.getByRole('dialog')
  await details.getByText('From proxy to game nothing is encrypted').waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await details.waitFor({ state: 'detached' })
  await plain.close()
  await close()
})

it('stands beside the country of the game, and the source of that is named', async () => {
  const { page, close } = await site.open()
  await page.routeWebSocket(/\/connect/, (socket) =>
    socket.send(
      JSON.stringify({
        type: 'opened',
        v: 1,
        via: 'a',
        token: 'secret',
        window: 262144,
        parkSeconds: 0,
        address: '192.0.2.7',
        family: 4,
        country: 'DE',
      }),
    ),
  )
  await connectTo(page, 'mud.example 4000')
  await page.getByRole('button', { name: /^Playing at/ }).click()
  await page.getByText('Reached at 192.0.2.7, Germany.').waitFor()
  await page.getByRole('link', { name: 'https://lite.ip2location.com' }).waitFor()
  await expectAccessible(page)
  await close()
})
