import { createInflate } from 'node:zlib'
import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { concat, fromLatin1, latin1 } from '../../shared/base/bytes.ts'
import { IAC, IP, TELOPT } from '../../shared/telnet/codes.ts'
import { encodeSubnegotiation } from '../../shared/telnet/encode.ts'
import type { DemoClient } from './demo-client.ts'
import { holds, seen, stuck, useDemo, widest } from './demo-visit.ts'

const { GMCP, MCCP2, SGA, SNDLOC } = TELOPT
const MIB = 1024 * 1024
const host = useDemo()

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise(setImmediate)
}

const socketOf = (index: number): Socket => host.sockets[index] as Socket

describe('loop', () => {
  const count = (client: DemoClient, word: string): number =>
    client.frames.filter((frame) => frame === word).length

  /** Answers `rounds` requests, each with what `answer` makes of it. */
  async function play(client: DemoClient, words: [string, string], answer: Uint8Array[], rounds: number) {
    for (let round = 0; round < rounds; round++) {
      const word = words[round % words.length] as string
      const due = Math.floor(round / words.length) + 1
      await client.until(() => count(client, word) === due)
      client.send(answer[round % words.length] as Uint8Array)
    }
  }
  const DO_SGA = Uint8Array.of(IAC, 253, SGA)
  const DONT_SGA = Uint8Array.of(IAC, 254, SGA)

  it('says WILL, WONT, WILL at each answer, while one can still play, and ends at stop', async () => {
    const client = await host.visit({ mute: true })
    await client.login()
    expect(await client.line('loop')).toContain('WILL and WONT SGA')
    await play(client, ['WILL SGA', 'WONT SGA'], [DO_SGA, DONT_SGA], 51)
    await client.until(() => count(client, 'WONT SGA') === 26)
    client.send(DONT_SGA)
    await client.until(() => count(client, 'WILL SGA') === 27)
    client.send('n\r\nstop\r\n')
    await client.until(() => seen(client.text).includes('The loop of SGA stops after 52 rounds.'))
    expect(seen(client.text)).toContain('The Signal House')
    client.send(concat([DONT_SGA, latin1('look\r\n')]))
    await client.until(() => seen(client.text).match(/The Signal House/g)?.length === 2)
    expect(count(client, 'WILL SGA')).toBe(27)
    expect(await client.line('stop')).toContain('nothing to stop')
  })

  it('ends by itself after a thousand rounds', async () => {
    const client = await host.visit({ mute: true })
    await client.login()
    client.send('loop\r\n')
    await play(client, ['WILL SGA', 'WONT SGA'], [DO_SGA, DONT_SGA], 1000)
    await client.until(() => client.text.includes('The loop ends after 1000 rounds'))
    await client.line('look')
    expect([count(client, 'WILL SGA'), count(client, 'WONT SGA')]).toEqual([500, 500])
  })

  it('ends when the client no longer answers, and says so', async () => {
    const client = await host.visit({ mute: true })
    await client.login()
    await client.line('loop do')
    for (let round = 1; round <= 3; round++) {
      await client.until(() => count(client, 'DO SNDLOC') === round)
      client.verb('WONT', SNDLOC)
    }
    await client.until(() => count(client, 'DO SNDLOC') === 4)
    host.clock.advance(6000)
    await client.until(() => client.text.includes('ends after 3 rounds: your client no longer answers'))
    client.verb('WONT', SNDLOC)
    await client.line('look')
    expect(count(client, 'DO SNDLOC')).toBe(4)
  })

  it('leaves no timer behind somebody who hangs up', async () => {
    const client = await host.visit({ mute: true })
    await client.login()
    await client.line('loop')
    client.send('quit\r\n')
    await client.untilClosed()
    host.clock.advance(4 * 60_000)
    expect(host.clock.waiting).toBe(0)
  })
})

