import { fromLatin1, latin1 } from '../../shared/base/bytes.ts'
import type { InbandFault, InbandSink } from '../../shared/inband/filter.ts'
import type { InbandMessage } from '../../shared/inband/message.ts'
import { Pipeline } from '../../shared/inband/pipeline.ts'
import { pieces, random } from './cut.ts'

type Heard =
  InbandMessage | { readonly shown: string } | { readonly fault: InbandFault; readonly detail: string }

/** A server's text through the stages of the pipeline. */
export class Stages {
  readonly heard: Heard[] = []
  #pipeline: Pipeline
  readonly #sink: InbandSink = {
    text: (bytes, start, end) => {
      const text = fromLatin1(bytes.subarray(start, end))
      const last = this.heard.at(-1)
      // Text between two messages is one, in however many pieces it came.
      if (last && 'shown' in last) this.heard[this.heard.length - 1] = { shown: last.shown + text }
      else this.heard.push({ shown: text })
    },
    heard: (message) => this.heard.push(message),
    fault: (fault, detail) => this.heard.push({ fault, detail }),
  }

  constructor(on: readonly ('MXP' | 'MSP')[]) {
    this.#pipeline = new Pipeline(this.#sink)
    for (const protocol of on) this.#pipeline.turn(protocol, true)
  }

  push(bytes: Uint8Array): void {
    if (this.#pipeline.isActive) this.#pipeline.push(bytes, 0, bytes.length)
    else this.#sink.text(bytes, 0, bytes.length)
  }

  own(text: string): void {
    this.#pipeline.own(latin1(text), 0, text.length)
  }

  flush(): void {
    this.#pipeline.flush()
  }

  /** What is remembered is put away and taken up again. */
  reload(): void {
    const saved = JSON.stringify(this.#pipeline.facts)
    const state = this.#pipeline.save()
    this.#pipeline = new Pipeline(this.#sink, state)
    if (JSON.stringify(this.#pipeline.facts) !== saved) throw new Error('something was forgotten')
  }

  get facts() {
    return this.#pipeline.facts
  }

  /** All text, one character a byte. */
  get text(): string {
    return this.heard.map((one) => ('shown' in one ? one.shown : '')).join('')
  }

  get messages(): InbandMessage[] {
    return this.heard.filter((one): one is InbandMessage => 'protocol' in one)
  }

  get faults(): InbandFault[] {
    return this.heard.flatMap((one) => ('fault' in one ? [one.fault] : []))
  }
}

/** The text, one character a byte, through the stages: whole, and the same in pieces of each kind. */
export function everyCut(
  bytes: Uint8Array,
  on: readonly ('MXP' | 'MSP')[],
  key?: string,
): { whole: Stages; cuts: Stages[] } {
  const run = (parts: readonly Uint8Array[], reload = false): Stages => {
    const stages = new Stages(on)
    for (const part of parts) {
      stages.push(part)
      if (reload) stages.reload()
      if (key !== undefined && stages.facts.mcp.greeting && stages.facts.mcp.key === undefined)
        stages.own(`#$#mcp authentication-key: ${key} version: 1.0 to: 2.1\r\n`)
    }
    return stages
  }
  const cuts = [1, 2, 3, 7].map((size) => run(pieces(bytes, size)))
  cuts.push(run(pieces(bytes, 5), true))
  for (let seed = 1; seed <= 5; seed++) cuts.push(run(pieces(bytes, random(seed))))
  return { whole: run([bytes]), cuts }
}
