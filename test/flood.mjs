#!/usr/bin/env node
// Plays the demo's endless `flood` in Chromium and reports whether the page answers keys, and what page and proxy grow
// by: `npm run flood -- [seconds]`.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'

const SECONDS = Number(process.argv[2] ?? 30)
const MIB = 1024 * 1024
const FLAGS =
  '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

const proxy = spawn(process.execPath, ['proxy/start.mjs', 'main', '--port', '0', '--demo-port', '4000'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
const page = await new Promise((resolve, reject) => {
  proxy.once('exit', (code) => reject(new Error(`the proxy ended with ${code}`)))
  createInterface(proxy.stdout).on('line', (line) => line.startsWith('page: ') && resolve(line.slice(6)))
})
proxy.removeAllListeners('exit')
const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${proxy.pid}/status`, 'utf8'))[1]) / 1024

const browser = await chromium.launch({
  executablePath: process.env.WILLDO_CHROMIUM ?? '/usr/bin/chromium',
  args: FLAGS.split(' '),
})
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const tab = await context.newPage()
  await tab.goto(page)
  await tab.getByRole('button', { name: /demo/i }).first().click()
  const line = tab.locator('#line')
  for (const text of ['Zoe', 'secret', 'look']) {
    await line.fill(text)
    await line.press('Enter')
    await tab.waitForTimeout(500)
  }
  const cdp = await context.newCDPSession(tab)
  const heap = async () => {
    await cdp.send('HeapProfiler.collectGarbage')
    const {
      usedSize,
      backingStorageSize = 0,
      embedderHeapUsedSize = 0,
    } = await cdp.send('Runtime.getHeapUsage')
    return { js: (usedSize + embedderHeapUsedSize) / MIB, buffers: backingStorageSize / MIB }
  }
  const before = await heap()
  const proxyBefore = rss()
  console.log(
    `before: heap ${before.js.toFixed(1)} MiB, buffers ${before.buffers.toFixed(1)}, proxy ${proxyBefore.toFixed(0)}`,
  )
  await line.fill('flood')
  await line.press('Enter')

  const keys = []
  const began = Date.now()
  let reported = 0
  while (Date.now() - began < SECONDS * 1000) {
    await tab.waitForTimeout(250)
    // From the key's arrival in the page to the frame that shows it.
    const shown = tab.evaluate(
      () =>
        new Promise((resolve) => {
          const field = document.querySelector('#line')
          field.addEventListener(
            'input',
            (event) =>
              requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - event.timeStamp))),
            { once: true },
          )
        }),
    )
    await line.press('x')
    keys.push(await shown)
    if (Date.now() - began > (reported + 1) * 5000) {
      reported++
      const now = await heap()
      const status = (await tab.locator('footer').innerText()).replace(/\s+/g, ' ')
      console.log(
        `${reported * 5} s: heap ${now.js.toFixed(1)} MiB, buffers ${now.buffers.toFixed(1)}, proxy ${rss().toFixed(0)} | ${status}`,
      )
    }
  }
  const after = await heap()
  const stopping = Date.now()
  await line.fill('who')
  await line.press('Enter')
  await tab
    .getByText(/flood stops/i)
    .last()
    .waitFor({ state: 'attached', timeout: 30_000 })
  keys.sort((a, b) => a - b)
  const at = (share) => keys[Math.min(keys.length - 1, Math.floor(keys.length * share))].toFixed(0)
  console.log(
    `keys: ${keys.length}, shown after ${at(0.5)} ms median, ${at(0.95)} ms p95, ${at(1)} ms at most`,
  )
  console.log(`a line stops the flood after ${Date.now() - stopping} ms`)
  console.log(
    `heap growth ${(after.js - before.js).toFixed(1)} MiB, buffers ${(after.buffers - before.buffers).toFixed(1)} MiB, ` +
      `proxy ${(rss() - proxyBefore).toFixed(0)} MiB`,
  )
} finally {
  await browser.close()
  proxy.kill('SIGTERM')
}
