import { SessionView } from '../../client/state/session.svelte.ts'
import type { StoragePort } from '../../client/storage/port.ts'
import { MemoryStorage } from '../../client/storage/memory.ts'
import type { Ending } from '../../client/transport/connection.ts'
import { FakeSocket } from './page-socket.ts'

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

/** A session view whose socket, screen, frames and storage are in the test's hand. */
export function sessionUnderTest(storage: StoragePort = new MemoryStorage()) {
  const socket = new FakeSocket()
  const endings: Ending[] = []
  const frames: (() => void)[] = []
  const written: string[] = []
  const parsed: (() => void)[] = []
  const view = new SessionView(
    { host: 'mud.example', port: 4000, tls: false },
    {
      open: () => socket,
      storage,
      nextFrame: (run) => frames.push(run),
      date: () => '2026-01-01T00:00:00.000Z',
    },
    (ending) => endings.push(ending),
    () => undefined,
  )
  view.screen.attach({
    write: (text, done) => {
      written.push(text)
      parsed.push(done)
    },
  })
  return {
    view,
    socket,
    endings,
    frames,
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
