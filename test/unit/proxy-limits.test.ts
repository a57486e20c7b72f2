import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseRange } from '../../proxy/allow.ts'
import { clientAddress } from '../../proxy/client-address.ts'
import { callerKey, Limits, siteKey } from '../../proxy/limits.ts'
import { corsOrigin, originComplaint } from '../../proxy/origin.ts'
import { OPEN_PORT_NAMES, whyNot } from '../../proxy/ports.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const NONE = { maxPerAddress: 0, maxPerGame: 0, dialsPerMinute: 0, gamesPerHour: 0 }
const limits = (some: Partial<typeof NONE>): Limits => new Limits({ ...NONE, ...some })

describe('the budgets of a caller', () => {
  it('give as many sessions at once as the operator says, and a place back when one is over', () => {
    const two = limits({ maxPerAddress: 2 })
    const first = two.admit('192.0.2.1')
    two.admit('192.0.2.1')
    expect(() => two.admit('192.0.2.1')).toThrow(expect.objectContaining({ code: 'too-many-sessions' }))
    two.admit('192.0.2.2')
    first()
    first()
    two.admit('192.0.2.1')
    expect(() => two.admit('192.0.2.1')).toThrow(/as many sessions/)
  })

  it('count one IPv6 network as one caller, and IPv4 in IPv6 as IPv4', () => {
    const one = limits({ maxPerAddress: 1 })
    one.admit('2001:db8:1:2::1')
    expect(() => one.admit('2001:db8:1:2:ffff::9')).toThrow()
    one.admit('2001:db8:1:3::1')
    one.admit('192.0.2.1')
    expect(() => one.admit('::ffff:192.0.2.1')).toThrow()
    expect(callerKey('2001:db8::1')).toBe('2001:db8:0:0::/64')
  })

  it('hold a whole IPv6 site to what eight of its households may', async () => {
    const few = limits({ maxPerAddress: 2, dialsPerMinute: 3 })
    const household = (n: number): string => `2001:db8:1:${n.toString(16)}::1`
    const releases = Array.from({ length: 16 }, (_, n) => few.admit(household(n)))
    expect(() => few.admit(household(99))).toThrow(expect.objectContaining({ code: 'too-many-sessions' }))
    few.admit('2001:db8:2:1::1')
    releases[0]?.()
    few.admit(household(99))
    for (let n = 0; n < 24; n++) await few.dial(household(n), 'mud.example', 4000)
    await expect(few.dial(household(99), 'mud.example', 4000)).rejects.toMatchObject({ code: 'rate-limited' })
    await few.dial('2001:db8:2:1::1', 'mud.example', 4000)
    expect(siteKey('2001:db8:1:2::1')).toBe('2001:db8:1::/48')
    expect([siteKey('192.0.2.1'), siteKey('::ffff:192.0.2.1')]).toEqual([undefined, undefined])
  })

  it('let new connections through so often, and tell when to come back', async () => {
    const three = limits({ dialsPerMinute: 3 })
    for (let i = 0; i < 3; i++) await three.dial('192.0.2.1', 'mud.example', 4000)
    await vi.advanceTimersByTimeAsync(20_000)
    await expect(three.dial('192.0.2.1', 'mud.example', 4000)).rejects.toMatchObject({
      code: 'rate-limited',
      message: 'Your address has opened too many connections. Try again in 40 s.',
    })
    await three.dial('192.0.2.9', 'mud.example', 4000)
    await vi.advanceTimersByTimeAsync(40_001)
    await three.dial('192.0.2.1', 'mud.example', 4000)
  })

  it('let so many different games be asked for, and the same ones again', async () => {
    const two = limits({ gamesPerHour: 2 })
    for (let i = 0; i < 5; i++) await two.dial('192.0.2.1', 'a.example', 4000)
    await two.dial('192.0.2.1', 'A.EXAMPLE', 4000)
    await two.dial('192.0.2.1', 'b.example', 4000)
    await expect(two.dial('192.0.2.1', 'a.example', 4001)).rejects.toThrow(
      /too many different games\. Try again in 60 minutes/,
    )
    await two.dial('192.0.2.1', 'a.example', 4000)
    await vi.advanceTimersByTimeAsync(3_600_001)
    await two.dial('192.0.2.1', 'a.example', 4001)
  })

  it('let a shaky phone come back often, and a guesser of tokens not', async () => {
    const some = limits({ dialsPerMinute: 30 })
    for (let i = 0; i < 60; i++) await some.resume('192.0.2.1')
    await expect(some.resume('192.0.2.1')).rejects.toMatchObject({ code: 'rate-limited' })
    for (let i = 0; i < 10; i++) {
      await some.resume('192.0.2.2')
      await some.wrongResume('192.0.2.2')
    }
    await expect(some.resume('192.0.2.2')).rejects.toMatchObject({ code: 'rate-limited' })
    await vi.advanceTimersByTimeAsync(60_001)
    await some.resume('192.0.2.2')
  })

  it('hold for all callers of one game together', () => {
    const two = limits({ maxPerGame: 2 })
    const release = two.target('192.0.2.1', 4000)
    two.target('192.0.2.1', 4000)
    expect(() => two.target('192.0.2.1', 4000)).toThrow(expect.objectContaining({ code: 'game-full' }))
    two.target('192.0.2.1', 4001)
    release()
    two.target('192.0.2.1', 4000)
  })

  it('stay bounded when a whole network calls: the last ones share what is left', async () => {
    vi.useRealTimers()
    const one = limits({ dialsPerMinute: 1 })
    for (let i = 0; i < 20_000; i++) await one.dial(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, 'a', 23)
    await one.dial('192.0.2.1', 'a', 23)
    await expect(one.dial('192.0.2.2', 'a', 23)).rejects.toMatchObject({ code: 'rate-limited' })
  })
})