describe('bomb', () => {
  /** From here on counts zeros and keeps the rest, without holding what was inflated. */
  function defuse(client: DemoClient) {
    const start = encodeSubnegotiation(MCCP2, new Uint8Array(0))
    const found = { zeros: 0, text: '' }
    const raw = client.raw
    const inflater = createInflate().on('data', (bytes: Buffer) => {
      const rest = bytes.filter((byte) => byte !== 0)
      found.zeros += bytes.length - rest.length
      found.text += Buffer.from(rest).toString('latin1')
    })
    inflater.write(raw.subarray(Buffer.from(raw).indexOf(start) + start.length))
    client.socket.removeAllListeners('data')
    client.socket.on('data', (bytes) => inflater.write(bytes))
    return found
  }

  it('needs compression, and a size within reason', async () => {
    const plain = await host.visit()
    await plain.login()
    expect(seen(await plain.line('bomb')).replaceAll('\r\n', ' ')).toContain('did not agree to MCCP2')
    const client = await host.visit({ server: [MCCP2] })
    await client.login()
    for (const size of ['0', '-1', '5000', 'x'])
      expect(await client.line(`bomb ${size}`)).toContain('Say how many MiB')
  })

  it('is 300 MiB of zeros in a thousandth of that, held by nobody while the client does not read', async () => {
    const client = await host.visit({ server: [MCCP2] })
    await client.login()
    const found = defuse(client)
    client.socket.pause()
    const socket = socketOf(0)
    const before = { wire: socket.bytesWritten, memory: process.memoryUsage().arrayBuffers }
    let peak = 0
    client.send('bomb\r\n')
    while (socket.bytesWritten - before.wire < 290 * 1024) {
      await new Promise(setImmediate)
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before.memory)
    }
    expect(peak).toBeLessThan(16 * MIB)
    client.socket.resume()
    while (!/That was the bomb: 300 MiB of zeros\.\r\n40hp 60mv> /.test(found.text)) await turns(1)
    expect(found.zeros).toBe(300 * MIB)
    expect(socket.bytesWritten - before.wire).toBeLessThan(400 * 1024)
  }, 60_000)

  it('ends at a line, and when the client takes compression back', async () => {
    const client = await host.visit({ server: [MCCP2] })
    await client.login()
    const found = defuse(client)
    client.send('bomb 1000\r\nlook\r\n')
    while (!/That was the bomb[^]*Landing Steps/.test(found.text)) await turns(1)
    expect(found.zeros).toBeLessThan(1000 * MIB)

    const other = await host.visit({ server: [MCCP2] })
    await other.login('Bea')
    other.send(concat([latin1('bomb 1000\r\n'), Uint8Array.of(IAC, 254, MCCP2)]))
    await other.until(() => /That was the bomb: \d+ MiB[^]*mv> $/.test(other.text))
    expect(other.mccp2).toEqual({ starts: 1, ends: 1 })
    expect(other.plain.length).toBeLessThan(100 * MIB)
  }, 60_000)
})

describe('slow', () => {
  for (const [how, server] of [
    ['plain', [GMCP]],
    ['compressed', [GMCP, MCCP2]],
  ] as const) {
    it(`sends a byte a tick, ${how}, inside IAC sequences and characters, until fast`, async () => {
      const client = await host.visit({ server })
      await client.login()
      client.send('slow 20\r\n')
      // What was inside the compressor comes slowly already.
      while (!seen(client.text).includes('ends that.\r\n')) {
        await turns(5)
        if (host.clock.waiting > 1) host.clock.advance(20)
      }
      expect(seen(client.text).replaceAll('\r\n', ' ')).toContain('20 ms after the last')
      await client.until(() => client.raw.length === socketOf(0).bytesWritten)
      const from = client.raw.length
      // The prompt of `slow` itself is what comes slowly first.
      client.send(new TextEncoder().encode('say Zoë €\r\n'))
      client.subnegotiate(GMCP, 'Core.Ping')
      for (let byte = 1; byte <= 24; byte++) {
        await untilWaiting(1)
        expect(client.raw.length).toBe(from + byte - 1)
        host.clock.advance(20)
        await client.until(() => client.raw.length === from + byte)
      }
      client.send('fast\r\n')
      await client.until(
        () => seen(client.text).includes('As fast as you can read.\r\n') && client.frames.at(-1) === 'GA',
      )
      expect(seen(client.text)).toContain('You say: Zoë €\r\n')
      expect(client.gmcp('Core.Ping')).toHaveLength(1)
      expect(client.frames.filter((frame) => frame.startsWith('fault'))).toEqual([])
      expect(seen(await client.line('n'))).toContain('The Signal House')
      expect(seen(await client.line('fast'))).toContain('It is not slow.')
    })
  }

  /** Until the bot's timer and so many others wait. */
  async function untilWaiting(count: number): Promise<void> {
    while (host.clock.waiting < count + 1) await turns(1)
  }

  it('may begin and end compression in between', async () => {
    const client = await host.visit()
    await client.login()
    client.send('slow\r\n')
    await client.until(() => seen(client.text).includes('ends that.\r\n'))
    client.verb('DO', MCCP2)
    client.send('look\r\n')
    client.verb('DONT', MCCP2)
    client.send('look\r\nfast\r\n')
    await client.until(() => client.text.includes('As fast as you can read.'))
    expect(client.mccp2).toEqual({ starts: 1, ends: 1 })
    expect(seen(client.text).match(/The Landing Steps/g)).toHaveLength(3)
  })

  it('says goodbye at once all the same', async () => {
    const client = await host.visit({ server: [MCCP2] })
    await client.login()
    client.send('slow\r\nhelp\r\nquit\r\n')
    await client.untilClosed()
    expect(client.text).toMatch(/Goodbye\. .*\r\n$/)
    expect(client.mccp2).toEqual({ starts: 1, ends: 1 })
  })

  it('makes no more of a flood than it can let go', async () => {
    const client = await host.visit()
    await client.login()
    client.socket.pause()
    client.send('slow\r\nflood\r\n')
    while (host.clock.waiting < 2) await turns(1)
    for (let tick = 0; tick < 2000; tick++) {
      host.clock.advance(10)
      await turns(1)
    }
    client.socket.resume()
    client.send('fast\r\n')
    await client.until(() => client.text.includes('As fast as you can read.'))
    const [, lines] = /The flood stops after (\d+) lines/.exec(client.text) ?? []
    expect(Number(lines)).toBeGreaterThan(0)
    expect(Number(lines) * 70).toBeLessThan(64 * 1024)
  })
})

