import { describeEvent } from '../../../shared/session/describe.ts'
import type { SessionEvent, Side } from '../../../shared/session/events.ts'
import type { Timeline, TimelineRow } from '../../../shared/session/timeline.ts'
import type { Millis } from '../../../shared/base/brands.ts'
import { optionName, TELOPT } from '../../../shared/telnet/codes.ts'

/** Options whose messages have a place of their own in the panel. */
const ELSEWHERE = new Set<number>([
  TELOPT.GMCP,
  TELOPT.MSDP,
  TELOPT.MSSP,
  TELOPT.ZMP,
  TELOPT.ATCP,
  TELOPT.AARDWOLF,
])
const LAST = 20
/** So many rows of the log are looked through at once. */
const ROWS = 500_000

/** An option's messages so far. */
export interface OptionMessages {
  readonly option: number
  readonly name: string
  readonly count: number
  readonly at: Millis
  /** The rows of the last ones, the latest first. */
  readonly rows: readonly number[]
}

/** A message as it is shown. */
export interface ShownMessage {
  readonly row: number
  readonly at: Millis
  readonly side: Side
  readonly sentence: string
  readonly payload: Uint8Array
}

/** Finds the messages of a session in its log. Nothing is kept but their numbers; those seen are made again from the log. */
export class MessageIndex {
  readonly #timeline: Timeline
  readonly #options = new Map<number, OptionMessages>()
  #made = new Map<number, ShownMessage>()
  #read = 0

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  /** What there is up to the row `length`, or as far as one look goes. */
  upTo(length: number): readonly OptionMessages[] {
    const end = Math.min(length, Math.max(this.#read, this.#timeline.first) + ROWS)
    for (const row of this.#timeline.matching(this.#read, end, { kinds: ['subnegotiation'] })) {
      const { option, at } = this.#timeline.glance(row)
      if (option === undefined || ELSEWHERE.has(option)) continue
      const last = this.#options.get(option)
      this.#options.set(option, {
        option,
        name: optionName(option),
        count: (last?.count ?? 0) + 1,
        at,
        rows: [row, ...(last?.rows ?? []).slice(0, LAST - 1)],
      })
    }
    this.#read = end
    return [...this.#options.values()]
  }

  /** The last messages of an option; those that are no longer kept are left out. */
  last({ rows }: OptionMessages): readonly ShownMessage[] {
    const wanted = [...rows].reverse().filter((row) => !this.#made.has(row))
    for (const row of this.#timeline.pick(wanted)) {
      const message = messageOf(row)
      if (message) this.#made.set(row.index, message)
    }
    if (this.#made.size > 20 * LAST) this.#made = new Map([...this.#made].slice(-10 * LAST))
    return rows.flatMap((row) => this.#made.get(row) ?? [])
  }
}

const messageOf = ({ index, at, event }: TimelineRow): ShownMessage | undefined =>
  isMessage(event)
    ? { row: index, at, side: event.side, sentence: describeEvent(event), payload: event.payload }
    : undefined

const isMessage = (event: SessionEvent): event is Extract<SessionEvent, { kind: 'subnegotiation' }> =>
  event.kind === 'subnegotiation'
