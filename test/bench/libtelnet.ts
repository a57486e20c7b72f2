import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Contender } from './contenders.ts'
import { hashOf } from './events.ts'
import source from './libtelnet-driver.c?raw'

const INSTALL = 'on Debian: apt-get install gcc libc6-dev libtelnet-dev'

/** Why libtelnet cannot take part, as a sentence for people. */
export class NoLibtelnet extends Error {}

/** Debian's libtelnet behind `libtelnet-driver.c`, compiled into `folder`. */
export class Libtelnet implements Contender {
  readonly name = 'libtelnet'
  readonly #driver: string
  readonly #paths: readonly string[]
  readonly #process: ReturnType<typeof spawn>
  readonly #answers: AsyncIterator<string>

  /** Throws `NoLibtelnet` where it cannot be compiled. */
  constructor(folder: string, corpora: readonly Uint8Array[]) {
    this.#driver = compile(folder)
    this.#paths = corpora.map((bytes, i) => {
      const path = join(folder, `corpus-${i}`)
      writeFileSync(path, bytes)
      return path
    })
    this.#process = spawn(this.#driver, this.#paths, { stdio: ['pipe', 'pipe', 'inherit'] })
    if (!this.#process.stdout) throw new Error('the libtelnet driver has no output')
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
  }

  async time(index: number, passes: number): Promise<number> {
    this.#process.stdin?.write(`${index} ${passes}\n`)
    const answer = await this.#answers.next()
    const [seconds, sum] = String(answer.value).split(' ').map(Number)
    if (answer.done || !seconds || !sum)
      throw new Error(`the libtelnet driver answered ${String(answer.value)}`)
    return seconds
  }

  /** The hash of all that it sees in order. */
  hash(index: number): string {
    const output = execFileSync(this.#driver, ['--events', this.#paths[index] ?? ''], { maxBuffer: 2 ** 28 })
    return hashOf(output)
  }

  stop(): void {
    this.#process.stdin?.end()
  }
}

function compile(folder: string): string {
  const from = join(folder, 'libtelnet-driver.c')
  const to = join(folder, 'libtelnet-driver')
  writeFileSync(from, source)
  const { error, status, stderr } = spawnSync('cc', ['-O2', '-Wall', '-o', to, from, '-ltelnet'], {
    encoding: 'utf8',
  })
  if (error) throw new NoLibtelnet(`libtelnet is left out: there is no C compiler "cc" (${INSTALL}).`)
  if (status !== 0) {
    const complaint = stderr.split('\n').find((line) => /error|cannot find/.test(line))
    throw new NoLibtelnet(`libtelnet is left out: ${complaint ?? 'cc failed'} (${INSTALL}).`)
  }
  return to
}
