import type { Said } from '../../../shared/options/gmcp.ts'
import type { Latest } from '../../../shared/options/latest.ts'
import { shorten, visible } from '../../../shared/options/text.ts'

type Bodies = ReadonlyMap<string, Latest>
type Json = Readonly<Record<string, unknown>>

/** A way out of a room. */
export interface Exit {
  /** What is shown, and sent when it is chosen. */
  readonly command: string
  readonly to: string | undefined
}

export interface Room {
  readonly name: string
  readonly area: string | undefined
  readonly number: string | undefined
  readonly exits: readonly Exit[]
}

/** A line of a channel. */
export interface ChannelLine {
  readonly nth: number
  readonly at: number
  readonly channel: string
  readonly talker: string
  readonly text: string
}

const BODY_MAX = 64 * 1024
const EXITS_MAX = 40
const EXIT_MAX = 40
const NAME_MAX = 120
const TEXT_MAX = 2000

function bodyOf(bodies: Bodies, wanted: string): unknown {
  const found =
    bodies.get(wanted) ?? [...bodies].find(([name]) => name.toLowerCase() === wanted.toLowerCase())?.[1]
  return found?.body === undefined || found.body.length > BODY_MAX ? undefined : parsed(found.body)
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined
    throw error
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first of these members that holds a text or a number. */
function wordIn(object: Json, names: readonly string[], max = NAME_MAX): string | undefined {
  const own = new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value]))
  for (const name of names) {
    const value = own.get(name)
    if (typeof value === 'number' || (typeof value === 'string' && value !== ''))
      return shorten(visible(withoutColours(String(value))), max)
  }
  return undefined
}

// eslint-disable-next-line no-control-regex -- those are meant
const withoutColours = (text: string): string => text.replace(/\x1b\[[\d;:]*[A-Za-z]/g, '')

/** A direction goes out as it is shown, as one line: what cannot be seen, or is more than a word or three, is none. */
const isCommand = (text: string): boolean =>
  text.length > 0 && text.length <= EXIT_MAX && visible(text) === text && text.trim() === text

function exitsIn(value: unknown): readonly Exit[] {
  const pairs = Array.isArray(value)
    ? (value as unknown[]).map((name) => [name, undefined] as const)
    : isObject(value)
      ? Object.entries(value)
      : []
  return pairs
    .filter((pair): pair is [string, unknown] => typeof pair[0] === 'string' && isCommand(pair[0]))
    .slice(0, EXITS_MAX)
    .map(([command, to]) => ({ command, to: exitTo(to) }))
}

const exitsBody = (value: unknown): unknown =>
  isObject(value) && isObject(value['exits']) ? value['exits'] : value

function exitTo(to: unknown): string | undefined {
  const room = isObject(to) ? (to['id'] ?? to['num']) : to
  return typeof room === 'number' || typeof room === 'string' ? shorten(visible(String(room)), 40) : undefined
}

/** The room that a person is in, as GMCP or MSDP tells it; undefined if neither does. */
export function roomIn(gmcp: Bodies, msdp: Bodies): Room | undefined {
  const info = bodyOf(gmcp, 'Room.Info')
  const room = isObject(info) ? info : msdpRoom(msdp)
  if (!room) return undefined
  const own = new Map(Object.entries(room).map(([name, value]) => [name.toLowerCase(), value]))
  const inside = exitsIn(own.get('exits'))
  return {
    name: wordIn(room, ['name', 'short', 'brief']) ?? 'A room without a name',
    area: wordIn(room, ['area', 'zone']),
    number: wordIn(room, ['num', 'vnum', 'id']),
    // CoffeeMud tells the exits apart from the room, one table deeper.
    exits: inside.length > 0 ? inside : exitsIn(exitsBody(bodyOf(gmcp, 'Room.Exits'))),
  }
}

function msdpRoom(msdp: Bodies): Json | undefined {
  const room = bodyOf(msdp, 'ROOM')
  if (isObject(room)) return room
  const name = bodyOf(msdp, 'ROOM_NAME')
  if (typeof name !== 'string') return undefined
  return { name, exits: bodyOf(msdp, 'ROOM_EXITS'), vnum: bodyOf(msdp, 'ROOM_VNUM') }
}

/** Whether the game has told of channels. */
export const channelsIn = (gmcp: Bodies): boolean =>
  [...gmcp.keys()].some((name) => name.toLowerCase().startsWith('comm.channel'))

/** A channel's line as it is read, in either of the two forms that games have. */
export function channelLine({ nth, at, body }: Said): ChannelLine {
  const value = parsed(body)
  const line = isObject(value) ? value : { text: body === '' ? 'a line too long to keep' : body }
  return {
    nth,
    at,
    channel: wordIn(line, ['channel', 'chan'], 40) ?? '',
    talker: wordIn(line, ['talker', 'player', 'name'], 60) ?? '',
    text: wordIn(line, ['text', 'msg', 'message'], TEXT_MAX) ?? '',
  }
}
