import { describe, expect, it } from 'vitest'
import { allows, parseAllow } from '../../proxy/allow.ts'
import type { AllowRule } from '../../proxy/allow.ts'
import { Guard, isPublic } from '../../proxy/guard.ts'
import type { Resolve } from '../../proxy/resolve.ts'

const NOT_PUBLIC = `
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.1.2.3 127.255.255.255
169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1
192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1
255.255.255.254 255.255.255.255
:: ::1 0:0:0:0:0:0:0:1 ::0001 ::127.0.0.1 ::7f00:1 ::10.0.0.1 ::8.8.8.8
::ffff:127.0.0.1 ::ffff:7f00:1 0:0:0:0:0:ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:8.8.8.8
::ffff:0:127.0.0.1 ::ffff:0:8.8.8.8 64:ff9b::127.0.0.1 64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b::808:808
64:ff9b:1::1 64:ff9b:1:ffff::1 2002:7f00:1:: 2002:0a00:1::1 2002:808:808::1 2001::1 2001:0:808:808::1
2001:0:4136:e378:8000:63bf:3fff:fdd2 fe80::1 fe80::1%eth0 fe80::1%1 febf::1 fec0::1 fc00::1 fd00::1
fd00:ec2::254 fdff:ffff::1 ff00::1 ff02::1 ff0e::1 100::1 2001:db8::1 2001:10::1 2001:20::1 3fff::1 5f00::1
4000::1 8000::1 1::1 1234::1
`
  .trim()
  .split(/\s+/)

const PUBLIC = `
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 93.184.216.34 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255
2001:4860:4860::8888 2606:4700::1111 2a00:1450:4001::1 2003::1
`
  .trim()
  .split(/\s+/)

const fixed =
  (...addresses: string[]) =>
  () =>
    Promise.resolve(
      addresses.map((address) => ({ address, family: address.includes(':') ? (6 as const) : (4 as const) })),
    )

const guarded = (allow: readonly AllowRule[], resolve?: Resolve): Guard =>
  new Guard({ mode: 'open', games: [], allow, deny: [] }, resolve)

const rules = (...texts: string[]) =>
  texts.map((text) => {
    const rule = parseAllow(text)
    if (!rule) throw new Error(`${text} is not accepted`)
    return rule
  })

