import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Guard } from '../../proxy/guard.ts'
import { Refusal } from '../../proxy/refusal.ts'
import { readRequest } from '../../proxy/request.ts'
import { resolveAll } from '../../proxy/resolve.ts'
import type { Resolve } from '../../proxy/resolve.ts'
import { DnsServer } from '../helpers/dns-server.ts'
import type { Answer, Zone } from '../helpers/dns-server.ts'
import { gameUrl, Started } from '../helpers/proxy-run.ts'

/** Ways to write this computer, the network around it and the machine it runs on, that some parser somewhere takes. */
const SPELLINGS = `
127.0.0.1 127.0.0.2 127.1 127.0.1 127.255.255.254 0 0.0 0.0.0 0.0.0.0 0.0.0.1 00 0x0 0x0.0x0 1 127
2130706433 017700000001 0x7f000001 0x7F000001 0X7F000001 0x7f.1 0x7f.0.0.1 0x7f.0x0.0x0.0x1 0177.1 0177.0.0.1
0177.0.0.01 00177.0.0.1 127.0.0.01 127.0.0.0x1 127.0x0.1 127.000.000.001 127.0.1. 127.1. 127.0.0.1.
2130706434 4294967295 0xffffffff 037777777777 0xc0a80101 0xc0.0xa8.1.1 3232235777 192.168.257 192.11010305
0xa9fea9fe 2852039166 0251.0376.0251.0376 169.254.43518 169.16689662 0xa9.254.0xa9fe
10.1 10.0.1 012.0.0.1 0xa.1 167772161 0x0a000001 172.16.1 172.1048577 0xac100001 100.64.1 100.4194305
localhost LOCALHOST LocalHost localhost. localhost.localdomain ip6-localhost ip6-loopback
127。0。0。1 127．0．0．1 １２７.０.０.１ ⑫7.0.0.1 127｡0｡0｡1 ｌｏｃａｌｈｏｓｔ loc\u00adalhost lo\u200bcalhost
[::1] ::1 0:0:0:0:0:0:0:1 0000::0001 ::0:1 ::1%lo ::1%1 [::1%25lo] :: [::] 0::0 ::ffff:127.0.0.1 ::ffff:7f00:1
::FFFF:127.0.0.1 0:0:0:0:0:ffff:127.0.0.1 0::ffff:7f00:0001 [::ffff:127.0.0.1] ::ffff:0:127.0.0.1 ::127.0.0.1 ::7f00:1
::ffff:10.0.0.1 ::ffff:192.168.1.1 ::ffff:169.254.169.254 ::ffff:a9fe:a9fe ::ffff:0.0.0.0
64:ff9b::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b::10.0.0.1 64:ff9b:1::1 64:ff9b:1:7f00:1::
2002:7f00:1:: 2002:7f00:0001::1 2002:a9fe:a9fe:: 2002:c0a8:101:: 2002:a00:1::
2001:0:7f00:1:: 2001:0:4136:e378:8000:63bf:80ff:fffe 2001::1 2001:10::1 2001:20::1 2001:db8::1
fe80::1 fe80::1%eth0 FE80::1 febf::1 fec0::1 feff::1 fc00::1 fd00::1 fd00:ec2::254 fdff::1 ff02::1 ff0e::1 ff01::1
100::1 5f00::1 3fff::1 4000::1 ::2 1::1
10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255 100.64.0.1 100.127.255.255
169.254.169.254 169.254.0.1 169.254.170.2 168.63.129.16 0xa83f8110 192.0.0.1 192.0.0.8 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1
198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
127.0.0.1:23 127.0.0.1@8.8.8.8 8.8.8.8@127.0.0.1 http://127.0.0.1 //127.0.0.1 127.0.0.1/ 127.0.0.1# 127.0.0.1?
127.0.0.1%20 %31%32%37.0.0.1 127%2e0%2e0%2e1 127.0.0.1\\t 127.0.0.1\\0 -127.0.0.1 +127.0.0.1 0x 0x7f.0x 08.0.0.1
`
  .trim()
  .split(/\s+/)
  .map((text) => text.replace('\\t', '\t').replace('\\0', '\0'))

/** Those that the system takes for a name and would ask a name server for; tests ask only their own. */
const isNameToTheSystem = (text: string): boolean =>
  /\.$/.test(text) || ['0x', '0x7f.0x', '08.0.0.1', 'localhost.localdomain'].includes(text)

