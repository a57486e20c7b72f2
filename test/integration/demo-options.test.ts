import { describe, expect, it } from 'vitest'
import { concat, latin1 } from '../../shared/base/bytes.ts'
import { ABORT, IAC, SB, SE, TELOPT } from '../../shared/telnet/codes.ts'
import { Deflater } from '../../shared/telnet/deflate.ts'
import { encodeCommand, encodeVerb } from '../../shared/telnet/encode.ts'
import { seen as coloured, useDemo } from './demo-visit.ts'

const { STATUS, LINEMODE, LFLOW, MCCP3, NEW_ENVIRON, EOR, NAWS, ECHO } = TELOPT
const host = useDemo()

/** Without colours, and on one line: a sentence may be wrapped anywhere. */
const seen = (text: string): string => coloured(text).replace(/\s+/g, ' ')

describe('STATUS', () => {
  it('tells the table when asked, and what is not so while it lies', async () => {
    const client = await host.visit({ server: [EOR, STATUS], client: [NAWS] })
    await client.login()
    client.verb('DO', STATUS)
    client.subnegotiate(STATUS, '\x01')
    await client.until(() => client.subnegotiations(STATUS).length === 1)
    const told = (at: number): string =>
      Buffer.from(client.subnegotiations(STATUS)[at] ?? '', 'latin1').toString('hex')
    const bytes = (...list: number[]): string => Buffer.from(list).toString('hex')
    const [WILL, DO] = [251, 253]
    expect(told(0)).toBe(bytes(0, WILL, STATUS, WILL, EOR, DO, NAWS))
    await client.line('lie')
    client.subnegotiate(STATUS, '\x01')
    await client.until(() => client.subnegotiations(STATUS).length === 2)
    expect(told(1)).toBe(bytes(0, WILL, STATUS, WILL, EOR, WILL, ECHO))
  })

  it('asks the client for its table and says where it differs', async () => {
    const client = await host.visit({ server: [EOR], client: [STATUS] })
    await client.login()
    await client.line('status')
    await client.until(() => client.subnegotiations(STATUS).includes('\x01'))
    client.subnegotiate(STATUS, '\0\xfb\x05\xfd\x19')
    await client.until(() => seen(client.text).includes('2 things to be on, just as this server does.'))
    client.send('status\r\n')
    await client.until(() => client.subnegotiations(STATUS).length === 2)
    client.subnegotiate(STATUS, '\0\xfb\x05\xfb\x18')
    await client.until(() => seen(client.text).includes('Your client holds WILL TTYPE, which is off here.'))
    expect(seen(client.text)).toContain('Your client does not hold DO EOR, which is on here.')
  })

  it('does not answer one who has not agreed', async () => {
    const client = await host.visit()
    await client.login()
    client.subnegotiate(STATUS, '\x01')
    await client.line('look')
    expect(client.subnegotiations(STATUS)).toEqual([])
  })
})

describe('LINEMODE', () => {
  it('is set, changed, given a mask, acknowledged and taken back on demand', async () => {
    const client = await host.visit({ client: [LINEMODE] })
    await client.login()
    await client.line('linemode')
    await client.until(() => client.subnegotiations(LINEMODE).length === 1)
    client.subnegotiate(LINEMODE, '\x03\x03\x02\x03\x0b\x82\x15')
    client.subnegotiate(LINEMODE, '\x01\x07')
    await client.until(() => seen(client.text).includes('agreed to LINEMODE: EDIT, TRAPSIG.'))
    await client.line('linemode mask .')
    await client.line('linemode keys')
    await client.line('linemode off')
    expect(client.subnegotiations(LINEMODE)).toEqual([
      '\x01\x03',
      '\x03\x03\x82\x03',
      '\x01\x03',
      `\xfd\x02${'\0'.repeat(5)}\x02${'\0'.repeat(10)}`,
      '\x01\x02',
      '\xfe\x02',
    ])
    expect(client.frames).toContain('DONT LINEMODE')
    expect(await client.line('linemode mask')).toContain('Say one of')
  })

  it('is agreed to when the client asks, and its signals are said to have come', async () => {
    const client = await host.visit({ client: [LINEMODE] })
    await client.login()
    client.verb('WILL', LINEMODE)
    await client.until(
      () => client.frames.includes('DO LINEMODE') && client.subnegotiations(LINEMODE).length > 0,
    )
    client.send(encodeCommand(ABORT))
    await client.until(() => client.text.includes('[Nothing to abort]'))
  })
})

describe('LFLOW', () => {
  it('says what was asked for, at once when it is on already', async () => {
    const client = await host.visit({ client: [LFLOW] })
    await client.login()
    await client.line('flow')
    await client.until(() => client.subnegotiations(LFLOW).length === 2)
    await client.line('flow any')
    await client.line('flow off')
    expect(client.subnegotiations(LFLOW)).toEqual(['\x01', '\x03', '\x01', '\x02', '\0'])
    expect(await client.line('flow end')).toContain('taken back')
    expect(await client.line('flow end')).toContain('not on')
  })
})

describe('MCCP3', () => {
  const start = Uint8Array.of(IAC, SB, MCCP3, IAC, SE)

  it('is offered on demand, reads what comes compressed, and ends', async () => {
    const client = await host.visit({ server: [MCCP3] })
    await client.login()
    await client.line('mccp3')
    await client.until(() => client.frames.includes('WILL MCCP3'))
    const deflater = new Deflater()
    // The first line comes in the same read as the start, and the stream is cut anywhere.
    const packed = concat([start, deflater.write(latin1('say packed\r\n'))])
    client.send(packed.slice(0, start.length + 3))
    client.send(packed.slice(start.length + 3))
    await client.until(() => seen(client.text).includes('You say: packed'))
    client.send(deflater.write(latin1('mccp3\r\n')))
    await client.until(() => /compressed: 19 bytes so far, in \d+ on the wire/.test(seen(client.text)))
    client.send(
      concat([deflater.write(encodeVerb('DONT', MCCP3)), deflater.finish(), latin1('say plain\r\n')]),
    )
    await client.until(() => seen(client.text).includes('You say: plain'))
  })

  it('hangs up on what is no deflate, and on a bomb', async () => {
    for (const bomb of [false, true]) {
      const client = await host.visit({ server: [MCCP3] })
      await client.login()
      await client.line('mccp3')
      await client.until(() => client.frames.includes('WILL MCCP3'))
      const bytes = bomb
        ? new Deflater().write(new Uint8Array(1024 * 1024))
        : Uint8Array.of(0x78, 0x9c, 255, 255)
      client.send(concat([start, bytes]))
      await client.untilClosed()
      expect(seen(client.text)).toContain('What you sent cannot be unpacked.')
    }
  })
})

describe('NEW_ENVIRON', () => {
  it('says what INFO changed while one plays', async () => {
    const client = await host.visit({ client: [NEW_ENVIRON] })
    await client.until(() => client.subnegotiations(NEW_ENVIRON).length === 1)
    client.subnegotiate(NEW_ENVIRON, '\0\0CHARSET\x01UTF-8')
    await client.login()
    client.subnegotiate(NEW_ENVIRON, '\x02\0CHARSET\x01ISO-8859-1')
    await client.until(() => seen(client.text).includes('Your client tells: CHARSET is ISO-8859-1.'))
    expect(seen(client.text)).not.toContain('UTF-8.')
  })
})