describe('addresses', () => {
  it(`has ${NOT_PUBLIC.length} spellings of places that are not public`, () => {
    expect(NOT_PUBLIC.length).toBeGreaterThanOrEqual(60)
    expect(NOT_PUBLIC.filter(isPublic)).toEqual([])
  })

  it('lets public addresses through, up to the edges of the ranges that are not', () => {
    expect(PUBLIC.filter((address) => !isPublic(address))).toEqual([])
  })

  it('takes nothing for public that is no address', () => {
    expect(
      [
        '',
        'localhost',
        '127.1',
        '8.8.8',
        '8.8.8.8.',
        '0x08080808',
        '134744072',
        '08.8.8.8',
        ' 8.8.8.8',
      ].filter(isPublic),
    ).toEqual([])
  })

  it.each(NOT_PUBLIC)('refuses a name that leads to %s', async (address) => {
    const guard = guarded([], fixed('1.1.1.1', address))
    await expect(guard.check('game.example', 4000)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(guarded([]).check(address, 4000)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('ports', () => {
  const guard = guarded([], fixed('1.1.1.1'))
  it.each([23, 992, 1024, 4000, 65535])('%i is allowed', async (port) => {
    expect(await guard.check('game.example', port)).toEqual([{ address: '1.1.1.1', family: 4, port }])
  })
  it.each([1, 22, 24, 25, 80, 110, 143, 443, 993, 1023])('%i is not', async (port) => {
    await expect(guard.check('game.example', port)).rejects.toMatchObject({ code: 'port-not-allowed' })
  })
})

describe('what --allow lets through', () => {
  const table: readonly [rule: string, name: string, address: string, port: number, expected: boolean][] = [
    ['127.0.0.1', 'x', '127.0.0.1', 22, true],
    ['127.0.0.1', 'x', '127.0.0.2', 22, false],
    ['127.0.0.1:4000', 'x', '127.0.0.1', 4000, true],
    ['127.0.0.1:4000', 'x', '127.0.0.1', 4001, false],
    ['10.0.0.0/8', 'x', '10.200.0.1', 23, true],
    ['10.0.0.0/8', 'x', '11.0.0.1', 23, false],
    ['10.0.0.0/8:23', 'x', '10.1.1.1', 24, false],
    ['0.0.0.0/0', 'x', '::1', 23, false],
    ['::1', 'x', '::1', 23, true],
    ['[::1]:4000', 'x', '::1', 4000, true],
    ['[::1]:4000', 'x', '::1', 4001, false],
    ['fd00::/8', 'x', 'fdab::1', 23, true],
    ['[fd00::/8]:23', 'x', 'fdab::1', 23, true],
    ['127.0.0.0/8', 'x', '::ffff:127.0.0.1', 23, false],
    ['mud.lan', 'mud.lan', '192.168.1.9', 22, true],
    ['MUD.lan', 'mud.LAN.', '192.168.1.9', 22, true],
    ['mud.lan', 'evil.mud.lan', '192.168.1.9', 22, false],
    ['mud.lan:23', 'mud.lan', '192.168.1.9', 24, false],
  ]
  it.each(table)('%s, asked for %s at %s port %i: %s', (text, name, address, port, expected) => {
    const [rule] = rules(text)
    expect(rule && allows(rule, name, address, port)).toBe(expected)
  })

  it.each([
    '',
    ':',
    ':23',
    'a b',
    'a/8',
    '10.0.0.0/33',
    '10.0.0.0/',
    '::/129',
    'host:0',
    'host:65536',
    'host:x',
    '[::1',
    '::1]:23',
    '10.0.0',
    '1.2.3.4.5',
    'http://a',
    '*',
    'fe80::1%eth0',
  ])('does not accept %j', (text) => expect(parseAllow(text)).toBeUndefined())

  it('opens no other address of a name whose one address it allows', async () => {
    const guard = guarded(rules('192.168.1.9'), fixed('192.168.1.9', '192.168.1.10'))
    await expect(guard.check('mud.lan', 4000)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('opens a port of a public host', async () => {
    const guard = guarded(rules('mud.example:80'), fixed('1.1.1.1'))
    expect(await guard.check('mud.example', 80)).toHaveLength(1)
    await expect(guard.check('mud.example', 81)).rejects.toMatchObject({ code: 'port-not-allowed' })
  })
})

describe('a name', () => {
  it('is known if the operator has named it, in a list or a rule, and no other is', async () => {
    const known: string[] = []
    const resolve: Resolve = (name, isKnown) => {
      if (isKnown) known.push(name)
      return Promise.resolve([{ address: '1.1.1.1', family: 4 }])
    }
    const games = [{ name: 'A', host: 'listed.example', port: 4000, tls: false, builtIn: false }]
    const allow = rules('allowed.example', '10.0.0.0/8')
    const guard = new Guard({ mode: 'open', games, allow, deny: [] }, resolve)
    for (const name of ['Listed.example', 'ALLOWED.example.', 'other.example']) await guard.check(name, 4000)
    expect(known).toEqual(['Listed.example', 'ALLOWED.example.'])
  })
})

describe('the built-in server', () => {
  it('may be reached by its address and as localhost, and nothing beside it', async () => {
    const guard = guarded([], fixed('::1', '127.0.0.1'))
    const demo = { address: '127.0.0.1', family: 4, port: 4000 } as const
    guard.allowDemo(demo)
    expect(await guard.check('127.0.0.1', 4000)).toEqual([demo])
    expect(await guard.check('LocalHost', 4000)).toEqual([demo])
    await expect(guard.check('127.0.0.1', 4001)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(guard.check('localhost', 4001)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(guard.check('::1', 4000)).rejects.toMatchObject({ code: 'forbidden' })
  })
})
