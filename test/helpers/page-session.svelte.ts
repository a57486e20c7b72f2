import { SessionView } from '../../client/state/session.svelte.ts'
import type { Memory } from '../../client/state/memory.ts'
import { Settings } from '../../client/state/settings.svelte.ts'
import type { StoragePort } from '../../client/storage/port.ts'
import { MemoryStorage } from '../../client/storage/memory.ts'
import type { ConnectionHost } from '../../client/transport/connection.ts'
import type { Ending } from '../../client/transport/ending.ts'
import { RuleBook } from '../../client/state/rule-book.ts'
import { FakeSocket } from './page-socket.ts'
import { Remembered } from './page-memory.ts'

/** A storage that keeps entries only when told. */
export class SlowStorage implements StoragePort {
  #waiting: (() => void)[] = []

  append(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  keep(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}

/** What a connection needs beside sockets: the clock is the test's, chance always says the most, nobody looks. */
export const testLink = (
  wakes: (() => void)[] = [],
  visible = () => false,
): Omit<ConnectionHost, 'open'> => ({
  visible,
  now: () => performance.now(),
  after: (wait, run) => {
    const timer = setTimeout(run, wait)
    return () => clearTimeout(timer)
  },
  random: () => 1,
  onWake: (run) => {
    wakes.push(run)
    return () => void wakes.splice(wakes.indexOf(run), 1)
  },
})

/** A session view whose socket, screen, frames and storage are in the test's hand. */
export function sessionUnderTest(
  storage: StoragePort = new MemoryStorage(),
  memory: Memory = new Remembered(),
  { settings = new Settings(memory), encoding }: { settings?: Settings; encoding?: string } = {},
) {
  const socket = new FakeSocket()
  /** Those that were opened, the first one first. */
  const sockets: FakeSocket[] = []
  const wakes: (() => void)[] = []
  const endings: Ending[] = []
  const frames: (() => void)[] = []
  const written: string[] = []
  const look = { visible: false }
  const parsed: (() => void)[] = []
  const copied: string[] = []
  const view = new SessionView(
    { host: 'mud.example', port: 4000, tls: false, ...(encoding === undefined ? {} : { encoding }) },
    {
      open: (_, via) => {
        const opened = via === undefined ? socket : new FakeSocket()
        sockets.push(opened)
        return opened
      },
      link: testLink(wakes, () => look.visible),
      storage,
      rules: new RuleBook(memory),
      nextFrame: (run) => frames.push(run),
      date: () => '2026-01-01T00:00:00.000Z',
      settings,
      copy: (text) => {
        copied.push(text)
        return Promise.resolve(true)
      },
    },
    (ending) => endings.push(ending),
    () => undefined,
  )
  view.screen.attach({
    write: (text, done) => {
      written.push(text)
      parsed.push(done)
    },
    rewrite: (pieces, done) => {
      written.splice(0, written.length, ...pieces)
      parsed.push(done)
    },
  })
  return {
    view,
    socket,
    sockets,
    wake: () => wakes.forEach((run) => run()),
    endings,
    /** Whether somebody looks at the page. */
    look,
    frames,
    copied,
    /** What the screen was given. */
    shown: () => written.join(''),
    /** The terminal has parsed all it was given. */
    parse: () => {
      for (const done of parsed.splice(0)) done()
    },
    frame: () => {
      for (const run of frames.splice(0)) run()
    },
  }
}

/** Lets promises that are settled run on. */
export const settle = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

/** Counts how often an effect that reads the snapshot runs. */
export function countPublished(view: SessionView): { runs: () => number; stop: () => void } {
  let runs = 0
  const stop = $effect.root(() => {
    $effect(() => {
      if (view.snapshot) runs++
    })
  })
  return { runs: () => runs, stop }
}
