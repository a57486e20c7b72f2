import { once } from 'node:events'
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { constants, createDeflate } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { latin1 } from '../../shared/base/bytes.ts'
import { GA, IAC, SB, SE, TELOPT, WILL } from '../../shared/telnet/codes.ts'
import { readConfig } from '../../proxy/config.ts'
import { startDemo } from '../../proxy/demo/server.ts'
import { startProxy } from '../../proxy/server.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { builtPage } from '../helpers/page-build.ts'
import { startGame } from '../helpers/page-game.ts'
import { median, type Bench, type BenchResult } from './bench.ts'
import { corpora } from './corpora.ts'
import type { Run, TerminalPage } from './terminal-page.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const MIB = 1024 * 1024
const SIZE = 8 * MIB
const PIECE = 16 * 1024
const ROUNDS = 5
const KEYS = 250
/** The text goes at least at this share of xterm.js alone. */
const GOAL_RATIO = 0.8
/** A key is on the screen at most so much later than a raw client has its echo. */
const GOAL_MS = 15

declare global {
  interface Window {
    readonly bench: TerminalPage
    /** Watches for the next key. */
    watchKey: () => void
    /** How long that one took. */
    keyPainted: Promise<number>
  }
}

/** The page beside xterm.js alone, and beside a raw TCP client. */
export const terminalBench: Bench = {
  name: 'terminal',
  about: 'the page in Chromium: compressed text to the screen, key to echo painted',
  async run() {
    const browser = await launchChromium()
    try {
      return resultOf(await throughput(browser), await latency(browser))
    } finally {
      await browser.close()
    }
  },
}

/** Serves a folder, and games on loopback. */
async function serve(folder: string): Promise<{ url: string; close: () => Promise<void> }> {
  const read = readConfig(
    ['--port', '0', '--demo-port', '0', '--allow', '127.0.0.1', '--log-level', 'silent'],
    {},
  )
  if (read.kind !== 'config') throw new Error(`the proxy does not take its flags: ${JSON.stringify(read)}`)
  return startProxy(read.config, { startDemo, pageDirectory: folder })
}

async function open(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.on('pageerror', (error) => console.error(error))
  await page.goto(url)
  return page
}

/** Text in pieces, and the frames in which a game that compresses would send them, each flushed as games do. */
async function corpus(): Promise<{ pieces: Uint8Array[]; frames: Uint8Array[] }> {
  const raw = Buffer.from(corpora(SIZE)[0]?.bytes ?? [])
  const text = Buffer.from(raw.filter((byte) => byte !== IAC && byte !== GA))
  const start = Buffer.from([IAC, WILL, TELOPT.MCCP2, IAC, SB, TELOPT.MCCP2, IAC, SE])
  const pieces: Uint8Array[] = []
  const frames: Uint8Array[] = [start]
  const deflate = createDeflate()
  let out: Buffer[] = []
  deflate.on('data', (part: Buffer) => out.push(part))
  for (let at = 0; at < text.length; at += PIECE) {
    const piece = text.subarray(at, at + PIECE)
    pieces.push(piece)
    deflate.write(piece)
    await new Promise<void>((flushed) => deflate.flush(constants.Z_SYNC_FLUSH, () => flushed()))
    frames.push(Buffer.concat(out))
    out = []
  }
  deflate.close()
  return { pieces, frames }
}

interface Throughput {
  readonly willdo: number
  readonly xterm: number
  readonly ratio: number
  readonly compression: number
  readonly equal: boolean
}

async function throughput(browser: Browser): Promise<Throughput> {
  const folder = mkdtempSync(join(tmpdir(), 'willdo-bench-'))
  try {
    await build({
      root: join(ROOT, 'test/bench'),
      configFile: join(ROOT, 'vite.config.ts'),
      logLevel: 'error',
      mode: 'production',
      build: {
        outDir: folder,
        emptyOutDir: true,
        rollupOptions: { input: join(ROOT, 'test/bench/terminal-page.html') },
      },
    })
    renameSync(join(folder, 'terminal-page.html'), join(folder, 'index.html'))
    const server = await serve(folder)
    try {
      const page = await open(browser, `${server.url}/`)
      const result = await race(page)
      // Of two open pages one gets no frames.
      await page.context().close()
      return result
    } finally {
      await server.close()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function race(page: Page): Promise<Throughput> {
  const { pieces, frames } = await corpus()
  const base64 = (list: readonly Uint8Array[]): string[] =>
    list.map((bytes) => Buffer.from(bytes).toString('base64'))
  await page.evaluate(([texts, sent]) => window.bench.load(texts, sent), [
    base64(pieces),
    base64(frames),
  ] as const)
  const runs: Record<'willdo' | 'xterm', Run[]> = { willdo: [], xterm: [] }
  for (let round = -1; round < ROUNDS; round++) {
    for (const name of ['willdo', 'xterm'] as const) {
      const run = await page.evaluate((which) => window.bench[which](), name)
      if (round >= 0) runs[name].push(run)
    }
  }
  const size = (list: readonly Uint8Array[]): number => list.reduce((sum, { length }) => sum + length, 0)
  const speed = (name: 'willdo' | 'xterm'): number =>
    median(runs[name].map(({ seconds }) => size(pieces) / seconds / 1e6))
  const screens = new Set([...runs.willdo, ...runs.xterm].map(({ screen }) => screen))
  return {
    willdo: speed('willdo'),
    xterm: speed('xterm'),
    ratio: median(runs.willdo.map(({ seconds }, i) => (runs.xterm[i]?.seconds ?? 0) / seconds)),
    compression: size(pieces) / size(frames),
    equal: screens.size === 1 && [...screens][0] !== '',
  }
}

interface Latency {
  readonly page: number
  readonly raw: number
  readonly above: number
  readonly worst: number
  readonly keys: number
}

/** Lets the page say how long the next key takes: from its event to the frame that shows what it changed. */
function prepareKeys(): void {
  window.watchKey = () => {
    let struck = 0
    window.addEventListener('keydown', ({ timeStamp }) => (struck = timeStamp), { once: true, capture: true })
    window.keyPainted = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (struck === 0) return
        observer.disconnect()
        // A task of its own comes after the frame in which xterm wrote the rows.
        const channel = new MessageChannel()
        channel.port1.onmessage = () => resolve(performance.now() - struck)
        channel.port2.postMessage(0)
      })
      const rows = document.querySelector('.xterm-rows') as Node
      observer.observe(rows, { childList: true, characterData: true, subtree: true })
    })
  }
}

