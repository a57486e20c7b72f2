import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import { mount, unmount } from 'svelte'
import { latin1 } from '../../shared/base/bytes.ts'
import { WINDOW } from '../../shared/wire/window.ts'
import { nextFrame } from '../../client/state/frames.ts'
import { Layout } from '../../client/state/layout.svelte.ts'
import { lookOf } from '../../client/state/look.ts'
import { RuleBook } from '../../client/state/rule-book.ts'
import { SessionView } from '../../client/state/session.svelte.ts'
import { Settings } from '../../client/state/settings.svelte.ts'
import { MemoryStorage } from '../../client/storage/memory.ts'
import { browserLink } from '../../client/transport/browser-link.ts'
import type { Socket } from '../../client/transport/connection.ts'
import Session from '../../client/ui/Session.svelte'
import '../../client/ui/tokens.css'
import '../../client/ui/base.css'

/** What one contender took, and what its screen shows at the end. */
export interface Run {
  readonly seconds: number
  readonly screen: string
}

/** What the bench calls in the page. */
export interface TerminalPage {
  /** `pieces` of text, and the same ones as a proxy would send them, compressed. */
  load(pieces: readonly string[], frames: readonly string[]): void
  willdo(): Promise<Run>
  xterm(): Promise<Run>
}

const memory = (): { getItem: () => null; setItem: () => void } => ({
  getItem: () => null,
  setItem: () => undefined,
})
const QUIET = 400
const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => new Uint8Array(latin1(atob(base64)))

let pieces: readonly Uint8Array<ArrayBuffer>[] = []
let frames: readonly Uint8Array<ArrayBuffer>[] = []
let characters = 0

/** Each piece comes in a task of its own, as messages of a WebSocket do. */
function inTasks(step: () => boolean): () => void {
  const channel = new MessageChannel()
  channel.port1.onmessage = () => {
    if (step()) channel.port2.postMessage(0)
  }
  return () => channel.port2.postMessage(0)
}

/** The proxy's end: sends frames as long as less than the window is unacknowledged. */
class ReplaySocket implements Socket {
  binaryType: BinaryType = 'blob'
  readonly protocol = 'willdo.v1'
  readyState: WebSocket['readyState'] = 1
  onopen: ((event: Event) => unknown) | null = null
  onmessage: ((event: MessageEvent) => unknown) | null = null
  onclose: ((event: CloseEvent) => unknown) | null = null
  #next = 0
  #sent = 0
  #acknowledged = 0
  #running = false
  readonly #run = inTasks(() => this.#step())

  send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
    if (typeof data !== 'string') return
    const message = JSON.parse(data) as { type: string; received?: number }
    if (message.type !== 'ack') return
    this.#acknowledged = message.received ?? 0
    this.start()
  }

  close(): void {
    this.readyState = 3
  }

  start(): void {
    if (this.#running) return
    this.#running = true
    this.#run()
  }

  #step(): boolean {
    const frame = frames[this.#next]
    this.#running = frame !== undefined && this.#sent - this.#acknowledged < WINDOW
    if (!frame || !this.#running) return false
    this.#next++
    this.#sent += frame.length
    // A copy, since what is received is kept.
    this.onmessage?.(new MessageEvent('message', { data: frame.slice().buffer }))
    return true
  }
}

function screenOf(element: Element): string {
  return element.querySelector('.xterm-rows')?.textContent ?? ''
}

const painted = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))

/** Resolves once nothing has changed on the page for a while: all that is loaded for a session is there. */
const settled = (element: Element): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      observer.disconnect()
      resolve()
    }
    let timer = setTimeout(done, QUIET)
    const observer = new MutationObserver(() => {
      clearTimeout(timer)
      timer = setTimeout(done, QUIET)
    })
    observer.observe(element, { childList: true, subtree: true })
  })

/** Where the terminal was in willdo's session: xterm alone gets as much room. */
let room = { width: 0, height: 0 }

async function willdo(): Promise<Run> {
  const target = document.getElementById('app') as HTMLElement
  target.style.cssText = 'display: flex; flex-direction: column; height: 100vh'
  const socket = new ReplaySocket()
  const view = new SessionView(
    { host: 'bench.example', port: 4000, tls: false },
    {
      open: () => socket,
      link: browserLink,
      storage: new MemoryStorage(),
      rules: new RuleBook(memory()),
      nextFrame,
      date: () => new Date().toISOString(),
      settings: new Settings(memory()),
      copy: () => Promise.resolve(false),
    },
    () => undefined,
    () => undefined,
  )
  let parsed = 0
  let done: () => void = () => undefined
  const whole = new Promise<void>((resolve) => (done = resolve))
  const attach = view.screen.attach.bind(view.screen)
  view.screen.attach = (display) =>
    attach({
      write: (text, taken) =>
        display.write(text, () => {
          taken()
          parsed += text.length
          if (parsed >= characters) done()
        }),
      rewrite: (texts, taken) => display.rewrite(texts, taken),
    })
  const opened = {
    type: 'opened',
    v: 1,
    via: 'a',
    token: 'x',
    window: WINDOW,
    parkSeconds: 0,
    address: '127.0.0.1',
    family: 4,
  }
  socket.onmessage?.(new MessageEvent('message', { data: JSON.stringify(opened) }))
  const shown = mount(Session, {
    target,
    props: { view, layout: new Layout(memory()), onagain: () => undefined },
  })
  await settled(target)
  const box = target.querySelector('.screen') as HTMLElement
  room = { width: box.clientWidth, height: box.clientHeight }
  const began = performance.now()
  socket.start()
  await whole
  const seconds = (performance.now() - began) / 1000
  // After a flood the last drawing may be a few frames later.
  await settled(target)
  const screen = screenOf(target)
  view.disconnect()
  await unmount(shown)
  return { seconds, screen }
}

async function xterm(): Promise<Run> {
  const target = document.getElementById('app') as HTMLElement
  target.style.cssText = `width: ${room.width}px; height: ${room.height}px`
  const { choices } = new Settings(memory())
  const terminal = new Terminal({
    lineHeight: 1.2,
    ...lookOf(choices, { dark: false, narrow: false, forced: false }, undefined),
  })
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  terminal.open(target)
  fit.fit()
  await painted()
  const began = performance.now()
  await new Promise<void>((resolve) => {
    let next = 0
    let open = 0
    let parsed = 0
    let running = true
    const run = inTasks(() => {
      const piece = pieces[next]
      running = piece !== undefined && open < 4 * WINDOW
      if (!piece || !running) return false
      next++
      open += piece.length
      terminal.write(piece, () => {
        open -= piece.length
        parsed += piece.length
        if (parsed >= characters) resolve()
        else if (!running) {
          running = true
          run()
        }
      })
      return true
    })
    run()
  })
  const seconds = (performance.now() - began) / 1000
  await painted()
  const screen = screenOf(target)
  terminal.dispose()
  target.replaceChildren()
  return { seconds, screen }
}

const page: TerminalPage = {
  load: (texts, sent) => {
    pieces = texts.map(bytesOf)
    frames = sent.map(bytesOf)
    characters = pieces.reduce((sum, { length }) => sum + length, 0)
  },
  willdo,
  xterm,
}
Object.assign(window, { bench: page })
