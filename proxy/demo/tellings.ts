import { channelList, channelPlayers } from './channel.ts'
import type { Gmcp } from './gmcp.ts'
import type { MsdpValue } from './msdp.ts'
import { FULL_VITALS, type Person, type Room, type Vitals, type World } from './world.ts'

/** What there is to tell of somebody in the game, as GMCP and as MSDP. */
export interface Told extends Person {
  readonly world: World
  readonly steps: number
  readonly state: string
}

/** Names beyond these are only counted. */
const GROUP_MAX = 6

const vitalsMessage = (vitals: Readonly<Vitals>): unknown => ({
  hp: vitals.hp,
  maxhp: FULL_VITALS.hp,
  mv: vitals.mv,
  maxmv: FULL_VITALS.mv,
})

/** Exits by their first letter, as mappers read them. */
export const exitsOf = (room: Room): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(room.exits).map(([way, number]) => [way.charAt(0), number]))

const roomMessage = (room: Room): unknown => ({
  num: room.number,
  name: room.name,
  area: room.area,
  exits: exitsOf(room),
})

/** Whoever is in the same room goes together. */
function groupMessage(person: Told): unknown {
  const group = person.world.people.filter(({ room }) => room === person.room)
  const members = group.slice(0, GROUP_MAX).map(({ name, vitals, room }) => ({
    name,
    info: { hp: vitals.hp, mhp: FULL_VITALS.hp, mv: vitals.mv, mmv: FULL_VITALS.mv, room: room.number },
  }))
  return { groupname: person.room.name, leader: group[0]?.name ?? '', count: group.length, members }
}

/** Room.Info and Char.Vitals, each time there is reason to; the rest follows by `tellGmcpChanges`. */
export const tellRoom = (gmcp: Gmcp, { room }: Told): void => gmcp.tell('Room.Info', roomMessage(room))

export const tellVitals = (gmcp: Gmcp, { vitals }: Told): void =>
  gmcp.tell('Char.Vitals', vitalsMessage(vitals))

/** What is told once, at the start or when the client names its modules. */
export function tellGmcp(gmcp: Gmcp, person: Told): void {
  gmcp.tell('Char.Name', { name: person.name, fullname: person.name })
  gmcp.tell('Char.StatusVars', { name: 'Name', state: 'State', steps: 'Steps' })
  tellRoom(gmcp, person)
  tellVitals(gmcp, person)
  gmcp.tell('Comm.Channel.List', channelList())
  tellGmcpChanges(gmcp, person)
}

export function tellGmcpChanges(gmcp: Gmcp, person: Told): void {
  gmcp.tellChange('Char.Status', { name: person.name, state: person.state, steps: person.steps })
  gmcp.tellChange('Group', groupMessage(person))
  gmcp.tellChange('Comm.Channel.Players', channelPlayers(person.world.channel))
}

const VARIABLES: Readonly<Record<string, (person: Told) => MsdpValue>> = {
  CHARACTER_NAME: ({ name }) => name,
  HEALTH: ({ vitals }) => String(vitals.hp),
  HEALTH_MAX: () => String(FULL_VITALS.hp),
  MOVEMENT: ({ vitals }) => String(vitals.mv),
  MOVEMENT_MAX: () => String(FULL_VITALS.mv),
  ROOM: ({ room }) => ({
    VNUM: String(room.number),
    NAME: room.name,
    AREA: room.area,
    EXITS: Object.fromEntries(Object.entries(exitsOf(room)).map(([way, number]) => [way, String(number)])),
  }),
  PLAYERS: ({ world }) => world.people.map(({ name }) => name).slice(0, 50),
}

/** Names of MSDP variables: those that may be reported, and all that may be sent. */
export const REPORTABLE = Object.keys(VARIABLES)
export const SENDABLE = ['SERVER_ID', 'SERVER_TIME', ...REPORTABLE]

/** An MSDP variable's value now; the empty text for what nobody has before the login. */
export function readVariable(name: string, person: Told | undefined): MsdpValue {
  if (name === 'SERVER_ID') return 'willdo demo'
  if (name === 'SERVER_TIME') return new Date().toISOString()
  return (person && VARIABLES[name]?.(person)) ?? ''
}
