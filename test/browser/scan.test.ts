import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { logFileText } from '../../proxy/scan-files.ts'
import { scanServer } from '../../proxy/scan-socket.ts'
import { recordedScan } from '../../shared/fingerprint/outcome.ts'
import type { ScanRecord } from '../../shared/fingerprint/record.ts'
import { scanSettings, type ScanSettings } from '../../shared/fingerprint/settings.ts'
import { recordText } from '../../shared/fingerprint/write.ts'
import { parseRecording } from '../../shared/recording/format.ts'
import { startGame } from '../helpers/page-game.ts'
import { connectTo, expectAccessible, untilShown } from '../helpers/page-open.ts'
import { useSite } from '../helpers/page-site.ts'
import { listenAs } from '../helpers/sim-socket.ts'
import { scriptedServers, type Scripted } from '../helpers/sim-specs.ts'

const site = useSite()

const server = (name: string): Scripted => {
  const found = scriptedServers().find((one) => one.name === name)
  if (!found) throw new Error(`there is no scripted server ${name}`)
  return found
}

const scanButton = (page: Page) => page.getByRole('button', { name: 'Scan', exact: true })
const heading = (page: Page) => page.getByRole('heading', { name: /^Scan of / })
const hash = (page: Page) => page.locator('.hash').first()
const done = (page: Page): Promise<void> =>
  page.getByRole('heading', { name: 'Fingerprint', exact: true }).waitFor({ timeout: 40_000 })

/** Goes to the scan of a local port, where it is said what a scan does. */
async function toScan(page: Page, port: number): Promise<void> {
  await page.getByLabel('Address').fill(`127.0.0.1 ${port}`)
  await scanButton(page).click()
  await heading(page).waitFor()
}

async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ])
  return readFileSync(await download.path(), 'utf8')
}

/** The record without what no two scans have in common. */
function lasting(text: string): ScanRecord['server-probe'] {
  const record = JSON.parse(text) as ScanRecord
  const { session_data: session } = record['server-probe']
  return { ...record['server-probe'], session_data: { ...session, timing: { probe: 0, total: 0 } } }
}

const CASES: readonly (readonly [string, Partial<ScanSettings>])[] = [
  ['sim-1001-090-mud', {}],
  ['slow-3003-045-questions', { pace: 'fast' }],
  ['sim-1001-083-chaos', { schema: 'eight-key', scanType: 'full' }],
  ['slow-3003-032-late-close', {}],
]

