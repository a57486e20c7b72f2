import { concat, latin1 } from '../../shared/base/bytes.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { Bomb } from './bomb.ts'
import { numberOf, type Command } from './command.ts'
import { Flood } from './flood.ts'
import { GARBAGE } from './garbage.ts'
import { Loop } from './loop.ts'
import { TINT, paint } from './text.ts'
import type { Visitor } from './visitor.ts'

const FLOOD_SECONDS_MAX = 3600
const BOMB_MIB = 300
const BOMB_MIB_MAX = 1000
const SLOW_MS = 10
const SLOW_MS_MAX = 1000

/** What servers do to clients, on demand. None of it costs the demo more than it costs the client. */
export const MISCHIEF: readonly Command[] = [
  { names: ['flood'], help: 'flood [seconds]: endless text until you send a line', run: flood },
  { names: ['bomb'], help: 'bomb [MiB]: zeros in a few compressed bytes (MCCP2)', run: bomb },
  { names: ['slow'], help: 'slow [ms]: one byte at a time, until: fast', run: slow },
  { names: ['fast'], help: 'ends slow', run: fast },
  { names: ['loop'], help: 'WILL and WONT for ever, until: stop; loop do asks DO', run: loop },
  { names: ['stop'], help: 'ends loop', run: stop },
  { names: ['lie'], help: 'MSSP with claims that are not so; again for the truth', run: lie },
  { names: ['garbage'], help: 'broken telnet, text, titles and links, and an end', run: garbage },
]

function flood(visitor: Visitor, rest: string): boolean {
  const seconds = numberOf(rest, Infinity, rest === '' ? Infinity : FLOOD_SECONDS_MAX)
  if (seconds === undefined) {
    visitor.print(`Say for how many seconds, 1 to ${FLOOD_SECONDS_MAX}, or just: flood`)
    return false
  }
  visitor.print('Here it comes. Send any line to stop it.')
  const flood = new Flood(visitor.wire, visitor.width)
  if (rest !== '') flood.endAfter(seconds, visitor.world.clock, () => visitor.finish(flood))
  visitor.begin(flood)
  return true
}

function bomb(visitor: Visitor, rest: string): boolean {
  const size = numberOf(rest, BOMB_MIB, BOMB_MIB_MAX)
  if (size === undefined || !visitor.wire.compressing) {
    visitor.print(
      size === undefined
        ? `Say how many MiB, 1 to ${BOMB_MIB_MAX}, or just: bomb`
        : 'A bomb needs compression, and your client did not agree to MCCP2.',
    )
    return false
  }
  visitor.print(
    `${size} MiB of zeros follow, in some ${size} KiB on the wire. A line stops what is not sent yet.`,
  )
  const bomb: Bomb = new Bomb(visitor.wire, size, () => visitor.finish(bomb))
  visitor.begin(bomb)
  return true
}

function slow(visitor: Visitor, rest: string): void {
  const every = numberOf(rest, SLOW_MS, SLOW_MS_MAX)
  if (every === undefined) {
    visitor.print(`Say how many milliseconds a byte takes, 1 to ${SLOW_MS_MAX}, or just: slow`)
    return
  }
  if (visitor.wire.slow) {
    visitor.print(`It is slow already. ${paint(TINT.command, 'fast')} ends that.`)
    return
  }
  visitor.print(
    `From here on every byte comes by itself, ${every} ms after the last. ${paint(TINT.command, 'fast')} ends that.`,
  )
  visitor.wire.slowDown(visitor.world.clock, every)
}

function fast(visitor: Visitor): void {
  const was = visitor.wire.slow
  visitor.wire.speedUp()
  visitor.print(was ? 'As fast as you can read.' : 'It is not slow.')
}

/** Most clients let a server suppress go-ahead, and none tell where they are (RFC 779). */
function loop(visitor: Visitor, rest: string): void {
  const side = rest.toLowerCase() === 'do' ? 'him' : 'us'
  if (visitor.loop) visitor.print(visitor.loop.stop())
  const option = side === 'us' ? TELOPT.SGA : TELOPT.SNDLOC
  visitor.print(
    `${side === 'us' ? 'WILL and WONT SGA' : 'DO SNDLOC'}, again at each answer. ${paint(TINT.command, 'stop')} ends it.`,
  )
  const loop = new Loop(visitor.options, side, option, visitor.world.clock, (words) => {
    visitor.loop = undefined
    visitor.hear(words)
  })
  visitor.loop = loop
  loop.start()
}

function stop(visitor: Visitor): void {
  visitor.print(visitor.loop?.stop() ?? 'There is nothing to stop.')
  visitor.loop = undefined
}

function lie(visitor: Visitor): void {
  visitor.lying = !visitor.lying
  const told = visitor.tellMssp()
  const words = visitor.lying
    ? 'MSSP now claims 4711 players, Pueblo and TLS. Ask for one of them.'
    : 'MSSP says the truth again.'
  visitor.print(told ? words : `${words} Your client has not agreed to MSSP, so it was not sent.`)
}

function garbage(visitor: Visitor): void {
  visitor.print('Garbage follows, each piece under its name.')
  for (const { words, bytes } of GARBAGE) {
    visitor.print(`- ${words}:`)
    visitor.wire.write(concat([bytes, latin1('\x1b[0m\r\n')]))
  }
  visitor.print('That was all of the garbage.')
}
