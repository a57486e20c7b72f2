import { CHANNEL } from './channel.ts'
import type { Command } from './command.ts'
import { tellRoom, tellVitals } from './tellings.ts'
import { TINT, enumerate, paint } from './text.ts'
import type { Visitor } from './visitor.ts'
import { FULL_VITALS, roomNumber, type Direction } from './world.ts'

export const WALKING: readonly Command[] = [
  {
    names: ['north', 'n'],
    help: 'walk; also south, east and west (s, e, w)',
    run: (who) => walk(who, 'north'),
  },
  ...(['south', 'east', 'west'] as const).map((way) => ({
    names: [way, way.charAt(0)],
    run: (visitor: Visitor) => walk(visitor, way),
  })),
  { names: ['look', 'l'], help: 'look around', run: (visitor) => visitor.print(lookAround(visitor)) },
  { names: ['rest'], help: 'sit down and recover', run: rest },
]

export const TALKING: readonly Command[] = [
  { names: ['say'], help: 'say something to whoever is in the room', run: say },
  { names: [CHANNEL], help: 'talk on the channel; somebody always answers', run: chat },
  { names: ['who'], help: 'who is here', run: who },
]

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
  visitor.steps++
  visitor.state = 'standing'
  visitor.world.tellOthers(visitor, `${visitor.name} goes ${way}.`)
  visitor.room = next
  visitor.world.tellOthers(visitor, `${visitor.name} comes in.`)
  visitor.print(lookAround(visitor))
  tellRoom(visitor.gmcp, visitor)
  tellVitals(visitor.gmcp, visitor)
  visitor.world.changed()
}

function rest(visitor: Visitor): void {
  const { vitals } = visitor
  visitor.state = 'sitting'
  if (vitals.hp === FULL_VITALS.hp && vitals.mv === FULL_VITALS.mv) {
    visitor.print('You are as fresh as the morning.')
    return
  }
  vitals.hp = Math.min(FULL_VITALS.hp, vitals.hp + 10)
  vitals.mv = Math.min(FULL_VITALS.mv, vitals.mv + 20)
  visitor.print('You sit down for a while and feel better for it.')
  tellVitals(visitor.gmcp, visitor)
  visitor.world.changed()
}

function say(visitor: Visitor, rest: string): void {
  if (rest === '') {
    visitor.print('Say what?')
    return
  }
  visitor.world.tellOthers(visitor, `${paint(TINT.people, `${visitor.name} says:`)} ${rest}`)
  visitor.print(`${paint(TINT.people, 'You say:')} ${rest}`)
}

function chat(visitor: Visitor, rest: string): void {
  const { channel } = visitor.world
  const word = rest.toLowerCase()
  if (word === 'on' || word === 'off') {
    visitor.onChannel = word === 'on'
    visitor.print(visitor.onChannel ? 'You hear the channel.' : 'You no longer hear the channel.')
    visitor.world.changed()
  } else if (rest === '') {
    visitor.print(`On the channel: ${enumerate(channel.names)}. Say something: ${CHANNEL} hello`)
  } else if (!visitor.onChannel) {
    visitor.print(`You do not hear the channel. ${paint(TINT.command, `${CHANNEL} on`)} turns it on.`)
  } else channel.say(visitor, rest)
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
