import { mssp } from '../../shared/options/mssp.ts'
import { CHARSETS } from './charset.ts'
import { ROOM_COUNT, type World } from './world.ts'

/** Where the demo listens. */
export interface Address {
  readonly address: string
  readonly port: number
}

/** A name and its value; several values make a list. */
export type MsspVariable = readonly [name: string, value: string | readonly string[]]

/** What `lie` claims, none of which anybody will find here. */
const LIES: Readonly<Record<string, string>> = {
  PLAYERS: '4711',
  PUEBLO: '1',
  SSL: '992',
}

/** What the demo says of itself, under the names of https://mudstandards.org/mud/mssp; untrue in places if it is to `lie`. */
export function msspVariables(world: World, address: Address, lie: boolean): readonly MsspVariable[] {
  const truth: MsspVariable[] = [
    ['NAME', 'willdo demo'],
    ['PLAYERS', String(world.people.length)],
    // MSSP wants the moment of the start, in seconds since 1970, not a length of time.
    ['UPTIME', String(Math.floor(world.started.getTime() / 1000))],
    ['CODEBASE', 'willdo demo'],
    ['CRAWL DELAY', '-1'],
    ['CREATED', '2026'],
    ['HOSTNAME', address.address],
    ['IP', address.address],
    ['LANGUAGE', 'English'],
    ['MINIMUM AGE', '0'],
    ['PORT', String(address.port)],
    ['CHARSET', CHARSETS],
    ['SSL', '0'],
    ['FAMILY', 'Custom'],
    ['GENRE', 'None'],
    ['SUBGENRE', 'None'],
    ['GAMEPLAY', ['Educational', 'Social']],
    ['GAMESYSTEM', 'None'],
    ['STATUS', 'Live'],
    ['ADULT MATERIAL', '0'],
    ['AREAS', '1'],
    ['HELPFILES', '1'],
    // Whoever keeps the light on is the only one who lives here.
    ['MOBILES', '1'],
    ['OBJECTS', '0'],
    ['ROOMS', String(ROOM_COUNT)],
    ['CLASSES', '0'],
    ['LEVELS', '0'],
    ['RACES', '0'],
    ['SKILLS', '0'],
    ...flags(
      [
        'ANSI',
        'UTF-8',
        'XTERM 256 COLORS',
        'XTERM TRUE COLORS',
        'GMCP',
        'MCCP',
        'MSDP',
        'ZMP',
        'ATCP',
        'MSP',
        'MXP',
        'MCP',
      ],
      '1',
    ),
    ...flags(['VT100', 'PUEBLO'], '0'),
    ...flags(['PAY TO PLAY', 'PAY FOR PERKS', 'HIRING BUILDERS', 'HIRING CODERS'], '0'),
  ]
  return lie ? truth.map(([name, value]) => [name, LIES[name] ?? value]) : truth
}

const flags = (names: readonly string[], value: '0' | '1'): MsspVariable[] =>
  names.map((name) => [name, value])

const listOf = (value: MsspVariable[1]): readonly string[] => (typeof value === 'string' ? [value] : value)

/** The payload of SB MSSP. */
export const encodeMssp = (variables: readonly MsspVariable[]): Uint8Array =>
  mssp.encode({
    kind: 'variables',
    variables: variables.map(([name, value]) => ({ name, values: listOf(value) })),
  })

/** The same as text, for who asks `mssp-request` instead of a name. */
export const msspText = (variables: readonly MsspVariable[]): string =>
  [
    '',
    'MSSP-REPLY-START',
    ...variables.map(([name, value]) => [name, ...listOf(value)].join('\t')),
    'MSSP-REPLY-END',
    '',
  ].join('\r\n')
