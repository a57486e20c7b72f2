import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

/** Starts one that may also dial every port of loopback, where the tests' own games are. */
export async function startHost(): Promise<Host> {
  const read = readConfig(['--port', '0', '--demo-port', '0', '--allow', '127.0.0.1'], {})
  if (read.kind !== 'config') throw new Error(`the proxy does not take its flags: ${JSON.stringify(read)}`)
  // A copy: somebody may build the page anew while the tests run.
  const pageDirectory = mkdtempSync(join(tmpdir(), 'willdo-page-'))
  cpSync(await builtPage(), pageDirectory, { recursive: true })
  const proxy = await startProxy(read.config, { startDemo, pageDirectory })
  const close = async (): Promise<void> => {
    await proxy.close()
    rmSync(pageDirectory, { recursive: true })
  }
  return { url: `${proxy.url}/`, close }
}
