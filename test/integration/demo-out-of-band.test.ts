import { describe, expect, it } from 'vitest'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { seen, useDemo } from './demo-visit.ts'

const { GMCP, MSDP, ZMP, ATCP, AARDWOLF } = TELOPT
const host = useDemo()

describe('what the demo tells besides', () => {
  it('by ZMP: who it is, the time, and what it supports', async () => {
    const client = await host.visit({ server: [ZMP] })
    await client.until(() => client.subnegotiations(ZMP).length === 2)
    client.subnegotiate(ZMP, 'zmp.ping\0')
    client.subnegotiate(ZMP, 'zmp.check\0zmp.time\0')
    client.subnegotiate(ZMP, 'zmp.check\0color.\0')
    client.subnegotiate(ZMP, '\0')
    await client.until(() => client.subnegotiations(ZMP).length === 5)
    const [ident, check, time, ...support] = client.subnegotiations(ZMP)
    expect([ident, check]).toEqual([
      'zmp.ident\0willdo demo\x001\0a server to try clients with\0',
      'zmp.check\0zmp.\0',
    ])
    expect(time).toMatch(/^zmp\.time\0\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\0$/)
    expect(support).toEqual(['zmp.support\0zmp.time\0', 'zmp.no-support\0color.\0'])
  })

  it('by ATCP and to Aardwolf’s clients: what changes, and only that', async () => {
    const client = await host.visit({ server: [ATCP, AARDWOLF] })
    await client.login()
    expect(client.subnegotiations(AARDWOLF)).toEqual(['d\x01', 'd\x03'])
    expect(client.subnegotiations(ATCP)).toEqual([
      'Char.Vitals H:40/40 M:0/0 E:60/60 W:0/0 NL:0/100',
      'Room.Num 1',
      'Room.Brief The Landing Steps',
      'Room.Exits n',
    ])
    await client.line('look')
    await client.line('n')
    expect(client.subnegotiations(ATCP).slice(4)).toEqual([
      'Char.Vitals H:40/40 M:0/0 E:56/60 W:0/0 NL:0/100',
      'Room.Num 2',
      'Room.Brief The Signal House',
      'Room.Exits s,e',
    ])
  })

  it('of MSDP inside GMCP, where it was asked there', async () => {
    const client = await host.visit({ server: [GMCP, MSDP] })
    await client.login()
    client.subnegotiate(GMCP, 'MSDP {"REPORT":["MOVEMENT","HEALTH"],"LIST":"COMMANDS","SEND":{"a":1}}')
    await client.line('n')
    expect(client.gmcp('MSDP')).toEqual([
      { MOVEMENT: '60' },
      { HEALTH: '40' },
      { COMMANDS: ['LIST', 'REPORT', 'RESET', 'SEND', 'UNREPORT'] },
      { MOVEMENT: '56' },
    ])
    expect(client.subnegotiations(MSDP)).toEqual([])
  })
})

describe('a login as data', () => {
  it('is offered to who supports it, says no to no name, and lets in once', async () => {
    const client = await host.visit({ server: [GMCP] })
    await client.until(() => client.prompts === 1)
    client.subnegotiate(GMCP, 'Core.Supports.Set ["Char.Login 1"]')
    await client.until(() => client.gmcp('Char.Login.Default').length === 1)
    expect(client.gmcp('Char.Login.Default')).toEqual([{ type: ['password-credentials'] }])
    client.subnegotiate(GMCP, 'Char.Login.Credentials {"account":"two words"}')
    client.subnegotiate(GMCP, 'Char.Login.Credentials "x"')
    client.subnegotiate(GMCP, 'Char.Login.Credentials null')
    client.subnegotiate(GMCP, 'Char.Login.Credentials {"account":"Ann","password":"x"}')
    await client.until(() => client.prompts === 2)
    expect(seen(client.text)).toContain('Welcome, Ann.')
    client.subnegotiate(GMCP, 'Char.Login.Credentials {"account":"Bea"}')
    expect(seen(await client.line('who'))).toContain('Ann (you)')
    expect(client.gmcp('Char.Login.Result')).toMatchObject([
      { success: false },
      { success: false },
      { success: false },
      { success: true },
    ])
  })

  it('is not offered to anybody else', async () => {
    const client = await host.visit({ server: [GMCP] })
    await client.until(() => client.prompts === 1)
    client.subnegotiate(GMCP, 'Core.Supports.Set ["Char 1"]')
    await client.login()
    expect(client.gmcp('Char.Login.Default')).toEqual([])
  })
})
