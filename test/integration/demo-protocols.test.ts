import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { holds, seen, useDemo } from './demo-visit.ts'

const { GMCP, MSDP, MSSP, EOR, CHARSET, NEW_ENVIRON, SGA } = TELOPT
const host = useDemo()
const ROOM_ONE =
  '\x03\x01VNUM\x021\x01NAME\x02The Landing Steps\x01AREA\x02Handshake Point\x01EXITS\x02\x03\x01n\x022\x04\x04'
const ROOM_TWO =
  '\x03\x01VNUM\x022\x01NAME\x02The Signal House\x01AREA\x02Handshake Point\x01EXITS\x02\x03\x01s\x021\x01e\x023\x04\x04'

describe('MSDP', () => {
  it('reports what was asked for at the login and at each change, a nested room among it', async () => {
    const client = await host.visit({ server: [MSDP] })
    await client.until(() => client.prompts === 1)
    client.subnegotiate(MSDP, '\x01REPORT\x02ROOM\x02MOVEMENT\x02CHARACTER_NAME')
    await client.login()
    await client.line('n')
    await client.line('look')
    expect(client.subnegotiations(MSDP)).toEqual([
      '\x01ROOM\x02',
      '\x01MOVEMENT\x02',
      '\x01CHARACTER_NAME\x02',
      `\x01ROOM\x02${ROOM_ONE}`,
      '\x01MOVEMENT\x0260',
      '\x01CHARACTER_NAME\x02Ann',
      `\x01ROOM\x02${ROOM_TWO}`,
      '\x01MOVEMENT\x0256',
    ])
    expect(seen(await client.line('client'))).toContain('MSDP: reports ROOM, MOVEMENT, CHARACTER_NAME.')
    client.subnegotiate(MSDP, '\x01UNREPORT\x02ROOM\x01LIST\x02REPORTED_VARIABLES\x01SEND\x02SERVER_ID')
    await client.line('s')
    expect(client.subnegotiations(MSDP).slice(8)).toEqual([
      '\x01REPORTED_VARIABLES\x02\x05\x02MOVEMENT\x02CHARACTER_NAME\x06',
      '\x01SERVER_ID\x02willdo demo',
      '\x01MOVEMENT\x0253',
    ])
  })

  it('tells one visitor of the others', async () => {
    const ann = await host.visit({ server: [MSDP] })
    await ann.login('Ann')
    ann.subnegotiate(MSDP, '\x01REPORT\x02PLAYERS')
    const bea = await host.visit()
    await bea.login('Bea')
    await ann.until(() => ann.subnegotiations(MSDP).at(-1) === '\x01PLAYERS\x02\x05\x02Ann\x02Bea\x06')
    bea.socket.destroy()
    await ann.until(() => ann.subnegotiations(MSDP).at(-1) === '\x01PLAYERS\x02\x05\x02Ann\x06')
  })

  it('answers nothing before it is agreed', async () => {
    const client = await host.visit()
    client.subnegotiate(MSDP, '\x01LIST\x02COMMANDS')
    await client.login()
    expect(client.subnegotiations(MSDP)).toEqual([])
  })
})

