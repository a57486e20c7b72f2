import { fromLatin1 } from '../base/bytes.ts'
import type { InbandSink } from '../inband/filter.ts'
import type { InbandMessage } from '../inband/message.ts'
import { parseTrigger } from '../inband/msp.ts'
import { Pipeline, type InbandFacts, type PipelineState } from '../inband/pipeline.ts'
import { TELOPT } from '../telnet/codes.ts'
import type { SessionEvent } from './events.ts'
import type { OptionState } from './state.ts'

/** MCP is no option; its messages are counted under a number that none has. */
const MCP = 256
const OPTION = { MXP: TELOPT.MXP, MSP: TELOPT.MSP, MCP: undefined } as const

/** What of the fold the stage has to do with. */
export interface InbandHost extends Pick<InbandSink, 'text' | 'fault'> {
  readonly emit: (event: SessionEvent) => void
  /** One more message of that option: is it to be answered? */
  readonly mayAnswer: (option: number) => boolean
}

/** Where MXP, MSP and MCP are taken out of the server's text, while they are agreed on. */
export class InbandStage {
  readonly #host: InbandHost
  readonly #pipeline: Pipeline

  constructor(host: InbandHost, saved?: PipelineState) {
    this.#host = host
    this.#pipeline = new Pipeline(
      { text: host.text, fault: host.fault, heard: (message) => this.#heard(message) },
      saved,
    )
  }

  get facts(): InbandFacts {
    return this.#pipeline.facts
  }

  save(): PipelineState {
    return this.#pipeline.save()
  }

  /** The server's text. */
  text(bytes: Uint8Array, start: number, end: number): void {
    if (this.#pipeline.isActive) this.#pipeline.push(bytes, start, end)
    else this.#host.text(bytes, start, end)
  }

  /** Our own. */
  own(bytes: Uint8Array, start: number, end: number): void {
    this.#pipeline.own(bytes, start, end)
  }

  /** The server says that a prompt is complete. */
  prompt(): void {
    this.#pipeline.prompt()
  }

  /** Nothing follows soon. */
  flush(): void {
    this.#pipeline.flush()
  }

  /** From here on the text stays as it came. */
  turnOff(): void {
    this.#pipeline.turnOff()
  }

  /** Whichever side does the option: what comes of it is in the server's text. */
  negotiated({ code, server, client }: OptionState): void {
    if (code !== TELOPT.MXP && code !== TELOPT.MSP) return
    this.#pipeline.turn(code === TELOPT.MXP ? 'MXP' : 'MSP', server.q === 'yes' || client.q === 'yes')
  }

  /** A sound may come in a subnegotiation too. */
  subnegotiation(option: number, payload: Uint8Array): void {
    const sound = option === TELOPT.MSP ? parseTrigger(fromLatin1(payload)) : undefined
    if (sound) this.#pipeline.sound(sound)
  }

  #heard(message: InbandMessage): void {
    const option = OPTION[message.protocol]
    const asks =
      message.kind === 'version' ||
      message.kind === 'support' ||
      message.kind === 'greeting' ||
      message.kind === 'message'
    this.#host.emit({
      kind: 'inband',
      side: message.kind === 'key' ? 'client' : 'server',
      option,
      message,
      answered: asks && this.#host.mayAnswer(option ?? MCP),
    })
  }
}
