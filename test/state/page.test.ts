import { describe, expect, it } from 'vitest'
import { queryOf, type Address } from '../../client/address.ts'
import { cardOf } from '../../client/directory/card.ts'
import { Layout } from '../../client/state/layout.svelte.ts'
import { Pins } from '../../client/state/pins.svelte.ts'
import { Page, type Player } from '../../client/state/page.svelte.ts'
import { RuleBook } from '../../client/state/rule-book.ts'
import { SessionView } from '../../client/state/session.svelte.ts'
import type { ProxyFacts } from '../../shared/wire/info.ts'
import { Settings } from '../../client/state/settings.svelte.ts'
import { MemoryStorage } from '../../client/storage/memory.ts'
import { Remembered } from '../helpers/page-memory.ts'
import { settle, testLink } from '../helpers/page-session.svelte.ts'
import { FakeSocket } from '../helpers/page-socket.ts'

const DEMO = { name: 'Demo', host: '127.0.0.1', port: 4000, tls: false, builtIn: true }

const FACTS = { modes: ['open'], ports: ['23', '992', '1024-65535'], exceptions: false, directory: [DEMO] }

/** A page whose part that plays is loaded, as it is soon after the start. */
async function pageUnderTest(facts: () => Promise<ProxyFacts> = () => Promise.resolve(FACTS)) {
  const all = unloadedPage(facts)
  await all.page.prepare()
  return all
}

function unloadedPage(
  facts: () => Promise<ProxyFacts> = () => Promise.resolve(FACTS),
  load: (player: Player) => Promise<Player> = (player) => Promise.resolve(player),
) {
  const sockets: FakeSocket[] = []
  const opened: Address[] = []
  const remembered: (Address | undefined)[] = []
  const proxies: string[] = []
  const pins: (string | undefined)[] = []
  const memory = new Remembered()
  const player: Player = {
    open: (game, pin, ...events) => {
      pins.push(pin)
      const host = {
        open: (address: Address) => {
          opened.push(address)
          const socket = new FakeSocket()
          sockets.push(socket)
          return socket
        },
        link: testLink(),
        storage: new MemoryStorage(),
        rules: new RuleBook(new Remembered()),
        nextFrame: () => undefined,
        date: () => '2026-01-01T00:00:00.000Z',
        settings: new Settings(new Remembered()),
        copy: () => Promise.resolve(false),
      }
      return new SessionView(game, host, ...events)
    },
    card: (view) => cardOf(view.snapshot),
  }
  const scans: string[] = []
  const page = new Page(
    {
      player: () => load(player),
      library: () => Promise.reject(new Error('nothing is kept here')),
      scanner: () =>
        Promise.resolve({
          show: ({ host }, delay) => void scans.push(`show ${host} ${delay}`),
          want: ({ host }, delay) => void scans.push(`want ${host} ${delay}`),
        }),
      goToScan: ({ host }) => scans.push(`go ${host}`),
      leaveScan: () => scans.push('leave'),
      facts,
      link: queryOf,
      proxy: undefined,
      useProxy: (proxy) => proxies.push(proxy),
      remember: (address) => remembered.push(address),
      memory,
      date: () => '2026-01-01T00:00:00.000Z',
    },
    new Layout(memory),
  )
  return { page, sockets, opened, remembered, pins, proxies, memory, scans }
}

describe('a scan', () => {
  it('begins with a click, which says where the page is then', async () => {
    const { page, scans } = await pageUnderTest()
    page.text = 'mud.example:4000'
    page.scan()
    await Promise.resolve()
    await settle()
    expect(scans).toEqual(['go mud.example', 'want mud.example undefined'])
    expect(page.scanning).toBe(true)
    page.leaveScan()
    expect(page.scanning).toBe(false)
  })

  it('of an address with a mistake is not begun', async () => {
    const { page, scans } = await pageUnderTest()
    page.text = 'mud.example 99999'
    page.scan()
    expect(page.error).toContain('99999')
    expect(scans).toEqual([])
  })

  it('that a link names is shown, and not made', async () => {
    const { page, scans } = await pageUnderTest()
    page.followScan({ address: { host: 'mud.example', port: 4000, tls: false } })
    await settle()
    expect(scans).toEqual(['show mud.example undefined'])
    page.followScan(undefined)
    expect(page.scanning).toBe(false)
  })

  it('is not shown when somebody went back before it was loaded', async () => {
    const { page, scans } = await pageUnderTest()
    page.followScan({ address: { host: 'mud.example', port: 4000, tls: false } })
    page.followScan(undefined)
    await settle()
    expect(scans).toEqual([])
    expect(page.scanning).toBe(false)
  })

  it('knows what the game said of visits when it was played last', async () => {
    const { page, scans } = await pageUnderTest()
    const mud = { host: 'mud.example', port: 4000, tls: false }
    page.games.visited(mud, '2026-01-01T00:00:00.000Z', { crawlDelay: '24' })
    page.scan(mud)
    await settle()
    expect(scans).toContain('want mud.example 24')
  })
})

