import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { constants, createDeflate } from 'node:zlib'
import { chromium, type Page } from 'playwright-core'
import { latin1 } from '../../shared/base/bytes.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { encodeSubnegotiation } from '../../shared/telnet/encode.ts'
import { median, type Bench, type BenchResult } from './bench.ts'

const ROWS = 1_000_000
const ROWS_A_TURN = 3
const TURNS_A_WRITE = 300
const FLOOD_SECONDS = 10
const FLOOD_A_SECOND = 10_000
const KEYS = 50
/** No frame may take longer, in milliseconds. */
const FRAME_MAX = 100

interface Measured {
  readonly what: string
  readonly ms: number
  /** Between frames, in milliseconds, in order. */
  readonly frames: readonly number[]
  /** The longest task of the page's thread by its own clock, which does not count what else the machine does. */
  readonly task: number
  readonly note: string
}

/** The log of a million rows in Chromium: scrolled, narrowed and searched, and under a flood of GMCP. */
export const logBench: Bench = {
  name: 'log',
  about: `the log of ${ROWS.toLocaleString('en')} rows in Chromium: milliseconds between frames`,
  async run() {
    const games: Server[] = []
    const stops: (() => Promise<void> | void)[] = []
    try {
      const willdo = await startWilldo()
      stops.push(() => void willdo.child.kill())
      const browser = await chromium.launch({
        executablePath: process.env['WILLDO_CHROMIUM'] ?? '/usr/bin/chromium',
        args: ['--headless=new', '--no-sandbox', '--disable-gpu'],
      })
      stops.push(() => browser.close())
      const open = async (greet: (socket: Socket) => void): Promise<Page> => {
        const game = createServer({ noDelay: true }, (socket) => {
          socket.on('error', () => socket.destroy())
          greet(socket)
        })
        games.push(game)
        await new Promise<void>((resolve) => game.listen(0, '127.0.0.1', resolve))
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
        page.setDefaultTimeout(300_000)
        await page.goto(`${willdo.url}?host=127.0.0.1&port=${(game.address() as AddressInfo).port}`)
        return page
      }
      const { results, sound } = await million(await open(sendMillion))
      return resultOf([...results, await flood(open)], sound)
    } finally {
      for (const stop of stops.reverse()) await stop()
      for (const game of games) game.close()
    }
  },
}

function resultOf(measured: readonly Measured[], sound: boolean): BenchResult {
  const sorted = measured.map(({ frames }) => [...frames].sort((a, b) => a - b))
  const rows = measured.map(({ what, ms, note }, i) => {
    const frames = sorted[i] as number[]
    const at = (share: number): string => (frames[Math.floor((frames.length - 1) * share)] ?? 0).toFixed(0)
    const task = measured[i]?.task.toFixed(0) ?? ''
    return [
      what,
      ms.toFixed(0),
      String(frames.length),
      median(frames).toFixed(0),
      at(0.95),
      at(1),
      task,
      note,
    ]
  })
  const worst = Math.max(...sorted.map((frames) => frames.at(-1) ?? 0))
  return {
    table: [['', 'ms', 'frames', 'median', 'p95', 'longest', 'CPU', ''], ...rows],
    notes: [
      `longest frame ${worst.toFixed(0)} ms (goal: at most ${FRAME_MAX}); CPU is the longest task without what else ran`,
    ],
    figures: measured.map(({ what, ms, frames, note, task }) => ({
      what,
      ms,
      note,
      task,
      frames: frames.length,
      longest: Math.max(...frames),
    })),
    sound,
  }
}

