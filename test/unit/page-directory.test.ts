import { describe, expect, it } from 'vitest'
import { latin1 } from '../../shared/base/bytes.ts'
import { millis } from '../../shared/base/brands.ts'
import { Timeline } from '../../shared/session/timeline.ts'
import { parseAddress, parseQuery, queryOf } from '../../client/address.ts'
import { cardOf, type Card } from '../../client/directory/card.ts'
import { filterGames, GAMES_MAX } from '../../client/directory/game.ts'
import { PUBLIC_GAMES } from '../../client/directory/public-games.ts'
import { isOpen, whyNotReached } from '../../client/directory/reach.ts'
import { readList } from '../../client/directory/read-list.ts'
import { infoUrl, parseProxy, proxyInQuery, proxyName } from '../../client/proxy-address.ts'
import { connectUrl, resumeUrl } from '../../client/transport/connection.ts'
import { cardText } from '../../client/ui/card-text.ts'
import { OPEN_PORT_NAMES } from '../../proxy/ports.ts'
import { factsOf, type ProxyFacts } from '../../shared/wire/info.ts'

describe('a list in the census’s format', () => {
  it('has a host and a port on a line, perhaps an encoding and columns, and comments', () => {
    const { games, leftOut } = readList(
      '\ufeff# MUDs\r\n\r\nmud.example 4000\nbbs.example\t23  cp437 80  # A # board\r::1 23 utf-8\n   # end\n',
    )
    expect(games).toEqual([
      { host: 'mud.example', port: 4000, tls: false },
      { host: 'bbs.example', port: 23, tls: false, encoding: 'cp437', columns: 80, name: 'A # board' },
      { host: '::1', port: 23, tls: false, encoding: 'utf-8' },
    ])
    expect(leftOut).toBe(0)
  })

  it.each([
    ['mud.example', /^Line 2: “mud.example” has no port/],
    ['mud.example 99999', /^Line 2: “99999” is not a port/],
    ['mud!example 4000', /^Line 2: “mud!example” is not the name/],
    ['mud.example 4000 <b>', /^Line 2: “<b>” is not the name of an encoding/],
    ['mud.example 4000 cp437 wide', /^Line 2: “wide” is not a number of columns/],
    ['mud.example 4000 cp437 80 more', /^Line 2: “more” is too much/],
  ])('leaves a line out and says why: %s', (line, why) => {
    const read = readList(`# first\n${line}\nmud.example 23`)
    expect(read.mistakes).toEqual([expect.stringMatching(why)])
    expect(read.games).toHaveLength(1)
  })

  it('names a place once, and stops where it is too long', () => {
    expect(readList('mud.example 23\nMUD.example 23\n').games).toHaveLength(1)
    const lines = Array.from({ length: GAMES_MAX + 30 }, (_, i) => `m${i}.example 23`)
    const { games, mistakes, leftOut } = readList(lines.join('\n'))
    expect([games.length, mistakes.length, leftOut]).toEqual([GAMES_MAX, 20, 30])
  })

  it('that is no list at all gives no game', () => {
    expect(readList('<!doctype html>\n<title>Not found</title>\n').games).toEqual([])
  })
})

describe('the filter', () => {
  it('wants every word, anywhere, in any case', () => {
    const names = (wanted: string) => filterGames(PUBLIC_GAMES, wanted).map(({ name }) => name)
    expect(names('bbs CP437')).toEqual(['20 For Beers', 'Vertrauen', 'Xibalba'])
    expect(names('4242 mume')).toEqual(['MUME'])
    expect(names('  ')).toHaveLength(PUBLIC_GAMES.length)
  })
})

const facts = (some: Partial<ProxyFacts> = {}): ProxyFacts => ({
  modes: ['open'],
  ports: OPEN_PORT_NAMES,
  exceptions: false,
  directory: [{ name: 'Own', host: 'own.example', port: 25, tls: false, builtIn: false }],
  ...some,
})
const at = (host: string, port: number) => ({ host, port, tls: false })

describe('what a proxy allows', () => {
  it('is every game that the page itself offers', () => {
    for (const game of PUBLIC_GAMES) expect(whyNotReached(facts(), game), game.name).toBeUndefined()
    for (const { host, port } of PUBLIC_GAMES)
      expect(parseAddress(`${host} ${port}`)).toEqual({ address: { host, port, tls: false } })
  })

  it('is said before it is asked: a port, or what is not on its list', () => {
    expect(whyNotReached(facts(), at('mud.example', 25))).toMatch(/does not connect to port 25/)
    expect(whyNotReached(facts(), at('mud.example', 6379))).toMatch(/port 6379/)
    expect(whyNotReached(facts(), at('own.example', 25))).toBeUndefined()
    const list = facts({ modes: ['list'] })
    expect(whyNotReached(list, at('mud.example', 4000))).toMatch(/games on its list/)
    expect([isOpen(facts()), isOpen(list)]).toEqual([true, false])
  })

  it('is left to the proxy where its operator allows more than it names', () => {
    const more = facts({ modes: ['list'], exceptions: true })
    expect(whyNotReached(more, at('mud.example', 25))).toBeUndefined()
    expect(isOpen(more)).toBe(true)
  })

  it('is everything where an older proxy says nothing of it', () => {
    const old = factsOf({ directory: [] })
    expect(old && whyNotReached(old, at('mud.example', 25))).toBeUndefined()
    expect(factsOf({ hello: 'world' })).toBeUndefined()
  })
})

