import { describe, expect, it } from 'vitest'
import { TELOPT } from '../../shared/telnet/codes.ts'
import { holds, seen, useDemo, widest } from './demo-visit.ts'

const { GMCP, NAWS } = TELOPT
const host = useDemo()

describe('help', () => {
  it('lists every command in groups, a line each, within 80 columns', async () => {
    const client = await host.visit({ client: [NAWS] })
    await client.login()
    client.subnegotiate(NAWS, '\0\xfa\0\x18')
    const list = seen(await client.line('help'))
    expect(widest(list)).toBeLessThanOrEqual(80)
    const words = [...list.matchAll(/^ {2}(\S+?)(, \S+)? {2,}\S/gm)].map(([, word]) => word)
    expect(words).toEqual(
      (
        'north look rest say chat who size client env status linemode flow mccp3 colours truecolour art links title bell mxp sound edit page flood bomb slow fast loop ' +
        'stop lie garbage help quit'
      ).split(' '),
    )
    expect(list).toMatch(/^Walk$[^]*^Talk$[^]*^Things to see$[^]*^Misbehaviour, on demand$/m)
  })

  it('is no wider than a phone, with the names before their colons and what wraps indented', async () => {
    const client = await host.visit({ client: [NAWS] })
    await client.login()
    client.subnegotiate(NAWS, '\0\x28\0\x18')
    const list = seen(await client.line('help'))
    expect(widest(list)).toBeLessThanOrEqual(40)
    expect(list).toContain('  size: the window size your client told\r\n  (NAWS)\r\n')
  })

  it('guesses what was meant by a word that is none', async () => {
    const client = await host.visit()
    await client.login()
    for (const [typed, meant] of [
      ['nor', 'north'],
      ['hlep', 'help'],
      ['lok', 'look'],
      ['bommb', 'bomb'],
      ['tytle', 'title'],
    ])
      expect(seen(await client.line(typed as string))).toContain(
        `"${typed}" is not something one can do here. Did you mean ${meant}? Try help.`,
      )
    expect(seen(await client.line('dance wildly'))).toContain('one can do here. Try help.')
  })
})

describe('things to see', () => {
  it('are 256 colours, and 24-bit ones no wider than the window', async () => {
    const client = await host.visit({ client: [NAWS] })
    await client.login()
    const cells = (text: string): Set<string> => new Set(text.match(/48;5;\d+/g))
    expect(cells(await client.line('colours')).size).toBe(240)
    client.subnegotiate(NAWS, '\0\x1e\0\x18')
    const picture = await client.line('truecolour')
    const rows = picture.split('\r\n').slice(0, -1)
    expect(rows.map((row) => row.match(/\[48;2;\d+;\d+;\d+m /g)?.length)).toEqual(Array(6).fill(30))
    expect(new Set(picture.match(/48;2;[\d;]+/g)).size).toBeGreaterThan(150)
    for (const value of picture.match(/48;2;(\d+);(\d+);(\d+)/g)?.flatMap((sgr) => sgr.split(';').slice(2)) ??
      [])
      expect(Number(value)).toBeLessThanOrEqual(255)
  })

  it('are CP437 bytes that are announced, the last of them doubled on the wire', async () => {
    const client = await host.visit()
    await client.login()
    const from = client.plain.length
    expect(await client.line('art')).toContain('CP437')
    const bytes = client.plain.subarray(from)
    expect(holds(bytes, '\xb0\xb0\xb1\xb1\xb2\xb2\xde\xdb\xdb\xdb\xdd')).toBe(true)
    expect(holds(bytes, '\xc9\xcd\xcd')).toBe(true)
    expect(holds(bytes, ' \xe0\xe1\xe2')).toBe(true)
    expect(holds(bytes, '\xfd\xfe\xff\xff\r\n')).toBe(true)
    expect(client.frames.at(-1)).toBe('GA')
  })

  it('are links by OSC 8, each closed', async () => {
    const client = await host.visit()
    await client.login()
    const text = await client.line('links')
    // eslint-disable-next-line no-control-regex -- OSC begins with ESC
    const addresses = [...text.matchAll(/\x1b\]8;([^;]*);([^\x1b]*)\x1b\\/g)].map(([, params, to]) => [
      params,
      to,
    ])
    expect(addresses).toEqual([
      ['', 'https://www.rfc-editor.org/rfc/rfc854'],
      ['', ''],
      ['', 'http://example.org/'],
      ['', ''],
      ['id=two', 'https://example.org/two'],
      ['', ''],
      ['id=two', 'https://example.org/two'],
      ['', ''],
      ['', 'send:look'],
      ['', ''],
    ])
  })

  it('are a title by OSC 0 and OSC 2, and a bell', async () => {
    const client = await host.visit()
    await client.login()
    expect(await client.line('title')).toContain(
      '\x1b]0;willdo demo: The Landing Steps\x07\x1b]2;willdo demo: The Landing Steps\x1b\\',
    )
    expect(await client.line('title my \x1b]2;own\x07 words')).toContain('\x1b]0;my ]2;own words\x07')
    expect((await client.line('bell')).match(/\x07/g)).toHaveLength(1) // eslint-disable-line no-control-regex -- BEL
  })
})

describe('the channel', () => {
  it('carries what is said to every room, by GMCP and as a line, and the bot answers in its time', async () => {
    const [ann, bea] = [await host.visit({ server: [GMCP] }), await host.visit()]
    await ann.login('Ann')
    await bea.login('Bea')
    await bea.line('n')
    expect(seen(await ann.line('chat hello'))).toBe('[chat] Ann: hello\r\n40hp 60mv> ')
    await bea.until(() => seen(bea.text).includes('[chat] Ann: hello'))
    expect(ann.text).not.toContain('Beacon')
    host.clock.advance(2000)
    await ann.until(() => ann.gmcp('Comm.Channel.Text').length === 2)
    expect(ann.gmcp('Comm.Channel.Text')).toEqual([
      { channel: 'chat', talker: 'Ann', text: 'hello' },
      { channel: 'chat', talker: 'Beacon', text: 'Hello Ann. Mind the third step, it is a wet one.' },
    ])
    await bea.until(() => seen(bea.text).includes('[chat] Beacon: Hello Ann.'))
  })

  it('can be left and joined, and says who is on it', async () => {
    const client = await host.visit({ server: [GMCP] })
    await client.login()
    expect(await client.line('chat')).toContain('On the channel: Beacon and Ann.')
    await client.line('chat off')
    expect(client.gmcp('Comm.Channel.Players').at(-1)).toEqual([{ name: 'Beacon', channels: ['chat'] }])
    expect(seen(await client.line('chat hello'))).toContain('chat on turns it on')
    await client.line('chat on')
    await client.line('chat hello')
    expect(client.gmcp('Comm.Channel.Text')).toHaveLength(1)
  })

  it('hears from the bot now and then while somebody is there', async () => {
    const client = await host.visit()
    await client.login()
    host.clock.advance(3 * 60_000)
    await client.until(() => /\[chat\] Beacon: A ship passes[^]*40hp 60mv> $/.test(seen(client.text)))
    client.send('quit\r\n')
    await client.untilClosed()
    host.clock.advance(60 * 60_000)
    expect(host.clock.waiting).toBe(0)
  })
})