describe('Page', () => {
  it('connects to what was typed once the proxy has answered', async () => {
    const { page, sockets, opened } = await pageUnderTest()
    page.text = 'mud.example:4000'
    page.submit()
    expect(opened).toEqual([{ host: 'mud.example', port: 4000, tls: false }])
    expect(page.session).toBeUndefined()
    sockets[0]?.open()
    expect(page.session?.phase).toBe('open')
    expect(page.attempt).toBeUndefined()
  })

  it('says what is wrong with an address and opens nothing', async () => {
    const { page, opened } = await pageUnderTest()
    page.text = 'mud.example 99999'
    page.submit()
    expect(page.error).toMatch(/not a port/)
    expect(opened).toEqual([])
  })

  it('names the leg that failed and connects again at once', async () => {
    const { page, sockets } = await pageUnderTest()
    page.text = 'mud.example 4000'
    page.submit()
    sockets[0]?.say({
      type: 'refused',
      code: 'refused',
      leg: 'proxy-game',
      message: 'Nothing listens there.',
    })
    expect(page.error).toBe('Proxy to game: Nothing listens there.')
    page.submit()
    expect(page.error).toBeUndefined()
    sockets[1]?.open()
    expect(page.session?.phase).toBe('open')
  })

  it('lets go of a slow attempt when another is made', async () => {
    const { page, sockets } = await pageUnderTest()
    page.text = 'slow.example 4000'
    page.submit()
    page.text = 'fast.example 4000'
    page.submit()
    sockets[1]?.open()
    sockets[0]?.open()
    expect(page.session?.address.host).toBe('fast.example')
    expect(page.error).toBeUndefined()
  })

  it('opens the game that the page’s own address names', async () => {
    const { page, opened } = await pageUnderTest()
    await page.start('?host=mud.example&port=4000&ssl=1')
    expect(opened).toEqual([{ host: 'mud.example', port: 4000, tls: true }])
    expect(page.text).toBe('telnets://mud.example:4000')
  })

  it('says that the link names no port, and keeps the host it names', async () => {
    const { page, opened } = await pageUnderTest()
    await page.start('?host=mud.example')
    expect(opened).toEqual([])
    expect(page.text).toBe('mud.example')
    expect(page.error).toMatch(/names no port/)
  })

  it('opens nothing by itself otherwise', async () => {
    const { page, opened } = await pageUnderTest()
    await page.start('')
    expect(page.facts).toEqual(FACTS)
    expect(opened).toEqual([])
  })

  it('says that no list of games is to be had', async () => {
    const { page } = await pageUnderTest(() => Promise.reject(new Error('No proxy answers.')))
    await page.start('')
    expect(page.factsError).toBe('No proxy answers.')
  })

  it('keeps the screen of a session that is over, and opens its game again', async () => {
    const { page, sockets, opened } = await pageUnderTest()
    page.open(DEMO)
    sockets[0]?.open()
    sockets[0]?.say({ type: 'closed', by: 'game', code: 'ended', message: 'The game ended the connection.' })
    expect(page.session?.phase).toBe('ended')
    page.again()
    expect(opened).toHaveLength(2)
    sockets[1]?.open()
    expect(page.session?.phase).toBe('open')
  })

  it('says how the newest attempt ended, not the session before it', async () => {
    const { page, sockets } = await pageUnderTest()
    page.open(DEMO)
    sockets[0]?.open()
    sockets[0]?.say({ type: 'closed', by: 'game', code: 'ended', message: 'The game ended the connection.' })
    expect(page.session?.ending).toBeDefined()
    page.again()
    expect(page.session?.ending).toBeUndefined()
    sockets[1]?.say({
      type: 'refused',
      code: 'refused',
      leg: 'proxy-game',
      message: 'Nothing listens there.',
    })
    expect(page.session?.ending).toBeUndefined()
    expect(page.error).toBe('Proxy to game: Nothing listens there.')
  })

  it('keeps the game in the page’s address while it is played', async () => {
    const { page, sockets, remembered } = await pageUnderTest()
    page.open(DEMO)
    sockets[0]?.open()
    page.disconnect()
    expect(remembered).toEqual([expect.objectContaining({ port: 4000 }), undefined])
  })
})