describe('garbage', () => {
  it('comes piece by piece under its name, and the end is announced', async () => {
    const client = await host.visit({ server: [GMCP] })
    await client.login()
    const from = client.frames.length
    const bytesFrom = client.plain.length
    await client.line('garbage')
    const frames = client.frames.slice(from)
    const bytes = client.plain.subarray(bytesFrom)
    for (const frame of [
      'fault stray-iac',
      'fault stray-se',
      'fault unterminated-subnegotiation',
      'SB ZMP zmp.ping',
      'NOP',
      'SB AARDWOLF d\x03',
      'SB MSP !!SOUND(bell.wav)',
      'SB MSSP \x02a value without a name',
      'SB GMCP Garbage.Json {"open":[1,2,',
      'WONT ZMP',
      'WILL 0xde',
    ])
      expect(frames).toContain(frame)
    for (const part of [
      '\xc3(',
      '\xed\xa0\x80',
      '\x1b]0;title title',
      '\x1b]52;c;',
      '\x1b]8;;javascript:',
      '\x1b]8;;file:///etc/passwd',
    ])
      expect(holds(bytes, part)).toBe(true)
    expect(widest(fromLatin1(bytes))).toBeGreaterThan(65_000)
    expect(seen(client.text)).toMatch(/That was all of the garbage\.\r\n40hp 60mv> $/)
    expect(seen(await client.line('look'))).toContain('The Landing Steps')
  })
})

describe('somebody who does not read', () => {
  it('costs a bounded queue, whatever others and the bot have to say', async () => {
    const [deaf, bea] = [await host.visit({ mute: true, server: [GMCP] }), await host.visit()]
    await deaf.login('Ann')
    deaf.verb('DO', GMCP)
    await bea.login('Bea')
    deaf.socket.pause()
    const socket = socketOf(0)
    let open = true
    deaf.socket.on('drain', () => (open = true))
    while (!socket.isPaused() || open) {
      if (open) open = deaf.socket.write('look\r\nhelp\r\n'.repeat(5000))
      await turns(1)
    }
    await stuck(socket)
    const queued = socket.writableLength
    expect(queued).toBeLessThan(MIB)
    for (let round = 0; round < 20; round++) {
      await bea.line(`say ${'x'.repeat(400)}`)
      await bea.line(`chat ${'y'.repeat(400)}`)
      await bea.line('n')
      await bea.line('s')
      await bea.line('rest')
      host.clock.advance(4 * 60_000)
    }
    expect(socket.writableLength).toBe(queued)
  })

  it('may be interrupted out of a flood by IP', async () => {
    const client = await host.visit()
    await client.login()
    client.send('flood\r\n')
    await client.until(() => client.text.includes('Here it comes'))
    client.send(Uint8Array.of(IAC, IP))
    expect(await client.tail(/The flood stops after \d+ lines\.\r\n40hp 60mv> /)).toBeTruthy()
  })
})
