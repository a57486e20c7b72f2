import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const ROOT = resolve(import.meta.dirname, '../..')
const SOURCES = ['client', 'shared']

/** Builds the page unless the build is newer than every source; returns where it is. */
export async function builtPage(): Promise<string> {
  const page = join(ROOT, 'dist/client')
  const newest = Math.max(...SOURCES.map((folder) => newestIn(join(ROOT, folder))))
  if (newest > timeOf(join(page, 'index.html'))) {
    await build({
      root: join(ROOT, 'client'),
      configFile: join(ROOT, 'vite.config.ts'),
      logLevel: 'warn',
      mode: 'production',
    })
  }
  return page
}

function newestIn(folder: string): number {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? newestIn(path) : timeOf(path)
  })
  return Math.max(0, ...times)
}

const timeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