async function startWilldo(): Promise<{ url: string; child: ChildProcess }> {
  const flags = ['main', '--port', '0', '--no-demo', '--allow', '127.0.0.1']
  const child = spawn(process.execPath, ['proxy/start.mjs', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^page: (\S+)/.exec(line)?.[1]
    if (url) return { url, child }
  }
  throw new Error('willdo ended before it printed the address of the page')
}

/** A compressed session, as it would be on a real game: text, GMCP and a prompt each turn. */
function sendMillion(socket: Socket): void {
  const gmcp = Uint8Array.of(255, 251, TELOPT.MCCP2, 255, 251, TELOPT.GMCP)
  socket.write(gmcp)
  socket.once('data', () => {
    socket.write(encodeSubnegotiation(TELOPT.MCCP2, new Uint8Array(0)))
    const deflate = createDeflate({ flush: constants.Z_SYNC_FLUSH })
    deflate.pipe(socket)
    let turn = 0
    const more = (): void => {
      if (turn >= ROWS / ROWS_A_TURN) return
      const parts: Uint8Array[] = []
      for (let i = 0; i < TURNS_A_WRITE; i++, turn++) parts.push(turnOf(turn))
      // Less at once than one entry may unpack to, so that the page need not ask.
      deflate.write(Buffer.concat(parts), () => setTimeout(more, 2))
    }
    more()
  })
}

/** Some 8 bytes a row once compressed: a million rows and their bytes are what a session may keep. */
function turnOf(turn: number): Uint8Array {
  const word = (nth: number): string => (((turn * 4 + nth) * 2_654_435_761) >>> 0).toString(36)
  const message = encodeSubnegotiation(TELOPT.GMCP, latin1(`Char.Vitals {"hp":"${word(0)}"}`))
  return Buffer.concat([latin1(`${word(1)} ${word(2)} ${word(3)}\r\n`), message, Uint8Array.of(255, 249)])
}

/** Whether the end of the scroller shows the last row, and its beginning the first: it is not as high as all rows are. */
const reachesBothEnds = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const scroller = document.querySelector('.log .scroll') as HTMLElement
    const seen = async (top: number): Promise<(string | null)[]> => {
      scroller.scrollTop = top
      for (let i = 0; i < 5; i++) await new Promise(requestAnimationFrame)
      const { top: upper, bottom } = scroller.getBoundingClientRect()
      return Array.from(scroller.querySelectorAll('li'))
        .filter((row) => {
          const box = row.getBoundingClientRect()
          return box.top >= upper - 1 && box.bottom <= bottom + 1
        })
        .map((row) => row.getAttribute('aria-posinset'))
    }
    const last = scroller.querySelector('li')?.getAttribute('aria-setsize') ?? ''
    const [first, end] = [await seen(0), await seen(scroller.scrollHeight)]
    return first.includes('1') && end.includes(last)
  })

const count = (page: Page): Promise<string> => page.locator('.log .count').innerText()

async function million(page: Page): Promise<{ results: Measured[]; sound: boolean }> {
  const began = performance.now()
  await page.locator('.log .count').waitFor()
  await page.waitForFunction(
    (rows) => Number(document.querySelector('.log .count')?.textContent?.replace(/\D/g, '')) >= rows,
    ROWS,
  )
  console.error(`${await count(page)} after ${((performance.now() - began) / 1000).toFixed(0)} s`)
  const results = [
    await measure(page, 'scroll through all', async () => {
      await page.evaluate(async () => {
        const scroller = document.querySelector('.log .scroll') as HTMLElement
        const end = scroller.scrollHeight - scroller.clientHeight
        for (let i = 0; i <= 300; i++) {
          scroller.scrollTop = (end * i) / 300
          await new Promise(requestAnimationFrame)
        }
      })
    }),
    await measure(page, 'scroll row by row', async () => {
      await page.evaluate(async () => {
        const scroller = document.querySelector('.log .scroll') as HTMLElement
        for (let i = 0; i < 300; i++) {
          scroller.scrollTop -= 70
          await new Promise(requestAnimationFrame)
        }
      })
    }),
  ]
  const sound = await reachesBothEnds(page)
  await page.getByRole('button', { name: 'Filter' }).click()
  for (const group of ['Messages', 'Commands']) {
    results.push(
      await measure(page, `only ${group.toLowerCase()}`, async () => {
        await page.getByRole('checkbox', { name: group }).check()
        await page.waitForFunction(() =>
          / of /.test(document.querySelector('.log .count')?.textContent ?? ''),
        )
      }),
    )
  }
  await page.getByRole('button', { name: 'Show all' }).click()
  for (const text of ['zzz', 'vitals']) {
    results.push(
      await measure(page, `search "${text}"`, async () => {
        await page.getByLabel('Search the log').fill(text)
        await page.waitForFunction(() => {
          const shown = document.querySelector('.log .count')?.textContent ?? ''
          return / of /.test(shown) && !shown.includes('Searching')
        })
      }),
    )
  }
  await page.close()
  return { results, sound }
}

