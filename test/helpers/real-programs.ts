import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { millis } from '../../shared/base/brands.ts'
import type { Entry } from '../../shared/session/entry.ts'
import { Fold } from '../../shared/session/fold.ts'
import { Driver } from '../../shared/session/driver.ts'
import { playPolicy } from '../../shared/session/play.ts'
import { IDENTITY } from './play.ts'

/** Where Debian puts the programs that the tests play with, by package. */
const PROGRAMS = {
  'inetutils-telnetd': '/usr/sbin/telnetd',
  socat: '/usr/bin/socat',
  'tintin++': '/usr/games/tt++',
} as const
const TELNETD = PROGRAMS['inetutils-telnetd']
/** No program of these tests lives longer, whatever happens. */
const LIFE = 60_000

function isThere(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    // That it cannot be run is the answer.
    return false
  }
}

/** True if they are there. Says so loudly if not; in CI their absence is an error. */
export function programsPresent(...packages: readonly (keyof typeof PROGRAMS)[]): boolean {
  const missing = packages.filter((name) => !isThere(PROGRAMS[name]))
  if (missing.length === 0) return true
  const what = `apt-get install --no-install-recommends ${missing.join(' ')}`
  if (process.env['CI'] === 'true') throw new Error(`Real programs are missing: ${what}`)
  console.warn(`SKIPPED: real programs are missing. To run these tests: ${what}`)
  return false
}

/** Programs that were started, each to be ended by its own number. */
export class Programs {
  readonly #children: ChildProcess[] = []
  readonly folder = mkdtempSync(join(tmpdir(), 'willdo-programs-'))

  start(program: string, args: readonly string[]): ChildProcess {
    const child = spawn(program, args, { timeout: LIFE, stdio: ['pipe', 'pipe', 'pipe'] })
    this.#children.push(child)
    return child
  }

  /** A file in the folder of this test that can be run. */
  file(name: string, lines: string): string {
    const path = join(this.folder, name)
    writeFileSync(path, lines)
    chmodSync(path, 0o755)
    return path
  }

  async end(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill()
      await once(child, 'exit')
    }
    rmSync(this.folder, { recursive: true })
  }
}

/** Asks for a name, says what it knows of the terminal, and obeys `size` and `quit`. */
const LOGIN = `#!/bin/sh
printf 'login: '
read -r name
printf 'Hello, %s. TERM=%s size=%s\\n$ ' "$name" "$TERM" "$(stty size)"
while read -r line; do
  case $line in
    size) printf 'size=%s\\n$ ' "$(stty size)" ;;
    quit) exit ;;
    *) printf 'You typed %s\\n$ ' "$line" ;;
  esac
done
`

/** Debian's telnetd on a free port of loopback, with a login that lets everybody in to nothing; resolves with the port. */
export async function startTelnetd(programs: Programs, ...flags: readonly string[]): Promise<number> {
  const login = programs.file('login', LOGIN)
  const command = [TELNETD, '-h', ...flags, '-E', login].join(' ')
  const listener = 'TCP-LISTEN:0,bind=127.0.0.1,reuseaddr,fork'
  const socat = programs.start(PROGRAMS.socat, ['-d', '-d', listener, `EXEC:${command},nofork`])
  if (!socat.stderr) throw new Error('socat has no voice')
  for await (const line of createInterface({ input: socat.stderr })) {
    const port = /listening on AF=2 127\.0\.0\.1:(\d+)/.exec(line)?.[1]
    if (port === undefined) continue
    socat.stderr.resume()
    return Number(port)
  }
  throw new Error('socat ended before it listened')
}

/** Debian's tt++ at a port of loopback. It draws on a terminal, so it gets one, with a size: without it dies. */
export function startTintin(programs: Programs, port: number): ChildProcess {
  const session = programs.file('session.tin', `#session game 127.0.0.1 ${port}\n`)
  const tintin = `exec ${PROGRAMS['tintin++']} -G ${session}`
  const play = programs.file('play', `#!/bin/sh\nexport TERM=xterm\nstty rows 24 cols 80\n${tintin}\n`)
  const socat = programs.start(PROGRAMS.socat, ['-', `EXEC:${play},pty,setsid,ctty`])
  socat.stdout?.resume()
  socat.stderr?.resume()
  return socat
}

