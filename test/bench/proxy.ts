import { once } from 'node:events'
import { median } from './bench.ts'
import type { Bench, BenchResult } from './bench.ts'
import { freePort, isInstalled, memoryOf, Programs, processorOf } from './relays.ts'
import type { Relay } from './relays.ts'

const MEGABYTE = 1e6
const ROUNDS = 5
const BULK = 512 * MEGABYTE
const ECHOES = 4000
const CONNECTS = 1600
const AT_ONCE = 8
const IDLE = [1000, 5000]
const FLOOD = 512 * MEGABYTE
/** After so many looks without growth a flood is held back. */
const STILL = 20
const LOOK = 50

/** Their processes take megabytes a connection: a thousand of them do not fit. */
const FORKS = 'websockify'
const FEW = 50
const BASE = 'bare ws relay'

/** What a reader must know to compare these figures with others. */
const METHOD = [
  'Clients read 128 KiB at once, send their first byte before `opened`, and break off with a reset; ours runs with --park-seconds 0.',
  'Idle memory is what is added after 4,000 connects, not what a fresh process takes; growth is taken after a flood was read.',
  '',
]

type Measures = {
  bulk1: number[]
  bulk8: number[]
  cpu: number[]
  p50: number[]
  p99: number[]
  connects: number[]
}
type Figures = Record<string, number | undefined>

/** `npm run bench -- proxy`: our proxy beside a bare relay and what else stands between a page and a game. */
export const proxyBench: Bench = {
  name: 'proxy',
  about: 'relays between page and game: bulk, echo, connects, memory (some four minutes)',
  async run(): Promise<BenchResult> {
    const programs = new Programs()
    try {
      const game = await programs.node('game.mjs')
      const { relays, notes } = await startRelays(programs, game.port)
      const speed = await measureSpeed(programs, relays)
      const memory = new Map<string, Figures>()
      for (const { name } of relays)
        if (name !== 'no relay') memory.set(name, await measureMemory(programs, game.port, name))
      const figures = relays.map(({ name }) => ({ name, ...medians(speed.get(name)), ...memory.get(name) }))
      return {
        table: tableOf(figures),
        notes: [...notes, ...METHOD, ...goals(figures)],
        figures,
        sound: true,
      }
    } finally {
      programs.stop()
    }
  },
}

async function startRelay(programs: Programs, name: string, gamePort: number): Promise<Relay> {
  const path = `/connect?host=127.0.0.1&port=${gamePort}`
  switch (name) {
    case 'willdo, willdo.v1':
      return { name, path, protocol: 'willdo.v1', ...(await programs.willdo()) }
    case 'willdo, plain frames':
      return { name, path, protocol: 'telnet.mudstandards.org', ...(await programs.willdo()) }
    case BASE:
      return { name, path, ...(await programs.node('bare.mjs', String(gamePort))) }
    case 'TCP pipe in Node':
      return { name, ...(await programs.node('tcp.mjs', String(gamePort))) }
    case 'haproxy': {
      const port = await freePort()
      return { name, port, child: await programs.haproxy(port, gamePort) }
    }
    case FORKS: {
      const port = await freePort()
      return { name, port, path: '/', protocol: 'binary', child: await programs.websockify(port, gamePort) }
    }
    default:
      return { name, port: gamePort }
  }
}

async function startRelays(
  programs: Programs,
  gamePort: number,
): Promise<{ relays: Relay[]; notes: string[] }> {
  const missing = ['haproxy', FORKS].filter((name) => !isInstalled(name))
  const names = [
    'no relay',
    'willdo, willdo.v1',
    'willdo, plain frames',
    BASE,
    'TCP pipe in Node',
    'haproxy',
    FORKS,
  ]
  const relays: Relay[] = []
  for (const name of names)
    if (!missing.includes(name)) relays.push(await startRelay(programs, name, gamePort))
  const notes = missing.map((name) => `${name} is not installed here: apt-get install ${name}`)
  return { relays, notes }
}

/** Every relay once in each round, in another order each time. */
async function measureSpeed(programs: Programs, relays: readonly Relay[]): Promise<Map<string, Measures>> {
  const all = new Map<string, Measures>()
  for (const { name } of relays)
    all.set(name, { bulk1: [], bulk8: [], cpu: [], p50: [], p99: [], connects: [] })
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    console.error(round === 0 ? 'warming up' : `speed, round ${round} of ${ROUNDS}`)
    for (let i = 0; i < relays.length; i++) {
      const relay = relays[(i + round) % relays.length]
      const into = relay && all.get(relay.name)
      if (!relay || !into) continue
      const times = relay.name === FORKS ? CONNECTS / 8 : round === 0 ? 3 * CONNECTS : CONNECTS
      const run = async (task: Readonly<Record<string, unknown>>): Promise<Record<string, number>> =>
        (await programs.load(relay, task)).result as Record<string, number>
      const before = processorOf(relay.child?.pid ?? 0)
      const bulk1 = await run({ job: 'bulk', connections: 1, bytes: BULK })
      const cpu = processorOf(relay.child?.pid ?? 0) - before
      const bulk8 = await run({ job: 'bulk', connections: 8, bytes: BULK })
      const echo = await run({ job: 'echo', rounds: ECHOES })
      const connects = await run({ job: 'connects', times, atOnce: AT_ONCE })
      if (round === 0) continue
      into.bulk1.push(bulk1['megabytesASecond'] ?? 0)
      into.bulk8.push(bulk8['megabytesASecond'] ?? 0)
      into.cpu.push(cpu / (BULK / 1e9))
      into.p50.push(echo['p50'] ?? 0)
      into.p99.push(echo['p99'] ?? 0)
      into.connects.push(connects['aSecond'] ?? 0)
    }
  }
  return all
}

