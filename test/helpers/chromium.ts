import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The browser to test with: `WILLDO_CHROMIUM`, else one in the PATH, else Playwright's own; undefined if there is none. */
export function findChromium(): string | undefined {
  const named = process.env['WILLDO_CHROMIUM']
  if (named) return named
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const installed = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...installed, chromium.executablePath()].find(isProgram)
}

/** Starts it with a profile of its own, which is gone afterwards. */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('no Chromium found: install one, or set WILLDO_CHROMIUM to its path')
  return chromium.launch({ executablePath, args: FLAGS })
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}
