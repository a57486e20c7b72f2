import { TELOPT } from '../telnet/codes.ts'
import { FieldReader, type PayloadField } from './fields.ts'
import { copyOf, noneYet, withLatest, type LatestFacts } from './latest.ts'
import { defineOption, malformed } from './module.ts'

/** A channel of the game's and its state. */
export interface Aardwolf {
  readonly kind: 'state'
  readonly channel: number
  readonly value: number
}

const SOURCE = 'https://www.aardwolf.com/blog/2008/07/10/telnet-negotiation-control-mud-client-interaction/'

/** What channel 100 tells. */
const STATES: Readonly<Record<number, string>> = {
  1: 'at the login',
  2: 'reading the message of the day',
  3: 'active',
  4: 'away from the keyboard',
  5: 'writing a note',
  6: 'in the editor',
  7: 'paused within a long text',
}
const GAME_STATE = 100

const words = ({ channel, value }: Aardwolf): string =>
  channel === GAME_STATE ? `${value}, ${STATES[value] ?? 'a state without a name'}` : String(value)

const nameOf = ({ channel }: Aardwolf): string => (channel === GAME_STATE ? '100, state' : String(channel))

function fields(payload: Uint8Array): readonly PayloadField[] {
  const [channel = 0, value = 0] = payload
  return new FieldReader(payload)
    .take(1, 'channel', channel === GAME_STATE ? 'the state of the game' : 'of the game’s own')
    .take(1, 'value', words({ kind: 'state', channel, value }))
    .done()
}

export const aardwolf = defineOption<Aardwolf, LatestFacts>({
  code: TELOPT.AARDWOLF,
  name: 'AARDWOLF',
  summary: "Aardwolf's own data: what state the game is in",
  source: SOURCE,
  accept: { him: true, us: true },
  initial: noneYet,
  decode: (payload) => {
    const [channel, value] = payload
    if (payload.length !== 2 || channel === undefined || value === undefined)
      return malformed(`it has ${payload.length} bytes, not 2`)
    return { kind: 'state', channel, value }
  },
  encode: ({ channel, value }) => Uint8Array.of(channel, value),
  lossless: true,
  fields,
  describe: (message) => `told that channel ${message.channel} is at ${words(message)}`,
  evolve: (facts, message, side, at) =>
    side === 'server' ? withLatest(facts, nameOf(message), words(message), at) : facts,
  publish: copyOf,
})
