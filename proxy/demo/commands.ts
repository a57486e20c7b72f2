import { colourCharts } from './banner.ts'
import { FULL_VITALS } from './gmcp.ts'
import { TINT, enumerate, paint } from './text.ts'
import type { Visitor } from './visitor.ts'
import { roomNumber, type Direction } from './world.ts'

const FLOOD_SECONDS_MAX = 3600

interface Command {
  readonly names: readonly string[]
  readonly help: string
  /** True if no prompt is to follow. */
  run(visitor: Visitor, rest: string): boolean | void
}

const COMMANDS: readonly Command[] = [
  ...(['north', 'south', 'east', 'west'] as const).map((way) => ({
    names: [way, way.charAt(0)],
    help: `walk ${way}`,
    run: (visitor: Visitor) => walk(visitor, way),
  })),
  { names: ['look', 'l'], help: 'look around', run: (visitor) => visitor.print(lookAround(visitor)) },
  { names: ['rest'], help: 'sit down and recover (Char.Vitals over GMCP shows it)', run: rest },
  { names: ['say'], help: 'say something to whoever is in the room', run: say },
  { names: ['who'], help: 'who is here', run: who },
  { names: ['size'], help: 'the window size your client told (NAWS)', run: size },
  { names: ['client'], help: 'everything your client told and agreed to', run: client },
  { names: ['colours', 'colors'], help: 'the 16 and the 256 colours', run: colours },
  { names: ['flood'], help: 'flood [seconds]: endless text until you send a line', run: flood },
  { names: ['help', '?'], help: 'this list', run: help },
  {
    names: ['quit', 'exit'],
    help: 'leave',
    run: (visitor) => {
      visitor.goodbye()
      return true
    },
  },
]

/** Does what a line asks for. True if no prompt is to follow. */
export function runCommand(visitor: Visitor, line: string): boolean {
  const typed = line.trim()
  if (typed === '') return false
  const [, word = '', rest = ''] = /^(\S+)\s*([^]*)$/.exec(typed) ?? []
  const command = COMMANDS.find(({ names }) => names.includes(word.toLowerCase()))
  if (command) return command.run(visitor, rest) === true
  visitor.print(`"${word}" is not something one can do here. Try ${paint(TINT.command, 'help')}.`)
  return false
}

/** The room as it is seen from inside. */
export function lookAround(visitor: Visitor): string {
  const { room } = visitor
  const others = visitor.world.near(visitor).map(({ name }) => name)
  const lines = [paint(TINT.title, room.name), room.text, paint(TINT.exits, `Exits: ${exitsOf(visitor)}.`)]
  if (others.length > 0) lines.push(paint(TINT.people, `Also here: ${enumerate(others)}.`))
  return lines.join('\n')
}

const exitsOf = (visitor: Visitor): string => enumerate(Object.keys(visitor.room.exits))

function walk(visitor: Visitor, way: Direction): void {
  const number = visitor.room.exits[way]
  if (number === undefined) {
    visitor.print(`There is no way ${way}. Exits: ${exitsOf(visitor)}.`)
    return
  }
  const next = roomNumber(number)
  const { vitals } = visitor
  if (vitals.mv < next.toll.mv) {
    visitor.print(`You are out of breath. ${paint(TINT.command, 'rest')} a while.`)
    return
  }
  vitals.mv -= next.toll.mv
  vitals.hp = Math.max(1, vitals.hp - next.toll.hp)
  visitor.world.tellOthers(visitor, `${visitor.name} goes ${way}.`)
  visitor.room = next
  visitor.world.tellOthers(visitor, `${visitor.name} comes in.`)
  visitor.print(lookAround(visitor))
  visitor.tellRoom()
  visitor.tellVitals()
}

function rest(visitor: Visitor): void {
  const { vitals } = visitor
  if (vitals.hp === FULL_VITALS.hp && vitals.mv === FULL_VITALS.mv) {
    visitor.print('You are as fresh as the morning.')
    return
  }
  vitals.hp = Math.min(FULL_VITALS.hp, vitals.hp + 10)
  vitals.mv = Math.min(FULL_VITALS.mv, vitals.mv + 20)
  visitor.print('You sit down for a while and feel better for it.')
  visitor.tellVitals()
}

function say(visitor: Visitor, rest: string): void {
  if (rest === '') {
    visitor.print('Say what?')
    return
  }
  visitor.world.tellOthers(visitor, `${paint(TINT.people, `${visitor.name} says:`)} ${rest}`)
  visitor.print(`${paint(TINT.people, 'You say:')} ${rest}`)
}

function who(visitor: Visitor): void {
  const lines = visitor.world.people.map((person) => {
    const you = person === visitor ? ' (you)' : ''
    return `  ${person.name}${you}, ${person.room.name}`
  })
  visitor.print(
    `${lines.length === 1 ? 'One person' : `${lines.length} people`} in the demo:\n${lines.join('\n')}`,
  )
}

function size(visitor: Visitor): void {
  const { size } = visitor
  visitor.print(
    size
      ? `Your window is ${size.columns} columns by ${size.rows} rows. Text is wrapped to that width.`
      : 'Your client has not told a window size (NAWS), so text is wrapped to 80 columns.',
  )
}

function client(visitor: Visitor): void {
  const { terminal, gmcpClient, modules } = visitor
  const gmcp = visitor.gmcp ? (gmcpClient ?? 'on, but no Core.Hello yet') : 'not agreed'
  visitor.print(
    [
      `Terminal type: ${terminal.names.length > 0 ? terminal.names.join(', ') : 'not told'}.`,
      `MTTS: ${terminal.mtts === undefined ? 'not told' : `${terminal.mtts} (${terminal.abilities.join(', ')})`}.`,
      `Window: ${visitor.size ? `${visitor.size.columns} by ${visitor.size.rows}` : 'not told'}.`,
      `GMCP: ${gmcp}.`,
      `GMCP modules: ${modules.length > 0 ? modules.join(', ') : 'none named'}.`,
      `Compression (MCCP2): ${visitor.compressing ? 'on' : 'off'}.`,
    ].join('\n'),
  )
}

function colours(visitor: Visitor): void {
  visitor.write(colourCharts(visitor.width))
}

function flood(visitor: Visitor, rest: string): boolean {
  const seconds = Number(rest)
  if (rest !== '' && !(seconds > 0 && seconds <= FLOOD_SECONDS_MAX)) {
    visitor.print(`Say for how many seconds, 1 to ${FLOOD_SECONDS_MAX}, or just: flood`)
    return false
  }
  visitor.print('Here it comes. Send any line to stop it.')
  visitor.startFlood(rest === '' ? undefined : seconds)
  return true
}

function help(visitor: Visitor): void {
  const lines = COMMANDS.map(({ names, help }) => {
    const words = names.join(', ')
    return `  ${paint(TINT.command, words)}${' '.repeat(17 - words.length)}${help}`
  })
  visitor.print(lines.join('\n'))
}
