import { once } from 'node:events'
import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { VERSION } from '../../proxy/root.ts'
import type { RunningProxy } from '../../proxy/server.ts'
import { SUBPROTOCOL } from '../../shared/wire/messages.ts'
import type { ProxyMessage } from '../../shared/wire/messages.ts'
import { codeBlocks, documentText } from '../helpers/documents.ts'
import { readBytes } from '../helpers/proxy-game.ts'
import type { TestGame } from '../helpers/proxy-game.ts'
import { gameUrl, Started } from '../helpers/proxy-run.ts'
import type { WsClient } from '../helpers/ws-client.ts'

const started = new Started()
afterEach(() => started.close())

const DOCUMENT = documentText('proxy-protocol.md')

/** A line of an exchange: what happens, and the frame or the address it happens with. */
type Line = { readonly mark: string; readonly rest: string }

const EXCHANGES = codeBlocks(DOCUMENT)
  .filter((block) => block.startsWith('= '))
  .map((block) =>
    block
      .trimEnd()
      .split('\n')
      .map((line): Line => {
        const [, mark = '', rest = ''] = /^(\S+) ?(.*)$/.exec(line) ?? []
        return { mark, rest }
      }),
  )

/** Does what a client and a game do in an exchange, and expects of the proxy what it says. */
class Actor {
  readonly #proxy: RunningProxy
  readonly #game: TestGame
  #socket: Socket | undefined
  #client: WsClient | undefined
  /** How many frames of the present WebSocket were looked at. */
  #seen = 0
  /** What the document calls them is made up; these are what the proxy calls them. */
  #via = ''
  #token = ''
  /** Totals of the game's bytes: said so far, and got by the client. */
  #said = 0
  #got = 0
  #toGame = ''

  constructor(proxy: RunningProxy, game: TestGame) {
    this.#proxy = proxy
    this.#game = game
  }

  async act({ mark, rest }: Line): Promise<void> {
    if (mark === '=') await this.#connect(rest)
    else if (mark === '<' && rest.startsWith('{')) await this.#expectMessage(JSON.parse(rest) as ProxyMessage)
    else if (mark === '<') await this.#expectBytes(JSON.parse(rest) as string)
    else if (mark === 'x<') this.#say(JSON.parse(rest) as string)
    else if (mark === '>' && rest.startsWith('{')) this.#client?.socket.send(this.#own(rest))
    else if (mark === '>') await this.#type(JSON.parse(rest) as string)
    else if (mark === '-') this.#client?.socket.terminate()
    else if (mark === '!') this.#socket?.end()
    else if (mark !== 'x>') throw new Error(`nobody knows what "${mark}" means`)
  }

  /** What the game got in all. */
  get toGame(): string {
    return this.#toGame
  }

  async #connect(address: string): Promise<void> {
    const isResume = address.includes('resume=1')
    const url = isResume
      ? `${this.#proxy.url}${address.replace(/via=.*/, `via=${this.#via}`)}`
      : gameUrl(this.#proxy, this.#game.port)
    this.#client = started.client(url, [SUBPROTOCOL])
    this.#seen = 0
    await once(this.#client.socket, 'open')
    if (!isResume) this.#socket = await this.#game.connection()
  }

  async #next() {
    const client = this.#client as WsClient
    const at = this.#seen++
    await client.until(() => client.frames.length > at || client.closing !== undefined)
    return client.frames[at]
  }

  async #expectMessage(message: ProxyMessage): Promise<void> {
    const frame = await this.#next()
    const got = frame?.kind === 'message' ? frame.message : undefined
    if (got?.type === 'opened' && message.type === 'opened') {
      this.#via = got.via
      this.#token = got.token
      const { via, token, address } = got
      expect(got).toEqual({ ...message, via, token, address })
    } else expect(got).toEqual(message)
    if (message.type === 'resumed') this.#got = message.from
  }

  async #expectBytes(text: string): Promise<void> {
    // What comes again the game has said before.
    if (this.#got + text.length > this.#said) this.#say(text)
    const frame = await this.#next()
    expect(frame?.kind === 'bytes' ? frame.bytes.toString() : frame).toBe(text)
    this.#got += text.length
  }

  #say(text: string): void {
    this.#socket?.write(text)
    this.#said += text.length
  }

  async #type(text: string): Promise<void> {
    this.#client?.socket.send(Buffer.from(text))
    const bytes = await readBytes(this.#socket as Socket, text.length)
    this.#toGame += bytes.toString()
  }

  #own(text: string): string {
    const message = JSON.parse(text) as Record<string, unknown>
    return JSON.stringify('token' in message ? { ...message, token: this.#token } : message)
  }
}

describe('the document', () => {
  it.each([
    ['a loss in both directions', 0, 'look\r\nnorth\r\n'],
    ['the end of a game that nobody was there for', 1, ''],
  ])('tells the exchange of %s as it is', async (_, index, toGame) => {
    const [proxy, game] = [await started.proxy(), await started.game()]
    const actor = new Actor(proxy, game)
    for (const line of EXCHANGES[index] ?? []) await actor.act(line)
    expect(actor.toGame).toBe(toGame)
    await expect.poll(() => proxy.sessions()).toBe(0)
  })

  it('has no other exchange than these', () => {
    expect(EXCHANGES).toHaveLength(2)
  })

  it('shows /info.json with the keys and the numbers that it has', async () => {
    type Info = { limits: Record<string, number>; ports: string[]; directory: unknown[] }
    const told = JSON.parse(codeBlocks(DOCUMENT, 'json')[0] ?? '') as Info
    const proxy = await started.proxy([], {
      startDemo: () => Promise.resolve({ port: 4000, close: () => Promise.resolve() }),
    })
    const real = (await (await fetch(`${proxy.url}/info.json`)).json()) as Info
    expect(told.ports).toEqual(real.ports.slice(0, told.ports.length))
    // Tests lift the limits of callers: of these only the names are compared.
    const lifted = Object.entries(real.limits).filter(([, value]) => value === 0)
    const limits = { ...told.limits, ...Object.fromEntries(lifted) }
    expect({ ...told, limits, version: VERSION }).toEqual({ ...real, ports: told.ports })
    expect(Object.keys(told.limits)).toEqual(Object.keys(real.limits))
  })
})
