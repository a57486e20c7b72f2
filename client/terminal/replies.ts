import type { Terminal } from '@xterm/xterm'

/**
 * xterm gives its answers to the server through `onData`, as it does keys. It answers while it parses the request, so
 * a handler that looks at each kind of request, and leaves it to xterm, tells the two apart.
 */
export class Replies {
  #now = false

  /** True while what xterm gives out is an answer of its own. */
  get now(): boolean {
    return this.#now
  }

  listen({ parser }: Terminal): void {
    const mark = (): boolean => {
      this.#now = true
      queueMicrotask(() => (this.#now = false))
      return false
    }
    for (const id of [
      { final: 'c' },
      { prefix: '>', final: 'c' },
      { prefix: '=', final: 'c' },
      { prefix: '>', final: 'q' },
      { final: 'n' },
      { prefix: '?', final: 'n' },
      { final: 't' },
      { intermediates: '$', final: 'p' },
      { prefix: '?', intermediates: '$', final: 'p' },
    ]) {
      parser.registerCsiHandler(id, mark)
    }
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, mark)
    for (const colour of [4, 10, 11, 12]) parser.registerOscHandler(colour, mark)
  }
}