describe('who asks', () => {
  const trusted = ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'].flatMap((text) => parseRange(text) ?? [])

  it.each([
    ['the peer, if it is nobody we trust', '192.0.2.1', '198.51.100.7', '192.0.2.1'],
    ['whom a trusted web server names', '127.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['the last one before our own web servers', '127.0.0.1', '6.6.6.6, 192.0.2.1, 10.1.1.1', '192.0.2.1'],
    ['also over IPv6', '::ffff:127.0.0.1', '[2001:db8::1]:5000, fd00::1', '2001:db8::1'],
    ['without its port', '127.0.0.1', '192.0.2.1:55555', '192.0.2.1'],
    ['the web server, if it says nonsense', '127.0.0.1', '192.0.2.1, unknown', '127.0.0.1'],
    ['the web server, if it says nothing', '127.0.0.1', undefined, '127.0.0.1'],
    ['the first one, if all are ours', '127.0.0.1', '10.0.0.5, 10.0.0.6', '10.0.0.5'],
  ])('is %s', (_, peer, forwarded, expected) => {
    expect(clientAddress(peer, forwarded, trusted)).toBe(expected)
  })

  it('is the peer where no web server is trusted', () => {
    expect(clientAddress('127.0.0.1', '192.0.2.1', [])).toBe('127.0.0.1')
  })
})

describe('a page that asks', () => {
  const mayUse = (origin: string | undefined, host: string, listed: string[] = []): boolean =>
    originComplaint({ origin, host }, listed) === undefined

  it('may if it is none: programs send no Origin', () => {
    expect(mayUse(undefined, 'anything.example')).toBe(true)
  })

  it.each([
    ['http://127.0.0.1:8023', '127.0.0.1:8023'],
    ['http://localhost:8023', 'localhost:8023'],
    ['http://play.localhost:8023', 'play.localhost:8023'],
    ['http://[::1]:8023', '[::1]:8023'],
    ['http://192.168.1.5', '192.168.1.5:80'],
    ['https://192.168.1.5', '192.168.1.5:443'],
  ])('may from %s at %s', (origin, host) => {
    expect(mayUse(origin, host)).toBe(true)
  })

  it.each([
    ['http://evil.example', 'evil.example'],
    ['http://evil.example', '127.0.0.1:8023'],
    ['http://127.0.0.1:8024', '127.0.0.1:8023'],
    ['https://127.0.0.1:8023', 'localhost:8023'],
    ['http://127.0.0.1.evil.example', '127.0.0.1.evil.example'],
    ['http://localhost.evil.example', 'localhost.evil.example'],
    ['null', 'localhost'],
    ['', 'localhost'],
    ['file://', 'localhost'],
    ['nonsense', 'nonsense'],
  ])('may not from %s at %s', (origin, host) => {
    expect(mayUse(origin, host)).toBe(false)
  })

  it('may from wherever the operator says, and only there', () => {
    expect(mayUse('https://play.example', 'proxy.example', ['https://play.example'])).toBe(true)
    expect(mayUse('http://play.example', 'proxy.example', ['https://play.example'])).toBe(false)
    expect(mayUse('https://anyone.example', 'proxy.example', ['*'])).toBe(true)
    expect(mayUse('null', 'proxy.example', ['*'])).toBe(true)
    expect(corsOrigin('https://play.example', ['https://play.example'])).toBe('https://play.example')
    expect(corsOrigin('https://evil.example', ['https://play.example'])).toBeUndefined()
  })

  it('is told which flag would let it in', () => {
    expect(originComplaint({ origin: 'https://mud.lan', host: 'mud.lan' }, [])).toMatch(
      /\(--origin https:\/\/mud\.lan\)\.$/,
    )
  })
})

describe('ports', () => {
  it('are open where games are, and closed where other services are attacked', () => {
    for (const port of [23, 992, 1024, 2323, 3000, 4000, 4242, 5555, 6666, 7777, 8888, 9999, 65_535])
      expect([port, whyNot(port)]).toEqual([port, undefined])
    for (const port of [0, 22, 25, 80, 443, 1023, 1080, 3306, 3389, 5432, 6379, 6667, 11_211, 27_017])
      expect([port, whyNot(port)]).not.toEqual([port, undefined])
  })

  it('are told as ranges that hold all open ones and no other', () => {
    const told = (port: number): boolean =>
      OPEN_PORT_NAMES.some((name) => {
        const [first = '', last = first] = name.split('-')
        return port >= Number(first) && port <= Number(last)
      })
    for (let port = 0; port <= 65_536; port++)
      if (told(port) !== (whyNot(port) === undefined && port < 65_536)) throw new Error(String(port))
  })
})
