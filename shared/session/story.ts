import type { Millis } from '../base/brands.ts'
import { optionModule } from '../options/index.ts'
import { refusalOf } from '../options/module.ts'
import type { Kind } from './columns.ts'
import { describeEvent } from './describe.ts'
import type { SessionEvent, Side } from './events.ts'
import { ANSWER_WITHIN } from './option-rows.ts'
import { accepts, NO_RULES, ruleOf, rulesAfter } from './rules.ts'
import type { Timeline, TimelineRow } from './timeline.ts'

/** One thing that happened with an option. */
export interface StoryLine {
  /** The row of the log. */
  readonly index: number
  readonly at: Millis
  readonly side: Side | undefined
  readonly sentence: string
  /** What the sentence alone does not say: who was first, how long an answer took, why it was no. Empty for nothing. */
  readonly note: string
}

/** An option's story, oldest line first, with how many lines are left out before which one. */
export interface OptionStory {
  readonly lines: readonly StoryLine[]
  /** Requests and answers left out of the middle. */
  readonly exchangesLeftOut: number
  /** Messages left out: the last ones are told. */
  readonly messagesLeftOut: number
}

/** Requests and answers told from the beginning and from the end; a peer may send them without end. */
const FIRST = 40
const LAST = 40
const MESSAGES = 20

const EXCHANGES: readonly Kind[] = ['negotiate', 'compression', 'fault', 'mark']

type Negotiate = Extract<SessionEvent, { kind: 'negotiate' }>

/** A request that waits for its answer. */
interface Open {
  readonly line: StoryLine
  readonly by: Side
}

/**
 * Tells an option's story from a timeline that grows: `tell` reads on where it stopped, and only rows of that option are
 * made.
 */
export class OptionStories {
  readonly #timeline: Timeline
  readonly #option: number
  #read = 0
  readonly #first: StoryLine[] = []
  #last: StoryLine[] = []
  #exchangesLeftOut = 0
  #messages: number[] = []
  #messageCount = 0
  readonly #made = new Map<number, StoryLine>()
  /** By who does the option. */
  readonly #open: Partial<Record<Side, Open>> = {}
  readonly #spoken = new Set<Side>()
  #rules = NO_RULES

  constructor(timeline: Timeline, option: number) {
    this.#timeline = timeline
    this.#option = option
  }

  /** The story up to now; `at` tells what waits from what was never answered. */
  tell(at: Millis, closed: boolean): OptionStory {
    this.#readOn()
    const lines = [...this.#first, ...this.#last, ...this.#messageLines()].sort((a, b) => a.index - b.index)
    return {
      lines: lines.map((line) => this.#waiting(line, at, closed)),
      exchangesLeftOut: this.#exchangesLeftOut,
      messagesLeftOut: this.#messageCount - this.#messages.length,
    }
  }

  #readOn(): void {
    const [from, to] = [this.#read, this.#timeline.length]
    this.#read = to
    const option = this.#option
    const exchanges = this.#timeline.matching(from, to, { option, kinds: EXCHANGES })
    // So many at once are a flood; those in its middle would be left out anyway.
    const spare = exchanges.length - FIRST - LAST
    if (spare > 0) {
      exchanges.splice(FIRST, spare)
      this.#exchangesLeftOut += spare
    }
    for (const row of this.#timeline.pick(exchanges)) this.#exchange(row)
    const messages = this.#timeline.matching(from, to, { option, kinds: ['subnegotiation'] })
    this.#messageCount += messages.length
    this.#messages = [...this.#messages, ...messages.slice(-MESSAGES)].slice(-MESSAGES)
  }

  #exchange(row: TimelineRow): void {
    const { event } = row
    if (event.kind === 'mark') this.#rules = rulesAfter(this.#rules, event.label)
    const line = lineOf(row, event.kind === 'negotiate' ? this.#note(event, row.at) : '')
    if (event.kind === 'negotiate') this.#remember(event, line)
    if (this.#first.length < FIRST) this.#first.push(line)
    else this.#last.push(line)
    if (this.#last.length > LAST) {
      this.#last.shift()
      this.#exchangesLeftOut++
    }
  }

  #note(event: Negotiate, at: Millis): string {
    const notes: string[] = []
    const open = this.#open[event.performer]
    if (open && open.by !== event.side) notes.push(`The answer came ${after(at - open.line.at)}.`)
    else if (!this.#spoken.has(event.performer)) notes.push(FIRST_WORD[event.side])
    const refused = event.verb === 'DONT' || event.verb === 'WONT'
    if (refused && event.side === 'client' && event.before === 'due') notes.push(this.#reason(event))
    if (
      event.side === 'server' &&
      event.owed === 'nothing' &&
      event.before === 'yes' &&
      event.after === 'yes'
    )
      notes.push('It was so already, so nothing was answered.')
    return notes.join(' ')
  }

  #reason({ option, performer }: Negotiate): string {
    if (ruleOf(this.#rules, performer, option) === 'refuse') return 'You chose to refuse it on this server.'
    const module = optionModule(option)
    // An offer that waited for a better one was refused for that one.
    return accepts(NO_RULES, module, performer) && module.unlessOffered === undefined
      ? 'The offer was taken back before we answered.'
      : `We refuse it because ${refusalOf(module, performer)}.`
  }

  #remember(event: Negotiate, line: StoryLine): void {
    const { performer, side, after, owed } = event
    this.#spoken.add(performer)
    const asks = side === 'server' ? owed === 'choose' || owed === 'confirm' : after.startsWith('want')
    if (asks) this.#open[performer] = { line, by: side }
    else delete this.#open[performer]
  }

  #waiting(line: StoryLine, at: Millis, closed: boolean): StoryLine {
    const open = [this.#open.server, this.#open.client].find((candidate) => candidate?.line === line)
    if (!open) return line
    const over = closed || at - line.at >= ANSWER_WITHIN
    const note = over ? 'It was never answered.' : 'It waits for an answer.'
    return { ...line, note: line.note === '' ? note : `${line.note} ${note}` }
  }

  #messageLines(): StoryLine[] {
    const kept = this.#messages.filter((row) => row >= this.#timeline.first || this.#made.has(row))
    for (const row of this.#timeline.pick(kept.filter((number) => !this.#made.has(number))))
      this.#made.set(row.index, lineOf(row, ''))
    for (const row of this.#made.keys()) if (!kept.includes(row)) this.#made.delete(row)
    return kept.flatMap((row) => this.#made.get(row) ?? [])
  }
}

/** The story of an option as a finished timeline has it. */
export const storyOf = (timeline: Timeline, option: number): OptionStory => {
  const { at, closed } = timeline.state
  return new OptionStories(timeline, option).tell(at, closed !== undefined)
}

const FIRST_WORD: Readonly<Record<Side, string>> = {
  server: 'The server spoke of it first.',
  client: 'We spoke of it first.',
}

const lineOf = ({ index, at, event }: TimelineRow, note: string): StoryLine => ({
  index,
  at,
  side: 'side' in event ? event.side : undefined,
  sentence: describeEvent(event),
  note,
})

function after(wait: number): string {
  if (wait < 1) return 'at once'
  return wait < 1000 ? `after ${wait} ms` : `after ${(wait / 1000).toFixed(1)} s`
}
