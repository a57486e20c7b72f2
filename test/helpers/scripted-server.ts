import { latin1 } from '../../shared/base/bytes.ts'
import { verbOf, type Verb } from '../../shared/telnet/codes.ts'
import { encodeCommand, encodeSubnegotiation, encodeVerb } from '../../shared/telnet/encode.ts'
import { FrameParser } from '../../shared/telnet/frames.ts'

/** What a scripted server needs of the outside: a wire, and a clock that may be a test's. */
export interface Surroundings {
  readonly send: (bytes: Uint8Array) => void
  readonly close: () => void
  readonly after: (milliseconds: number, then: () => void) => void
}

/** A telnet server that behaves like a known one: it hears frames and sends what that one would. */
export abstract class ScriptedServer {
  readonly #around: Surroundings
  readonly #frames = new FrameParser()
  /** Every verb and message that came from the client, such as `WILL 31` and `SB 24`. */
  readonly heard: string[] = []
  closed = false

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** The connection is there. */
  abstract start(): void
  protected abstract verb(verb: Verb, option: number): void
  protected abstract message(option: number, payload: Uint8Array): void
  protected abstract data(bytes: Uint8Array): void
  protected abstract command(code: number): void

  hear(bytes: Uint8Array): void {
    this.#frames.push(bytes, 0, {
      text: (from, start, end) => this.data(from.slice(start, end)),
      command: (code) => this.command(code),
      negotiate: (byte, option) => {
        const verb = verbOf(byte)
        this.heard.push(`${verb} ${option}`)
        this.verb(verb, option)
      },
      subnegotiation: (option, from, start, end) => {
        this.heard.push(`SB ${option}`)
        this.message(option, from.slice(start, end))
        return false
      },
      fault: (code) => this.heard.push(`fault ${code}`),
    })
  }

  protected after(milliseconds: number, then: () => void): void {
    this.#around.after(milliseconds, () => {
      if (!this.closed) then()
    })
  }

  /** Puts bytes on the wire as they are. */
  protected wire(bytes: Uint8Array): void {
    if (!this.closed) this.#around.send(bytes)
  }

  protected close(): void {
    if (this.closed) return
    this.closed = true
    this.#around.close()
  }
}

export const verb = (name: Verb, option: number): Uint8Array => encodeVerb(name, option)
export const message = (option: number, payload: string): Uint8Array =>
  encodeSubnegotiation(option, latin1(payload))
export const command = (code: number): Uint8Array => encodeCommand(code)
export const text = (characters: string): Uint8Array => latin1(characters)
