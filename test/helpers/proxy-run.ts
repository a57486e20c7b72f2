import { readConfig } from '../../proxy/config.ts'
import { startProxy } from '../../proxy/server.ts'
import type { RunningProxy, Surroundings } from '../../proxy/server.ts'
import { TestGame } from './proxy-game.ts'
import { WsClient } from './ws-client.ts'

/** Tests call more often than people do; those of the limits themselves set them by flags. */
const UNLIMITED = {
  WILLDO_MAX_PER_ADDRESS: '0',
  WILLDO_MAX_PER_GAME: '0',
  WILLDO_DIALS_PER_MINUTE: '0',
  WILLDO_GAMES_PER_HOUR: '0',
  WILLDO_LOG_LEVEL: 'silent',
}

/** A proxy on a free port that may dial 127.0.0.1, as far as the arguments do not say otherwise. */
export async function runProxy(
  args: readonly string[] = ['--allow', '127.0.0.1'],
  around: Surroundings = {},
): Promise<RunningProxy> {
  const read = readConfig(['--port', '0', ...args], UNLIMITED)
  if (read.kind !== 'config') throw new Error(`not a configuration: ${JSON.stringify(read)}`)
  return await startProxy(read.config, around)
}

/** The address of a game behind a proxy. */
export const gameUrl = (proxy: RunningProxy, port: number | string, host = '127.0.0.1', more = ''): string =>
  `${proxy.url}/connect?host=${encodeURIComponent(host)}&port=${port}${more}`

/** What a test started; closed in the reverse order when it is over. */
export class Started {
  readonly #closers: (() => Promise<void> | void)[] = []

  async proxy(args?: readonly string[], around?: Surroundings): Promise<RunningProxy> {
    const proxy = await runProxy(args, around)
    this.#closers.push(() => proxy.close())
    return proxy
  }

  async game(...args: Parameters<typeof TestGame.start>): Promise<TestGame> {
    const game = await TestGame.start(...args)
    this.#closers.push(() => game.close())
    return game
  }

  client(...args: ConstructorParameters<typeof WsClient>): WsClient {
    const client = new WsClient(...args)
    this.#closers.push(() => client.socket.terminate())
    return client
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close()
  }
}