/** Names and what DNS says of them; everything but \`public.example\` and \`v6.example\` must be refused. */
const ZONE: Zone = new Map<string, Answer>([
  ['public.example', ['8.8.8.8']],
  ['v6.example', ['2001:4860:4860::8888']],
  ['loopback.example', ['127.0.0.1']],
  ['any.example', ['0.0.0.0']],
  ['private.example', ['192.168.1.1']],
  ['carrier.example', ['100.64.0.1']],
  ['metadata.example', ['169.254.169.254']],
  ['broadcast.example', ['255.255.255.255']],
  ['multicast.example', ['224.0.0.1']],
  ['loopback6.example', ['::1']],
  ['any6.example', ['::']],
  ['unique-local.example', ['fd00::1']],
  ['link-local.example', ['fe80::1']],
  ['mapped.example', ['::ffff:127.0.0.1']],
  ['mapped-public.example', ['::ffff:8.8.8.8']],
  ['compatible.example', ['::7f00:1']],
  ['nat64.example', ['64:ff9b::7f00:1']],
  ['nat64-local.example', ['64:ff9b:1::7f00:1']],
  ['sixtofour.example', ['2002:7f00:1::']],
  ['teredo.example', ['2001:0:7f00:1::1']],
  ['mixed.example', ['8.8.8.8', '127.0.0.1']],
  ['mixed-last.example', ['8.8.8.8', '1.1.1.1', '10.0.0.1']],
  ['mixed-families.example', ['8.8.8.8', '::1']],
  ['mixed-families-4.example', ['2001:4860:4860::8888', '127.0.0.1']],
  ['alias.example', { cname: 'loopback.example' }],
  ['alias-localhost.example', { cname: 'localhost' }],
  ['localhost', ['127.0.0.1', '::1']],
  ['alias-chain.example', { cname: 'alias-of-alias.example' }],
  ['alias-of-alias.example', { cname: 'alias.example' }],
  ['alias-metadata.example', { cname: 'metadata.example' }],
  ['alias-mixed.example', { cname: 'mixed.example' }],
  ['alias-nowhere.example', { cname: 'nowhere.example' }],
  ['alias-round.example', { cname: 'alias-round.example' }],
  ['empty.example', []],
  ['servfail.example', { error: 2 }],
  ['refused.example', { error: 5 }],
  ['formerr.example', { error: 1 }],
  ['silent.example', 'silence'],
  ['10.0.0.1.nip.example', ['10.0.0.1']],
  ['a9fea9fe.example', ['169.254.169.254']],
  ['xn--lcalhost-e4a.example', ['127.0.0.1']],
])
const GOOD = ['public.example', 'v6.example']
const BAD = [...ZONE.keys(), 'nowhere.example', 'MIXED.example.'].filter((name) => !GOOD.includes(name))

const CODES = ['forbidden', 'unknown-name', 'bad-request']

/** The way of a request up to the dial: what is asked, looked up and checked. */
async function judge(host: string, resolve: Resolve): Promise<string> {
  try {
    const asked = readRequest(new URLSearchParams({ host, port: '4000' }))
    const guard = new Guard({ mode: 'open', games: [], allow: [], deny: [] }, resolve)
    const targets = await guard.check(asked.host, asked.port)
    return targets.map(({ address }) => address).join(' ')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    expect(error.message).toMatch(/^\S.*[.)]$/)
    return error.code
  }
}

let server: DnsServer
beforeAll(async () => {
  server = await DnsServer.start((name, turn) =>
    name === 'rebinding.example' ? [turn === 0 ? '127.0.0.2' : '127.0.0.1'] : ZONE.get(name),
  )
})
afterAll(() => server.close())

describe(`${SPELLINGS.length + BAD.length} ways to reach what is not public`, () => {
  it('are refused in every spelling that the system reads', async () => {
    expect(SPELLINGS.length + BAD.length).toBeGreaterThanOrEqual(150)
    expect(new Set(SPELLINGS).size).toBe(SPELLINGS.length)
    const passed: string[] = []
    for (const host of SPELLINGS.filter((text) => !isNameToTheSystem(text))) {
      const verdict = await judge(host, resolveAll)
      if (!CODES.includes(verdict)) passed.push(`${host}: ${verdict}`)
    }
    expect(passed).toEqual([])
  }, 60_000)

  it('are refused in the same spellings where the system knows nothing', async () => {
    const resolve = server.resolver()
    const passed: string[] = []
    for (const host of SPELLINGS) {
      const verdict = await judge(host, resolve)
      if (!CODES.includes(verdict)) passed.push(`${host}: ${verdict}`)
    }
    expect(passed).toEqual([])
  }, 60_000)

  it.each(BAD)('are refused as %s', async (name) => {
    expect(CODES).toContain(await judge(name, server.resolver(100)))
  })
})

describe('a public name', () => {
  it('may be dialled, over both families', async () => {
    expect(await judge('public.example', server.resolver())).toBe('8.8.8.8')
    expect(await judge('v6.example', server.resolver())).toBe('2001:4860:4860::8888')
  })

  it('that changes between check and dial is asked once, and dialled where it was checked', async () => {
    const started = new Started()
    const game = await started.game()
    // Asked a second time it would say 127.0.0.1, where this game listens.
    const proxy = await started.proxy(['--allow', '127.0.0.2'], { resolve: server.resolver() })
    const client = started.client(gameUrl(proxy, game.port, 'rebinding.example'))
    expect(await client.message('refused')).toMatchObject({ code: 'refused' })
    expect([server.asked.get('rebinding.example'), game.arrivals]).toEqual([2, 0])
    const again = started.client(gameUrl(proxy, game.port, 'rebinding.example'))
    expect(await again.message('refused')).toMatchObject({ code: 'forbidden' })
    await started.close()
  })
})
