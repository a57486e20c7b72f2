import { Bot, type Choose } from './bot.ts'
import type { Clock } from './clock.ts'

export type { Choose }

/** The one channel there is. */
export const CHANNEL = 'chat'

/** Names told at once; a longer list helps nobody. */
const PLAYERS_MAX = 50

/** Somebody on the channel, or who could be. */
export interface Listener {
  readonly name: string
  readonly onChannel: boolean
  /** Takes in what is sent just now: reads, and is not busy with a flood. */
  readonly attentive: boolean
  /** `own`: it is what they said themselves. */
  hearChannel(talker: string, text: string, own: boolean): void
}

/** Talk that reaches every room, and GMCP's Comm.Channel with it. */
export class Channel {
  readonly #people: () => readonly Listener[]
  readonly #bot: Bot

  constructor(people: () => readonly Listener[], clock: Clock, choose: Choose) {
    this.#people = people
    this.#bot = new Bot(clock, choose, {
      audience: () => this.#listeners,
      say: (text) => this.#tell(this.#bot, text),
    })
  }

  get names(): readonly string[] {
    return [this.#bot.name, ...this.#listeners.map(({ name }) => name)]
  }

  /** Somebody says something; the bot may have an answer. */
  say(talker: Listener, text: string): void {
    this.#tell(talker, text)
    this.#bot.hear(talker.name, text)
  }

  /** Somebody came or did something: the bot has company. */
  stir(): void {
    this.#bot.stir()
  }

  close(): void {
    this.#bot.close()
  }

  get #listeners(): readonly Listener[] {
    return this.#people().filter(({ onChannel }) => onChannel)
  }

  #tell(talker: Listener | Bot, text: string): void {
    for (const listener of this.#listeners) listener.hearChannel(talker.name, text, listener === talker)
  }
}

// The shapes of https://mudstandards.org/gmcp/ and of the games that made Comm.Channel.
export const channelList = (): unknown => [{ name: CHANNEL, caption: 'Chat', command: CHANNEL }]

export const channelPlayers = (channel: Channel): unknown =>
  channel.names.slice(0, PLAYERS_MAX).map((name) => ({ name, channels: [CHANNEL] }))

export const channelText = (talker: string, text: string): unknown => ({ channel: CHANNEL, talker, text })