/** 10,000 GMCP messages a second, the log open and narrowed to them, while somebody types. */
async function flood(open: (greet: (socket: Socket) => void) => Promise<Page>): Promise<Measured> {
  let heard = ''
  let begin = (): void => undefined
  const page = await open((socket) => {
    socket.write(Uint8Array.of(255, 251, TELOPT.GMCP))
    socket.on('data', (bytes) => (heard += bytes.toString('latin1')))
    begin = () => {
      const started = performance.now()
      let sent = 0
      const timer = setInterval(() => {
        const due = Math.min(performance.now() - started, FLOOD_SECONDS * 1000) * (FLOOD_A_SECOND / 1000)
        const parts: Uint8Array[] = []
        for (; sent < due; sent++)
          parts.push(encodeSubnegotiation(TELOPT.GMCP, latin1(`Char.Vitals {"hp":${sent}}`)))
        socket.write(Buffer.concat(parts))
        if (sent >= FLOOD_SECONDS * FLOOD_A_SECOND) clearInterval(timer)
      }, 10)
    }
  })
  await page.getByRole('row', { name: /^GMCP/ }).waitFor()
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('checkbox', { name: 'Messages' }).check()
  await page.getByLabel('Search the log').fill('vitals')
  const line = page.getByLabel('Line to send')
  const typed = 'abcdefghij'.repeat(KEYS / 10)
  const result = await measure(
    page,
    `flood of ${FLOOD_A_SECOND.toLocaleString('en')} GMCP a second`,
    async () => {
      begin()
      await line.pressSequentially(typed, { delay: (FLOOD_SECONDS * 800) / KEYS })
      await line.press('Enter')
    },
  )
  await page.waitForTimeout(2000)
  const kept = heard.includes(`${typed}\r\n`) ? 'no key lost' : 'KEYS LOST'
  return { ...result, note: `${kept}; ${await count(page)}` }
}

/** Does something and takes the time between the frames meanwhile. */
async function measure(page: Page, what: string, act: () => Promise<void>): Promise<Measured> {
  await page.evaluate(() => {
    const frames: number[] = []
    let last = performance.now()
    const frame = (): void => {
      const now = performance.now()
      frames.push(now - last)
      last = now
      if (!Object.hasOwn(window, 'framesTaken')) requestAnimationFrame(frame)
    }
    Reflect.deleteProperty(window, 'framesTaken')
    Object.assign(window, { frames })
    requestAnimationFrame(frame)
  })
  const browser = page.context().browser()
  await browser?.startTracing(page, { categories: ['toplevel'] })
  const began = performance.now()
  await act()
  const ms = performance.now() - began
  const trace = await browser?.stopTracing()
  const frames = await page.evaluate(async () => {
    Object.assign(window, { framesTaken: true })
    await new Promise(requestAnimationFrame)
    return (window as unknown as { frames: number[] }).frames
  })
  return { what, ms, frames, task: longestTask(trace?.toString() ?? '{}'), note: '' }
}

interface TraceEvent {
  readonly name?: string
  readonly pid: number
  readonly tid: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** In milliseconds of CPU. */
function longestTask(trace: string): number {
  const { traceEvents = [] } = JSON.parse(trace) as { traceEvents?: readonly TraceEvent[] }
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  const ofPage = traceEvents.filter(({ pid, tid }) => main.has(`${pid} ${tid}`))
  return ofPage.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur), 0) / 1000
}
