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
  readonly held: string
}

/** MSP, https://www.zuggsoft.com/zmud/msp.htm: takes sound triggers out of the text, at the beginning of a line. */
export class MspFilter implements InbandFilter {
  #place: MspState['place']
  #held: string

  constructor({ place, held }: MspState = { place: 'start', held: '' }) {
    this.#place = place
    this.#held = held
  }

  save(): MspState {
    return { place: this.#place, held: this.#held }
  }

  push(bytes: Uint8Array, start: number, end: number, sink: InbandSink): void {
    /** Text from here on is still to be given out. */
    let from = start
    let at = start
    while (at < end) {
      if (this.#place === 'line') {
        if (bytes[at++] === LF) this.#place = 'start'
        continue
      }
      const byte = bytes[at] as number
      if (this.#place === 'trigger') {
        // A byte that does not belong to it is read again, as text.
        if (this.#goesOn(byte)) this.#take(bytes[at++] as number, sink)
        else this.flush(sink)
        from = at
        continue
      }
      if (this.#place === 'after' && byte === LF) {
        // A line of sounds alone is no line.
        sink.text(bytes, from, at)
        from = at + 1
      }
      this.#place = this.#begins(byte)
      if (this.#place === 'trigger') {
        sink.text(bytes, from, at)
        this.#held = '!'
        from = at + 1
      }
      at++
    }
    if (from < end) sink.text(bytes, from, end)
  }

  flush(sink: InbandSink): void {
    if (this.#held === '') return
    this.#place = 'line'
    const bytes = Uint8Array.from(this.#held, (char) => char.charCodeAt(0))
    this.#held = ''
    sink.text(bytes, 0, bytes.length)
  }

  /** What the next byte makes of a line that shows nothing yet: colours and a CR leave it at its beginning. */
  #begins(byte: number): MspState['place'] {
    if (this.#place === 'escape') {
      const ends = byte !== 0x5b && byte >= 0x40 && byte <= 0x7e
      return ends || byte < 0x20 ? 'start' : 'escape'
    }
    if (byte === ESC) return 'escape'
    if (byte === BANG) return 'trigger'
    if (byte === CR || (byte === LF && this.#place === 'after')) return byte === LF ? 'start' : this.#place
    return byte === LF ? 'start' : 'line'
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
