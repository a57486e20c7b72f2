import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json: this file is found in `proxy/` and, built, in `dist/proxy/`. */
export const ROOT: string = findRoot(dirname(fileURLToPath(import.meta.url)))

/** The version in package.json. */
export const VERSION: string = readVersion()

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from
  const up = dirname(from)
  if (up === from) throw new Error('no package.json above the proxy')
  return findRoot(up)
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version?: unknown }
  if (typeof version !== 'string') throw new Error('package.json has no version')
  return version
}
