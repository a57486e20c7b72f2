// Builds what is older than its source, then runs it: `node proxy/start.mjs main|fold|scan|bench|chaos|scan-all|build [arguments]`.
// The program then runs in this process, so that its output, its exit code and signals are its own.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const DIST = join(ROOT, 'dist')
const TOOLS = ['package.json', 'package-lock.json', 'vite.config.ts', 'proxy/start.mjs']

// Each thing that can be built: what it is made from, where it goes, and the words for people.
const TARGETS = {
  page: { sources: ['client', 'shared'], out: 'client', says: 'Building the page...' },
  main: {
    sources: ['proxy', 'shared'],
    entry: 'proxy/main.ts',
    out: 'proxy/main.js',
    says: 'Building the proxy...',
  },
  fold: {
    sources: ['proxy', 'shared'],
    entry: 'proxy/fold.ts',
    out: 'proxy/fold.js',
    says: 'Building fold...',
  },
  scan: {
    sources: ['proxy', 'shared'],
    entry: 'proxy/scan.ts',
    out: 'proxy/scan.js',
    says: 'Building scan...',
  },
  bench: {
    sources: ['test/bench', 'proxy', 'shared', 'client'],
    entry: 'test/bench/main.ts',
    out: 'bench/main.js',
    says: 'Building the benchmarks...',
  },
  chaos: {
    sources: ['test/helpers', 'test/chaos.ts', 'proxy', 'shared', 'client'],
    entry: 'test/chaos.ts',
    out: 'chaos/main.js',
    says: 'Building the chaos...',
  },
  'scan-all': {
    sources: ['test/helpers', 'test/scan-all.ts', 'proxy', 'shared'],
    entry: 'test/scan-all.ts',
    out: 'scan-all/main.js',
    says: 'Building scan-all...',
  },
}

const COMMANDS = {
  main: ['page', 'main'],
  fold: ['fold'],
  scan: ['scan'],
  bench: ['main', 'bench'],
  chaos: ['chaos'],
  'scan-all': ['scan-all'],
}

/** Every file below the sources with its time and size, as one digest: a deleted file counts as a change too. */
function digestOf({ sources }) {
  const digest = createHash('sha256')
  const visit = (path) => {
    const full = join(ROOT, path)
    if (!existsSync(full)) return
    const stat = statSync(full)
    if (!stat.isDirectory()) digest.update(`${path} ${stat.mtimeMs} ${stat.size}\n`)
    else for (const name of readdirSync(full).sort()) visit(`${path}/${name}`)
  }
  for (const path of [...sources, ...TOOLS]) visit(path)
  return digest.digest('hex')
}

const stampOf = (name) => join(DIST, 'stamps', name)

function isFresh(name, digest) {
  const stamp = stampOf(name)
  return (
    existsSync(stamp) && existsSync(join(DIST, TARGETS[name].out)) && readFileSync(stamp, 'utf8') === digest
  )
}

async function build(name) {
  const target = TARGETS[name]
  const digest = digestOf(target)
  if (isFresh(name, digest)) return
  console.error(target.says)
  const vite = await loadVite()
  // Made beside its place and moved there, so that nobody who starts meanwhile reads half a build.
  const made = join(DIST, `building-${name}-${process.pid}`)
  try {
    await vite.build(target.entry ? programConfig(target.entry, made) : pageConfig(made))
    if (!target.entry) compress(made)
    const out = join(DIST, target.out)
    mkdirSync(dirname(out), { recursive: true })
    if (!target.entry) rmSync(out, { recursive: true, force: true })
    renameSync(target.entry ? join(made, 'program.js') : made, out)
    mkdirSync(dirname(stampOf(name)), { recursive: true })
    writeFileSync(stampOf(name), digest)
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

/** Beside each text of the page, the same compressed: the proxy sends what the browser takes. */
function compress(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!/\.(js|css|html|svg|json)$/.test(name)) continue
    const file = join(folder, name)
    const bytes = readFileSync(file)
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
    writeFileSync(`${file}.br`, brotliCompressSync(bytes))
  }
}

async function loadVite() {
  try {
    return await import('vite')
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Failure('The tools for building are not installed. Run: npm ci')
  }
}

const pageConfig = (outDir) => ({
  configFile: join(ROOT, 'vite.config.ts'),
  mode: 'production',
  logLevel: 'error',
  build: { outDir, emptyOutDir: true },
})

const programConfig = (entry, outDir) => ({
  configFile: false,
  root: ROOT,
  publicDir: false,
  logLevel: 'error',
  build: {
    ssr: join(ROOT, entry),
    outDir,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rollupOptions: { output: { entryFileNames: 'program.js', codeSplitting: false } },
  },
})

/** In a process of its own: the tools would keep some 250 MB of the program that runs next. */
function buildApart(names) {
  const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'build', ...names], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** A sentence for the person at the keyboard; anything else that is thrown is our mistake and shown whole. */
class Failure extends Error {}

const existing = (name) => !TARGETS[name].entry || existsSync(join(ROOT, TARGETS[name].entry))

async function start([command, ...args]) {
  if (command === 'build') {
    const named = args.filter((name) => Object.hasOwn(TARGETS, name))
    for (const name of (named.length > 0 ? named : Object.keys(TARGETS)).filter(existing)) await build(name)
    return
  }
  const names = Object.hasOwn(COMMANDS, command ?? '') ? COMMANDS[command] : undefined
  if (!names)
    throw new Failure(`Usage: node proxy/start.mjs ${Object.keys(COMMANDS).join('|')}|build [arguments]`)
  const missing = names.find((name) => !existing(name))
  if (missing) throw new Failure(`This version has no ${command}: ${TARGETS[missing].entry} does not exist.`)
  // Help and mistakes in the flags do not need the page; building it first would only make people wait.
  const wanted =
    args.includes('--help') || args.includes('-h') ? names.filter((name) => name !== 'page') : names
  const stale = wanted.filter((name) => !isFresh(name, digestOf(TARGETS[name])))
  if (stale.length > 0) buildApart(stale)
  const program = join(DIST, TARGETS[command].out)
  process.argv = [process.argv[0], program, ...args]
  await import(pathToFileURL(program).href)
}

try {
  await start(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Failure)) throw error
  console.error(error.message)
  process.exitCode = 1
}
