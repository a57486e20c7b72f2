import { CR, ESC, LF, type InbandFilter, type InbandSink } from './filter.ts'
import type { Sound } from './message.ts'
import { readable } from './readable.ts'
import { soundOf } from './sound.ts'

const BANG = 0x21
const TRIGGER = /^!!(SOUND|MUSIC)\(([^)]*)\)$/i
/** A longer trigger is none; it must not hold the text back. */
const TRIGGER_MAX = 600
const START = '!!SOUND('
const START_MUSIC = '!!MUSIC('

/** The sound in `!!SOUND(file V=100 L=1 P=50 T=type U=address)`; undefined if there is none. */
export function parseTrigger(text: string): Sound | undefined {
  const [, kind, body = ''] = TRIGGER.exec(text.trim()) ?? []
  if (kind === undefined) return undefined
  const values = new Map<string, string>()
  let file = ''
  const words = body.match(/(?:[A-Za-z]\s*=\s*)?(?:"[^"]*"|\S+)/g) ?? []
  for (const word of words) {
    const [, letter, value = ''] = /^([A-Za-z])\s*=\s*([^]*)$/.exec(word) ?? []
    const plain = (letter === undefined ? word : value).replace(/^"([^]*)"$/, '$1')
    if (letter !== undefined) values.set(letter.toLowerCase(), plain)
    else if (file === '') file = plain
  }
  return soundOf(/music/i.test(kind) ? 'music' : 'sound', file, (letter) => values.get(letter) ?? '')
}

export interface MspState {
  readonly place: 'start' | 'trigger' | 'after' | 'line' | 'escape'
  /** Of a trigger, or CRs behind one. */
  readonly held: string
  /** The line began with a CR, which belongs to the LF before it; the next one is left out. */
  readonly led: boolean
  readonly skip: boolean
}

/** MSP, https://www.zuggsoft.com/zmud/msp.htm: takes sound triggers out of the text, at the beginning of a line. */
export class MspFilter implements InbandFilter {
  #place: MspState['place']
  #held: string
  #led: boolean
  #skip: boolean

  constructor({ place, held, led, skip }: MspState = { place: 'start', held: '', led: false, skip: false }) {
    this.#place = place
    this.#held = held
    this.#led = led
    this.#skip = skip
  }

  save(): MspState {
    return { place: this.#place, held: this.#held, led: this.#led, skip: this.#skip }
  }

  push(bytes: Uint8Array, start: number, end: number, sink: InbandSink): void {
    /** Text from here on is still to be given out. */
    let from = start
    for (let at = start; at < end;) {
      const byte = bytes[at] as number
      if (this.#place === 'line') {
        at++
        if (byte === LF) this.#begin(false)
      } else if (this.#place === 'trigger') {
        // A byte that does not belong to it is read again, as text.
        if (!this.#goesOn(byte)) this.flush(sink)
        else {
          this.#take(byte, sink)
          at++
        }
        from = at
      } else if (this.#place === 'after') {
        if (byte === LF || byte === CR) from = ++at
        // A line of sounds alone is no line.
        if (byte === LF) this.#begin(this.#led)
        else if (byte === CR) this.#held += '\r'
        else this.flush(sink)
      } else {
        const isLeftOut = byte === BANG || (byte === CR && this.#skip)
        if (isLeftOut && at > from) sink.text(bytes, from, at)
        this.#read(byte)
        at++
        if (isLeftOut) from = at
      }
    }
    if (from < end) sink.text(bytes, from, end)
  }

  flush(sink: InbandSink): void {
    if (this.#place === 'trigger' || this.#place === 'after') this.#place = 'line'
    if (this.#held === '') return
    const bytes = Uint8Array.from(this.#held, (char) => char.charCodeAt(0))
    this.#held = ''
    sink.text(bytes, 0, bytes.length)
  }

  /** A person ended the line that was a prompt: what comes next begins one, though the server sent no line end. */
  startLine(): void {
    if (this.#place === 'line' || this.#place === 'escape') this.#begin(false)
  }

  /** A line begins; `led` if it does where one that was left out had begun, behind the CR of a line before. */
  #begin(led: boolean): void {
    this.#place = 'start'
    this.#held = ''
    this.#led = led
    this.#skip = led
  }

  /** A byte of a line that shows nothing yet: colours and a CR leave it at its beginning. */
  #read(byte: number): void {
    this.#skip = false
    if (this.#place === 'escape') {
      const ends = (byte !== 0x5b && byte >= 0x40 && byte <= 0x7e) || byte < 0x20
      if (ends) this.#place = 'start'
    } else if (byte === ESC) this.#place = 'escape'
    else if (byte === BANG) {
      this.#place = 'trigger'
      this.#held = '!'
    } else if (byte === CR) this.#led = true
    else if (byte === LF) this.#begin(false)
    else this.#place = 'line'
  }

  #goesOn(byte: number): boolean {
    if (byte === LF || byte === CR || this.#held.length >= TRIGGER_MAX) return false
    const next = (this.#held + String.fromCharCode(byte)).slice(0, START.length).toUpperCase()
    return this.#held.length >= START.length || START.startsWith(next) || START_MUSIC.startsWith(next)
  }

  #take(byte: number, sink: InbandSink): void {
    this.#held += String.fromCharCode(byte)
    if (byte !== 0x29) return
    const sound = parseTrigger(this.#held)
    this.#held = ''
    this.#place = 'after'
    if (sound)
      sink.heard({
        ...sound,
        file: readable(sound.file),
        url: readable(sound.url),
        type: readable(sound.type),
      })
  }
}
