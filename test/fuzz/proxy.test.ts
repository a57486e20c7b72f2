import { readdirSync } from 'node:fs'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { RunningProxy } from '../../proxy/server.ts'
import { isCode } from '../../shared/wire/codes.ts'
import { random } from '../helpers/cut.ts'
import type { TestGame } from '../helpers/proxy-game.ts'
import { gameUrl, Started } from '../helpers/proxy-run.ts'
import { maskedFrame, rawExchange, textFrames, upgradeRequest } from '../helpers/raw-ws.ts'

const CASES = 10_000
const AT_ONCE = 16

const started = new Started()
afterAll(() => started.close())

/** A caller that knows the protocol and keeps to none of it. */
class Vandal {
  readonly #chance: () => number
  readonly #gamePort: number
  readonly #via: string
  readonly #tokens: readonly string[]

  constructor(chance: () => number, gamePort: number, via: string, tokens: readonly string[]) {
    this.#chance = chance
    this.#gamePort = gamePort
    this.#via = via
    this.#tokens = tokens
  }

  below(most: number): number {
    return Math.floor(this.#chance() * most)
  }

  #one<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }

  #bytes(most: number): Buffer {
    return Buffer.from(Array.from({ length: this.below(most) }, () => this.below(256)))
  }

  #number(): unknown {
    return this.#one([
      0,
      1,
      7,
      -1,
      0.5,
      65_536,
      262_144,
      2 ** 53,
      1e300,
      null,
      '0',
      [],
      {},
      true,
      this.below(100_000),
    ])
  }

  #path(): string {
    const host = this.#one([
      '127.0.0.1',
      'localhost',
      '',
      '0x7f.1',
      '::1',
      '%00',
      'a'.repeat(300),
      'no.example',
    ])
    const port = this.#one([this.#gamePort, 0, 65_536, -1, 'x', '', '23', '2 3'])
    return this.#one([
      () => `/connect?host=127.0.0.1&port=${this.#gamePort}`,
      () => `/connect?host=127.0.0.1&port=${this.#gamePort}`,
      () => `/connect?host=${encodeURIComponent(host)}&port=${port}&tls=${this.#one(['0', '1', '2', ''])}`,
      () => `/connect?resume=1&via=${this.#one([this.#via, '', 'other', '%'])}`,
      () => `/connect?resume=1&via=${this.#via}`,
      () => `/connect?pin=${this.#bytes(40).toString('hex')}&host=127.0.0.1&port=${this.#gamePort}`,
      () => `/${this.#bytes(30).toString('base64url')}?${'&'.repeat(this.below(9))}`,
      () => '/connect?%%%=&host&port=&resume',
    ])()
  }

  #headers(): string[] {
    return [
      this.#one([
        '',
        'Origin: http://127.0.0.1',
        'Origin: null',
        'Origin: ::',
        'Origin: https://evil.example',
      ]),
      `Sec-WebSocket-Protocol: ${this.#one(['willdo.v1', 'willdo.v1', 'telnet.mudstandards.org', 'x', 'a, willdo.v1'])}`,
      this.#one([
        '',
        '',
        'X-Forwarded-For: 1.2.3.4, nonsense',
        'Sec-WebSocket-Extensions: permessage-deflate',
      ]),
    ].filter((line) => line !== '')
  }

  #message(): string {
    const type = this.#one(['ack', 'ping', 'end', 'resume', 'opened', 'closed', '__proto__', 'toString', ''])
    const whole = JSON.stringify({
      type,
      received: this.#number(),
      n: this.#number(),
      sent: this.#number(),
      token: this.#one([...this.#tokens, '', 'A'.repeat(22), 7]),
    })
    return this.#one([
      () => whole,
      () => whole,
      () => whole.slice(0, this.below(whole.length)),
      () => '['.repeat(this.below(2000)),
      () => JSON.stringify({ type: 'ack', received: this.#number() }),
      () => 'x'.repeat(this.below(9000)),
      () => this.#bytes(50).toString('latin1'),
    ])()
  }

  #frame(): Buffer {
    return this.#one([
      () => maskedFrame(1, Buffer.from(this.#message())),
      () => maskedFrame(1, Buffer.from(this.#message())),
      () => maskedFrame(2, this.#bytes(200)),
      () => maskedFrame(2, Buffer.alloc(this.below(70_000))),
      () => maskedFrame(9, this.#bytes(125)),
      () => maskedFrame(8, Buffer.from([3, this.below(256)])),
      () => maskedFrame(this.below(16), this.#bytes(20), this.below(2) === 0),
      () => Buffer.concat(Array.from({ length: this.below(200) }, () => maskedFrame(9, Buffer.alloc(0)))),
      () => this.#bytes(30),
    ])()
  }

  /** What one call sends, in pieces cut anywhere. */
  call(): Buffer[] {
    const frames = Array.from({ length: this.below(8) }, () => this.#frame())
    const whole = Buffer.concat([Buffer.from(upgradeRequest(this.#path(), this.#headers())), ...frames])
    const end = this.below(10) === 0 ? this.below(whole.length) : whole.length
    const cut = this.below(end)
    return [whole.subarray(0, cut), whole.subarray(cut, end)]
  }
}

async function vandalise(proxy: RunningProxy, game: TestGame, seed: number): Promise<string[]> {
  const honest = started.client(gameUrl(proxy, game.port))
  const { via, token } = await honest.message('opened')
  const complaints: string[] = []
  let left = CASES
  const work = async (worker: number): Promise<void> => {
    const chance = random(seed + worker)
    const vandal = new Vandal(chance, game.port, via, [`${token}x`])
    while (left-- > 0) {
      const answer = await rawExchange(proxy.port, vandal.call(), (socket) =>
        vandal.below(3) === 0 ? socket.resetAndDestroy() : socket.end(),
      )
      for (const text of textFrames(answer)) {
        const { type, code, message } = JSON.parse(text) as Record<string, unknown>
        if (type !== 'refused' && type !== 'closed') continue
        if (!isCode(String(code)) || code === 'internal' || !/^\S.*[.)]$/.test(String(message)))
          complaints.push(text)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, (_, worker) => work(worker)))
  // Whoever behaves is not disturbed by all that.
  honest.socket.send(Buffer.from('look\r\n'))
  await honest.message('ack')
  honest.socket.terminate()
  return complaints
}

const descriptors = (): number => readdirSync('/proc/self/fd').length

describe('the proxy among vandals', () => {
  it(`answers ${CASES} broken calls with a code and a sentence, and nothing stays behind`, async () => {
    const game = await started.game((socket) => void socket.on('data', () => socket.write('What?\r\n')))
    const proxy = await started.proxy(['--allow', '127.0.0.1', '--no-demo'], { parkMillis: 20 })
    const before = descriptors()
    const seed = Math.floor(Math.random() * 2 ** 31)
    const complaints = await vandalise(proxy, game, seed)
    expect(complaints, `seed ${seed}`).toEqual([])
    await vi.waitFor(() => expect([proxy.sessions(), game.open]).toEqual([0, 0]), { timeout: 20_000 })
    await vi.waitFor(() => expect(descriptors()).toBeLessThanOrEqual(before), { timeout: 20_000 })
  })
})
