import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/** Builds the page as `npm start` does, unless the build is newer than every source; returns where it is. */
export function builtPage(): string {
  // In a process of its own: the test runner's NODE_ENV would make it a page for developers.
  const { status, stderr } = spawnSync(process.execPath, ['proxy/start.mjs', 'build', 'page'], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`the page could not be built:\n${stderr}`)
  return join(ROOT, 'dist/client')
}
