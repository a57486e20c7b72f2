import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sirv from 'sirv'
import { startDemo } from '../../proxy/demo/server.ts'
import { readConfig } from '../../proxy/config.ts'
import { startProxy } from '../../proxy/server.ts'
import { builtPage } from './page-build.ts'

/** The real proxy with the built page and the demo, on free ports of loopback. */
export interface Host {
  /** Where the page is, with its final slash. */
  readonly url: string
  readonly close: () => Promise<void>
}

/** Starts one; without other flags it may also dial every port of loopback, where the tests' own games are. */
export async function startHost(
  flags: readonly string[] = ['--demo-port', '0', '--allow', '127.0.0.1'],
): Promise<Host> {
  const read = readConfig(['--port', '0', ...flags], {})
  if (read.kind !== 'config') throw new Error(`the proxy does not take its flags: ${JSON.stringify(read)}`)
  // A copy: somebody may build the page anew while the tests run.
  const pageDirectory = mkdtempSync(join(tmpdir(), 'willdo-page-'))
  cpSync(builtPage(), pageDirectory, { recursive: true })
  const proxy = await startProxy(read.config, { startDemo, pageDirectory })
  const close = async (): Promise<void> => {
    await proxy.close()
    rmSync(pageDirectory, { recursive: true })
  }
  return { url: `${proxy.url}/`, close }
}

/** The built page alone, below a folder, as any web server would have it. */
export async function startStatic(): Promise<Host> {
  const serve = sirv(builtPage(), { dev: true })
  const server = createServer((request, response) => {
    request.url = (request.url ?? '/').replace(/^\/willdo/, '')
    serve(request, response, () => {
      response.statusCode = 404
      response.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/willdo/`, close }
}