describe('the part that plays', () => {
  it('is loaded when it is wanted, and the game is dialled then', async () => {
    const { page, sockets } = unloadedPage()
    page.text = 'mud.example 4000'
    page.submit()
    expect([page.attempt?.game.host, sockets.length]).toEqual(['mud.example', 0])
    await settle()
    sockets[0]?.open()
    expect(page.session?.phase).toBe('open')
  })

  it('dials nothing any more once the attempt is called off', async () => {
    const { page, sockets } = unloadedPage()
    page.text = 'mud.example 4000'
    page.submit()
    page.disconnect()
    await settle()
    expect([page.attempt, sockets.length]).toEqual([undefined, 0])
  })

  it('that cannot be loaded is said to be missing, and is tried again', async () => {
    const { page } = unloadedPage(undefined, () => Promise.reject(new Error('offline')))
    page.text = 'mud.example 4000'
    page.submit()
    await settle()
    expect(page.error).toMatch(/^Page to proxy: A part of the page could not be loaded/)
    expect(page.attempt).toBeUndefined()
  })
})

describe('what the proxy allows', () => {
  const facts = (some: Partial<ProxyFacts>) => () => Promise.resolve({ ...FACTS, ...some })

  it('is said before anything is dialled', async () => {
    const { page, opened } = await pageUnderTest()
    await page.start('')
    page.text = 'mud.example 25'
    page.submit()
    expect(page.error).toMatch(/does not connect to port 25/)
    expect(opened).toEqual([])
  })

  it('may be one game', async () => {
    const { page } = await pageUnderTest(facts({ modes: ['single'] }))
    await page.start('')
    expect([page.single, page.takesAddresses]).toEqual([DEMO, false])
  })

  it('may be a list', async () => {
    const { page, opened } = await pageUnderTest(facts({ modes: ['list'] }))
    await page.start('')
    expect([page.single, page.takesAddresses]).toEqual([undefined, false])
    page.open(DEMO)
    expect(opened).toHaveLength(1)
  })
})

describe('games played', () => {
  it('are kept once they are reached, with what lists say of them and what they say themselves', async () => {
    const { page, sockets, opened } = await pageUnderTest()
    page.text = 'vert.synchro.net 23'
    page.submit()
    expect(opened[0]?.encoding).toBe('CP437')
    expect(page.games.recent).toEqual([])
    sockets[0]?.open()
    expect(page.games.recent).toMatchObject([{ name: 'Vertrauen', encoding: 'CP437' }])
    sockets[0]?.receive('\xff\xfb\x46\xff\xfa\x46\x01PLAYERS\x0215\xff\xf0')
    await settle()
    page.session?.publish()
    sockets[0]?.say({ type: 'closed', by: 'game', code: 'ended', message: 'The game ended the connection.' })
    expect(page.games.recent).toMatchObject([{ name: 'Vertrauen', card: { players: 15 } }])
  })

  it('are not those that were never reached', async () => {
    const { page, sockets } = await pageUnderTest()
    page.text = 'mud.example 4000'
    page.submit()
    page.text = 'other.example 4000'
    page.submit()
    sockets[1]?.say({ type: 'refused', code: 'refused', leg: 'proxy-game', message: 'No.' })
    expect(page.games.recent).toEqual([])
  })
})

it('goes on with another proxy when its address is one', async () => {
  const { page, proxies } = await pageUnderTest()
  expect(page.useProxy('ws://proxy.example.org')).toMatch(/only be on this computer/)
  expect(page.useProxy('proxy.example.org')).toBeUndefined()
  expect(proxies).toEqual(['wss://proxy.example.org/'])
})

