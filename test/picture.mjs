#!/usr/bin/env node
// `npm run picture`: plays the demo on the real page and takes the picture that the README shows.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { resolve } from 'node:path'
import { chromium } from 'playwright-core'

const ROOT = resolve(import.meta.dirname, '..')
const PICTURE = resolve(ROOT, 'docs/picture.png')
const SIZE = { width: 1280, height: 760 }

/** Starts page, proxy and demo on free ports; resolves with the page's address once it is printed. */
async function startWilldo() {
  const child = spawn(process.execPath, ['proxy/start.mjs', 'main', '--port', '0'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const page = /^page: (\S+)/.exec(line)?.[1]
    if (page) return { page, stop: () => child.kill() }
  }
  throw new Error('willdo ended before it printed the address of the page')
}

async function play(page) {
  const line = page.getByLabel('Line to send')
  const hidden = page.getByLabel(/Hidden line/)
  const screen = page.locator('.xterm-rows')
  await page.getByRole('button', { name: /^Demo/ }).click()
  await line.fill('Ann')
  await line.press('Enter')
  await hidden.fill('lantern')
  await hidden.press('Enter')
  await line.waitFor()
  for (const command of ['north']) {
    const received = page.locator('footer dd').first()
    const before = await received.innerText()
    await line.fill(command)
    await line.press('Enter')
    await page.waitForFunction(
      (text) => document.querySelector('footer dd')?.textContent?.trim() !== text,
      before,
    )
  }
  await screen.getByText(/Exits/).last().waitFor()
  await page.getByRole('row', { name: /^NAWS/ }).waitFor()
}

const executablePath = process.env.WILLDO_CHROMIUM ?? '/usr/bin/chromium'
const willdo = await startWilldo()
try {
  const browser = await chromium.launch({
    executablePath,
    args: ['--headless=new', '--no-sandbox', '--disable-gpu'],
  })
  const context = await browser.newContext({ viewport: SIZE, colorScheme: 'dark', reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(willdo.page)
  await play(page)
  await page.screenshot({ path: PICTURE })
  await browser.close()
  console.log(`picture: ${PICTURE}`)
} finally {
  willdo.stop()
}
