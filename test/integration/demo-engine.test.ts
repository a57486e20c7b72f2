import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { concat } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import type { GmcpFacts } from '../../shared/options/gmcp.ts'
import { optionModule } from '../../shared/options/index.ts'
import type { Mssp } from '../../shared/options/mssp.ts'
import { Driver } from '../../shared/session/driver.ts'
import type { SessionEvent } from '../../shared/session/events.ts'
import { MARK_INFLATE_GO_ON } from '../../shared/session/marks.ts'
import { optionRows } from '../../shared/session/option-rows.ts'
import { playPolicy } from '../../shared/session/play.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { pieces, random } from '../helpers/cut.ts'
import { IDENTITY } from '../helpers/play.ts'
import { seen, useDemo } from './demo-visit.ts'

const MIB = 1024 * 1024
const host = useDemo()

/** The page without a page: its engine and policy on a real socket, what arrives cut anew. */
class Player {
  readonly socket: Socket
  readonly #cut: (bytes: Uint8Array) => readonly Uint8Array[]
  readonly events: SessionEvent[] = []
  prompts = 0
  zeros = 0
  text = ''
  /** Text that waits to be decoded: a character may be cut anywhere. */
  readonly #decoder = new TextDecoder()
  #waiters: (() => void)[] = []
  readonly driver: Driver

  constructor(port: number, cut: (bytes: Uint8Array) => readonly Uint8Array[]) {
    this.#cut = cut
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.socket = socket
    this.driver = new Driver(
      { now: () => millis(0), send: (bytes) => void socket.write(bytes), wakeAt: () => undefined },
      playPolicy(IDENTITY),
      (_entry, { text, events }) => {
        for (const event of events) this.#take(event, text)
      },
    )
    socket.on('data', (bytes) => {
      for (const piece of this.#cut(new Uint8Array(bytes))) this.#receive(piece)
      this.#wake()
    })
    socket.on('close', () => {
      this.driver.close('the server hung up')
      this.#wake()
    })
  }

  faults(): Set<string> {
    return new Set(this.events.flatMap((event) => (event.kind === 'fault' ? [event.code] : [])))
  }

  lamp(side: 'server' | 'client', option: number): string | undefined {
    const { state } = this.driver
    return optionRows(state, state.at).find(({ code }) => code === option)?.[side]
  }

  type(line: string): void {
    this.driver.type(new TextEncoder().encode(`${line}\r\n`))
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.driver.state.closed !== undefined) throw new Error(`closed; ${this.text.slice(-300)}`)
      await new Promise<void>((resolve) => this.#waiters.push(resolve))
    }
  }

  /** Sends a line; gives what came up to a prompt behind `words`. */
  async line(line: string, words = /(?:)/): Promise<string> {
    const { length } = this.text
    this.type(line)
    return this.behind(length, words)
  }

  async behind(from: number, words: RegExp): Promise<string> {
    const { prompts } = this
    const came = (): string => seen(this.text.slice(from))
    await this.until(() => this.prompts > prompts && / $/.test(came()) && words.test(came()))
    return came()
  }

  #receive(bytes: Uint8Array): void {
    this.driver.receive(bytes)
    // What a person's "go on" does.
    while (this.driver.state.compression.server.mode === 'held') this.driver.mark(MARK_INFLATE_GO_ON)
  }

  #take(event: SessionEvent, text: Uint8Array): void {
    if (event.kind === 'prompt') this.prompts++
    if (event.kind !== 'text') {
      if (event.kind === 'fault' || event.kind === 'negotiate') this.events.push(event)
    } else if (event.side === 'server') {
      const run = text.subarray(event.start, event.end).filter((byte) => byte !== 0)
      this.zeros += event.end - event.start - run.length
      this.text += this.#decoder.decode(run, { stream: true })
    }
  }

  #wake(): void {
    const waiters = this.#waiters
    this.#waiters = []
    for (const wake of waiters) wake()
  }
}

/** Moves the demo's time on until it holds. */
async function passing(milliseconds: number, holds: () => boolean): Promise<void> {
  while (!holds()) {
    host.clock.advance(milliseconds)
    await new Promise(setImmediate)
  }
}

const gmcpOf = (player: Player): GmcpFacts => player.driver.state.facts[TELOPT.GMCP] as GmcpFacts
const bodyOf = (player: Player, name: string): unknown =>
  JSON.parse(gmcpOf(player).packages.get(name)?.body ?? 'null') as unknown
const msspOf = (player: Player, name: string): readonly string[] | undefined =>
  (player.driver.state.facts[TELOPT.MSSP] as Mssp).variables.find((variable) => variable.name === name)
    ?.values

/** Settles, logs in and walks: what everybody does. */
async function comeIn(player: Player): Promise<void> {
  await player.until(() => player.prompts === 1)
  await player.line('Ann')
  expect(player.driver.state.hidden).toBe(true)
  expect(await player.line('a word')).toContain('The Landing Steps')
  expect(player.driver.state.hidden).toBe(false)
  expect(await player.line('n')).toContain('The Signal House')
}

