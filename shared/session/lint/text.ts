import { concat } from '../../base/bytes.ts'
import { TELOPT } from '../../telnet/codes.ts'
import type { Scene, Watch } from './watch.ts'

const NUL = 0
const LF = 10
const CR = 13
/** So much of the text around a line end is shown. */
const BEFORE = 12
const AFTER = 4

/** Line ends of the network virtual terminal (RFC 854). */
export function text(): Watch {
  const lines = new LineEnds()
  return {
    text: ({ side, start, end }, scene) => {
      // BINARY lets every byte stand for itself (RFC 856).
      if (side !== 'server' || scene.known.agreed(TELOPT.BINARY, 'server')) return
      lines.read(scene.text, start, end, scene)
    },
  }
}

/**
 * Looks at CR and LF and what follows them, which may come much later. `LF CR LF CR` are two line ends the wrong way round,
 * `LF CR LF` is a lone LF before a right one: which it was is known when the turns of LF and CR end.
 */
class LineEnds {
  /** What it waits to see the end of: a CR alone, or so many turns of LF and CR, the first of them LF. */
  #cr = false
  #turns = 0

  read(bytes: Uint8Array, start: number, end: number, scene: Scene): void {
    let lf = start - 1
    let cr = start - 1
    for (let at = start; at < end; at++) {
      if (!this.#cr && this.#turns === 0) {
        if (lf < at) lf = nextOf(bytes, LF, at)
        if (cr < at) cr = nextOf(bytes, CR, at)
        at = Math.min(lf, cr)
        if (at >= end) return
      }
      this.#byte(bytes[at] as number, (code) => {
        // A program that moves the cursor itself means just that by LF.
        if (code === 'bare-lf' && scene.known.agreed(TELOPT.SGA, 'server')) return
        const near = bytes.slice(Math.max(start, at - BEFORE), Math.min(end, at + AFTER))
        scene.found(code, { bytes: at === start ? concat([this.#waiting, near]) : near })
      })
    }
  }

  /** The end of what it waits for, as it came with an earlier read. */
  get #waiting(): Uint8Array {
    return Uint8Array.from(this.#cr ? [CR] : this.#turns % 2 === 1 ? [LF] : [LF, CR])
  }

  #byte(byte: number, found: (code: 'lf-cr' | 'bare-lf' | 'bare-cr') => void): void {
    const turns = this.#turns
    const lastIsCr = this.#cr || (turns > 0 && turns % 2 === 0)
    if (turns > 0 && byte === (lastIsCr ? LF : CR)) {
      this.#turns++
      return
    }
    // CR LF is a line end and CR NUL a return.
    const closed = lastIsCr && (byte === NUL || byte === LF)
    if (this.#cr && !closed) found('bare-cr')
    if (turns > 0 && (closed || !lastIsCr)) found('bare-lf')
    else for (let pair = 0; pair < turns; pair += 2) found('lf-cr')
    this.#cr = !closed && byte === CR
    this.#turns = !closed && byte === LF ? 1 : 0
  }
}

function nextOf(bytes: Uint8Array, wanted: number, from: number): number {
  const at = bytes.indexOf(wanted, from)
  return at < 0 ? bytes.length : at
}