describe('a scan on the page', () => {
  it('gives the same record, log and recording as the command does, but for times', async () => {
    await Promise.all(
      CASES.map(async ([name, choices]) => {
        const { spec, expected } = server(name)
        const game = await listenAs(spec)
        const { page, problems, close } = await site.open()
        await toScan(page, game.port)
        await page.getByText('Options', { exact: true }).click()
        await page.getByLabel('Keys').selectOption(choices.schema ?? 'five-key')
        await page.getByLabel('Asks for').selectOption(choices.scanType ?? 'quick')
        await page.getByLabel('Pace').selectOption(choices.pace ?? 'reference')
        await scanButton(page).click()
        const run = await scanServer(
          { host: '127.0.0.1', port: game.port, tls: undefined },
          scanSettings('tool', choices),
        )
        if (!run.outcome.ok) throw new Error(run.outcome.message)
        await done(page)
        const json = await saved(page, 'Save JSON')
        expect(lasting(json), name).toEqual(lasting(recordText(run.outcome.record)))
        const { fingerprint } = run.outcome.record['server-probe']
        expect(await hash(page).innerText()).toBe(fingerprint)
        if (choices.scanType === undefined) expect(fingerprint).toBe(expected['five-key'].fingerprint)
        await page.getByRole('heading', { name: 'Connection log' }).waitFor()
        const log = await saved(page, 'Save log')
        const sorted = (text: string): readonly string[] =>
          text
            .replace(/\d+\.\d\ds/g, '')
            .split('\n')
            .sort()
        expect(sorted(log), name).toEqual(sorted(logFileText(run.outcome.log)))
        const again = recordedScan(parseRecording(await saved(page, 'Save recording')))
        expect(again?.ok && again.record['server-probe']).toEqual(
          (JSON.parse(json) as ScanRecord)['server-probe'],
        )
        expect(problems).toEqual([])
        await expectAccessible(page)
        await close()
        await game.close()
      }),
    )
  })

  it('keeps its time while the page is hidden and has no time for it', async () => {
    const { spec, expected } = server('sim-1001-068-mud')
    const game = await listenAs(spec)
    const { page, close } = await site.open()
    await toScan(page, game.port)
    await scanButton(page).click()
    await page.getByText('Opening burst').waitFor()
    const other = await page.context().newPage()
    await other.bringToFront()
    // No timer of the page's own runs meanwhile.
    await page.evaluate(() => {
      for (const end = performance.now() + 6000; performance.now() < end;);
    })
    await page.bringToFront()
    await done(page)
    expect(await hash(page).innerText()).toBe(expected['five-key'].fingerprint)
    const { timing } = (JSON.parse(await saved(page, 'Save JSON')) as ScanRecord)['server-probe'].session_data
    expect(timing.total).toBeLessThan(expected.reference_seconds + 1.5)
    await close()
    await game.close()
  })

  it('tells where it is, and what is known so far, long before its end; it can be stopped', async () => {
    const game = await listenAs(server('slow-3003-027-questions').spec)
    const { page, close } = await site.open({ width: 390, height: 844 })
    await toScan(page, game.port)
    await expectAccessible(page)
    await scanButton(page).click()
    await page.getByText('provisional', { exact: true }).waitFor()
    expect(await hash(page).innerText()).toMatch(/^[0-9a-f]{16}$/)
    await page
      .getByRole('listitem')
      .filter({ hasText: /Banner.*at most/s })
      .waitFor()
    await page
      .getByRole('status')
      .filter({ hasText: /^Banner$/ })
      .waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('alert').filter({ hasText: 'The scan was stopped' }).waitFor()
    await page.getByText('provisional', { exact: true }).waitFor()
    expect(await page.getByRole('button', { name: 'Save JSON' }).count()).toBe(0)
    await expectAccessible(page)
    await close()
    await game.close()
  })

  it('says why a server is not reached, and which part of the way it is', async () => {
    const taken = createServer()
    const port = await new Promise<number>((resolve) =>
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as AddressInfo).port)),
    )
    await new Promise((closed) => taken.close(closed))
    const { page, close } = await site.open()
    await toScan(page, port)
    await scanButton(page).click()
    await page.getByRole('alert').filter({ hasText: 'Proxy to game: Nothing listens' }).waitFor()
    await expectAccessible(page)
    // Nobody was bothered, so one may try again at once.
    await page.getByRole('button', { name: 'Scan again' }).click()
    await page.getByRole('alert').filter({ hasText: 'Proxy to game: Nothing listens' }).waitFor()
    await close()
  })

  it('is made once a minute at most unless a person insists, also when the page is loaded anew', async () => {
    let visits = 0
    const game = await startGame((player) => {
      visits++
      player.send('SSH-2.0-x\r\n')
    })
    const { page, close } = await site.open()
    await toScan(page, game.port)
    await page.getByText('Options', { exact: true }).click()
    await page.getByLabel('Pace').selectOption('fast')
    await scanButton(page).click()
    await page.getByText('This port speaks SSH, not telnet.').first().waitFor({ timeout: 40_000 })
    await page.getByRole('button', { name: 'Scan again' }).click()
    await page.getByText('scanned less than a minute ago').waitFor()
    await page.reload()
    // A link to a scan scans nothing.
    await heading(page).waitFor()
    await scanButton(page).click()
    await page.getByText('scanned less than a minute ago').waitFor()
    await expectAccessible(page)
    expect(visits).toBe(1)
    await page.getByRole('button', { name: 'Scan anyway' }).click()
    await page.getByText('This port speaks SSH, not telnet.').first().waitFor({ timeout: 40_000 })
    expect(visits).toBe(2)
    await close()
    await game.close()
  })

  it('can be had by keyboard alone, beside a game that goes on', async () => {
    const { spec, expected } = server('sim-1001-022-mud')
    const game = await listenAs(spec)
    const { page, close } = await site.open()
    const room = await startGame((player) => {
      player.send('A quiet room.\r\n')
      player.echo()
    })
    await connectTo(page, `127.0.0.1 ${room.port}`)
    await untilShown(page, 'A quiet room.')
    await page.keyboard.press('Alt+Shift+M')
    await page.getByRole('button', { name: 'Scan this server' }).focus()
    await page.keyboard.press('Enter')
    await heading(page).waitFor()
    await expectFocus(page, /^Scan of/)
    await page.keyboard.press('Shift+Tab')
    await expectFocus(page, 'Back to the game')
    await page.keyboard.press('Enter')
    await page.getByLabel('Line to send').fill('still here')
    await page.keyboard.press('Enter')
    await untilShown(page, 'still here')
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('button', { name: 'willdo' }).click()

    await page.getByLabel('Address').fill(`127.0.0.1 ${game.port}`)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await expectFocus(page, 'Scan')
    await page.keyboard.press('Enter')
    await expectFocus(page, /^Scan of/)
    await page.keyboard.press('Tab')
    await expectFocus(page, 'Scan')
    await page.keyboard.press('Enter')
    await expectFocus(page, 'Cancel')
    await done(page)
    await expectFocus(page, /^Scan of/)
    await page
      .getByRole('status')
      .filter({ hasText: [...expected['five-key'].fingerprint].join(' ') })
      .waitFor()
    // It is kept, and the way back leads to where it began.
    await page.goto(`${site.url}#/fingerprints`)
    await page.getByText(expected['five-key'].fingerprint).locator('visible=true').first().waitFor()
    await page.goBack()
    await heading(page).waitFor()
    await page.goBack()
    await page.getByLabel('Address').waitFor()
    await expectFocus(page, 'Scan')
    await close()
    await game.close()
    await room.close()
  })
})

/** Waits until what has the focus says so. */
async function expectFocus(page: Page, text: string | RegExp): Promise<void> {
  const { source, flags } = typeof text === 'string' ? new RegExp(`^${text}$`) : text
  await page.waitForFunction(
    ([pattern, how]) =>
      new RegExp(pattern ?? '', how).test(document.activeElement?.textContent?.trim() ?? ''),
    [source, flags],
  )
}
