import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, type Bench, type BenchResult } from './bench.ts'
import { CHUNK, ourHashes, ours, telnetStream, telnetStreamHashes, type Contender } from './contenders.ts'
import { corpora, type Corpus } from './corpora.ts'
import { Libtelnet, NoLibtelnet } from './libtelnet.ts'

const SIZE = 8 * 1024 * 1024
const ROUNDS = 11
const ROUND_SECONDS = 0.15

/** Ours relative to libtelnet, in the order of the corpora. */
const GOALS = [0.7, 1.8, 0.85, 0.7]

/** Our frame parser beside Debian's libtelnet and npm's telnet-stream. */
export const parserBench: Bench = {
  name: 'parser',
  about: 'telnet parsers, MB per CPU second',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'willdo-bench-'))
    try {
      return await race(folder)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

async function race(folder: string): Promise<BenchResult> {
  const all = corpora(SIZE)
  const bytes = all.map((corpus) => corpus.bytes)
  const notes: string[] = []
  const libtelnet = findLibtelnet(folder, bytes, notes)
  const contenders = [ours(bytes), ...(libtelnet ? [libtelnet] : []), telnetStream(bytes)]
  const speeds = await measure(all, contenders)
  // Afterwards, so that the timed calls see one kind of sink only, as they do in the page.
  const checks = await Promise.all(all.map((corpus, i) => compare(corpus, i, libtelnet)))
  for (const contender of contenders) contender.stop()
  const rows = all.map((corpus, i) =>
    figuresOf(corpus.name, speeds[i] ?? {}, checks[i] ?? false, GOALS[i] ?? 1),
  )
  notes.push(
    `${CHUNK}-byte chunks, ${SIZE >> 20} MiB a corpus, medians of ${ROUNDS} interleaved rounds.`,
    'Equal: the same data, commands, negotiations and subnegotiations by SHA-256; with telnet-stream data and events apart, ' +
      'as it does not keep their order.',
  )
  return { table: tableOf(rows, contenders), notes, figures: rows, sound: checks.every(Boolean) }
}

function findLibtelnet(folder: string, bytes: readonly Uint8Array[], notes: string[]): Libtelnet | undefined {
  try {
    return new Libtelnet(folder, bytes)
  } catch (error) {
    if (!(error instanceof NoLibtelnet)) throw error
    notes.push(error.message)
    return undefined
  }
}

type Speeds = Record<string, number>

/** MB per CPU second of each contender, for each corpus. */
async function measure(all: readonly Corpus[], contenders: readonly Contender[]): Promise<readonly Speeds[]> {
  const passes = new Map<string, number>()
  const rounds = new Map<string, number[]>()
  for (let round = -1; round < ROUNDS; round++) {
    for (const [i, corpus] of all.entries()) {
      for (const contender of contenders) {
        const key = `${i} ${contender.name}`
        if (round < 0) {
          // Once to warm up, once to see how many passes fill a round.
          await contender.time(i, 2)
          passes.set(key, Math.ceil(ROUND_SECONDS / (await contender.time(i, 1))))
          rounds.set(key, [])
          continue
        }
        const count = passes.get(key) ?? 1
        const seconds = await contender.time(i, count)
        rounds.get(key)?.push((count * corpus.bytes.length) / seconds / 1e6)
      }
    }
  }
  return all.map((_, i) =>
    Object.fromEntries(contenders.map(({ name }) => [name, median(rounds.get(`${i} ${name}`) ?? [])])),
  )
}

async function compare(corpus: Corpus, index: number, libtelnet: Libtelnet | undefined): Promise<boolean> {
  const mine = ourHashes(corpus.bytes)
  const theirs = await telnetStreamHashes(corpus.bytes)
  if (libtelnet && libtelnet.hash(index) !== mine.all) return false
  return theirs.data === mine.data && theirs.rest === mine.rest
}

interface Figures {
  readonly corpus: string
  readonly mbPerCpuSecond: Speeds
  /** Ours by libtelnet's; absent without libtelnet. */
  readonly ratio?: number
  readonly goal: number
  readonly equal: boolean
}

function figuresOf(corpus: string, speeds: Speeds, equal: boolean, goal: number): Figures {
  const [mine, theirs] = [speeds['willdo'], speeds['libtelnet']]
  const ratio = mine && theirs ? { ratio: mine / theirs } : {}
  return { corpus, mbPerCpuSecond: speeds, ...ratio, goal, equal }
}

function tableOf(rows: readonly Figures[], contenders: readonly Contender[]): string[][] {
  const names = contenders.map(({ name }) => name)
  const head = ['MB per CPU second', ...names, 'ours / libtelnet', 'goal', 'reached', 'equal']
  const body = rows.map(({ corpus, mbPerCpuSecond, ratio, goal, equal }) => [
    corpus,
    ...names.map((name) => (mbPerCpuSecond[name] ?? 0).toFixed(0)),
    ratio?.toFixed(2) ?? '-',
    goal.toFixed(2),
    ratio === undefined ? '-' : ratio >= goal ? 'yes' : 'no',
    equal ? 'yes' : 'NO',
  ])
  return [head, ...body]
}