async function latency(browser: Browser): Promise<Latency> {
  const folder = mkdtempSync(join(tmpdir(), 'willdo-bench-'))
  cpSync(builtPage(), folder, { recursive: true })
  const server = await serve(folder)
  // It echoes whatever comes; the page is told that it does.
  const game = await startGame((player) =>
    player.send(Uint8Array.of(IAC, WILL, TELOPT.ECHO, IAC, WILL, TELOPT.SGA)),
  )
  try {
    const page = await open(browser, `${server.url}/?host=127.0.0.1&port=${game.port}`)
    await page.getByText('Every key goes to the game.').waitFor()
    ;(await game.player(0)).echo()
    const raw = connect({ port: game.port, host: '127.0.0.1', noDelay: true })
    // The greeting.
    await once(raw, 'data')
    ;(await game.player(1)).echo()
    await page.evaluate(prepareKeys)
    const figures: { page: number[]; raw: number[] } = { page: [], raw: [] }
    for (let i = -20; i < KEYS; i++) {
      // First and for sure: keys overtake what is evaluated.
      await page.evaluate(() => window.watchKey())
      // As fast typists do, and not in step with the frames.
      await page.waitForTimeout(80 + ((i * 7) % 17))
      await page.keyboard.press(i % 60 === 0 ? 'Enter' : 'abcdefghij'.charAt(((i % 10) + 10) % 10))
      const took = await page.evaluate(() => window.keyPainted)
      const trip = await roundTrip(raw)
      if (i < 0) continue
      figures.page.push(took)
      figures.raw.push(trip)
    }
    raw.destroy()
    const [mine, theirs] = [median(figures.page), median(figures.raw)]
    return { page: mine, raw: theirs, above: mine - theirs, worst: Math.max(...figures.page), keys: KEYS }
  } finally {
    await game.close()
    await server.close()
    rmSync(folder, { recursive: true })
  }
}

/** How long one byte takes to a game and back, in milliseconds. */
function roundTrip(socket: Socket): Promise<number> {
  return new Promise((resolve) => {
    const began = performance.now()
    socket.once('data', () => resolve(performance.now() - began))
    socket.write(latin1('x'))
  })
}

function resultOf(text: Throughput, key: Latency): BenchResult {
  const reached = (yes: boolean): string => (yes ? 'yes' : 'no')
  return {
    table: [
      ['', 'willdo', 'beside it', 'compared', 'goal', 'reached'],
      [
        'text, MB/s, beside xterm.js alone',
        text.willdo.toFixed(1),
        text.xterm.toFixed(1),
        `${text.ratio.toFixed(2)} x`,
        `>= ${GOAL_RATIO.toFixed(2)} x`,
        reached(text.ratio >= GOAL_RATIO),
      ],
      [
        'key to echo painted, ms, beside a raw TCP client',
        key.page.toFixed(1),
        key.raw.toFixed(2),
        `+ ${key.above.toFixed(1)}`,
        `<= + ${GOAL_MS}`,
        reached(key.above <= GOAL_MS),
      ],
    ],
    notes: [
      `Text: ${SIZE / MIB} MiB of a MUD's text in pieces of 16 KiB, each compressed and flushed (MCCP2, ${text.compression.toFixed(1)} : 1), with the proxy's`,
      `window and acknowledgements, into the whole session with its inspector, until all is parsed (the screen follows within`,
      `three frames); medians of ${ROUNDS} interleaved rounds.`,
      `Keys: ${key.keys}, ten a second, through page, proxy and a game that echoes, medians; the slowest took ${key.worst.toFixed(0)} ms.`,
    ],
    figures: { text, key },
    sound: text.equal,
  }
}