/** The server's text in a recording, one character a byte. */
export function textOf(entries: readonly Entry[]): string {
  const fold = new Fold()
  const parts = entries.flatMap((entry) => {
    const { text, events } = fold.evolve(entry)
    return events.flatMap((event) =>
      event.kind === 'text' && event.side === 'server' ? [text.slice(event.start, event.end)] : [],
    )
  })
  return Buffer.concat(parts).toString('latin1')
}

/** The play policy on a real socket. */
export class LivePlayer {
  readonly #socket: Socket
  #waiters: (() => void)[] = []
  readonly #began = performance.now()
  #read = 0
  text = ''
  readonly driver: Driver

  constructor(port: number, columns: number, rows: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.driver = new Driver(
      {
        now: () => millis(performance.now() - this.#began),
        send: (bytes) => void this.#socket.write(bytes),
        wakeAt: () => undefined,
      },
      playPolicy(IDENTITY),
      (_entry, { events, text }) => {
        for (const event of events)
          if (event.kind === 'text' && event.side === 'server')
            this.text += Buffer.from(text.subarray(event.start, event.end)).toString('latin1')
      },
    )
    this.driver.resize(columns, rows)
    this.#socket.on('data', (bytes) => {
      this.driver.receive(new Uint8Array(bytes))
      this.#wake()
    })
    this.#socket.on('error', () => this.#socket.destroy())
    this.#socket.on('close', () => {
      this.driver.close('closed')
      this.#wake()
    })
  }

  #wake(): void {
    for (const wake of this.#waiters.splice(0)) wake()
  }

  /** Resolves once `holds`, throws if the connection ends before. */
  async when(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.driver.state.closed !== undefined) throw new Error(`closed behind ${this.text.slice(-300)}`)
      await new Promise<void>((resolve) => this.#waiters.push(resolve))
    }
  }

  /** Resolves once the text has `wanted` behind what was waited for before. */
  async until(wanted: string): Promise<void> {
    await this.when(() => this.text.includes(wanted, this.#read))
    this.#read = this.text.indexOf(wanted, this.#read) + wanted.length
  }

  async closed(): Promise<void> {
    while (this.driver.state.closed === undefined)
      await new Promise<void>((resolve) => this.#waiters.push(resolve))
  }

  leave(): void {
    this.#socket.destroy()
  }
}

/** A way to a server on loopback that records what goes over it. */
export async function startRecorder(port: number): Promise<{
  readonly port: number
  readonly entries: readonly Entry[]
  /** Resolves once `holds`; it is asked whenever something was recorded. */
  readonly when: (holds: () => boolean) => Promise<void>
  readonly close: () => Promise<void>
}> {
  const entries: Entry[] = []
  const sockets: Socket[] = []
  const began = performance.now()
  let waiters: (() => void)[] = []
  const record = (entry: Entry): void => {
    entries.push(entry)
    for (const wake of waiters.splice(0)) wake()
  }
  const at = () => millis(Math.round(performance.now() - began))
  const server = createServer({ noDelay: true }, (client) => {
    const game = connect({ port, host: '127.0.0.1', noDelay: true })
    sockets.push(client, game)
    client.on('data', (bytes) => {
      record({ kind: 'out', at: at(), bytes: new Uint8Array(bytes), from: 'user' })
      game.write(bytes)
    })
    game.on('data', (bytes) => {
      record({ kind: 'in', at: at(), bytes: new Uint8Array(bytes) })
      client.write(bytes)
    })
    for (const [one, other] of [
      [client, game],
      [game, client],
    ] as const) {
      one.on('error', () => one.destroy())
      one.on('close', () => other.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    entries,
    when: async (holds) => {
      while (!holds()) await new Promise<void>((resolve) => waiters.push(resolve))
      waiters = []
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
