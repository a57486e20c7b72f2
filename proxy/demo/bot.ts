import type { Clock } from './clock.ts'

/** Which of so many is taken. */
export type Choose = (count: number) => number

/** One after the other. */
export function inTurn(): Choose {
  let next = 0
  return (count) => next++ % count
}

/** An answer that comes at once looks like a machine's. */
const THINKING_MS = 1200
const SILENCE_MS = 3 * 60_000
/** Nobody has done anything: after so many remarks the bot leaves them in peace. */
const REMARKS_MAX = 3

/** The room a bot speaks to. */
export interface Company {
  audience(): readonly { readonly attentive: boolean }[]
  say(text: string): void
}

const REPLIES: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /\b(hello|hi|hey|hiya|greetings|good (morning|evening|day))\b/i,
    ['Hello NAME. Mind the third step, it is a wet one.', 'Good to see a light on your side, NAME.'],
  ],
  [/\b(thanks|thank you|cheers)\b/i, ['You are welcome, NAME.', 'Any time. I am here all night.']],
  [/\b(bye|goodbye|good night|see you)\b/i, ['Fair wind, NAME.', 'Good night. The lamps stay on.']],
  [
    /\b(mccp2?|compress\w*|zlib)\b/i,
    ['Everything I say may come to you deflated. The log shows from which byte on.'],
  ],
  [/\bgmcp\b/i, ['This very line came over GMCP as well: Comm.Channel.Text. Have a look at the data.']],
  [/\bmsdp\b/i, ['Ask with LIST first, NAME, then REPORT what you like. I only tell what changes.']],
  [
    /\b(will|wont|do|dont|telnet|options?|negotiat\w*)\b/i,
    ['WILL you, or WONT you? That is all there ever is to it.', 'I DO, said the lamp. It was a short loop.'],
  ],
  [
    /\b(who are you|bot|beacon)\b/i,
    ['I keep the light on, NAME. A list of answers and a slow clock, that is all of me.'],
  ],
  [/\?\s*$/, ['I wonder about that too, NAME.', 'Try help; it knows more than I do.']],
]

const ELSE: readonly string[] = [
  'Go on, NAME, I am listening.',
  'The gulls said the same this morning.',
  'I will put that in the ledger, on the right-hand page.',
  'That sounds like something one should sleep on.',
]

const REMARKS: readonly string[] = [
  'A ship passes and blinks twice. I blink back; nobody has refused it yet.',
  'Fog tonight. One could hear a go-ahead drop.',
  'The beans in the garden are up to two hundred and fifty-four.',
  'If anybody wants to see the lamps dance, type: loop',
  'Somebody has polished the bell. Type: bell',
]

/** Keeps the light on and people company, on the channel. Says nothing of its own into an empty or a deaf room. */
export class Bot {
  readonly name = 'Beacon'
  readonly #clock: Clock
  readonly #choose: Choose
  readonly #company: Company
  #cancelReply: (() => void) | undefined
  #cancelRemark: (() => void) | undefined
  #remarks = 0

  constructor(clock: Clock, choose: Choose, company: Company) {
    this.#clock = clock
    this.#choose = choose
    this.#company = company
  }

  /** Answers what was said last, if more is said while it thinks. */
  hear(talker: string, text: string): void {
    const lines = REPLIES.find(([about]) => about.test(text))?.[1] ?? ELSE
    const reply = this.#pick(lines).replace('NAME', () => talker)
    this.#cancelReply?.()
    this.#cancelReply = this.#clock.after(THINKING_MS, () => {
      this.#cancelReply = undefined
      this.#company.say(reply)
    })
  }

  /** There is somebody, and awake. */
  stir(): void {
    this.#remarks = 0
    if (!this.#cancelRemark) this.#wait()
  }

  close(): void {
    this.#cancelReply?.()
    this.#cancelRemark?.()
  }

  #wait(): void {
    this.#cancelRemark = this.#clock.after(SILENCE_MS, () => {
      this.#cancelRemark = undefined
      const audience = this.#company.audience()
      if (audience.length === 0 || this.#remarks >= REMARKS_MAX) return
      if (audience.some(({ attentive }) => attentive)) {
        this.#remarks++
        this.#company.say(this.#pick(REMARKS))
      }
      this.#wait()
    })
  }

  #pick(lines: readonly string[]): string {
    return lines[this.#choose(lines.length)] ?? ''
  }
}