describe('a certificate that the proxy cannot verify', () => {
  const certificate = {
    subject: 'mud.example',
    issuer: 'mud.example',
    validFrom: 'Jan  1 00:00:00 2026 GMT',
    validTo: 'Jan  1 00:00:00 2027 GMT',
    sha256: 'ab'.repeat(32),
  }
  const renewed = { ...certificate, sha256: 'cd'.repeat(32) }
  const refused = (shown: object) => ({
    type: 'refused',
    code: 'tls-failed',
    leg: 'proxy-game',
    message: 'The certificate of mud.example cannot be verified: it is signed by itself only.',
    certificate: shown,
  })

  async function asked() {
    const all = await pageUnderTest()
    all.page.text = 'telnets://mud.example:4001'
    all.page.submit()
    all.sockets[0]?.say(refused(certificate))
    return all
  }

  it('is asked about, not reported as an error', async () => {
    const { page } = await asked()
    expect(page.question).toMatchObject({ certificate, before: undefined })
    expect(page.error).toBeUndefined()
    expect(page.attempt).toBeUndefined()
  })

  it('is accepted from now on when it is trusted, for this host and port alone', async () => {
    const { page, sockets, pins } = await asked()
    page.answer(true)
    sockets[1]?.open()
    expect(page.session?.phase).toBe('open')
    page.open({ host: 'mud.example', port: 4002, tls: true })
    page.open({ host: 'mud.example', port: 4001, tls: false })
    page.open({ host: 'mud.example', port: 4001, tls: true })
    expect(pins).toEqual([undefined, certificate.sha256, undefined, undefined, certificate.sha256])
  })

  it('is neither kept nor dialled when it is not trusted', async () => {
    const { page, opened } = await asked()
    page.answer(false)
    expect(page.question).toBeUndefined()
    expect(opened).toHaveLength(1)
    expect(page.pins.of({ host: 'mud.example', port: 4001, tls: true })).toBeUndefined()
  })

  it('is asked about beside the trusted one when the game shows another', async () => {
    const { page, sockets, pins } = await asked()
    page.answer(true)
    sockets[1]?.say(refused(renewed))
    expect(page.question).toMatchObject({
      certificate: renewed,
      before: { certificate, since: '2026-01-01T00:00:00.000Z' },
    })
    page.answer(false)
    page.submit()
    expect(pins.at(-1)).toBe(certificate.sha256)
    sockets[2]?.say(refused(renewed))
    page.answer(true)
    expect(pins.at(-1)).toBe(renewed.sha256)
  })

  it('needs no trust any more once it can be verified', async () => {
    const { page, sockets } = await asked()
    page.answer(true)
    sockets[1]?.open(0, { version: 'TLSv1.3', cipher: 'x', certificate: renewed, authorized: true })
    expect(page.pins.of({ host: 'mud.example', port: 4001, tls: true })).toBeUndefined()
  })
})

describe('Pins', () => {
  const place = { host: 'mud.example', port: 992, tls: true }
  const certificate = { subject: 's', issuer: 'i', validFrom: 'f', validTo: 't', sha256: 'ab' }

  it('are there for the next page, and gone once forgotten', () => {
    const memory = new Remembered()
    new Pins(memory).trust(place, certificate, '2026-01-01')
    expect(new Pins(memory).of(place)).toEqual({ certificate, since: '2026-01-01' })
    new Pins(memory).forget(place)
    expect(new Pins(memory).of(place)).toBeUndefined()
  })

  it('of two open pages do not overwrite each other', () => {
    const memory = new Remembered()
    const [one, two] = [new Pins(memory), new Pins(memory)]
    one.trust(place, certificate, '2026-01-01')
    two.trust({ ...place, port: 993 }, certificate, '2026-01-02')
    expect(new Pins(memory).of(place)).toBeDefined()
  })

  it.each(['nonsense', '7', 'null', '{"mud.example 992":{"since":"x","certificate":{"sha256":"ab"}}}'])(
    'that make no sense are not trusted: %s',
    (text) => {
      const memory = new Remembered()
      memory.setItem('willdo.pins', text)
      expect(new Pins(memory).of(place)).toBeUndefined()
    },
  )
})

describe('Layout', () => {
  it('remembers the splitters, the inspector and the panel last chosen in each pane', () => {
    const memory = new Remembered()
    const layout = new Layout(memory)
    expect(layout.chosen('bottom')).toBe('')
    layout.setShare(44.6)
    layout.setUpper(70)
    layout.toggleInspector()
    layout.choose('bottom', 'log')
    layout.choose('sheet', 'options')
    const again = new Layout(memory)
    expect(again).toMatchObject({ share: 45, upper: 70, inspector: false })
    expect((['top', 'bottom', 'sheet'] as const).map((pane) => again.chosen(pane))).toEqual([
      '',
      'log',
      'options',
    ])
  })

  it('keeps both sides visible and survives nonsense in its memory', () => {
    const memory = new Remembered()
    const layout = new Layout(memory)
    layout.setShare(2)
    expect(layout.share).toBe(25)
    memory.setItem('willdo.layout', '9999 nonsense')
    expect(new Layout(memory)).toMatchObject({ share: 80, inspector: true })
    memory.setItem('willdo.layout', 'x')
    expect(new Layout(memory)).toMatchObject({ share: 60, inspector: true })
  })
})
