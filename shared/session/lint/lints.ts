import { millis, type Millis } from '../../base/brands.ts'
import type { Entry } from '../entry.ts'
import { bytesOf } from '../event-bytes.ts'
import type { SessionEvent, Step } from '../events.ts'
import type { LintCode } from './book/index.ts'
import { charset } from './charset.ts'
import { compression } from './compression.ts'
import { data } from './data.ts'
import { flapping } from './flapping.ts'
import { framing } from './framing.ts'
import { Known } from './known.ts'
import { messages } from './messages.ts'
import { negotiation } from './negotiation.ts'
import { prompts } from './prompts.ts'
import { silence } from './silence.ts'
import { terminal } from './terminal.ts'
import { text } from './text.ts'
import type { Provoked, Scene, Subject, Watch } from './watch.ts'

const FAMILIES: readonly (() => Watch)[] = [
  framing,
  negotiation,
  silence,
  messages,
  terminal,
  charset,
  data,
  flapping,
  text,
  prompts,
  compression,
]

/** So many examples are kept of a lint, and so many of one option. */
const EXAMPLES = 12
const EXAMPLES_OF_ONE = 3
/** So many of an example's bytes are kept. */
const BYTES = 64

/** One time that something happened which a lint is about. */
export interface Example {
  readonly at: Millis
  /** The row of the log, the entry of the recording, and what the server had sent before that entry, in bytes. */
  readonly row: number
  readonly entry: number
  readonly offset: number
  readonly option: number | undefined
  /** The first bytes of what provoked it, unpacked, and how many there are in all. */
  readonly bytes: Uint8Array
  readonly length: number
  readonly note: string
}

/** What a server does that it could do better. Frozen; a new one when something is added. */
export interface Finding {
  readonly code: LintCode
  /** How often it was seen. */
  readonly times: number
  /** Of which options, in the order they were seen with it. */
  readonly options: readonly number[]
  /** The first times, oldest first; never empty. */
  readonly examples: readonly Example[]
}

interface Found {
  times: number
  readonly options: Set<number>
  readonly examples: Example[]
  finding: Finding | undefined
}

/**
 * Reads a session and notes what its server could do better. It is a fold over entries and what they meant, live and in
 * replay alike: it answers nothing and reads no clock. What it keeps does not grow with the session.
 */
export class Lints {
  readonly #watches = FAMILIES.map((make) => make())
  readonly #byKind = new Map<SessionEvent['kind'], ((event: never, scene: Scene) => void)[]>()
  readonly #known = new Known()
  readonly #found = new Map<LintCode, Found>()
  #findings: readonly Finding[] | undefined
  #row: number
  #entry = 0
  #wireIn = 0
  #last: Subject | undefined

  /** `row` is the number of the first row it will see. */
  constructor(row = 0) {
    this.#row = row
    for (const watch of this.#watches)
      for (const [kind, see] of Object.entries(watch)) {
        if (kind === 'passed') continue
        const key = kind as SessionEvent['kind']
        this.#byKind.set(key, [...(this.#byKind.get(key) ?? []), see as (event: never, scene: Scene) => void])
      }
  }

  /** Takes in the next entry and what it meant. */
  take(entry: Entry, step: Step): void {
    for (const { passed } of this.#watches)
      passed?.(entry.at, (code, provoked = {}) => this.#note(code, provoked, provoked.subject))
    for (const event of step.events) this.#see(event, entry.at, step.text)
    if (entry.kind === 'in') this.#wireIn += entry.bytes.length
    if (entry.kind === 'gap') this.#wireIn += entry.lost
    this.#entry++
  }

  #see(event: SessionEvent, at: Millis, text: Uint8Array): void {
    const subject: Subject = { event, row: this.#row++, entry: this.#entry, offset: this.#wireIn, at }
    const watches = this.#byKind.get(event.kind)
    if (watches) {
      const scene: Scene = {
        ...subject,
        text,
        last: this.#last,
        known: this.#known,
        found: (code, provoked = {}) => this.#note(code, provoked, provoked.subject ?? scene),
      }
      for (const see of watches) see(event as never, scene)
    }
    this.#known.take(event)
    if ((event.kind === 'negotiate' || event.kind === 'subnegotiation') && event.side === 'server')
      this.#last = subject
  }

  #note(code: LintCode, { option, bytes, note = '' }: Provoked, subject: Subject | undefined): void {
    const found = this.#found.get(code) ?? { times: 0, options: new Set(), examples: [], finding: undefined }
    this.#found.set(code, found)
    found.times++
    found.finding = undefined
    this.#findings = undefined
    if (option !== undefined) found.options.add(option)
    if (!subject || found.examples.length >= EXAMPLES) return
    if (found.examples.filter((example) => example.option === option).length >= EXAMPLES_OF_ONE) return
    const all = bytes ?? bytesOf(subject.event) ?? new Uint8Array(0)
    const { row, entry, offset, at } = subject
    found.examples.push(
      Object.freeze({ at, row, entry, offset, option, bytes: all.slice(0, BYTES), length: all.length, note }),
    )
  }

  /** What was found so far, in the order of first sight. The same list as long as nothing is added. */
  get findings(): readonly Finding[] {
    return (this.#findings ??= Object.freeze(
      [...this.#found].map(([code, found]) => (found.finding ??= freeze(code, found))),
    ))
  }
}

const freeze = (code: LintCode, { times, options, examples }: Found): Finding =>
  Object.freeze({ code, times, options: Object.freeze([...options]), examples: Object.freeze([...examples]) })

/** When a lint was seen first. */
export const firstAt = ({ examples }: Finding): Millis => examples[0]?.at ?? millis(0)
