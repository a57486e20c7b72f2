#!/usr/bin/env node
// `npm test`: every test, the browser's too. Finds a Chromium or installs one, builds the page, runs vitest and ends
// with the true totals. Arguments go to vitest: `npm test -- --project unit`.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const REPORT = join(ROOT, 'dist/test-report.json')
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options }).status ?? 1

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(error.code)) return false
    throw error
  }
}

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable)

async function playwrightChromium() {
  const { chromium } = await import('playwright-core')
  return [chromium.executablePath()].find(isExecutable)
}

async function findChromium() {
  const named = process.env.WILLDO_CHROMIUM
  if (named) {
    if (isExecutable(named)) return named
    console.error(
      `WILLDO_CHROMIUM names ${named}, which is no program that can be run. Correct it or unset it.`,
    )
    process.exit(1)
  }
  return NAMES.map(onPath).find(Boolean) ?? (await playwrightChromium())
}

async function installChromium() {
  const debian = process.getuid?.() === 0 && onPath('apt-get')
  console.log(`No Chromium found: installing one with ${debian ? 'apt' : 'Playwright'}. This happens once.`)
  if (debian) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    run('apt-get', ['update', '-qq'], { env })
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
      env,
    })
  } else {
    run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'])
  }
  const found = await findChromium()
  if (found) return found
  console.error('Chromium could not be installed. Install it by hand, or set WILLDO_CHROMIUM to its path.')
  process.exit(1)
}

const chromium = (await findChromium()) ?? (await installChromium())
if (run(process.execPath, ['proxy/start.mjs', 'build']) !== 0) process.exit(1)
mkdirSync(join(ROOT, 'dist'), { recursive: true })
rmSync(REPORT, { force: true })
const status = run(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${REPORT}`,
    ...process.argv.slice(2),
  ],
  { env: { ...process.env, WILLDO_CHROMIUM: chromium } },
)
const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
  readFileSync(REPORT, 'utf8'),
)
// A file that fails to load has no failed test of its own, but it is a failure.
const failed = Math.max(
  numFailedTests,
  status !== 0 && numFailedTests === 0 ? Math.max(1, numFailedTestSuites) : 0,
)
console.log(
  `${numPassedTests} passed, ${failed} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}`,
)
process.exit(status)
