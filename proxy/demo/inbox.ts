import { FrameParser, type FrameSink } from '../../shared/telnet/frames.ts'
import { Inflater } from '../../shared/telnet/inflate.ts'

/** So much may come out of one read: far more than anybody types, far less than a bomb holds. */
const OUTPUT_MAX = 256 * 1024

/** The way in from one visitor: plain, or inflated (MCCP3). */
export class Inbox {
  readonly #frames = new FrameParser()
  readonly #sink: FrameSink
  #inflater: Inflater | undefined
  /** Bytes of compressed streams, and what they held. */
  packed = 0
  unpacked = 0

  constructor(sink: FrameSink) {
    this.#sink = sink
  }

  get inflating(): boolean {
    return this.#inflater !== undefined
  }

  /** What follows is compressed. For the sink, which then stops the reading of frames. */
  inflate(): void {
    this.#inflater ??= new Inflater()
  }

  /** False if what came is no deflate, or too much of it. */
  push(bytes: Uint8Array): boolean {
    let at = 0
    while (at < bytes.length) {
      if (!this.#inflater) {
        at = this.#frames.push(bytes, at, this.#sink)
        continue
      }
      const from = at
      let made = 0
      const result = this.#inflater.write(bytes, at, (output) => {
        made += output.length
        for (let read = 0; read < output.length;) read = this.#frames.push(output, read, this.#sink)
        return made <= OUTPUT_MAX
      })
      at = result.at
      this.packed += at - from
      this.unpacked += made
      if (result.status === 'end') this.#inflater = undefined
      else if (result.status !== 'more') return false
    }
    return true
  }
}
