import { CR, LF, type InbandSink } from './filter.ts'
import { McpFilter, type McpState } from './mcp.ts'
import type { McpFacts } from './mcp-book.ts'
import type { Sound } from './message.ts'
import { MspFilter, type MspState } from './msp.ts'
import { MxpFilter, type MxpState } from './mxp.ts'
import type { MxpFacts } from './mxp-book.ts'

/** What a server has said within its text. */
export interface InbandFacts {
  /** Undefined until it was agreed. */
  readonly mxp: MxpFacts | undefined
  /** Sounds it wanted, the last first. */
  readonly sounds: readonly Sound[]
  readonly mcp: McpFacts
}

export interface PipelineState {
  readonly off: boolean
  readonly mxp: MxpState | undefined
  readonly mxpOn: boolean
  readonly msp: MspState
  readonly mspOn: boolean
  readonly mcp: McpState
  readonly sounds: readonly Sound[]
}

const SOUNDS_MAX = 30
const NOTHING: PipelineState = {
  off: false,
  mxp: undefined,
  mxpOn: false,
  msp: new MspFilter().save(),
  mspOn: false,
  mcp: new McpFilter().save(),
  sounds: [],
}

/** The stages that a server's text goes through, each only while it is agreed on: MCP, then MSP, then MXP. */
export class Pipeline {
  #off: boolean
  #mxp: MxpFilter | undefined
  #mxpOn: boolean
  readonly #msp: MspFilter
  #mspOn: boolean
  readonly #mcp: McpFilter
  #sounds: readonly Sound[]
  #facts: InbandFacts | undefined
  readonly #toScreen: InbandSink
  readonly #toMxp: InbandSink
  readonly #toMsp: InbandSink

  /** What comes out goes to `sink`. */
  constructor(sink: InbandSink, saved: PipelineState = NOTHING) {
    this.#off = saved.off
    this.#mxp = saved.mxp && new MxpFilter(saved.mxp)
    this.#mxpOn = saved.mxpOn
    this.#msp = new MspFilter(saved.msp)
    this.#mspOn = saved.mspOn
    this.#mcp = new McpFilter(saved.mcp)
    this.#sounds = saved.sounds
    const said: Omit<InbandSink, 'text'> = {
      heard: (message) => {
        if (message.protocol === 'MSP') this.sound(message)
        sink.heard(message)
      },
      fault: (code, detail) => sink.fault(code, detail),
    }
    this.#toScreen = { ...said, text: (bytes, start, end) => start < end && sink.text(bytes, start, end) }
    this.#toMxp = {
      ...said,
      text: (bytes, start, end) =>
        this.#mxp && this.#mxpOn
          ? this.#mxp.push(bytes, start, end, this.#toScreen)
          : this.#toScreen.text(bytes, start, end),
    }
    this.#toMsp = {
      ...said,
      text: (bytes, start, end) =>
        this.#mspOn ? this.#msp.push(bytes, start, end, this.#toMxp) : this.#toMxp.text(bytes, start, end),
    }
  }

  /** False while text goes through as it is. */
  get isActive(): boolean {
    return !this.#off && (this.#mxpOn || this.#mspOn || this.#mcp.listens)
  }

  get facts(): InbandFacts {
    return (this.#facts ??= Object.freeze({
      mxp: this.#mxp?.facts,
      sounds: this.#sounds,
      mcp: this.#mcp.facts,
    }))
  }

  /** The server's text. */
  push(bytes: Uint8Array, start: number, end: number): void {
    this.#facts = undefined
    if (this.#mcp.listens) this.#mcp.push(bytes, start, end, this.#toMsp)
    else this.#toMsp.text(bytes, start, end)
  }

  /** What we sent ourselves ends the line of a prompt, and is partly messages to a server that speaks MCP. */
  own(bytes: Uint8Array, start: number, end: number): void {
    if (!this.isActive) return
    if (bytes.subarray(start, end).some((byte) => byte === LF || byte === CR)) this.#startLine()
    if (!this.#mcp.greeted) return
    this.#facts = undefined
    this.#mcp.own(bytes, start, end, this.#toScreen)
  }

  #startLine(): void {
    this.#mcp.startLine()
    this.#msp.startLine()
  }

  /** A prompt is complete. */
  prompt(): void {
    this.flush()
    this.#startLine()
  }

  /** Nothing follows soon: what is held back is text after all. */
  flush(): void {
    if (!this.isActive) return
    this.#mcp.flush(this.#toMsp)
    this.#msp.flush(this.#toMxp)
    if (this.#mxpOn) this.#mxp?.flush(this.#toScreen)
  }

  /** That protocol was agreed on, or is over. */
  turn(protocol: 'MXP' | 'MSP', on: boolean): void {
    if (on === (protocol === 'MXP' ? this.#mxpOn : this.#mspOn)) return
    this.flush()
    this.#facts = undefined
    if (protocol === 'MSP') this.#mspOn = on
    else {
      this.#mxpOn = on
      this.#mxp ??= new MxpFilter()
    }
  }

  /** From here on text goes through as it came. */
  turnOff(): void {
    this.flush()
    this.#off = true
  }

  sound(sound: Sound): void {
    this.#facts = undefined
    this.#sounds = [sound, ...this.#sounds].slice(0, SOUNDS_MAX)
  }

  save(): PipelineState {
    return {
      off: this.#off,
      mxp: this.#mxp?.save(),
      mxpOn: this.#mxpOn,
      msp: this.#msp.save(),
      mspOn: this.#mspOn,
      mcp: this.#mcp.save(),
      sounds: this.#sounds,
    }
  }
}