/** Starts a relay, and gives it so much of what is to come that its heap has found its size. */
async function warmRelay(programs: Programs, gamePort: number, name: string, job: string): Promise<Relay> {
  const relay = await startRelay(programs, name, gamePort)
  await programs.load(relay, { job: 'connects', times: name === FORKS ? FEW : 4000, atOnce: AT_ONCE })
  if (job === 'idle') return relay
  await programs.load(relay, { job: 'bulk', connections: 8, bytes: BULK / 2 })
  await programs.load(relay, { job: 'pour', bytes: BULK / 4 })
  return relay
}

/** In a process of its own for each figure, so that nothing of the one before is counted. */
async function measureMemory(programs: Programs, gamePort: number, name: string): Promise<Figures> {
  console.error(`memory of ${name}`)
  const figures: Figures = {}
  const measure = async (
    key: string,
    task: Readonly<{ job: string; connections?: number; bytes?: number }>,
    grown: (pid: number, before: number) => Promise<number>,
  ): Promise<void> => {
    const relay = await warmRelay(programs, gamePort, name, task.job)
    const pid = relay.child?.pid ?? 0
    const before = memoryOf(pid)
    const { child } = await programs.load(relay, { ...task, stays: true })
    figures[key] = await grown(pid, before)
    child.kill()
    relay.child?.kill('SIGKILL')
    if (relay.child && relay.child.exitCode === null && relay.child.signalCode === null)
      await once(relay.child, 'close')
  }
  for (const wanted of IDLE) {
    const connections = name === FORKS ? FEW : wanted
    if (name === FORKS && wanted !== IDLE[0]) continue
    await measure(`idle${wanted}`, { job: 'idle', connections }, (pid, before) =>
      Promise.resolve((memoryOf(pid) - before) / connections / 1000),
    )
  }
  for (const job of ['deaf', 'shout'])
    await measure(job, { job, bytes: FLOOD }, async (pid, before) => (await growth(pid, before)) / MEGABYTE)
  return figures
}

/** The most that a process has grown by when it grows no more. */
async function growth(pid: number, before: number): Promise<number> {
  let most = 0
  for (let still = 0; still < STILL; still++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK))
    const now = memoryOf(pid) - before
    if (now > most + 100_000) still = 0
    most = Math.max(most, now)
  }
  return most
}

const medians = (measures: Measures | undefined): Figures =>
  Object.fromEntries(Object.entries(measures ?? {}).map(([name, values]) => [name, median(values)]))

const COLUMNS: readonly (readonly [key: string, title: string, digits: number])[] = [
  ['bulk1', 'bulk 1 MB/s', 0],
  ['bulk8', 'bulk 8 MB/s', 0],
  ['cpu', 'CPU s/GB', 2],
  ['p50', 'echo p50 us', 0],
  ['p99', 'p99 us', 0],
  ['connects', 'connects/s', 0],
  ['idle1000', 'KB idle 1000', 1],
  ['idle5000', 'idle 5000', 1],
  ['deaf', 'page deaf MB', 1],
  ['shout', 'game deaf MB', 1],
]

type Row = { readonly name: string; readonly [key: string]: number | string | undefined }

const tableOf = (figures: readonly Row[]): string[][] => [
  ['relay', ...COLUMNS.map(([, title]) => title)],
  ...figures.map((row) => [
    row.name,
    ...COLUMNS.map(([key, , digits]) => {
      const value = row[key]
      return typeof value === 'number' && !(key === 'cpu' && value === 0) ? value.toFixed(digits) : '-'
    }),
  ]),
]

function goals(figures: readonly Row[]): string[] {
  const of = (name: string, key: string): number => Number(figures.find((row) => row.name === name)?.[key])
  const ours = 'willdo, willdo.v1'
  const ratio = (key: string, other = BASE): number => of(ours, key) / of(other, key)
  const line = (what: string, value: number, reached: boolean, goal: string): string =>
    `${what}: ${value.toFixed(2)} (goal ${goal}) ${Number.isNaN(value) ? 'not measured' : reached ? 'reached' : 'missed'}`
  return [
    line('bulk, 1 connection, x bare relay', ratio('bulk1'), ratio('bulk1') >= 1, '1.0'),
    line('bulk, 8 connections, x bare relay', ratio('bulk8'), ratio('bulk8') >= 1, '1.0'),
    line('echo p50, x bare relay', ratio('p50'), ratio('p50') <= 1.05, '1.05 at most'),
    line('connects, x bare relay', ratio('connects'), ratio('connects') >= 0.9, '0.9'),
    line('connects, x websockify', ratio('connects', FORKS), ratio('connects', FORKS) >= 8, '8'),
    line('KB an idle connection at 1,000', of(ours, 'idle1000'), of(ours, 'idle1000') <= 20, '20 at most'),
    line('KB an idle connection at 5,000', of(ours, 'idle5000'), of(ours, 'idle5000') <= 14, '14 at most'),
    line(
      'MB for a page that never reads',
      of(ours, 'deaf'),
      of(ours, 'deaf') <= 0.33,
      'window and 64 KiB: 0.33',
    ),
    line('MB for a game that never reads', of(ours, 'shout'), of(ours, 'shout') <= 0.33, '0.33'),
  ]
}
