import { afterEach, describe, expect, it } from 'vitest'
import type { Resolve } from '../../proxy/resolve.ts'
import { DnsServer } from '../helpers/dns-server.ts'
import type { Answer } from '../helpers/dns-server.ts'

const ZONE = new Map<string, Answer>([
  ['both.example', ['192.0.2.1', '2001:db8::1']],
  ['six.example', ['2001:db8::6']],
  ['silent.example', 'silence'],
  ['broken.example', { error: 2 }],
])

let server: DnsServer
afterEach(() => server.close())

/** Resolves with a name server of our own; `system` is what the system was asked for. */
async function resolver(): Promise<{ resolve: Resolve; system: string[] }> {
  server = await DnsServer.start((name) => ZONE.get(name))
  const system: string[] = []
  const ask = (name: string): ReturnType<Resolve> => {
    system.push(name)
    return Promise.resolve([{ address: '192.0.2.99', family: 4 }])
  }
  return { resolve: server.resolver(50, ask), system }
}

describe('a name', () => {
  it('has the addresses of both families that DNS knows, and the system is not asked', async () => {
    const { resolve, system } = await resolver()
    expect(await resolve('both.example', false)).toEqual([
      { address: '2001:db8::1', family: 6 },
      { address: '192.0.2.1', family: 4 },
    ])
    expect(await resolve('six.example', false)).toEqual([{ address: '2001:db8::6', family: 6 }])
    expect(system).toEqual([])
  })

  it('that DNS does not know is looked for where the system looks', async () => {
    const { resolve, system } = await resolver()
    expect(await resolve('mud.lan', false)).toEqual([{ address: '192.0.2.99', family: 4 }])
    expect(system).toEqual(['mud.lan'])
  })

  // The system would wait for them in one of the two places that Node has for it.
  it.each([
    ['silent.example', 'ETIMEOUT'],
    ['broken.example', 'ESERVFAIL'],
  ])('whose name server fails, such as %s, keeps nobody else waiting', async (name, code) => {
    const { resolve, system } = await resolver()
    await expect(resolve(name, false)).rejects.toMatchObject({ code })
    expect(system).toEqual([])
  })

  it('that the operator has named is looked for where the system looks', async () => {
    const { resolve, system } = await resolver()
    await resolve('silent.example', true)
    expect([system, [...server.asked]]).toEqual([['silent.example'], []])
  })

  it('that is none of DNS is not asked there', async () => {
    const { resolve, system } = await resolver()
    const names = ['localhost', 'game.localhost', 'mud', 'printer.local', '0x7f.1', '127.1', '127。0。0。1']
    for (const name of names) await resolve(name, false)
    expect([system, [...server.asked]]).toEqual([names, []])
  })
})
