import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The folder with package.json: the bench is built into dist/ and started from the top. */
const ROOT = process.cwd()
const PARTS = join(ROOT, 'test/bench/relays')

/** What is put between the two ends, and how to speak to it. */
export type Relay = {
  readonly name: string
  readonly port: number
  /** Undefined: plain TCP. */
  readonly path?: string
  readonly protocol?: string
  readonly child?: ChildProcess
}

/** Started programs; all of them end with `stop`. */
export class Programs {
  readonly #children = new Set<ChildProcess>()
  readonly #folder = mkdtempSync(join(tmpdir(), 'willdo-bench-'))

  constructor() {
    process.once('SIGINT', () => {
      this.stop()
      process.exit(130)
    })
  }

  /** Starts a program and waits for a line that tells its port. */
  async start(
    command: string,
    args: readonly string[],
    says: RegExp,
  ): Promise<{ child: ChildProcess; port: number }> {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], cwd: ROOT })
    this.#children.add(child)
    child.on('close', () => this.#children.delete(child))
    let text = ''
    for await (const part of child.stdout as AsyncIterable<Buffer>) {
      text += part.toString()
      const port = says.exec(text)?.[1]
      if (port !== undefined) return { child, port: Number(port) }
    }
    throw new Error(`${command} ${args.join(' ')} ended before it told its port: ${text}`)
  }

  node(part: string, ...args: string[]): Promise<{ child: ChildProcess; port: number }> {
    return this.start(process.execPath, [join(PARTS, part), ...args], /^port (\d+)$/m)
  }

  /**
   * Our proxy as people run it, with the limits off. The callers here break off without a word: for those it would keep the
   * game two minutes, which the others do not.
   */
  async willdo(): Promise<{ child: ChildProcess; port: number }> {
    const program = join(ROOT, 'dist/proxy/main.js')
    const off = ['sessions', 'per-address', 'per-game'].flatMap((name) => [`--max-${name}`, '0'])
    const args = [
      '--port',
      '0',
      '--no-demo',
      '--allow',
      '127.0.0.1',
      '--log-level',
      'silent',
      '--park-seconds',
      '0',
      ...off,
    ]
    return this.start(
      process.execPath,
      [program, ...args, '--dials-per-minute', '0', '--games-per-hour', '0'],
      /^page: http:\/\/127\.0\.0\.1:(\d+)$/m,
    )
  }

  /** A program that says nothing when it is ready: its port is tried until somebody answers. */
  async silent(command: string, args: readonly string[], port: number): Promise<ChildProcess> {
    const child = spawn(command, args, { stdio: 'ignore' })
    this.#children.add(child)
    child.on('close', () => this.#children.delete(child))
    for (let tries = 0; tries < 100; tries++) {
      if (await answers(port)) return child
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`${command} does not listen at ${port}`)
  }

  haproxy(port: number, gamePort: number): Promise<ChildProcess> {
    const file = join(this.#folder, `haproxy-${port}.cfg`)
    const lines = [
      'global',
      '  maxconn 6000',
      'defaults',
      '  mode tcp',
      '  timeout connect 5s',
      '  timeout client 1h',
      '  timeout server 1h',
      'listen relay',
      `  bind 127.0.0.1:${port}`,
      `  server game 127.0.0.1:${gamePort}`,
    ]
    writeFileSync(file, `${lines.join('\n')}\n`)
    return this.silent('haproxy', ['-f', file, '-db'], port)
  }

  websockify(port: number, gamePort: number): Promise<ChildProcess> {
    return this.silent('websockify', [`127.0.0.1:${port}`, `127.0.0.1:${gamePort}`], port)
  }

  /** Runs the near end with a task; resolves with what it prints. */
  async load(
    relay: Relay,
    task: Readonly<Record<string, unknown>>,
  ): Promise<{ child: ChildProcess; result: unknown }> {
    const { port, path, protocol } = relay
    const child = spawn(
      process.execPath,
      [join(PARTS, 'load.mjs'), JSON.stringify({ port, path, protocol, ...task })],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
        cwd: ROOT,
      },
    )
    this.#children.add(child)
    child.on('close', () => this.#children.delete(child))
    const [line] = (await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'close').then(() => Promise.reject(new Error(`${relay.name}: the load ended early`))),
    ])) as [Buffer]
    return { child, result: JSON.parse(line.toString()) as unknown }
  }

  stop(): void {
    for (const child of this.#children) child.kill('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** True if a program of that name is installed. */
export const isInstalled = (name: string): boolean =>
  (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, name)))

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

/** Memory of a process and its children, in bytes. */
export function memoryOf(pid: number): number {
  const status = readIfThere(`/proc/${pid}/status`)
  const own = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024
  return childrenOf(pid).reduce((sum, child) => sum + memoryOf(child), own)
}

/** Processor seconds that a process has used, in itself and the system. */
export function processorOf(pid: number): number {
  const fields = readIfThere(`/proc/${pid}/stat`)
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100
}

const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter(
      (name) => /^\d+$/.test(name) && new RegExp(`\\) \\S ${pid} `).test(readIfThere(`/proc/${name}/stat`)),
    )
    .map(Number)

/** A process may have gone since it was listed. */
const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return ''
    throw error
  }
}