describe('the end of a prompt', () => {
  it('is GA, EOR where that is agreed, and nothing where go-ahead is suppressed', async () => {
    const client = await host.visit({ server: [SGA] })
    await client.login()
    expect(client.frames.at(-1)).toBe('GA')
    client.verb('DO', EOR)
    await client.line('look')
    expect(client.frames.at(-1)).toBe('EOR')
    expect(seen(await client.line('client'))).toContain('End of a prompt: IAC EOR.')
    client.verb('DO', SGA)
    await client.line('look')
    expect(client.frames.at(-1)).toBe('EOR')
    client.verb('DONT', EOR)
    client.send('say the last\r\n')
    await client.until(() => /the last\r\n40hp 60mv> $/.test(seen(client.text)))
    expect(client.frames.at(-1)).toMatch(/mv> "$/)
    client.verb('DONT', SGA)
    await client.line('look')
    expect(client.frames.at(-1)).toBe('GA')
  })
})

describe('CHARSET', () => {
  it('is asked for, and what is agreed holds both ways, a doubled 255 too', async () => {
    const client = await host.visit({ server: [CHARSET] })
    await client.until(() => client.subnegotiations(CHARSET).length === 1)
    expect(client.subnegotiations(CHARSET)).toEqual(['\x01;UTF-8;ISO-8859-1;US-ASCII'])
    client.subnegotiate(CHARSET, '\x02ISO-8859-1')
    await client.login()
    client.send(Uint8Array.of(...latin1('say \xe9\xe8\b\xff'), 255, 13, 10))
    await client.until(() => holds(client.plain, '\xe9\xff\xff\r\n'))
    expect(seen(await client.line('client'))).toContain('Character set: ISO-8859-1.')
  })

  it('answers a client that asks: the name it can write, and no to tables', async () => {
    const client = await host.visit()
    client.verb('WILL', CHARSET)
    client.subnegotiate(CHARSET, '\x01[TTABLE ]\x01;KOI8-R;us-ascii')
    client.subnegotiate(CHARSET, '\x04\x01;us-ascii;\x08')
    await client.login()
    expect(client.subnegotiations(CHARSET)).toEqual(['\x02us-ascii', '\x05'])
    client.send(new TextEncoder().encode('say Zoë\r\n'))
    await client.until(() => seen(client.text).includes('You say: ZoA?'))
  })
})

describe('NEW_ENVIRON', () => {
  it('asks for what MNES names and nothing more, and `env` shows what came', async () => {
    const client = await host.visit({ client: [NEW_ENVIRON] })
    await client.until(() => client.subnegotiations(NEW_ENVIRON).length === 1)
    expect(client.subnegotiations(NEW_ENVIRON)).toEqual([
      '\x01\0CHARSET\0CLIENT_NAME\0CLIENT_VERSION\0MTTS\0TERMINAL_TYPE',
    ])
    await client.login()
    expect(await client.line('env')).toContain('told no variables')
    client.subnegotiate(NEW_ENVIRON, '\0\0CLIENT_NAME\x01WILLDO\0MTTS\x01269\0CHARSET')
    const told = await client.line('env')
    expect(told).toContain('CLIENT_NAME is WILLDO\r\nMTTS is 269\r\nCHARSET is not set\r\n')
    client.verb('WONT', NEW_ENVIRON)
    expect(await client.line('env')).toContain('did not agree')
  })
})

describe('GMCP', () => {
  it('tells at the login who and where one is, how one fares, who else is here', async () => {
    const client = await host.visit({ server: [GMCP] })
    await client.login()
    const names = client.subnegotiations(GMCP).map((message) => message.split(' ')[0])
    expect(names).toEqual([
      'Char.Name',
      'Char.StatusVars',
      'Room.Info',
      'Char.Vitals',
      'Comm.Channel.List',
      'Char.Status',
      'Group',
      'Comm.Channel.Players',
    ])
    expect(client.gmcp('Char.Status')).toEqual([{ name: 'Ann', state: 'standing', steps: 0 }])
    expect(client.gmcp('Comm.Channel.List')).toEqual([[{ name: 'chat', caption: 'Chat', command: 'chat' }]])
    expect(client.gmcp('Comm.Channel.Players').at(-1)).toEqual([
      { name: 'Beacon', channels: ['chat'] },
      { name: 'Ann', channels: ['chat'] },
    ])
  })

  it('tells status, group and players again when they have changed, and only then', async () => {
    const ann = await host.visit({ server: [GMCP] })
    await ann.login('Ann')
    await ann.line('look')
    expect(ann.gmcp('Group')).toHaveLength(1)
    const bea = await host.visit()
    await bea.login('Bea')
    await ann.until(() => ann.gmcp('Group').length === 2)
    expect(ann.gmcp('Group').at(-1)).toEqual({
      groupname: 'The Landing Steps',
      leader: 'Ann',
      count: 2,
      members: ['Ann', 'Bea'].map((name) => ({ name, info: { hp: 40, mhp: 40, mv: 60, mmv: 60, room: 1 } })),
    })
    expect(ann.gmcp('Comm.Channel.Players')).toHaveLength(2)
    await bea.line('n')
    await ann.until(() => ann.gmcp('Group').length === 3)
    await ann.line('n')
    await ann.line('rest')
    expect(ann.gmcp('Char.Status').slice(1)).toEqual([
      { name: 'Ann', state: 'standing', steps: 1 },
      { name: 'Ann', state: 'sitting', steps: 1 },
    ])
  })

  it('keeps to the modules that were named, on the channel and at goodbye too', async () => {
    const client = await host.visit({ server: [GMCP] })
    await client.until(() => client.prompts === 1)
    client.subnegotiate(GMCP, 'Core.Supports.Set ["Comm.Channel 1"]')
    await client.login()
    client.subnegotiate(GMCP, 'Comm.Channel.Players ""')
    await client.line('chat hello')
    client.send('quit\r\n')
    await client.untilClosed()
    expect(client.subnegotiations(GMCP).map((message) => message.split(' ')[0])).toEqual([
      'Comm.Channel.List',
      'Comm.Channel.Players',
      'Comm.Channel.Players',
      'Comm.Channel.Text',
      'Core.Goodbye',
    ])
  })
})

describe('MSSP', () => {
  const variablesOf = (payload = ''): Record<string, string[]> =>
    Object.fromEntries(
      payload
        .split('\x01')
        .slice(1)
        .map((pair) => pair.split('\x02'))
        .map(([name = '', ...values]) => [name, values]),
    )

  it('names what the demo speaks, and claims nothing else', async () => {
    const client = await host.visit({ server: [MSSP] })
    await client.until(() => client.subnegotiations(MSSP).length > 0)
    const variables = variablesOf(client.subnegotiations(MSSP)[0])
    expect(variables).toMatchObject({
      CHARSET: ['UTF-8', 'ISO-8859-1', 'US-ASCII'],
      GAMEPLAY: ['Educational', 'Social'],
      ROOMS: ['3'],
      HOSTNAME: ['127.0.0.1'],
      PORT: [String(host.demo.port)],
    })
    const options = { GMCP, MSDP, MCCP: TELOPT.MCCP2, MXP: TELOPT.MXP, MSP: TELOPT.MSP, ZMP: TELOPT.ZMP }
    for (const [name, option] of Object.entries({ ...options, ATCP: TELOPT.ATCP })) {
      const from = client.frames.length
      client.verb('DO', option)
      // What was offered and refused by this client is taken up; what is new is answered.
      client.verb('DO', TELOPT.TM)
      await client.until(() => client.frames.slice(from).includes('WILL TM'))
      const agreed = !client.frames.slice(from).some((frame) => frame.startsWith('WONT'))
      expect([name, ...(variables[name] ?? [])]).toEqual([name, agreed ? '1' : '0'])
    }
  })

  it('is given as text to who asks for it instead of a name', async () => {
    const client = await host.visit()
    await client.until(() => client.prompts === 1)
    const reply = await client.line('MSSP-REQUEST')
    expect(reply).toMatch(
      /^\r\nMSSP-REPLY-START\r\nNAME\twilldo demo\r\n[^]*CHARSET\tUTF-8\tISO-8859-1\tUS-ASCII/,
    )
    expect(reply).toMatch(/\r\nMSSP-REPLY-END\r\nYour name: $/)
    expect(seen(await client.line('Ann'))).toContain('Password')
  })

  it('lies on demand and tells the truth again', async () => {
    const client = await host.visit({ server: [MSSP] })
    await client.login()
    expect(seen(await client.line('lie')).replaceAll('\r\n', ' ')).toContain('claims 4711 players')
    await client.line('lie')
    const [before, lie, truth] = client.subnegotiations(MSSP).map(variablesOf)
    expect(lie).toMatchObject({ PLAYERS: ['4711'], PUEBLO: ['1'], GMCP: ['1'] })
    expect(truth).toEqual({ ...before, PLAYERS: ['1'] })
    client.verb('DO', TELOPT.KERMIT)
    await client.until(() => client.frames.at(-1) === 'WONT KERMIT')
    const other = await host.visit()
    await other.login('Bea')
    expect(seen(await other.line('lie')).replaceAll('\r\n', ' ')).toContain('not agreed to MSSP')
    expect(other.subnegotiations(MSSP)).toEqual([])
  })
})