/** The card of a session in which this MSSP came. */
function cardFrom(variables: Record<string, string>): Card | undefined {
  const payload = Object.entries(variables).map(([name, value]) => `\x01${name}\x02${value}`)
  const timeline = new Timeline()
  timeline.append({ kind: 'in', at: millis(0), bytes: latin1(`\xff\xfb\x46`) })
  timeline.append({ kind: 'out', at: millis(1), bytes: latin1(`\xff\xfd\x46`), from: 'engine' })
  timeline.append({ kind: 'in', at: millis(2), bytes: latin1(`\xff\xfa\x46${payload.join('')}\xff\xf0`) })
  return cardOf(timeline.state)
}

describe('the card of a game', () => {
  it('shows its name, players, start, codebase and page', () => {
    const card = cardFrom({
      NAME: 'A MUD',
      PLAYERS: '15',
      UPTIME: '1763000000',
      CODEBASE: 'Own 1',
      WEBSITE: 'http://mud.example:27744/',
    })
    expect(card).toEqual({
      name: 'A MUD',
      players: 15,
      started: 1763000000000,
      codebase: 'Own 1',
      website: 'http://mud.example:27744/',
    })
    const text = cardText({ ...at('mud.example', 23), last: '2026-11-20T12:00:00Z', ...(card && { card }) })
    expect(text).toMatch(/^On .*2026.*: 15 players, up since .*2025.*, Own 1$/)
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'http://user:pw@mud.example/',
    'mud.example',
    `http://${'x'.repeat(300)}`,
  ])('links to no such page: %s', (website) =>
    expect(cardFrom({ NAME: 'x', WEBSITE: website })).toEqual({ name: 'x' }),
  )

  it('keeps a hostile name short and on one line', () => {
    const card = cardFrom({ NAME: `\x1b[31mA\r\n\u0007B ${'x'.repeat(500)}`, PLAYERS: '-1', UPTIME: '5' })
    expect(card?.name).toMatch(/^A B x+…$/)
    expect(card?.name?.length).toBe(81)
    expect(Object.keys(card ?? {})).toEqual(['name'])
  })

  it('is not there without MSSP, or when it says nothing of use', () => {
    expect(cardOf(new Timeline().state)).toBeUndefined()
    expect(cardFrom({ PORT: '23' })).toBeUndefined()
  })
})

describe('a proxy elsewhere', () => {
  it.each([
    ['wss://proxy.example.org', 'wss://proxy.example.org/'],
    ['proxy.example.org', 'wss://proxy.example.org/'],
    [' proxy.example.org:8443/mud ', 'wss://proxy.example.org:8443/mud/'],
    ['ws://127.0.0.1:8023', 'ws://127.0.0.1:8023/'],
    ['ws://[::1]:8023/', 'ws://[::1]:8023/'],
    ['ws://localhost:8023', 'ws://localhost:8023/'],
  ])('is named by %s', (text, proxy) => expect(parseProxy(text)).toEqual({ proxy }))

  it.each([
    ['ws://proxy.example.org', /only be on this computer/],
    ['ws://127.0.0.1.example.org', /only be on this computer/],
    ['https://proxy.example.org', /begins with wss:\/\//],
    ['javascript:alert(1)', /not the address of a proxy/],
    ['wss://me:secret@proxy.example.org', /not the address of a proxy/],
    ['', /Type the address/],
  ])('is not named by %s', (text, error) =>
    expect(parseProxy(text)).toEqual({ error: expect.stringMatching(error) as string }),
  )

  it('is asked and called below its own address', () => {
    const proxy = 'wss://proxy.example.org/mud/'
    expect(infoUrl(proxy)).toBe('https://proxy.example.org/mud/info.json')
    expect(infoUrl('ws://127.0.0.1:8023/')).toBe('http://127.0.0.1:8023/info.json')
    expect(connectUrl(new URL(proxy), at('mud.example', 23))).toBe(
      'wss://proxy.example.org/mud/connect?host=mud.example&port=23',
    )
    expect(resumeUrl(new URL(proxy), 'a')).toBe('wss://proxy.example.org/mud/connect?resume=1&via=a')
    expect(connectUrl(new URL('https://mud.example/page/'), at('mud.example', 23))).toBe(
      'wss://mud.example/connect?host=mud.example&port=23',
    )
    expect(proxyName(proxy)).toBe('proxy.example.org/mud')
  })

  it('stands in the query beside the game', () => {
    expect(proxyInQuery('?host=mud.example&port=23&proxy=wss%3A%2F%2Fp.example')).toEqual({
      proxy: 'wss://p.example/',
    })
    expect(proxyInQuery('?host=mud.example&port=23')).toBeUndefined()
  })
})

it('keeps the encoding of a game in its link', () => {
  const address = { host: 'bbs.example', port: 23, tls: false, encoding: 'CP437' }
  expect(parseQuery(queryOf(address))).toEqual({ address })
  expect(parseQuery('?host=bbs.example&port=23&encoding=%3Cb%3E')).toEqual({ address: at('bbs.example', 23) })
})