async function seeAll(player: Player): Promise<void> {
  const told = await player.line('client')
  expect(told).toContain('Character set: UTF-8.')
  expect(told).toContain('End of a prompt: IAC EOR.')
  expect(told).toContain('Compression (MCCP2): on.')
  expect(await player.line('env')).toContain('CLIENT_NAME is WILLDO')
  for (const command of 'help size who say rest look colours truecolour art links title bell say chat'.split(
    ' ',
  ))
    await player.line(command)
  expect(player.faults()).toEqual(new Set())
  await player.line('chat hello')
  const { length } = player.text
  host.clock.advance(2000)
  expect(await player.behind(length, /Beacon/)).toContain('[chat] Beacon: Hello Ann.')
  expect(bodyOf(player, 'Comm.Channel.Text')).toMatchObject({ talker: 'Beacon' })
  expect(bodyOf(player, 'Char.Status')).toEqual({ name: 'Ann', state: 'sitting', steps: 1 })
  expect(bodyOf(player, 'Room.Info')).toMatchObject({ num: 2 })
  expect(bodyOf(player, 'Group')).toMatchObject({ leader: 'Ann', count: 1 })
  await player.line('lie')
  expect([msspOf(player, 'PLAYERS'), msspOf(player, 'PUEBLO')]).toEqual([['4711'], ['1']])
  await player.line('lie')
  expect([msspOf(player, 'PLAYERS'), msspOf(player, 'PUEBLO')]).toEqual([['1'], ['0']])
}

async function sufferAll(player: Player): Promise<void> {
  // The bot would speak up as time is moved on.
  await player.line('chat off')
  await player.line('loop', /The loop ends after 1000 rounds/)
  await player.line('loop do')
  await player.until(() => player.faults().has('loop'))
  // The engine has fallen silent; the demo notices.
  const { prompts } = player
  await passing(1000, () => player.prompts > prompts)
  expect(player.text).toContain('your client no longer answers')
  expect([player.lamp('server', TELOPT.SGA), player.lamp('client', TELOPT.SNDLOC)]).toEqual([
    'off',
    'refused-by-us',
  ])
  expect(player.faults()).toEqual(new Set(['loop']))
  const slow = player.text.length
  player.type('slow')
  player.type('say Zoë €')
  await passing(10, () => player.text.slice(slow).includes('You say:'))
  await player.line('fast', /As fast as you can read\./)
  await player.line('bomb 60', /That was the bomb: 60 MiB of zeros\./)
  expect(player.zeros).toBeGreaterThanOrEqual(60 * MIB)
  const flood = player.text.length
  player.type('flood 1')
  await player.until(() => player.text.length > flood + 10_000)
  host.clock.advance(1000)
  await player.behind(player.text.length, /The flood stops after \d+ lines\./)
  await player.line('garbage', /That was all of the garbage\./)
  for (const fault of [
    'stray-iac',
    'stray-se',
    'unterminated-subnegotiation',
    'not-agreed',
    'malformed-subnegotiation',
  ])
    expect(player.faults()).toContain(fault)
  expect(await player.line('look')).toContain('The Signal House')
}

describe('the demo through the engine of the page', () => {
  it.each<[string, (bytes: Uint8Array) => readonly Uint8Array[]]>([
    ['as it comes', (bytes) => [bytes]],
    ['byte by byte', (bytes) => pieces(bytes, 1)],
    ...[1, 2].map((seed): [string, (bytes: Uint8Array) => readonly Uint8Array[]] => {
      const chance = random(seed)
      return [`cut at random (seed ${seed})`, (bytes) => pieces(bytes, chance)]
    }),
  ])('agrees on everything, shows everything and gets over everything, %s', async (how, cut) => {
    const player = new Player(host.demo.port, cut)
    await comeIn(player)
    for (const option of [TELOPT.MCCP2, TELOPT.GMCP, TELOPT.MSDP, TELOPT.MSSP, TELOPT.EOR, TELOPT.CHARSET])
      expect([option, player.lamp('server', option)]).toEqual([
        option,
        optionModule(option).accept.him ? 'on' : 'refused-by-us',
      ])
    for (const option of [TELOPT.TTYPE, TELOPT.NAWS, TELOPT.NEW_ENVIRON])
      expect([option, player.lamp('client', option)]).toEqual([option, 'on'])
    expect(player.faults()).toEqual(new Set())
    await seeAll(player)
    await sufferAll(player)
    // In small pieces a bomb does no harm.
    expect(player.faults().has('inflate-too-large')).toBe(how === 'as it comes')
    player.type('quit')
    await passing(0, () => player.driver.state.closed !== undefined)
    expect(seen(player.text)).toMatch(/Goodbye\. The lamps stay on\.\r\n$/)
    const { compression } = player.driver.state
    expect([compression.server.starts, compression.server.ends]).toEqual([1, 1])
  })

  it('survives verbs and messages at random in the middle of the game', async () => {
    const chance = random(11)
    const player = new Player(host.demo.port, (bytes) => pieces(bytes, chance))
    await comeIn(player)
    const verbs = ['WILL', 'WONT', 'DO', 'DONT'] as const
    // Compression said to begin where none does ends a session: that is right, and not what this is about.
    const left = [TELOPT.ECHO, TELOPT.MCCP2, TELOPT.MCCP3] as const
    const options = Object.values(TELOPT).filter((option) => !left.some((other) => other === option))
    for (let round = 0; round < 500; round++) {
      const option = options[Math.floor(chance() * options.length)] as number
      player.driver.ask(verbs[Math.floor(chance() * 4)] ?? 'DO', option)
      const payload = Uint8Array.from({ length: 20 }, () => Math.floor(chance() * 8))
      if (chance() < 0.3)
        player.socket.write(concat([Uint8Array.of(255, 250, option), payload, Uint8Array.of(255, 240)]))
    }
    player.type('say still here')
    await player.until(() => seen(player.text).includes('You say: still here'))
    player.socket.destroy()
  })
})
