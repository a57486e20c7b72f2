import { concat } from '../../shared/base/bytes.ts'
import { ROOM_COUNT, type World } from './world.ts'

const VAR = Uint8Array.of(1)
const VAL = Uint8Array.of(2)

/** What the demo says of itself, under the names of https://mudstandards.org/mud/mssp. */
export function msspVariables(world: World, port: number): readonly (readonly [string, string])[] {
  return [
    ['NAME', 'willdo demo'],
    ['PLAYERS', String(world.people.length)],
    // MSSP wants the moment of the start, in seconds since 1970, not a length of time.
    ['UPTIME', String(Math.floor(world.started.getTime() / 1000))],
    ['CODEBASE', 'willdo demo'],
    ['FAMILY', 'Custom'],
    ['PORT', String(port)],
    ['CRAWL DELAY', '-1'],
    ['LANGUAGE', 'English'],
    ['ROOMS', String(ROOM_COUNT)],
    ['AREAS', '1'],
    ['ANSI', '1'],
    ['UTF-8', '1'],
    ['XTERM 256 COLORS', '1'],
    ['GMCP', '1'],
    ['MCCP', '1'],
    ['MSDP', '0'],
    ['MSP', '0'],
    ['MXP', '0'],
    ['PAY TO PLAY', '0'],
    ['PAY FOR PERKS', '0'],
  ]
}

/** The payload of SB MSSP. */
export function encodeMssp(variables: readonly (readonly [string, string])[]): Uint8Array {
  const text = new TextEncoder()
  return concat(variables.flatMap(([name, value]) => [VAR, text.encode(name), VAL, text.encode(value)]))
}
