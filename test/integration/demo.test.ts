import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startDemo, type Demo } from '../../proxy/demo/server.ts'
import { concat, latin1 } from '../../shared/base/bytes.ts'
import { AYT, EC, IAC, TELOPT } from '../../shared/telnet/codes.ts'
import { DemoClient, type Accepts } from './demo-client.ts'
import { seen, stuck, widest } from './demo-visit.ts'

let demo: Demo
let clients: DemoClient[]

beforeEach(async () => {
  demo = await startDemo({ host: '127.0.0.1', port: 0 })
  clients = []
})

afterEach(async () => {
  for (const client of clients) client.socket.destroy()
  await demo.close()
})

async function visit(accepts: Accepts = {}): Promise<DemoClient> {
  const client = await DemoClient.connect(demo.port, accepts)
  clients.push(client)
  return client
}

describe('the demo, to anybody', () => {
  it('lets a client that refuses everything walk all three rooms', async () => {
    const client = await visit()
    expect(seen(await client.login())).toContain('The Landing Steps')
    expect(seen(await client.line('n'))).toContain('The Signal House')
    expect(seen(await client.line('east'))).toContain('The Quiet Garden')
    expect(seen(await client.line('w'))).toContain('The Signal House')
    expect(seen(await client.line('SOUTH'))).toContain('The Landing Steps')
    expect(seen(await client.line('look'))).toContain('Exits: north.')
    expect(client.frames.filter((frame) => frame.startsWith('SB'))).toEqual([])
  })

  it('lets a client that answers nothing play, whatever ends its lines', async () => {
    const client = await visit({ mute: true })
    await client.until(() => client.prompts === 1)
    client.send('Ann\nword\rn\r\0look\r\n')
    await client.until(() => client.prompts === 5)
    expect(client.frames.filter((frame) => /ECHO/.test(frame))).toEqual(['WILL ECHO', 'WONT ECHO'])
    expect(seen(client.text).match(/The Signal House/g)).toHaveLength(2)
  })

  it('offers everything at once, before the banner', async () => {
    const client = await visit({ mute: true })
    await client.until(() => client.prompts === 1)
    expect(client.frames.slice(0, 14).join(', ')).toBe(
      'WILL MCCP2, WILL GMCP, WILL MSDP, WILL MSSP, WILL MXP, WILL MSP, WILL EOR, WILL CHARSET, WILL ZMP, WILL ATCP, WILL AARDWOLF, DO TTYPE, DO NAWS, DO NEW_ENVIRON',
    )
    expect(client.frames[14]).toContain('16 colours')
    expect(widest(client.text)).toBeLessThanOrEqual(80)
    expect(client.text).toMatch(/\x1b\[48;5;\d+m/) // eslint-disable-line no-control-regex -- colours
  })

  it('hides the password between WILL ECHO and WONT ECHO, and does not repeat it', async () => {
    const client = await visit({ server: [TELOPT.ECHO] })
    await client.until(() => client.prompts === 1)
    await client.line('Ann')
    expect(client.frames.slice(-3)).toEqual([
      'WILL ECHO',
      JSON.stringify('Password (any word will do, it is not kept): '),
      'GA',
    ])
    const before = client.frames.length
    await client.line('hush-hush')
    expect(client.frames[before]).toBe('WONT ECHO')
    expect(client.text).not.toContain('hush')
  })

  it('asks again for a name that is none', async () => {
    const client = await visit()
    await client.until(() => client.prompts === 1)
    expect(await client.line('two words')).toContain('A name is one word')
    expect(await client.line('Zoë')).not.toContain('Password')
    client.send(new TextEncoder().encode('Zoë\r\n'))
    await client.until(() => client.text.endsWith('not kept): '))
  })

  it('edits with backspace, DEL and erase-character, a whole UTF-8 character at a time', async () => {
    const client = await visit()
    await client.login()
    const prompts = client.prompts
    client.send(concat([latin1('say ab\bc\x7fd'), new TextEncoder().encode('é€'), Uint8Array.of(IAC, EC, 8)]))
    client.send('x\r\n')
    await client.until(() => client.prompts > prompts)
    expect(seen(client.text)).toContain('You say: adx\r\n')
  })

  it('takes the first 512 bytes of a long line and says so', async () => {
    const client = await visit()
    await client.login()
    const answer = await client.line(`say ${'x'.repeat(5000)}`)
    expect(answer).toContain('too long')
    expect(answer.match(/x/g)).toHaveLength(508)
  })

  it('carries what is said, and who comes and goes, to the others in the room only', async () => {
    const [ann, bea] = [await visit(), await visit()]
    await ann.login('Ann')
    expect(seen(await bea.login('Bea'))).toContain('Also here: Ann.')
    await ann.until(() => ann.text.includes('Bea comes up the steps.'))
    await bea.line('say hello\x1b[2J there')
    await ann.until(() => seen(ann.text).includes('Bea says: hello there'))
    await bea.line('n')
    await ann.until(() => ann.text.includes('Bea goes north.'))
    await bea.line('say psst')
    expect(seen(await ann.line('who'))).toMatch(
      /2 people.*Ann \(you\), The Landing Steps.*Bea, The Signal House/s,
    )
    expect(ann.text).not.toContain('psst')
  })

  it('answers AYT and each TIMING-MARK, and refuses an unknown option once', async () => {
    const client = await visit()
    await client.login()
    const from = client.frames.length
    for (let i = 0; i < 3; i++) {
      client.verb('DO', TELOPT.TM)
      client.verb('DO', TELOPT.LOGOUT)
      client.verb('WILL', TELOPT.SNDLOC)
    }
    client.send(Uint8Array.of(IAC, AYT))
    await client.until(() => client.text.includes('[Yes]'))
    expect(client.frames.slice(from, from + 5)).toEqual([
      'WILL TM',
      'WONT LOGOUT',
      'DONT SNDLOC',
      'WILL TM',
      'WILL TM',
    ])
  })

  it('says goodbye and hangs up', async () => {
    const client = await visit()
    await client.login()
    client.send('quit\r\n')
    await client.untilClosed()
    expect(client.text).toMatch(/Goodbye\. .*\r\n$/)
  })

  it('says which port was taken by rejecting with EADDRINUSE', async () => {
    await expect(startDemo({ host: '127.0.0.1', port: demo.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })
})

describe('what is negotiated', () => {
  it('greets the terminal by its names and stops asking when the list repeats', async () => {
    const client = await visit({ client: [TELOPT.TTYPE] })
    for (const [i, name] of ['WILLDO', 'XTERM-256COLOR', 'MTTS 269', 'MTTS 269'].entries()) {
      await client.until(() => client.subnegotiations(TELOPT.TTYPE).length === i + 1)
      client.subnegotiate(TELOPT.TTYPE, `\0${name}`)
    }
    const greeting = seen(await client.login()).replaceAll('\r\n', ' ')
    expect(greeting).toContain(
      'Your terminal is WILLDO, also XTERM-256COLOR, and can do: ANSI, UTF-8, 256 colours, true colour.',
    )
    expect(client.subnegotiations(TELOPT.TTYPE)).toEqual(['\x01', '\x01', '\x01', '\x01'])
  })

  it('wraps to the window and says its size', async () => {
    const client = await visit({ client: [TELOPT.NAWS] })
    const before = await client.login()
    expect(widest(before)).toBeGreaterThan(40)
    client.subnegotiate(TELOPT.NAWS, '\0\x28\0\xff')
    expect(await client.line('size')).toContain('40 columns by 255 rows')
    const room = await client.line('look')
    expect(widest(room)).toBeLessThanOrEqual(40)
    expect(widest(room)).toBeGreaterThan(30)
  })

  it('sends MSSP as asked', async () => {
    const client = await visit({ server: [TELOPT.MSSP] })
    await client.until(() => client.subnegotiations(TELOPT.MSSP).length > 0)
    const [payload = ''] = client.subnegotiations(TELOPT.MSSP)
    const pairs = payload.split('\x01').slice(1)
    const variables = Object.fromEntries(pairs.map((pair) => pair.split('\x02') as [string, string]))
    expect(variables).toMatchObject({ NAME: 'willdo demo', PLAYERS: '0', PORT: String(demo.port) })
    expect(variables).toMatchObject({ GMCP: '1', MCCP: '1', ANSI: '1', 'UTF-8': '1' })
    expect(Math.abs(Number(variables['UPTIME']) - Date.now() / 1000)).toBeLessThan(600)
  })

  it('speaks GMCP once it is agreed: ping, room and vitals at each step', async () => {
    const client = await visit({ server: [TELOPT.GMCP] })
    client.subnegotiate(TELOPT.GMCP, 'Core.Hello {"client":"willdo","version":"1"}')
    client.subnegotiate(TELOPT.GMCP, 'Core.Ping')
    await client.login()
    await client.line('n')
    client.subnegotiate(TELOPT.GMCP, 'Core.Ping 20')
    await client.until(() => client.gmcp('Core.Ping').length > 0)
    expect(client.gmcp('Room.Info')).toEqual([
      { num: 1, name: 'The Landing Steps', area: 'Handshake Point', exits: { n: 2 } },
      { num: 2, name: 'The Signal House', area: 'Handshake Point', exits: { s: 1, e: 3 } },
    ])
    const [first, second] = client.gmcp('Char.Vitals') as { mv: number }[]
    expect(first).toEqual({ hp: 40, maxhp: 40, mv: 60, maxmv: 60 })
    expect(second?.mv).toBe(56)
    await client.line('rest')
    expect(client.gmcp('Char.Vitals').at(-1)).toEqual(first)
  })

  it('keeps to the modules of Core.Supports', async () => {
    const client = await visit({ server: [TELOPT.GMCP] })
    await client.until(() => client.prompts === 1)
    client.subnegotiate(TELOPT.GMCP, 'Core.Supports.Set ["Room 1", 7, {"a":[]}]')
    await client.login()
    expect(client.gmcp('Room.Info')).toHaveLength(1)
    expect(client.gmcp('Char.Vitals')).toHaveLength(0)
    client.subnegotiate(TELOPT.GMCP, 'Core.Supports.Add ["Char 1"]')
    await client.until(() => client.gmcp('Char.Vitals').length === 1)
    client.subnegotiate(TELOPT.GMCP, 'Core.Supports.Remove ["Room"]')
    await client.line('n')
    expect(client.gmcp('Room.Info')).toHaveLength(2)
    expect(client.gmcp('Char.Vitals')).toHaveLength(3)
  })

  it('shows all that it was told', async () => {
    const client = await visit({ server: [TELOPT.GMCP, TELOPT.MCCP2] })
    await client.until(() => client.prompts === 1)
    client.subnegotiate(TELOPT.GMCP, 'Core.Hello {"client":"willdo\\u001b[2J","version":"1.0"}')
    await client.login()
    const told = seen(await client.line('client'))
    expect(told).toContain('GMCP: willdo[2J 1.0.')
    expect(told).toContain('Compression (MCCP2): on.')
    expect(told).toContain('Terminal type: not told.')
  })
})

describe('MCCP2', () => {
  it('compresses from the byte behind SE on and ends the stream at quit', async () => {
    const client = await visit({ server: [TELOPT.MCCP2] })
    await client.login()
    await client.line('n')
    expect(client.mccp2).toEqual({ starts: 1, ends: 0 })
    client.send('quit\r\n')
    await client.untilClosed()
    expect(client.mccp2).toEqual({ starts: 1, ends: 1 })
    expect(client.text).toMatch(/Goodbye\. .*\r\n$/)
  })

  it('ends the stream at DONT, answers WONT in plain, and starts afresh at the next DO', async () => {
    const client = await visit({ server: [TELOPT.MCCP2] })
    await client.login()
    client.send(concat([Uint8Array.of(255, 254, 86), latin1('look\r\n'), Uint8Array.of(255, 253, 86)]))
    const prompts = client.prompts
    await client.until(() => client.mccp2.starts === 2)
    expect(client.mccp2.ends).toBe(1)
    await client.until(() => client.prompts > prompts)
    expect(seen(await client.line('e'))).toContain('There is no way east.')
    expect(client.frames.filter((frame) => /^\w+ MCCP2$/.test(frame))).toEqual([
      'WILL MCCP2',
      'SB MCCP2',
      'WONT MCCP2',
      'WILL MCCP2',
      'SB MCCP2',
    ])
  })
})

describe('flood', () => {
  let serverSockets: Socket[]
  const remember = (message: unknown): void => {
    serverSockets.push((message as { socket: Socket }).socket)
  }

  beforeEach(() => {
    serverSockets = []
    subscribe('net.server.socket', remember)
  })
  afterEach(() => unsubscribe('net.server.socket', remember))

  for (const [how, accepts] of [
    ['plain', {}],
    ['compressed', { server: [TELOPT.MCCP2] }],
  ] as const) {
    it(`waits for a reader that stopped, ${how}, and stops on a line`, async () => {
      const client = await visit(accepts)
      await client.login()
      client.socket.pause()
      client.send('flood\r\n')
      const socket = serverSockets[0] as Socket
      await stuck(socket)
      const [written, queued] = [socket.bytesWritten, socket.writableLength]
      for (let i = 0; i < 200; i++) await new Promise(setImmediate)
      expect(socket.bytesWritten).toBe(written)
      expect(queued).toBeLessThan(256 * 1024)

      client.send('look\r\n')
      const tail = await client.tail(/The flood stops[^]*The Landing Steps/)
      expect(seen(tail)).toMatch(/The flood stops after \d+ lines\.\r\n.*The Landing Steps/s)
    })
  }

  it('ends by itself after the seconds it was given', async () => {
    const client = await visit()
    await client.login()
    const tail = client.tail(/stops[^]*> /)
    client.send('flood 0.05\r\n')
    expect(await tail).toMatch(/The flood stops after \d+ lines\.\r\n40hp 60mv> /)
  })

  it('leaves the others their turn', async () => {
    const [ann, bea] = [await visit(), await visit()]
    await ann.login('Ann')
    await bea.login('Bea')
    ann.socket.removeAllListeners('data')
    ann.socket.resume()
    ann.send('flood\r\n')
    expect(seen(await bea.line('look'))).toContain('Also here: Ann.')
  })
})

describe('bad company', () => {
  it('survives garbage in every state and goes on serving', async () => {
    let seed = 7
    const random = (): number => (seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff) >>> 8
    for (let round = 0; round < 20; round++) {
      const socket = connect(demo.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.resume()
      for (let i = 0; i < 20; i++) {
        const noise = Uint8Array.from({ length: 2000 }, () =>
          random() % 3 ? random() & 255 : 240 + (random() & 15),
        )
        socket.write(noise)
      }
      socket.end('\r\nAnn\r\nx\r\nquit\r\n')
      await new Promise((resolve) => socket.once('close', resolve))
    }
    const client = await visit()
    expect(seen(await client.login())).toContain('The Landing Steps')
    expect(seen(await client.line('who'))).toContain('One person')
  })

  it('survives resets, in the middle of a compressed flood too', async () => {
    for (let round = 0; round < 10; round++) {
      const client = await visit(round % 2 ? { server: [TELOPT.MCCP2] } : {})
      await client.login()
      client.socket.pause()
      client.send('flood\r\n')
      client.socket.resetAndDestroy()
    }
    const client = await visit()
    await client.login('Bea')
    expect(seen(await client.line('look'))).toContain('The Landing Steps')
  })

  it('stops reading a client that writes and never reads', async () => {
    const sockets: Socket[] = []
    const remember = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket)
    subscribe('net.server.socket', remember)
    const client = await visit({ mute: true })
    unsubscribe('net.server.socket', remember)
    client.socket.pause()
    client.send('Ann\r\nx\r\n')
    let open = true
    client.socket.on('drain', () => (open = true))
    const server = sockets[0] as Socket
    while (!server.isPaused() || open) {
      if (open) open = client.socket.write('look\r\n'.repeat(10_000))
      await new Promise(setImmediate)
    }
    expect(server.writableLength).toBeLessThan(1024 * 1024)
  })

  it('holds a hundred at a time', async () => {
    const many = await Promise.all(Array.from({ length: 100 }, () => visit()))
    await Promise.all(many.map((client, i) => client.login(`Guest${i}`)))
    expect(seen(await (many[0] as DemoClient).line('who'))).toContain('100 people')
  })

  it('says goodbye to everybody when it closes', async () => {
    const client = await visit({ server: [TELOPT.MCCP2] })
    await client.login()
    await demo.close()
    await client.untilClosed()
    expect(client.text).toContain('The demo closes.')
    expect(client.mccp2).toEqual({ starts: 1, ends: 1 })
    demo = await startDemo({ host: '127.0.0.1', port: 0 })
  })
})
